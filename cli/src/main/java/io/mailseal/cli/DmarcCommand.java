package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.dmarc.DmarcLint;
import io.mailseal.dmarc.DmarcLinter;
import io.mailseal.dmarc.DmarcRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal dmarc}: whose policy applies to a domain, how it is found, and what is wrong with it. */
@Command(
        name = "dmarc",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dmarc [OPTIONS] DOMAIN|RECORD",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Finds the DMARC policy that applies to mail from a domain, as receivers do: the names that"
                    + " are asked, the organizational domain, and whose record it is; by the tree walk of"
                    + " RFC 9989, and by the public suffix list of RFC 7489, which others still use. Then"
                    + " what is wrong with the record, and whether reports arrive where they are wanted.",
            "",
            "A record that is yet to be published can be looked at as well: what begins with v=DMARC1"
                    + " is one. With --domain it is looked at as if the domain had it; without, nothing is"
                    + " asked."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   there are errors",
            "  2   a lookup failed: what it would have found is not known; try again later",
            "  3   no record applies to the domain",
            "  0   there are no errors; warnings and notes perhaps",
            "  64  the command line makes no sense",
            "  66  the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal dmarc example.com",
            "  mailseal dmarc 'v=DMARC1; p=reject; rua=mailto:dmarc@example.com'",
            "  mailseal dmarc --domain example.com 'v=DMARC1; p=none; rua=mailto:d@example.net'",
            "  mailseal dmarc --dns samples/dmarc.zone news.acme.example"
        })
final class DmarcCommand implements Callable<Integer> {

    private static final String VERSION = "v=DMARC1";

    // Whoever looks after a domain has the time to wait for a slow name server.
    private static final DnsLimits LIMITS = DnsLimits.DEFAULT.withDeadline(Duration.ofMinutes(1));

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            converter = DomainNameConverter.class,
            description = "The domain that RECORD is for.")
    @Nullable
    DomainName domain;

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Parameters(
            paramLabel = "DOMAIN|RECORD",
            description = "A domain name, in Unicode or with A-labels; or the text of a record.")
    String asked = "";

    @Override
    public Integer call() throws UnreadableInput {
        if (!isRecord(asked)) {
            return ofDomain();
        }
        // As DNS would have it.
        Optional<DmarcRecord> record = DmarcRecord.parse(Octets.of(asked.getBytes(StandardCharsets.UTF_8)));
        if (record.isEmpty() || domain == null) {
            return print(DmarcInquiry.ofText(asked, record));
        }
        DomainName name = domain;
        return lint(linter -> linter.evaluation(record.get(), name));
    }

    private static boolean isRecord(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length());
    }

    private int ofDomain() throws UnreadableInput {
        if (domain != null) {
            throw misuse("--domain is for a RECORD, and '" + asked + "' is none: it does not begin with " + VERSION);
        }
        DomainName name = DomainName.parse(asked)
                .or(() -> DomainName.ofUnicode(asked))
                .filter(parsed -> !parsed.isRoot())
                .orElseThrow(() -> misuse("'" + asked + "' is no domain name"));
        return lint(linter -> linter.evaluation(name));
    }

    private int lint(Function<DmarcLinter, DnsEvaluation<DmarcLint>> rules) throws UnreadableInput {
        try (TracingResolver resolver = dns.open()) {
            DnsSessions sessions = resolver.sessions().withLimits(LIMITS);
            try (DnsSession session = sessions.open()) {
                DmarcLinter linter = DmarcLinter.builder().dns(sessions).build();
                DmarcLint lint = session.evaluate(rules.apply(linter));
                return print(
                        DmarcInquiry.of(asked, lint, new DmarcInquiry.Asking(session.usage(), resolver, dns.trace)));
            }
        }
    }

    private int print(DmarcInquiry inquiry) {
        output.print(inquiry, DmarcJson::print, DmarcReport::print);
        return ExitStatus.of(inquiry.status());
    }

    private ParameterException misuse(String message) {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
