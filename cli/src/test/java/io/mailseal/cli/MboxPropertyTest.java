package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What was put into an mbox comes out again. */
class MboxPropertyTest {

    private static Arbitrary<String> texts(String lineEnd) {
        Arbitrary<String> pieces = Arbitraries.of(
                "From ",
                ">From ",
                ">>From ",
                ">",
                "From",
                "F",
                "fr",
                "\r",
                lineEnd,
                lineEnd,
                lineEnd + "From ",
                "x",
                "\0",
                "\u00e9",
                " ",
                lineEnd + ">");
        return pieces.list().ofMaxSize(30).map(list -> "X: y" + lineEnd + String.join("", list) + lineEnd);
    }

    @Provide
    Arbitrary<List<String>> local() {
        return texts("\n")
                .map(text -> text.replace("\r", ""))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<String>> crlf() {
        return texts("\r\n").list().ofMinSize(1).ofMaxSize(8);
    }

    @Property(tries = 300)
    void withLocalLineEnds(@ForAll("local") List<String> messages) throws IOException {
        assertThat(read(MboxTest.mbox(messages, "\n")))
                .isEqualTo(messages.stream()
                        .map(text -> text.replace("\n", "\r\n"))
                        .toList());
    }

    @Property(tries = 300)
    void withCrlf(@ForAll("crlf") List<String> messages) throws IOException {
        assertThat(read(MboxTest.mbox(messages, "\r\n"))).isEqualTo(messages);
    }

    @Property(tries = 300)
    void nothingMakesItThrow(@ForAll("local") List<String> pieces, @ForAll("crlf") List<String> others)
            throws IOException {
        String text = String.join("", pieces) + String.join("", others);
        Path file = Files.createTempFile("any", ".mbox");
        try {
            Files.writeString(file, "From " + text, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(MboxTest.texts(file)).isNotEmpty();
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> read(byte[] mbox) throws IOException {
        Path file = Files.createTempFile("random", ".mbox");
        try {
            Files.write(file, mbox);
            return MboxTest.texts(file);
        } finally {
            Files.delete(file);
        }
    }
}
