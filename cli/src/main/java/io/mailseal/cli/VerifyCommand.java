package io.mailseal.cli;

import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.Message;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal verify}: one message in, every verdict out. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal verify [OPTIONS] MESSAGE|-",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Evaluates SPF, DKIM and DMARC for a message, says what came out and why, and prints"
                    + " the Authentication-Results field that a mail server would add.",
            "",
            "A message in a file says nothing certain about the way it came. So SPF is evaluated"
                    + " only if you say with --ip which client sent it; otherwise DMARC rests on DKIM"
                    + " alone."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0   DMARC pass, or no policy (none)",
            "  1   DMARC fail",
            "  2   a temporary error: try again later",
            "  3   a permanent error, or no author domain that DMARC could work with",
            "  64  the command line makes no sense",
            "  66  the message, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal verify --ip 192.0.2.25 --mail-from alice@example.com mail.eml",
            "  mailseal verify --dns samples/rfc8463.zone samples/rfc8463.eml",
            "  mailseal verify --json - < mail.eml"
        })
final class VerifyCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = AddressConverter.class,
            description = "The address of the SMTP client. Without it SPF is not evaluated.")
    @Nullable
    IpAddress ip;

    @Option(names = "--helo", paramLabel = "NAME", description = "What the client said in HELO or EHLO.")
    String helo = "";

    @Option(
            names = "--mail-from",
            paramLabel = "ADDRESS",
            description = "The envelope sender. Empty, <> or left out: the null reverse-path, for which SPF looks at"
                    + " the HELO name.")
    String mailFrom = "";

    @Option(
            names = "--authserv-id",
            paramLabel = "ID",
            defaultValue = "localhost",
            description = "The name of the server in the field. Default: ${DEFAULT-VALUE}.")
    String authservId = "localhost";

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "The time to verify at, such as 2026-01-31T12:00:00Z.")
    @Nullable
    Instant now;

    @Option(names = "--json", description = "Print one JSON object on one line instead of the report.")
    boolean json;

    @Parameters(paramLabel = "MESSAGE", description = "A file with the message, or - for standard input.")
    String message = "-";

    @Override
    public Integer call() throws UnreadableInput {
        requireAuthservId();
        try (TracingResolver resolver = dns.open();
                MessageFile file = MessageFile.open(message, System.in)) {
            Verdict verdict = verify(file, resolver);
            print(verdict);
            return ExitStatus.of(verdict.result().dmarc().status());
        }
    }

    private Verdict verify(MessageFile file, TracingResolver resolver) throws UnreadableInput {
        Instant verifyAt = now == null ? Instant.now() : now;
        DnsSessions sessions = resolver.sessions();
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .dns(sessions)
                .clock(() -> verifyAt)
                .build();
        try (Message read = file.read();
                DnsSession session = sessions.open()) {
            InboundResult result = inbound.authenticate(read, envelope(), session);
            AuthenticationResults field = result.toAuthenticationResults(authservId);
            return new Verdict(
                    message, envelope(), result, field, read.anomalies(), session.usage(), resolver, dns.trace);
        } catch (IOException failed) {
            throw file.unreadable(failed);
        }
    }

    private SmtpEnvelope envelope() {
        return ip == null ? SmtpEnvelope.unknown() : SmtpEnvelope.of(ip, helo, ReversePath.of(mailFrom));
    }

    private void requireAuthservId() {
        try {
            AuthenticationResults.builder(authservId);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), "Invalid value for option '--authserv-id'");
        }
    }

    private void print(Verdict verdict) {
        PrintWriter out = spec().commandLine().getOut();
        if (json) {
            VerdictJson.print(verdict, out);
        } else {
            VerdictReport.print(verdict, out, Colours.ofTerminal());
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
