package io.mailseal.core.message;

import static io.mailseal.core.message.MessageAnomaly.BARE_CR;
import static io.mailseal.core.message.MessageAnomaly.BARE_LF;
import static io.mailseal.core.message.MessageAnomaly.LIMIT_EXCEEDED;
import static io.mailseal.core.message.MessageAnomaly.LOCAL_LINE_ENDS;
import static io.mailseal.core.message.MessageAnomaly.LONG_LINE;
import static io.mailseal.core.message.MessageAnomaly.NO_SEPARATOR;
import static io.mailseal.core.message.MessageAnomaly.NUL;
import static io.mailseal.core.message.MessageAnomaly.REPEATED_FIELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    private static final MessageReader STRICT = MessageReader.strict();
    private static final MessageReader LOCAL = STRICT.allowLocalLineEnds();

    private static byte[] octets(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String body(Message message) throws IOException {
        return new String(message.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String header(Message message) {
        return message.header().raw().toLatin1();
    }

    private static Set<MessageAnomaly> bodyAnomalies(String body) throws IOException {
        Message message = STRICT.read(octets("A: b\r\n\r\n" + body));
        message.body().readAllBytes();
        return message.anomalies();
    }

    /** A stream that says whether it was closed. */
    private static final class Watched extends ByteArrayInputStream {
        private boolean closed;

        Watched(byte[] octets) {
            super(octets);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Nested
    class Section_3_5_message {

        @Test
        void headerAndBody() throws IOException {
            Message message = STRICT.read(octets("A: b\r\n\r\nbody\r\n\r\nmore"));
            assertThat(header(message)).isEqualTo("A: b\r\n");
            assertThat(body(message)).isEqualTo("body\r\n\r\nmore");
            assertThat(message.anomalies()).isEmpty();
        }

        @Test
        void octetsOfAPartOfSomethingLarger() throws IOException {
            Octets octets = Octets.ofLatin1("??A: b\r\n\r\nbody??").slice(2, 14);
            Message message = STRICT.read(octets);
            assertThat(header(message)).isEqualTo("A: b\r\n");
            assertThat(body(message)).isEqualTo("body");
        }

        @Test
        void aBodyMayBeEmpty() throws IOException {
            Message message = STRICT.read(octets("A: b\r\n\r\n"));
            assertThat(body(message)).isEmpty();
            assertThat(message.anomalies()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"A: b\r\n", "A: b", "", "\r", "A: b\r\n\r"})
        void aHeaderAlone(String text) throws IOException {
            Message message = STRICT.read(octets(text));
            assertThat(header(message)).isEqualTo(text);
            assertThat(body(message)).isEmpty();
            assertThat(message.anomalies()).contains(NO_SEPARATOR);
        }

        @Test
        void aBodyAlone() throws IOException {
            Message message = STRICT.read(octets("\r\nFrom: x\r\n"));
            assertThat(header(message)).isEmpty();
            assertThat(body(message)).isEqualTo("From: x\r\n");
            assertThat(message.anomalies()).isEmpty();
        }

        @Test
        void theBodyIsOneStream() throws IOException {
            Message message = STRICT.read(octets("A: b\r\n\r\nabc"));
            assertThat(message.body().read()).isEqualTo('a');
            assertThat(message.body()).isSameAs(message.body());
            assertThat(body(message)).isEqualTo("bc");
            assertThat(message.body().read()).isEqualTo(-1);
            assertThat(message.body().read(new byte[3], 1, 0)).isZero();
            assertThat(message.body().read(new byte[3])).isEqualTo(-1);
        }

        @Test
        void anOctetOf255IsNotTheEnd() throws IOException {
            InputStream body = STRICT.read(octets("A: b\r\n\r\n\u00FF\u0000")).body();
            assertThat(body.read()).isEqualTo(255);
            assertThat(body.read()).isZero();
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Nested
    class Msg02_anomalies_of_the_body {

        @Test
        void none() throws IOException {
            assertThat(bodyAnomalies("a\r\nb\r\n")).isEmpty();
            assertThat(bodyAnomalies("\u00FF without a last line end")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\nb", "\n", "a\r\n\nb", "\n.\n", "\r\n.\n"})
        void bareLf_T13(String body) throws IOException {
            assertThat(bodyAnomalies(body)).containsExactly(BARE_LF);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\rb", "\r", "\r\r\n", "\r\n\r", "\r.\r", "\r\n.\r"})
        void bareCr_T13(String body) throws IOException {
            assertThat(bodyAnomalies(body)).containsExactly(BARE_CR);
        }

        @Test
        void both() throws IOException {
            assertThat(bodyAnomalies("\n\r")).containsExactly(BARE_LF, BARE_CR);
            assertThat(bodyAnomalies("\n.\r\n")).containsExactly(BARE_LF);
        }

        @Test
        void nul() throws IOException {
            assertThat(bodyAnomalies("a\u0000")).containsExactly(NUL);
        }

        @Test
        void longLine() throws IOException {
            assertThat(bodyAnomalies(("x".repeat(998) + "\r\n").repeat(3) + "x".repeat(998)))
                    .isEmpty();
            assertThat(bodyAnomalies("x".repeat(999) + "\r\n")).containsExactly(LONG_LINE);
            assertThat(bodyAnomalies("\r\n" + "x".repeat(999))).containsExactly(LONG_LINE);
        }

        @Test
        void aBareCrOrLfIsPartOfItsLine() throws IOException {
            assertThat(bodyAnomalies("x".repeat(997) + "\r\r\n")).containsExactly(BARE_CR);
            assertThat(bodyAnomalies("x".repeat(998) + "\r\r\n")).containsExactly(BARE_CR, LONG_LINE);
            assertThat(bodyAnomalies("x".repeat(998) + "\r")).containsExactly(BARE_CR, LONG_LINE);
            assertThat(bodyAnomalies("x".repeat(998) + "\n")).containsExactly(BARE_LF, LONG_LINE);
            assertThat(bodyAnomalies("x".repeat(600) + "\r" + "x".repeat(600))).containsExactly(BARE_CR, LONG_LINE);
        }

        @Test
        void areKnownAsFarAsTheBodyWasRead() throws IOException {
            Message message = STRICT.read(octets("To: b\r\nTo: c\r\n\r\na\nb"));
            assertThat(message.anomalies()).containsExactly(REPEATED_FIELD);
            message.body().readNBytes(2);
            assertThat(message.anomalies()).containsExactly(BARE_LF, REPEATED_FIELD);
            assertThatThrownBy(() -> message.anomalies().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void areTheSameHoweverOftenSomebodyAsks() throws IOException {
            byte[] octets = octets("A: b\r\n\r\n" + "x".repeat(998) + "\r\n" + "x".repeat(9000) + "\ra\u0000\r");
            Message asked = STRICT.read(octets);
            while (asked.body().read() >= 0) {
                assertThat(asked.anomalies()).doesNotContain(BARE_LF);
            }
            Message streamed = STRICT.read(new ByteArrayInputStream(octets));
            streamed.body().transferTo(OutputStream.nullOutputStream());
            Message inMemory = STRICT.read(octets);
            inMemory.body().transferTo(OutputStream.nullOutputStream());
            for (Message message : List.of(asked, streamed, inMemory)) {
                assertThat(message.anomalies()).containsExactlyInAnyOrder(BARE_CR, NUL, LONG_LINE);
                assertThat(message.anomalies()).containsExactlyInAnyOrder(BARE_CR, NUL, LONG_LINE);
            }
        }

        @Test
        void areFoundInWhatIsSkipped() throws IOException {
            Message message = STRICT.read(octets("A: b\r\n\r\na\u0000b"));
            assertThat(message.body().skip(3)).isEqualTo(3);
            assertThat(message.anomalies()).containsExactly(NUL);
        }
    }

    @Nested
    class Msg08_limits {

        @Test
        void whatWasLeftOfTheHeaderComesBeforeTheBody() throws IOException {
            String text = "A: " + "x".repeat(200) + "\r\nFrom: y\r\n\r\nbody";
            Message message = STRICT.withLimits(new MessageLimits(50, 10, 50)).read(octets(text));
            assertThat(message.header().isTruncated()).isTrue();
            assertThat(message.anomalies()).contains(LIMIT_EXCEEDED).doesNotContain(NO_SEPARATOR);
            assertThat(header(message) + body(message)).isEqualTo(text);
        }

        @Test
        void areKeptWithLocalLineEndsInEitherOrder() throws IOException {
            MessageLimits limits = new MessageLimits(5, 1, 5);
            byte[] octets = octets("A: bcd\n\n");
            assertThat(STRICT.withLimits(limits)
                            .allowLocalLineEnds()
                            .read(octets)
                            .anomalies())
                    .contains(LIMIT_EXCEEDED, LOCAL_LINE_ENDS);
            assertThat(STRICT.allowLocalLineEnds()
                            .withLimits(limits)
                            .read(octets)
                            .anomalies())
                    .contains(LIMIT_EXCEEDED, LOCAL_LINE_ENDS);
        }

        @Test
        void aHeaderWithoutEndIsNotReadToItsEnd_T99() throws IOException {
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }
            };
            Message message = STRICT.read(endless);
            assertThat(message.header().isTruncated()).isTrue();
            assertThat(message.header().raw().length()).isEqualTo(MessageLimits.DEFAULT.headerOctets() + 1);
        }

        @Test
        void aLargeBodyIsStreamed_T99() throws IOException {
            long octets = 1L << 28;
            Message message = STRICT.read(
                    new SequenceInputStream(new ByteArrayInputStream(octets("A: b\r\n\r\n")), zeros(octets)));
            byte[] chunk = new byte[1 << 16];
            long count = 0;
            for (int read = message.body().read(chunk);
                    read >= 0;
                    read = message.body().read(chunk)) {
                count += read;
            }
            assertThat(count).isEqualTo(octets);
            assertThat(message.anomalies()).containsExactly(NUL, LONG_LINE);
        }

        private InputStream zeros(long octets) {
            return new InputStream() {
                private long left = octets;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    int count = (int) Math.min(left, length);
                    left -= count;
                    return count == 0 ? -1 : count;
                }
            };
        }
    }

    @Nested
    class LocalLineEnds {

        @TempDir
        private Path folder;

        private Path file(String text) throws IOException {
            return Files.write(folder.resolve("message.eml"), octets(text));
        }

        private void reads(String text, String header, String body, MessageAnomaly... anomalies) throws IOException {
            try (Message ofArray = LOCAL.read(octets(text));
                    Message ofFile = LOCAL.read(file(text))) {
                for (Message message : new Message[] {ofArray, ofFile}) {
                    assertThat(header(message)).isEqualTo(header);
                    assertThat(body(message)).isEqualTo(body);
                    assertThat(message.anomalies()).containsExactlyInAnyOrder(anomalies);
                }
            }
        }

        @Test
        void allLfBecomeCrlf() throws IOException {
            reads("A: b\n c\n\nd\n\ne\n", "A: b\r\n c\r\n", "d\r\n\r\ne\r\n", LOCAL_LINE_ENDS);
            reads("\nx", "", "x", LOCAL_LINE_ENDS);
            reads("A: b\n", "A: b\r\n", "", LOCAL_LINE_ENDS, NO_SEPARATOR);
        }

        @Test
        void crlfStays() throws IOException {
            reads("A: b\r\n\r\nc\r\n", "A: b\r\n", "c\r\n");
        }

        @Test
        void aMixtureStaysAsItIs() throws IOException {
            reads("A: b\r\n\r\nc\n", "A: b\r\n", "c\n", BARE_LF);
            reads("A: b\n\nc\r\n", "A: b\n\nc\r\n", "", BARE_LF, NO_SEPARATOR);
        }

        @Test
        void aMixtureIsSeenAlsoAtTheVeryEndOfALargeFile() throws IOException {
            String text = "A: b\n\n" + "x\n".repeat(100_000);
            reads(text + "\r\n", text + "\r\n", "", BARE_LF, NO_SEPARATOR, LONG_LINE);
            String split = "A: b\r\n\r\n" + "x".repeat((1 << 16) - 9) + "\r"; // its LF is in the next chunk
            reads(split + "\n", "A: b\r\n", split.substring(8) + "\n", LONG_LINE);
        }

        @Test
        void aBareCrElsewhereStaysBare() throws IOException {
            reads("A: b\rc\n\nd\r", "A: b\rc\r\n", "d\r", LOCAL_LINE_ENDS, BARE_CR);
        }

        @Test
        void noLineEndAtAll() throws IOException {
            reads("A: b", "A: b", "", NO_SEPARATOR);
            reads("A: b\r", "A: b\r", "", NO_SEPARATOR, BARE_CR);
            reads("", "", "", NO_SEPARATOR);
        }

        @Test
        void readOctetByOctet() throws IOException {
            Message message = LOCAL.read(octets("A: b\n\n\n\u00FF\n"));
            StringBuilder body = new StringBuilder();
            for (int octet = message.body().read();
                    octet >= 0;
                    octet = message.body().read()) {
                body.append((char) octet);
            }
            assertThat(body).hasToString("\r\n\u00FF\r\n");
        }

        @Test
        void areRefusedForStreams() {
            assertThatThrownBy(() -> LOCAL.read(new ByteArrayInputStream(octets("A: b\n\n"))))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void areNeverRepairedWithoutTheOption() throws IOException {
            try (Message message = STRICT.read(file("A: b\n\nc\n"))) {
                assertThat(message.header().anomalies()).containsExactly(BARE_LF, NO_SEPARATOR);
            }
        }
    }

    @Nested
    class Closing {

        @TempDir
        private Path folder;

        @Test
        void leavesTheCallersStreamOpen() throws IOException {
            Watched in = new Watched(octets("A: b\r\n\r\nc"));
            Message message = STRICT.read(in);
            message.body().close();
            message.close();
            message.close();
            assertThat(in.closed).isFalse();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void closesTheFile(boolean local) throws IOException {
            Path file = Files.write(folder.resolve("message.eml"), octets("A: b\n\n" + "c\n".repeat(10_000)));
            Message message = (local ? LOCAL : STRICT).read(file);
            message.close();
            assertThatThrownBy(() -> message.body().readAllBytes()).isInstanceOf(IOException.class);
            message.close();
        }

        @Test
        void aFileThatIsNotThere() {
            assertThatThrownBy(() -> STRICT.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> LOCAL.read(folder)).isInstanceOf(IOException.class);
        }

        @Test
        void whatAStreamThrowsIsThrown() throws IOException {
            InputStream broken = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("unplugged");
                }
            };
            assertThatThrownBy(() -> STRICT.read(broken)).hasMessage("unplugged");
            Message message =
                    STRICT.read(new SequenceInputStream(new ByteArrayInputStream(octets("A: b\r\n\r\nc")), broken));
            assertThatThrownBy(() -> message.body().readAllBytes()).hasMessage("unplugged");
        }
    }

    @Test
    void everyAnomalyHasItsSentence() {
        assertThat(EnumSet.allOf(MessageAnomaly.class))
                .extracting(MessageAnomaly::sentence)
                .doesNotHaveDuplicates()
                .allMatch(sentence -> !sentence.isBlank());
    }

    @Test
    void aReaderIsNotChangedByItsOptions() {
        assertThat(MessageReader.strict()).isSameAs(STRICT);
        assertThat(STRICT.read(octets("A: b\n\n")).header().raw()).isEqualTo(Octets.ofLatin1("A: b\n\n"));
    }
}
