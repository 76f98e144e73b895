package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mailseal dkim record}: the record of a key, wherever it is. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = {
            "Usage: mailseal dkim record [OPTIONS] DOMAIN SELECTOR",
            "       mailseal dkim record [OPTIONS] RECORD",
            "       mailseal dkim record [OPTIONS] --key FILE [DOMAIN SELECTOR]"
        },
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Reads the record that publishes a key, and says what is wrong with it: the one that DNS"
                    + " has for a selector, or one that is yet to be published, as text.",
            "",
            "With --key it prints the record that a private key needs; and the line for the zone file"
                    + " if domain and selector are given. Then nothing is asked."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   there are errors: no signature of the key passes",
            "  2   the lookup failed: try again later",
            "  3   there is no text record",
            "  0   there are no errors; warnings and notes perhaps",
            "  64  the command line makes no sense",
            "  66  the key, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal dkim record example.com s1",
            "  mailseal dkim record 'v=DKIM1; k=ed25519; p=U456d+QRV4FKsJTpBFtYATuyO1wHEfxAo32pIKqUvK8='",
            "  mailseal dkim record --key s1.key example.com s1",
            "  mailseal dkim record --dns samples/dkim.zone acme.example short"
        })
final class DkimRecordCommand implements Callable<Integer> {

    private static final ITypeConverter<DomainName> NAMES = new DomainNameConverter();

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--key", paramLabel = "FILE", description = "A private key: print the record that it needs.")
    @Nullable
    String keyFile;

    @Mixin
    PasswordOption password = new PasswordOption();

    @Mixin
    RecordOptions record = new RecordOptions();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "DOMAIN SELECTOR|RECORD",
            description = "Two names, in Unicode or with A-labels; or the text of a record, its strings joined.")
    List<String> asked = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (keyFile != null) {
            return ofKey(keyFile);
        }
        if (password.isGiven() || record.isAny()) {
            throw misuse("--password-file, --testing and --allow-identities-below-domain are for --key");
        }
        return switch (asked.size()) {
            case 0 -> throw misuse("There is nothing to look at: give DOMAIN and SELECTOR, a RECORD, or --key");
            case 1 -> ofText(asked.get(0));
            case 2 -> ofPublished(name());
            default -> throw misuse("Too much: '" + asked.get(2) + "'");
        };
    }

    private int ofKey(String file) throws Exception {
        if (asked.size() == 1 || asked.size() > 2) {
            throw misuse("With --key come DOMAIN and SELECTOR, or nothing");
        }
        KeyName asIs = asked.isEmpty() ? null : name();
        DkimPrivateKey key = password.key(file);
        KeyName name = asIs == null ? null : KeyNameOptions.of(asIs.selector(), asIs.domain(), key, spec());
        OwnKey own = new OwnKey(file, key, record.record(key), name);
        output.print(own, DkimKeyJson::printOwn, DkimKeyReport::printOwn);
        return ExitStatus.of(LintStatus.ofKey(own.record().findings()));
    }

    private int ofText(String text) {
        if (text.indexOf('=') < 0) {
            throw misuse("'" + text + "' is no RECORD; beside a DOMAIN stands a SELECTOR");
        }
        DkimKeyRecord given = DkimKeyRecord.parse(Octets.ofUtf8(text));
        output.print(given, (record, out) -> DkimKeyJson.printRecord(text, record, out), DkimKeyReport::printRecord);
        return ExitStatus.of(LintStatus.ofKey(given.findings()));
    }

    private int ofPublished(KeyName name) throws UnreadableInput {
        KeyInquiry inquiry = KeyInquiry.ask(
                String.join(" ", asked), name, dns, checker -> checker.evaluation(name.selector(), name.domain()));
        output.print(inquiry, DkimKeyJson::printPublished, DkimKeyReport::printPublished);
        return ExitStatus.of(LintStatus.of(inquiry.check()));
    }

    private KeyName name() throws Exception {
        try {
            KeyName name = new KeyName(NAMES.convert(asked.get(1)), NAMES.convert(asked.get(0)));
            DomainName unused = name.ofRecord();
            return name;
        } catch (TypeConversionException | IllegalArgumentException wrong) {
            throw misuse(String.valueOf(wrong.getMessage()));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
