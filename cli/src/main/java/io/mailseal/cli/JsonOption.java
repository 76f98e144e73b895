package io.mailseal.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** For whom the output is. */
final class JsonOption {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--json", description = "Print one JSON object on one line instead of the report.")
    boolean json;

    /** What prints something for people. */
    interface Report<T> {
        void print(T value, PrintWriter out, Colours colours);
    }

    /** What prints something for programs. */
    interface Document<T> {
        void print(T value, PrintWriter out);
    }

    /** Prints it for whom it is. */
    <T> void print(T value, Document<T> forPrograms, Report<T> forPeople) {
        if (command == null) {
            throw new IllegalStateException("made by picocli");
        }
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            forPrograms.print(value, out);
        } else {
            forPeople.print(value, out, Colours.ofTerminal());
        }
        out.flush();
    }
}
