package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageAnomaly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many messages in one file. */
class MboxTest {

    @TempDir
    Path folder;

    private static final String FROM = "From alice@example.com Thu Jan  1 00:00:00 1970\n";

    /** The bodies of the messages in it; each is behind a header of one field, "A: b". */
    private List<String> bodies(String mbox) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (String text : texts(mbox)) {
            assertThat(text).startsWith("A: b\r\n\r\n");
            bodies.add(text.substring(8));
        }
        return bodies;
    }

    private List<String> texts(String mbox) throws IOException {
        return texts(Files.writeString(folder.resolve("test.mbox"), mbox, StandardCharsets.ISO_8859_1));
    }

    static List<String> texts(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Mbox mbox = Mbox.open("test", file)) {
            for (Optional<StoredMessage> next = mbox.next(); next.isPresent(); next = mbox.next()) {
                try (StoredMessage stored = next.get();
                        Message message = stored.read()) {
                    texts.add(message.header().raw().toLatin1()
                            + (message.anomalies().contains(MessageAnomaly.NO_SEPARATOR) ? "" : "\r\n")
                            + latin1(message.body().readAllBytes()));
                }
            }
        }
        return texts;
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachMessageEndsBeforeTheEmptyLineBeforeTheNext() throws IOException {
        assertThat(bodies(FROM + "A: b\n\none\n\n" + FROM + "A: b\n\ntwo\n\n\n"))
                .containsExactly("one\r\n", "two\r\n\r\n");
    }

    @Test
    void anEmptyLineIsMissedNowhere() throws IOException {
        assertThat(bodies(FROM + "A: b\n\none\n" + FROM + "A: b\n\ntwo")).containsExactly("one\r\n", "two");
    }

    @Test
    void oneQuotationMarkIsTakenAwayBeforeFromAndNowhereElse() throws IOException {
        String body = ">From x\n>>From y\n>From\n>> From z\n >From a\nx>From b\n>>>From \n>";
        assertThat(bodies(FROM + "A: b\n\n" + body))
                .containsExactly("From x\r\n>From y\r\n>From\r\n>> From z\r\n >From a\r\nx>From b\r\n>>From \r\n>");
    }

    @Test
    void quotationMarksAreTakenAwayInTheHeaderAsWell() throws IOException {
        assertThat(texts(FROM + ">From x\nA: b\n\n\n")).containsExactly("From x\r\nA: b\r\n\r\n");
    }

    @Test
    void whatLooksLikeTheBeginningOfAMessageIsOne() throws IOException {
        assertThat(bodies(FROM + "A: b\n\none\n" + FROM + "A: b\n\n\n")).containsExactly("one\r\n", "");
        assertThat(texts("From \nFrom \nFrom ")).containsExactly("", "", "");
    }

    @Test
    void otherLinesBeginNone() throws IOException {
        assertThat(bodies(FROM + "A: b\n\nfrom x\nFROM y\nFrom\n From z\nFrom:a\nFro"))
                .containsExactly("from x\r\nFROM y\r\nFrom\r\n From z\r\nFrom:a\r\nFro");
    }

    @Test
    void whereTheFirstLineEndsInCrlfAllDo() throws IOException {
        String from = "From alice\r\n";
        assertThat(bodies(from + "A: b\r\n\r\none\nFrom x\n>From y\r\n>From z\r\n\r\n" + from + "A: b\r\n\r\n\n\r\n"))
                .containsExactly("one\nFrom x\n>From y\r\nFrom z\r\n", "\n\r\n");
    }

    @Test
    void lineEndsAreReadAsThoseOfAFileByItself() throws IOException {
        Path file =
                Files.writeString(folder.resolve("ends.mbox"), FROM + "A: b\n\nx\n\n" + FROM + "A: b\r\n\r\nx\r\n\n");
        try (Mbox mbox = Mbox.open("ends", file)) {
            List<Boolean> local = new ArrayList<>();
            for (Optional<StoredMessage> next = mbox.next(); next.isPresent(); next = mbox.next()) {
                try (Message message = next.get().read()) {
                    local.add(message.anomalies().contains(MessageAnomaly.LOCAL_LINE_ENDS));
                }
            }
            assertThat(local).containsExactly(true, false);
        }
    }

    @Test
    void placesAreThoseInTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("places.mbox"), "From x\nA: b\n\nFrom y\nC: d\n");
        try (Mbox mbox = Mbox.open("places", file)) {
            StoredMessage first = mbox.next().orElseThrow();
            StoredMessage second = mbox.next().orElseThrow();
            assertThat(mbox.next()).isEmpty();
            assertThat(mbox.next()).isEmpty();
            assertThat(first.name()).isEqualTo("places#1");
            assertThat(first.place()).contains(new Mbox.Place(1, 7, 5));
            assertThat(second.place()).contains(new Mbox.Place(2, 20, 5));
            assertThat(first.octets() + second.octets()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void messagesOutliveTheWayThroughTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("live.mbox"), FROM + "A: b\n\nbody\n");
        StoredMessage stored;
        try (Mbox mbox = Mbox.open("live", file)) {
            stored = mbox.next().orElseThrow();
        }
        try (stored;
                Message message = stored.read()) {
            assertThat(latin1(message.body().readAllBytes())).isEqualTo("body\r\n");
        }
    }

    @Test
    void aFileThatHasBecomeShorterIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("short.mbox"), FROM + "A: b\n\nbody\n");
        try (Mbox mbox = Mbox.open("short", file);
                StoredMessage stored = mbox.next().orElseThrow()) {
            Files.writeString(file, FROM);
            assertThatIOException().isThrownBy(stored::read).withMessageContaining("shorter");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "F", "From", "from x\n", "From: x\n", "\nFrom x\n", ">From x\n"})
    void aFileThatBeginsOtherwiseIsNone(String text) throws IOException {
        assertThat(Mbox.isMbox(Files.writeString(folder.resolve("none"), text))).isFalse();
    }

    @Test
    void aFileThatBeginsSoIsOne() throws IOException {
        assertThat(Mbox.isMbox(Files.writeString(folder.resolve("one"), "From ")))
                .isTrue();
    }

    /** What is looked for may be cut wherever a buffer ends. */
    @Test
    void linesAreFoundWhereverTheyAre() throws IOException {
        for (int before = 65_400; before < 65_560; before++) {
            String body = "x".repeat(before) + "\n>From x\n";
            assertThat(bodies(FROM + "A: b\n\n" + body + "\n" + FROM + "A: b\n\ny"))
                    .containsExactly("x".repeat(before) + "\r\nFrom x\r\n", "y");
        }
    }

    @Test
    void aLargeMessageIsReadInPieces() throws IOException {
        String line = ">From " + "y".repeat(70) + "\n";
        String body = line.repeat(2 * StoredMessage.AT_ONCE / line.length()) + ">".repeat(300_000) + "From z\n";
        String whole = line.substring(1).replace("\n", "\r\n");
        assertThat(bodies(FROM + "A: b\n\n" + body + "\n" + FROM + "A: b\n\n\n"))
                .containsExactly(
                        whole.repeat(2 * StoredMessage.AT_ONCE / line.length()) + ">".repeat(299_999) + "From z\r\n",
                        "");
    }

    /** As mbox(5) has it: one more > before what looks like a beginning, and an empty line at the end. */
    static byte[] mbox(List<String> messages, String lineEnd) {
        ByteArrayOutputStream mbox = new ByteArrayOutputStream();
        for (String message : messages) {
            mbox.writeBytes(
                    ("From x@example.com Thu Jan  1 00:00:00 1970" + lineEnd).getBytes(StandardCharsets.ISO_8859_1));
            mbox.writeBytes(quoted(message, lineEnd).getBytes(StandardCharsets.ISO_8859_1));
            mbox.writeBytes(lineEnd.getBytes(StandardCharsets.ISO_8859_1));
        }
        return mbox.toByteArray();
    }

    private static String quoted(String message, String lineEnd) {
        StringBuilder quoted = new StringBuilder();
        int at = 0;
        while (at < message.length()) {
            int end = message.indexOf(lineEnd, at);
            int next = end < 0 ? message.length() : end + lineEnd.length();
            String line = message.substring(at, next);
            quoted.append(line.replaceFirst("^>*", "").startsWith("From ") ? ">" + line : line);
            at = next;
        }
        return quoted.toString();
    }
}
