package io.mailseal.cli;

import io.mailseal.core.Octets;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run of the program, in this process.
 *
 * @param octets what it wrote to standard output, and is no text
 */
record Run(int status, String out, String err, Octets octets) {

    static Run of(String... args) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(octets, new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Run(status, out.toString(), err.toString(), Octets.of(octets.toByteArray()));
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** The result words that the report has for a method, in order. */
    List<String> statuses(String method) {
        return lines().stream()
                .filter(line -> line.startsWith(method + " "))
                .map(line -> Stream.of(line.split(" "))
                        .filter(word -> !word.isEmpty())
                        .skip(1)
                        .findFirst()
                        .orElse(""))
                .toList();
    }

    @Override
    public String toString() {
        return "status " + status + "\n" + out + err;
    }
}
