package io.mailseal.cli;

import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.inbound.InboundAuthenticator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal verify}: messages in, every verdict out. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = "Usage: mailseal verify [OPTIONS] MESSAGE|FOLDER|MBOX|-...",
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Evaluates SPF, iprev, DKIM and DMARC for a message, says what came out and why, and prints"
                    + " the Authentication-Results field that a mail server would add. Of many messages"
                    + " - several files, a folder, an mbox - it prints a line for each, and the sum.",
            "",
            "A message in a file says nothing certain about the way it came. So SPF is evaluated"
                    + " only if you say with --ip which client sent it, or with --trusted-host which"
                    + " host of yours has noted that; otherwise DMARC rests on DKIM alone."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status; of many messages the highest of all:%n",
        footer = {
            "  0   DMARC pass, or no policy (none)",
            "  1   DMARC fail",
            "  2   a temporary error: try again later",
            "  3   a permanent error, or no author domain that DMARC could work with",
            "  64  the command line makes no sense",
            "  66  a message, the zone file or the trust anchors can't be read",
            "  70  the program is broken",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal verify --ip 192.0.2.25 --mail-from alice@example.com mail.eml",
            "  mailseal verify --dns samples/rfc8463.zone samples/rfc8463.eml",
            "  mailseal verify --json - < mail.eml",
            "  mailseal verify --trusted-host mx.example.org --return-path Maildir archive.mbox"
        })
final class VerifyCommand implements Callable<Integer> {

    private static final int JOBS_PER_PROCESSOR = 8;
    private static final int MOST_JOBS = 1024;
    private static final String STANDARD_INPUT = "-";

    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    EnvelopeOptions envelope = new EnvelopeOptions();

    @Option(names = "--no-iprev", description = "Don't look up whether the client has a name that leads back to it.")
    boolean noIprev;

    @Option(
            names = "--compare",
            description = "Tell also what comes out differently by the public suffix list, as receivers see it that"
                    + " go by RFC 7489.")
    boolean compare;

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

    @Option(names = "--json", description = "Print one JSON object on one line for each message instead of a report.")
    boolean json;

    @Option(names = "--report", description = "Print the whole report of each message, also where there are many.")
    boolean report;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but the sum, where there are many messages; and no progress.")
    boolean quiet;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many messages are verified at a time, where there are many. Default: 8 for each"
                    + " processor, since most of the time they wait for DNS.")
    int jobs = JOBS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();

    @Parameters(
            paramLabel = "MESSAGES",
            arity = "1..*",
            description =
                    "Files, folders, or - for standard input. A file is a message or, if it begins with \"From \", an"
                            + " mbox; of a folder all files are taken in the order of their names, those in folders below it as"
                            + " well, but no hidden ones and no symbolic links; of a Maildir what is in cur and new.")
    List<String> messages = new ArrayList<>();

    @Override
    public Integer call() throws UnreadableInput, InterruptedException {
        requireSense();
        try (TracingResolver resolver = dns.open()) {
            Verification verification = verification(resolver);
            return messages.size() == 1
                    ? named(messages.get(0), verification, resolver)
                    : many(new MessageList(messages, System.in), verification, resolver);
        }
    }

    private void requireSense() {
        envelope.requireSense();
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw misuse("--jobs is a number from 1 to " + MOST_JOBS);
        }
        if (messages.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw misuse("standard input (-) can be read but once");
        }
        if (json && report) {
            throw misuse("--json and --report exclude each other");
        }
        try {
            AuthenticationResults.builder(authservId);
        } catch (IllegalArgumentException wrong) {
            throw misuse("Invalid value for option '--authserv-id'");
        }
    }

    private Verification verification(TracingResolver resolver) {
        Instant verifyAt = now == null ? Instant.now() : now;
        InboundAuthenticator.Builder inbound =
                InboundAuthenticator.builder().dns(resolver.sessions()).clock(() -> verifyAt);
        if (noIprev) {
            inbound.withoutIprev();
        }
        DmarcEvaluator comparing =
                compare ? DmarcEvaluator.builder().dns(resolver.sessions()).build() : null;
        return new Verification(inbound.build(), comparing, resolver, envelope, authservId, dns.trace);
    }

    private int named(String name, Verification verification, TracingResolver resolver)
            throws UnreadableInput, InterruptedException {
        try (MessageFile file = MessageFile.open(name, System.in)) {
            try {
                return Files.isDirectory(file.path()) || Mbox.isMbox(file.path())
                        ? many(MessageList.of(name, file), verification, resolver)
                        : one(FileMessage.named(name, file.path(), Files.size(file.path())), verification);
            } catch (IOException failed) {
                throw file.unreadable(failed);
            }
        }
    }

    private int one(StoredMessage message, Verification verification) throws IOException {
        Verdict verdict = verification.of(message);
        PrintWriter out = spec().commandLine().getOut();
        if (json) {
            VerdictJson.print(verdict, out);
        } else if (!quiet) {
            VerdictReport.print(verdict, out, Colours.ofTerminal());
        }
        out.flush();
        return verdict.exitStatus();
    }

    private int many(MessageList list, Verification verification, TracingResolver resolver)
            throws UnreadableInput, InterruptedException {
        try (list) {
            Screen screen = screen();
            new ManyMessages(verification, format(), jobs, screen).verify(list);
            if (!json) {
                screen.printSum(list.linksLeftOut(), resolver);
            }
            return screen.tally().exitStatus();
        } catch (IOException failed) {
            throw new UnreadableInput("can't read on: " + failed.getMessage(), failed);
        }
    }

    private Screen screen() {
        PrintWriter err = spec().commandLine().getErr();
        OptionalInt columns = json || quiet ? OptionalInt.empty() : Terminal.errorColumns();
        PrintWriter out = spec().commandLine().getOut();
        if (columns.isEmpty()) {
            return new Screen(out, err, null, () -> 0, System::nanoTime);
        }
        InputSize size = InputSize.of(messages);
        return new Screen(out, err, new ProgressBar(err, columns.getAsInt()), size::octets, System::nanoTime);
    }

    private MessageFormat format() {
        if (json) {
            return MessageFormat.JSON;
        }
        if (quiet) {
            return MessageFormat.NOTHING;
        }
        return report ? MessageFormat.report(Colours.ofTerminal()) : MessageFormat.line(Colours.ofTerminal());
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
