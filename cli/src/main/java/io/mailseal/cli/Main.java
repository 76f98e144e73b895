package io.mailseal.cli;

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
        subcommands = {VerifyCommand.class, SpfCommand.class, DnsCommand.class},
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

    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, charset("stdout.encoding"));
        PrintWriter err = new PrintWriter(System.err, false, charset("stderr.encoding"));
        int status = run(out, err, args);
        err.flush();
        System.exit(status);
    }

    // What the terminal understands, where the JDK knows it; otherwise UTF-8.
    private static Charset charset(String property) {
        String name = System.getProperty(property, System.getProperty("sun." + property, "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    /** The program without the exit. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine program = new CommandLine(new Main()).setOut(out).setErr(err);
        program.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setUsageHelpAutoWidth(false);
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
            err.println("mailseal: this is a bug:");
            failure.printStackTrace(err);
            return ExitStatus.SOFTWARE;
        });
        if (args.length == 0) {
            program.usage(err);
            return ExitStatus.USAGE;
        }
        int status = program.execute(args);
        if (out.checkError()) {
            err.println("mailseal: can't write the output");
            return ExitStatus.OUTPUT;
        }
        return status;
    }
}
