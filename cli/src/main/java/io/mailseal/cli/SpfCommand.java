package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mailseal spf}: whether a client may use the names that it used, and why. */
@Command(
        name = "spf",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = SpfLintCommand.class,
        customSynopsis = {
            "Usage: mailseal spf [OPTIONS] --ip ADDRESS [--helo NAME] [--mail-from ADDRESS]",
            "       mailseal spf lint [OPTIONS] DOMAIN|RECORD"
        },
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Tells whether a client may send mail in the name of a domain (SPF, RFC 7208), and why:"
                    + " the term that decided, the lookups that count against the limits, what is wrong"
                    + " with a record. With --trace the whole way there as a tree: each record, its"
                    + " terms, and what DNS said.",
            "",
            "HELO and MAIL FROM are separate identities with separate results. What is given is" + " checked."
        },
        descriptionHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit status, by the result for MAIL FROM; for HELO if that alone is checked:%n",
        footer = {
            "  0   pass, neutral, none or softfail (no reason to reject by itself)",
            "  1   fail",
            "  2   temperror: try again later",
            "  3   permerror: the records can't be used as they are",
            "  64  the command line makes no sense",
            "  66  the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal spf --ip 192.0.2.25 --mail-from alice@example.com --trace",
            "  mailseal spf --ip 192.0.2.25 --helo mail.example.com --mail-from '<>'",
            "  mailseal spf --dns samples/spf.zone --ip 198.51.100.9 --mail-from a@acme.example"
        })
final class SpfCommand implements Callable<Integer> {

    private static final String NOBODY = "localhost";

    @Spec
    @Nullable
    CommandSpec command;

    // Required, but not by the command below: picocli would ask for it there, too.
    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = AddressConverter.class,
            description = "The address of the SMTP client. Required.")
    @Nullable
    IpAddress ip;

    @Option(
            names = "--helo",
            paramLabel = "NAME",
            description = "What the client said in HELO or EHLO: checks it, and stands in for an empty MAIL FROM.")
    @Nullable
    String helo;

    @Option(
            names = "--mail-from",
            paramLabel = "ADDRESS",
            description = "The envelope sender: checks it. Empty or <>: the null reverse-path, which is"
                    + " postmaster at the HELO name.")
    @Nullable
    String mailFrom;

    @Option(
            names = "--receiver",
            paramLabel = "NAME",
            converter = DnsOptions.HostNameConverter.class,
            description = "The host that makes the check, for Received-SPF and for explanations that tell it.")
    @Nullable
    DomainName receiver;

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    JsonOption output = new JsonOption();

    @Override
    public Integer call() throws UnreadableInput {
        List<SpfRequest> requests = requests();
        try (TracingResolver resolver = dns.open()) {
            SpfInquiry inquiry = check(requests, resolver);
            output.print(inquiry, SpfJson::print, SpfReport::print);
            return ExitStatus.of(inquiry.decisive().status());
        }
    }

    // §2.3, §2.4: HELO first; its result takes nothing away from the other.
    private List<SpfRequest> requests() {
        if (ip == null) {
            throw misuse("Missing required option: '--ip=ADDRESS'");
        }
        if (helo == null && mailFrom == null) {
            throw misuse("There is nothing to check: give --mail-from or --helo, or both");
        }
        List<SpfRequest> requests = new ArrayList<>(2);
        if (helo != null) {
            requests.add(SpfRequest.helo(ip, helo));
        }
        if (mailFrom != null) {
            requests.add(SpfRequest.mailFrom(ip, helo == null ? "" : helo, ReversePath.of(mailFrom)));
        }
        return requests;
    }

    private SpfInquiry check(List<SpfRequest> requests, TracingResolver resolver) {
        DnsSessions sessions = resolver.sessions();
        SpfEvaluator evaluator = evaluator(sessions);
        Instant now = Instant.now();
        List<DnsEvaluation<SpfResult>> checks = requests.stream()
                .map(request -> evaluator.evaluation(request, now))
                .toList();
        try (DnsSession session = sessions.open()) {
            List<SpfResult> results = session.evaluate(view -> view.join(checks));
            String host = receiver == null ? NOBODY : receiver.toString();
            return new SpfInquiry(results, host, session.usage(), resolver, dns.trace);
        }
    }

    private SpfEvaluator evaluator(DnsSessions sessions) {
        SpfEvaluator.Builder builder = SpfEvaluator.builder().dns(sessions);
        if (receiver != null) {
            builder.receiver(receiver);
        }
        if (dns.trace) {
            builder.withTrace();
        }
        return builder.build();
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
