package io.mailseal.cli;

import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.Message;
import io.mailseal.dkim.DkimCheck;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimVerifier;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailseal dkim verify}: every signature of a message, and what became of it. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal dkim verify [OPTIONS] MESSAGE|-",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Verifies the signatures of a message, and says of each what came out and why, what it"
                    + " covers, and what is weak about it, whether it passes or not.",
            "",
            "A signature that passes says which domain stands behind the message. Whether that is the"
                    + " domain of the author is what mailseal verify tells."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status, the first that applies:%n",
        footer = {
            "  0   a signature passes",
            "  2   a key could not be looked up for now: try again later",
            "  1   a signature fails (fail), or is not acceptable (policy)",
            "  3   there is no signature, or none that can be verified (permerror, neutral)",
            "  64  the command line makes no sense",
            "  66  the message, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal dkim verify mail.eml",
            "  mailseal dkim verify --dns samples/rfc8463.zone samples/rfc8463.eml",
            "  mailseal dkim verify --json --validate - < mail.eml"
        })
final class DkimVerifyCommand implements Callable<Integer> {

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "The time to verify at, such as 2026-01-31T12:00:00Z.")
    @Nullable
    Instant now;

    @Mixin
    JsonOption output = new JsonOption();

    @Parameters(paramLabel = "MESSAGE", description = "A file with the message, or - for standard input.")
    String message = "-";

    @Override
    public Integer call() throws UnreadableInput {
        try (TracingResolver resolver = dns.open();
                MessageFile file = MessageFile.open(message, System.in)) {
            DkimInquiry inquiry = verify(file, resolver);
            output.print(inquiry, DkimJson::print, DkimReport::print);
            return ExitStatus.of(inquiry.result().status());
        }
    }

    private DkimInquiry verify(MessageFile file, TracingResolver resolver) throws UnreadableInput {
        Instant verifyAt = now == null ? Instant.now() : now;
        DnsSessions sessions = resolver.sessions();
        DkimVerifier verifier =
                DkimVerifier.builder().dns(sessions).clock(() -> verifyAt).build();
        try (Message read = file.read();
                DnsSession session = sessions.open()) {
            DkimCheck check = verifier.prepare(read.header());
            session.prefetch(check.keyQuestions());
            check.update(read.body());
            DkimResult result = session.evaluate(check.evaluation());
            return new DkimInquiry(message, result, read.anomalies(), session.usage(), resolver, dns.trace);
        } catch (IOException failed) {
            throw file.unreadable(failed);
        }
    }
}
