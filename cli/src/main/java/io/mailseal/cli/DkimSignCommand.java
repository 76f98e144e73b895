package io.mailseal.cli;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimSigningFinding;
import io.mailseal.dkim.DkimSigningProblem;
import io.mailseal.dkim.DkimSigningResult;
import io.mailseal.dkim.DkimSigningStatus;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailseal dkim sign}: the message with signatures on top. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = {
            "Usage: mailseal dkim sign [OPTIONS] --domain NAME (--selector NAME --key FILE)...",
            "                          MESSAGE|-"
        },
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Writes the message to standard output, octet by octet as it is, with a signature of the"
                    + " domain on top. For a second signature, such as one of each algorithm, give"
                    + " --selector and --key again.",
            "",
            "Sign last: whatever changes the message later breaks the signature. A message that should"
                    + " not be signed, such as one with two From fields, or that servers on the way"
                    + " would change, is refused, and then nothing is written. What may break the"
                    + " signature of one that is signed is told on standard error."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0   the signed message was written",
            "  1   the message is refused; standard error says why",
            "  64  the command line makes no sense",
            "  66  the message, a key or the password can't be read",
            "  70  the program is broken",
            "  74  the output can't be written, or not all of it",
            "",
            "Examples:",
            "  mailseal dkim sign --domain example.com --selector s1 --key s1.key mail.eml > signed.eml",
            "  mailseal dkim sign --domain example.com --selector s1 --key s1.key \\",
            "      --selector e1 --key e1.key --expire 14d - < mail.eml > signed.eml"
        })
final class DkimSignCommand implements Callable<Integer> {

    private static final int CHUNK = 1 << 16;

    /** A key and its name. */
    static final class SelectorAndKey {

        @Option(names = "--selector", paramLabel = "NAME", required = true, description = "The name of the key.")
        String selector = "";

        @Option(names = "--key", paramLabel = "FILE", required = true, description = "The private key.")
        String file = "";
    }

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--domain", paramLabel = "NAME", required = true, description = "The domain that signs.")
    String domain = "";

    @ArgGroup(exclusive = false, multiplicity = "1..*")
    List<SelectorAndKey> keys = new ArrayList<>();

    @Mixin
    PasswordOption password = new PasswordOption();

    @Option(
            names = "--expire",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For how long the signature is good: 90s, 30m, 12h, 7d, 2w. By default for ever.")
    @Nullable
    Duration expire;

    @Option(
            names = "--canonicalization",
            paramLabel = "HEADER/BODY",
            converter = CanonicalizationPair.Converter.class,
            description = "simple or relaxed, each: whether white space may be changed on the way. By default"
                    + " relaxed/relaxed.")
    CanonicalizationPair canonicalization = CanonicalizationPair.RELAXED;

    @Option(
            names = "--identity",
            paramLabel = "ADDRESS",
            description =
                    "On whose behalf the domain signs (i=); at the domain, or below it if the record of the key has no t=s."
                            + " By default the domain itself.")
    @Nullable
    String identity;

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "The time of the signature, such as 2026-01-31T12:00:00Z.")
    @Nullable
    Instant now;

    @Option(
            names = "--normalise-line-ends",
            description = "Make a CRLF of each CR or LF that stands alone, as in a local file; sign and write that.")
    boolean normalise;

    @Mixin
    SigningAllowances allowances = new SigningAllowances();

    @Option(
            names = "--json",
            description = "Print one JSON object on one line, with the signature fields, instead of the message.")
    boolean json;

    @Parameters(paramLabel = "MESSAGE", description = "A file with the message, or - for standard input.")
    String message = "-";

    @Override
    public Integer call() throws UnreadableInput, UnwritableOutput {
        if (json && normalise) {
            throw misuse("--json prints no message, so that nobody would see the one that was signed");
        }
        DkimSigner signer = signer();
        try (MessageFile file = MessageFile.open(message, System.in)) {
            return normalise ? signNormalised(signer, file) : finish(sign(signer, file), file);
        }
    }

    private DkimSigner signer() throws UnreadableInput {
        DkimSigner.Builder builder = DkimSigner.builder();
        Instant signAt = now == null ? Instant.now() : now;
        try {
            builder.domain(domain).clock(() -> signAt);
            builder.canonicalization(canonicalization.header(), canonicalization.body());
            if (expire != null) {
                builder.validFor(expire);
            }
            if (identity != null) {
                builder.identity(identity);
            }
            allowances.apply(builder);
            for (SelectorAndKey key : keys) {
                builder.key(key.selector, password.key(key.file));
            }
            return builder.build();
        } catch (IllegalArgumentException wrong) {
            throw misuse(String.valueOf(wrong.getMessage()));
        }
    }

    private static DkimSigningResult sign(DkimSigner signer, MessageFile file) throws UnreadableInput {
        try (Message read = MessageReader.strict().read(file.path())) {
            return signer.sign(read);
        } catch (IOException failed) {
            throw file.unreadable(failed);
        }
    }

    private int signNormalised(DkimSigner signer, MessageFile file) throws UnreadableInput, UnwritableOutput {
        try (MessageFile normalised = MessageFile.temporary()) {
            return finish(signNormalised(signer, file, normalised), normalised);
        }
    }

    private static DkimSigningResult signNormalised(DkimSigner signer, MessageFile file, MessageFile normalised)
            throws UnreadableInput {
        try (InputStream in = Files.newInputStream(file.path());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(normalised.path()), CHUNK)) {
            return signer.signNormalisingLineEnds(in, out);
        } catch (IOException failed) {
            throw file.unreadable(failed);
        }
    }

    private int finish(DkimSigningResult result, MessageFile signed) throws UnreadableInput, UnwritableOutput {
        boolean complete = result.status() == DkimSigningStatus.SIGNED;
        if (json) {
            DkimSigningJson.print(message, result, out());
            out().flush();
        } else if (complete) {
            write(result.toHeaderFields(), signed);
        }
        explain(result);
        return complete ? ExitStatus.OK : ExitStatus.FAIL;
    }

    private void write(String fields, MessageFile signed) throws UnreadableInput, UnwritableOutput {
        try (InputStream in = Files.newInputStream(signed.path())) {
            byte[] top = fields.getBytes(StandardCharsets.US_ASCII);
            write(top, top.length);
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                write(chunk, count);
            }
        } catch (IOException failed) {
            throw signed.unreadable(failed);
        }
        write(new byte[0], 0);
    }

    private void write(byte[] octets, int count) throws UnwritableOutput {
        OutputStream out = ((Main) spec().root().userObject()).octets();
        try {
            out.write(octets, 0, count);
            out.flush();
        } catch (IOException failed) {
            throw UnwritableOutput.stream(failed);
        }
    }

    private void explain(DkimSigningResult result) {
        PrintWriter err = spec().commandLine().getErr();
        for (DkimSigningProblem problem : result.problems()) {
            err.println(VisibleText.of("mailseal: not signed (" + JsonLine.word(problem.kind()) + "): "
                    + problem.sentence() + advice(problem)));
        }
        if (!json && result.status() == DkimSigningStatus.SIGNED) {
            for (DkimSigningFinding finding : result.findings()) {
                err.println(VisibleText.of(
                        "mailseal: note (" + JsonLine.word(finding.code()) + "): " + finding.explanation()));
            }
        }
        err.flush();
    }

    private static String advice(DkimSigningProblem problem) {
        return switch (problem.kind()) {
            case BARE_LINE_END -> "; see --normalise-line-ends";
            case LONG_LINE -> "; see " + SigningAllowances.LONG_LINES;
            case UNDECLARED_EIGHT_BIT_BODY -> "; see " + SigningAllowances.UNDECLARED_EIGHT_BIT;
            case REPEATED_FIELD -> "; see " + SigningAllowances.REPEATED_FIELDS;
            default -> "";
        };
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private ParameterException misuse(String wrong) {
        return new ParameterException(spec().commandLine(), wrong);
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        return command;
    }
}
