package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.spf.SpfLint;
import io.mailseal.spf.SpfLinter;
import io.mailseal.spf.SpfParse;
import io.mailseal.spf.SpfRecord;
import io.mailseal.spf.SpfSyntaxError;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal spf lint}: what is wrong with a record, and with those that it refers to. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal spf lint [OPTIONS] DOMAIN|RECORD",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Finds what is wrong with the SPF record of a domain, before receivers do: the tree of"
                    + " records that it includes with the lookups that each costs of the ten, how many"
                    + " addresses it lets pass, and errors, warnings and notes about its terms.",
            "",
            "A record that is yet to be published can be looked at as well: what begins with v=spf1"
                    + " is one. With --domain its terms are followed as if the domain had it; without,"
                    + " those that speak of the domain itself, such as a and mx, count as lookups, but"
                    + " nobody can tell whom they let pass."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   there are errors",
            "  2   a lookup failed: what it would have found is not known; try again later",
            "  3   the domain has no record",
            "  0   there are no errors; warnings and notes perhaps",
            "  64  the command line makes no sense",
            "  66  the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal spf lint example.com",
            "  mailseal spf lint 'v=spf1 include:example.net ip4:192.0.2.0/24 -all'",
            "  mailseal spf lint --domain example.com 'v=spf1 mx include:example.net -all'",
            "  mailseal spf lint --dns samples/spf.zone world.acme.example"
        })
final class SpfLintCommand implements Callable<Integer> {

    private static final String VERSION = "v=spf1";

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
        requireOwnOptions();
        if (!isRecord(asked)) {
            return ofDomain();
        }
        SpfParse parse = SpfRecord.parse(asked);
        return parse instanceof SpfRecord record ? ofRecord(record, domain) : ofMalformed((SpfSyntaxError) parse);
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
                .orElseThrow(() -> misuse("'" + asked + "' is no domain name"));
        return lint(sessions -> SpfLinter.builder().dns(sessions).build().evaluation(name));
    }

    private int ofRecord(SpfRecord record, @Nullable DomainName name) throws UnreadableInput {
        return lint(sessions -> {
            SpfLinter linter = SpfLinter.builder().dns(sessions).build();
            return name == null ? linter.evaluation(record) : linter.evaluation(record, name);
        });
    }

    /** The rules, for those who ask in these sessions. */
    private interface Rules {
        DnsEvaluation<SpfLint> over(DnsSessions sessions);
    }

    private int lint(Rules rules) throws UnreadableInput {
        try (TracingResolver resolver = dns.open()) {
            DnsSessions sessions = resolver.sessions().withLimits(LIMITS);
            try (DnsSession session = sessions.open()) {
                SpfLint lint = session.evaluate(rules.over(sessions));
                output.print(
                        new LintInquiry(asked, lint, session.usage(), resolver, dns.trace),
                        SpfLintJson::print,
                        SpfLintReport::print);
                return ExitStatus.of(LintStatus.of(lint));
            }
        }
    }

    private int ofMalformed(SpfSyntaxError error) {
        output.print(
                error,
                (value, out) -> SpfLintJson.print(asked, value, out),
                (value, out, colours) -> SpfLintReport.print(asked, value, out, colours));
        return ExitStatus.of(LintStatus.ERROR);
    }

    // The command above would take them, and nobody would notice.
    private void requireOwnOptions() {
        CommandLine parent = spec().commandLine().getParent();
        if (parent == null) {
            return;
        }
        parent.getParseResult().matchedOptions().stream().findFirst().ifPresent(option -> {
            throw misuse("Options of lint stand after it: '" + option.longestName() + "'");
        });
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
