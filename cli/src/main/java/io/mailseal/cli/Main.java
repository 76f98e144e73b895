package io.mailseal.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The program. */
@Command(
        name = "mailseal",
        description = "Mail authentication: tells whether a message is from whom it says it is, and why.",
        subcommands = {
            VerifyCommand.class,
            DkimCommand.class,
            DmarcCommand.class,
            SpfCommand.class,
            MtaStsCommand.class,
            DnsblCommand.class,
            DnsCommand.class
        },
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        usageHelpWidth = 90,
        descriptionHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Each command has a --help of its own. Options of one name, such as --json, --server,"
                    + " --validate or --trace, mean the same on every command that has them."
        })
final class Main {

    static final String VERSION = "mailseal 0.1.0-SNAPSHOT";

    private final OutputStream octets;

    private Main(OutputStream octets) {
        this.octets = octets;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, charset("stdout.encoding"));
        PrintWriter err = new PrintWriter(System.err, false, charset("stderr.encoding"));
        // Not System.out, which keeps quiet about what went wrong.
        int status = ExitStatus.SOFTWARE;
        try {
            status = run(new FileOutputStream(FileDescriptor.out), out, err, args);
            err.flush();
        } finally {
            System.exit(status); // the JVM would say 1, which is a verdict
        }
    }

    // What the terminal understands, where the JDK knows it; otherwise UTF-8.
    private static Charset charset(String property) {
        String name = System.getProperty(property, System.getProperty("sun." + property, "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    /** Standard output for a command that writes octets, and no text. */
    OutputStream octets() {
        return octets;
    }

    /**
     * The program without the exit.
     *
     * @param octets the same place as {@code out}, for those who write no text
     */
    static int run(OutputStream octets, PrintWriter out, PrintWriter err, String... args) {
        CommandLine program = commandLine(octets).setOut(out).setErr(err);
        program.setParameterExceptionHandler((wrong, arguments) -> {
            err.println("mailseal: " + VisibleText.of(String.valueOf(wrong.getMessage())));
            err.println("See: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitStatus.USAGE;
        });
        program.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof UnreadableInput) {
                err.println("mailseal: " + VisibleText.of(String.valueOf(failure.getMessage())));
                return ExitStatus.INPUT;
            }
            if (failure instanceof UnwritableOutput unwritable) {
                err.println("mailseal: " + VisibleText.of(String.valueOf(failure.getMessage())));
                return unwritable.status();
            }
            err.println("mailseal: this is a bug:");
            failure.printStackTrace(err);
            return ExitStatus.SOFTWARE;
        });
        if (args.length == 0) {
            program.usage(err);
            return ExitStatus.USAGE;
        }
        int status = execute(program, args);
        if (out.checkError()) {
            err.println("mailseal: can't write the output");
            return ExitStatus.OUTPUT;
        }
        return status;
    }

    /** Reads a command line, and does nothing. */
    static CommandLine.ParseResult parse(String... args) {
        return commandLine(OutputStream.nullOutputStream()).parseArgs(args);
    }

    private static CommandLine commandLine(OutputStream octets) {
        CommandLine program = new CommandLine(new Main(octets));
        program.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setUsageHelpAutoWidth(false);
        return program;
    }

    // Whatever becomes of it is not to be taken for a verdict.
    private static int execute(CommandLine program, String... args) {
        PrintWriter err = program.getErr();
        try {
            return program.execute(args);
        } catch (OutOfMemoryError full) {
            err.println("mailseal: out of memory (java -Xmx gives it more): " + full.getMessage());
        } catch (RuntimeException | Error bug) {
            err.println("mailseal: this is a bug:");
            bug.printStackTrace(err);
        }
        return ExitStatus.SOFTWARE;
    }
}
