package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsPublication;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.mtasts.PublicationStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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

/** {@code mailseal mtasts build}: a policy and its record, and how they are published. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        customSynopsis = {
            "Usage: mailseal mtasts build [OPTIONS] --mode MODE --mx HOST... --max-age TIME",
            "       mailseal mtasts build [OPTIONS] --steps removal --domain NAME --record-ttl TIME",
            "                             --longest-max-age TIME"
        },
        synopsisHeading = "",
        sortOptions = false,
        usageHelpWidth = 90,
        description = {
            "Makes a policy and the record that announces it, with an id of its own. Nothing is asked"
                    + " and nothing published.",
            "",
            "With --steps also what is to be done in which order, since senders remember: to introduce"
                    + " a policy, to change one, or to give up MTA-STS. For removal the policy is made"
                    + " here: of mode none, for a day."
        },
        descriptionHeading = "%n",
        optionListHeading = "%n",
        footerHeading = "%nTIME is a number with a unit: 90s, 30m, 12h, 7d, 2w.%n%nExit status:%n",
        footer = {
            "  0   made",
            "  64  the command line makes no sense, or there is no such policy",
            "  70  the program is broken",
            "  73  the file for the policy can't be made, or is there already",
            "  74  the output can't be written",
            "",
            "Examples:",
            "  mailseal mtasts build --mode testing --mx mail.example.com --max-age 1d",
            "  mailseal mtasts build --mode enforce --mx mail.example.com --mx '*.example.net' --max-age 4w"
                    + " --domain example.com --steps change --record-ttl 1h --out mta-sts.txt",
            "  mailseal mtasts build --steps removal --domain example.com --record-ttl 1h --longest-max-age 4w"
        })
final class MtaStsBuildCommand implements Callable<Integer> {

    /** Which steps. */
    enum Steps {
        INTRODUCTION,
        CHANGE,
        REMOVAL
    }

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--mode", paramLabel = "MODE", description = "enforce, testing or none.")
    @Nullable
    MtaStsMode mode;

    @Option(
            names = "--mx",
            paramLabel = "HOST",
            description = "A host that may take mail for the domain, or *. and a name: all that have one label more;"
                    + " may be given several times.")
    List<String> mx = new ArrayList<>();

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long senders are to keep the policy; weeks, once it is enforced.")
    @Nullable
    Duration maxAge;

    @Option(names = "--id", paramLabel = "ID", description = "The id of the record. By default it is made of the time.")
    @Nullable
    String id;

    @Option(
            names = "--previous-id",
            paramLabel = "ID",
            description = "The id that is published until now: the new one must be another.")
    String previousId = "";

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            converter = DomainNameConverter.class,
            description = "Whose policy it is: tell also where record and policy belong.")
    @Nullable
    DomainName domain;

    @Option(
            names = "--steps",
            paramLabel = "WHICH",
            description = "Tell how it is published: introduction, change or removal. Needs --domain.")
    @Nullable
    Steps steps;

    @Option(
            names = "--record-ttl",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The time to live of the record that is published until now. For change and removal.")
    @Nullable
    Duration recordTtl;

    @Option(
            names = "--longest-max-age",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The longest --max-age of all policies that senders may still keep. For removal.")
    @Nullable
    Duration longestMaxAge;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the policy into this file, as it is to be served: mta-sts.txt.")
    @Nullable
    String out;

    @Option(names = "--force", description = "Replace FILE if it is there.")
    boolean force;

    @Mixin
    JsonOption output = new JsonOption();

    @Override
    public Integer call() throws UnreadableInput, UnwritableOutput {
        MtaStsCommand.requireOwnOptions(spec());
        requireSense();
        MtaStsDraft draft = draft();
        if (out != null) {
            write(InputFile.named(out), draft.policy());
        }
        output.print(draft, MtaStsDraftJson::print, MtaStsDraftReport::print);
        return ExitStatus.OK;
    }

    private void requireSense() {
        boolean removal = steps == Steps.REMOVAL;
        if (removal && (mode != null || !mx.isEmpty() || maxAge != null)) {
            throw misuse("For removal the policy is of mode none: no --mode, --mx or --max-age");
        }
        if (!removal && (mode == null || maxAge == null)) {
            throw misuse("A policy needs --mode and --max-age");
        }
        if (steps != null && domain == null) {
            throw misuse("--steps are those of a domain: --domain");
        }
        boolean waits = removal || steps == Steps.CHANGE;
        if (waits != (recordTtl != null)) {
            throw misuse(waits ? "How long to wait depends on --record-ttl" : "--record-ttl is for change and removal");
        }
        if (removal != (longestMaxAge != null)) {
            throw misuse(
                    removal ? "How long to wait depends on --longest-max-age" : "--longest-max-age is for removal");
        }
        if (force && out == null) {
            throw misuse("--force is for --out");
        }
    }

    private MtaStsDraft draft() {
        try {
            MtaStsRecord record = record();
            List<PublicationStep> found = domain == null ? List.of() : steps(MtaStsPublication.of(domain), record);
            return new MtaStsDraft(policy(), record, out, domain, found);
        } catch (IllegalArgumentException wrong) {
            throw misuse(String.valueOf(wrong.getMessage()));
        }
    }

    private MtaStsRecord record() {
        String chosen = id == null ? MtaStsRecord.newId(Instant.now(), previousId) : id;
        if (chosen.equals(previousId)) {
            throw new IllegalArgumentException("Another policy needs another id than '" + previousId + "'");
        }
        return MtaStsRecord.of(chosen);
    }

    private MtaStsPolicy policy() {
        MtaStsPolicy.Builder builder = MtaStsPolicy.builder();
        mx.forEach(builder::mx);
        return builder.mode(mode == null ? MtaStsMode.NONE : mode)
                .maxAge(maxAge == null ? MtaStsPublication.REMOVAL_MAX_AGE : maxAge)
                .build();
    }

    private List<PublicationStep> steps(MtaStsPublication publication, MtaStsRecord record) {
        Duration ttl = recordTtl == null ? Duration.ZERO : recordTtl;
        if (steps == null) {
            return List.of();
        }
        return switch (steps) {
            case INTRODUCTION -> publication.introduction(policy(), record);
            case CHANGE -> publication.change(policy(), record, ttl);
            case REMOVAL -> publication.removal(record, longestMaxAge == null ? Duration.ZERO : longestMaxAge, ttl);
        };
    }

    private void write(Path file, MtaStsPolicy policy) throws UnwritableOutput {
        OpenOption[] options = force
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        try {
            Path unused = Files.write(file, policy.format().getBytes(StandardCharsets.UTF_8), options);
        } catch (IOException failed) {
            throw UnwritableOutput.file(file, failed);
        }
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
