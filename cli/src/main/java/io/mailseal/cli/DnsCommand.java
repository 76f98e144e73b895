package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal dns}: what DNS has at a name, how far it can be believed, and what proves it. */
@Command(
        name = "dns",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dns [OPTIONS] NAME [TYPE...]",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Asks DNS, and says of each answer how far it can be believed. Without --validate or"
                    + " --trust-ad nobody checks DNSSEC, and every answer is indeterminate.",
            "",
            "With --validate each answer is secure (signed, and proven), insecure (proven to be in"
                    + " a zone that is not signed), or fails: as bogus, or because it could not be"
                    + " validated. Then the chain of trust is shown, with the place where it breaks;"
                    + " with --trace always."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  1   an answer is bogus: DNSSEC says that it is not authentic",
            "  2   a question has no answer, or none that could be validated: try again later",
            "  3   a question has no answer, since its aliases lead in a circle or too far",
            "  0   every question has an answer; that there is no such record or name is one",
            "  64  the command line makes no sense",
            "  66  the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal dns example.com",
            "  mailseal dns --validate --trace _25._tcp.mx.example.com",
            "  mailseal dns --server 127.0.0.1 --trust-ad example.com MX",
            "  mailseal dns --dns samples/aligned.zone _dmarc.example.com"
        })
final class DnsCommand implements Callable<Integer> {

    // A chain of trust takes a few questions, one after the other; a dead server should be found out before the time is
    // up.
    private static final DnsLimits LIMITS =
            DnsLimits.DEFAULT.withDeadline(Duration.ofMinutes(1)).withBudget(0x10000);

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "A domain name, in Unicode or with A-labels; or an IP address, to ask at its reverse name.")
    String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TYPE",
            description =
                    "A record type such as MX, or TYPE257 by its number. Without one, what matters to mail: A, AAAA,"
                            + " MX and TXT; TXT for a name with an underscore, such as _dmarc.example.com; TLSA for one such"
                            + " as _25._tcp.mx.example.com; PTR for an address.")
    List<String> types = new ArrayList<>();

    @Override
    public Integer call() throws UnreadableInput {
        List<DnsQuestion> questions = questions();
        try (TracingResolver resolver = dns.open();
                DnsSession session = resolver.sessions().withLimits(LIMITS).open()) {
            List<DnsAnswer> answers = session.evaluate(view -> view.getAll(questions));
            Lookup lookup = new Lookup(
                    name,
                    questions.get(0).name(),
                    answers.stream().map(resolver::entry).toList(),
                    session.usage(),
                    resolver,
                    dns.trace);
            output.print(lookup, LookupJson::print, LookupReport::print);
            return ExitStatus.of(answers);
        }
    }

    private List<DnsQuestion> questions() {
        IpAddress address = IpAddress.parse(name).orElse(null);
        DomainName domain = address == null ? domain() : address.toReverseName();
        List<DnsType> usual = address == null ? usualTypes(domain) : List.of(DnsType.PTR);
        List<DnsType> wanted = types.isEmpty()
                ? usual
                : types.stream().map(this::type).distinct().toList();
        return wanted.stream().map(type -> new DnsQuestion(domain, type)).toList();
    }

    // ASCII as it is, since also names that no registry would take are there to be asked for.
    private DomainName domain() {
        return DomainName.parse(name)
                .or(() -> DomainName.ofUnicode(name))
                .orElseThrow(() -> misuse("Invalid value for NAME: '" + name + "' is no domain name"));
    }

    // The other types are for questions and for the protocol (RFC 6895 §3.1).
    private DnsType type(String text) {
        return DnsType.parse(text)
                .filter(type -> type.code() != 0 && type.code() != 41)
                .filter(type -> type.code() < 128 || type.code() > 255)
                .orElseThrow(() -> misuse("Invalid value for TYPE: '" + text + "' is no type that a record has"));
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private static List<DnsType> usualTypes(DomainName domain) {
        List<String> labels =
                domain.labels().stream().map(label -> label.toLatin1()).toList();
        if (labels.size() > 1 && isPort(labels.get(0)) && labels.get(1).equals("_tcp")) {
            return List.of(DnsType.TLSA); // RFC 6698 §3
        }
        return labels.stream().anyMatch(label -> label.startsWith("_"))
                ? List.of(DnsType.TXT)
                : List.of(DnsType.A, DnsType.AAAA, DnsType.MX, DnsType.TXT);
    }

    private static boolean isPort(String label) {
        return label.length() > 1
                && label.startsWith("_")
                && label.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
