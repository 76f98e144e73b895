package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimPrivateKey;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mailseal dkim check}: whether what is published is what a private key needs. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dkim check [OPTIONS] --domain NAME --selector NAME --key FILE",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Looks up the record of a selector, and tells whether mail that is signed with the private"
                    + " key will pass: before it is used for the first time, and when keys are replaced.",
            "",
            "It tells what one name server sees. Ask each of those of the zone (--server) to know that"
                    + " the key is there for everybody."
        },
        descriptionHeading = "%n",
        optionListHeading = "%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0   the record holds the public key, and allows to sign mail with it",
            "  1   it does not: another key, revoked, malformed, several records, none for DKIM",
            "  2   the lookup failed: try again later",
            "  3   there is no text record",
            "  64  the command line makes no sense",
            "  66  the key, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Example:",
            "  mailseal dkim check --domain example.com --selector s1 --key s1.key"
        })
final class DkimCheckCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            required = true,
            converter = DomainNameConverter.class,
            description = "The domain that signs.")
    @Nullable
    DomainName domain;

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            required = true,
            converter = DomainNameConverter.class,
            description = "The name of the key.")
    @Nullable
    DomainName selector;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The private key.")
    String keyFile = "";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password of the key.")
    @Nullable
    String passwordFile;

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Option(names = "--json", description = "Print one JSON object on one line instead of the report.")
    boolean json;

    @Override
    public Integer call() throws UnreadableInput {
        if (domain == null || selector == null) {
            throw new IllegalStateException("picocli requires them");
        }
        KeyName name = new KeyName(selector, domain);
        DkimPrivateKey key = PrivateKeyFile.read(keyFile, passwordFile);
        requireSigning(name, key);
        KeyInquiry inquiry =
                KeyInquiry.ask(keyFile, name, dns, checker -> checker.evaluation(name.selector(), name.domain(), key));
        print(inquiry);
        return ExitStatus.of(inquiry.check());
    }

    private void requireSigning(KeyName name, DkimPrivateKey key) {
        try {
            name.requireSigning(key);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    private void print(KeyInquiry inquiry) {
        PrintWriter out = spec().commandLine().getOut();
        if (json) {
            DkimKeyJson.printPublished(inquiry, out);
        } else {
            DkimKeyReport.printPublished(inquiry, out, Colours.ofTerminal());
        }
        out.flush();
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
