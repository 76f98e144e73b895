package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsRecord;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal mtasts lint}: what is wrong with a record or a policy, published or not. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal mtasts lint [OPTIONS] DOMAIN|RECORD|FILE",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Finds what is wrong with the MTA-STS of a domain, before senders do: with its record, with"
                    + " what its policy host serves and how, and with the policy beside the MX records.",
            "",
            "A record or a policy that is yet to be published can be looked at as well: what begins with"
                    + " v= is a record; what has a slash in it, or ends with .txt, is a file with a policy,"
                    + " and - is one from standard input. With --domain a policy is held against the MX"
                    + " records of that domain; without, nothing is asked."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   there are errors: senders can't use it, or mail is lost by it",
            "  2   DNS or HTTPS failed: what is there is not known; try again later",
            "  3   the domain has no record",
            "  0   there are no errors; warnings and notes perhaps",
            "  64  the command line makes no sense",
            "  66  the policy, the zone file, the trust anchors or the certificates can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal mtasts lint example.com",
            "  mailseal mtasts lint 'v=STSv1; id=20261122;'",
            "  mailseal mtasts lint --domain example.com mta-sts.txt",
            "  mailseal mtasts lint --dns samples/mtasts.zone --domain acme.example samples/mta-sts.txt"
        })
final class MtaStsLintCommand implements Callable<Integer> {

    private static final String RECORD = "v=";
    private static final String STANDARD_INPUT = "-";

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            converter = DomainNameConverter.class,
            description = "The domain that the policy in FILE is for.")
    @Nullable
    DomainName domain;

    @Mixin
    PolicyFetchOptions fetching = new PolicyFetchOptions();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Parameters(
            paramLabel = "DOMAIN|RECORD|FILE",
            description = "A domain name, in Unicode or with A-labels; the text of a record; or a file with a policy.")
    String asked = "";

    @Override
    public Integer call() throws UnreadableInput {
        MtaStsCommand.requireOwnOptions(spec());
        MtaStsInquiry inquiry = inquiry();
        output.print(inquiry, MtaStsJson::printLint, MtaStsReport::print);
        return ExitStatus.of(inquiry.lintStatus());
    }

    private MtaStsInquiry inquiry() throws UnreadableInput {
        if (isPolicyFile(asked)) {
            MtaStsInquiry policy = MtaStsInquiry.ofPolicy(asked, MtaStsPolicy.parse(octets()));
            return domain == null ? policy : MtaStsQuestioner.policy(policy, domain, dns);
        }
        if (domain != null) {
            throw new ParameterException(
                    spec().commandLine(), "--domain is for a FILE with a policy, and '" + asked + "' is none");
        }
        return asked.regionMatches(true, 0, RECORD, 0, RECORD.length())
                ? MtaStsInquiry.ofRecord(asked, MtaStsRecord.parse(Octets.ofUtf8(asked)))
                : MtaStsQuestioner.domain(asked, MtaStsCommand.domain(asked, spec()), dns, fetching);
    }

    // A record may have a slash in an extension field, but no file name begins like a record.
    private static boolean isPolicyFile(String text) {
        boolean named = text.indexOf('/') >= 0 || text.indexOf(File.separatorChar) >= 0 || text.endsWith(".txt");
        boolean record = text.regionMatches(true, 0, RECORD, 0, RECORD.length());
        return text.equals(STANDARD_INPUT) || named && !record;
    }

    // One octet more than a policy may have, so that one that is too long is seen to be.
    private Octets octets() throws UnreadableInput {
        int most = MtaStsPolicy.MAX_OCTETS + 1;
        if (asked.equals(STANDARD_INPUT)) {
            try {
                return Octets.of(System.in.readNBytes(most));
            } catch (IOException failed) {
                throw new UnreadableInput("can't read standard input: " + failed.getMessage(), failed);
            }
        }
        Path file = InputFile.named(asked);
        try (InputStream in = Files.newInputStream(file)) {
            return Octets.of(in.readNBytes(most));
        } catch (IOException failed) {
            throw InputFile.unreadable(file, failed);
        }
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
