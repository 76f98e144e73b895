package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of which programs take one thing or another: whatever shows more is given. */
class UnclearPartsTest {

    private static MimeParts walk(String message) {
        return walk(message.replace("\n", "\r\n").replace("\u0001", "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static MimeParts walk(byte[] message) {
        return MimeParts.of(MessageReader.strict().read(message));
    }

    private static MimePart first(String message) {
        try {
            return walk(message).next().orElseThrow();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<String> shown(MimeParts parts) {
        List<String> shown = new ArrayList<>();
        try {
            for (Optional<MimePart> part = parts.next(); part.isPresent(); part = parts.next()) {
                StringWriter text = new StringWriter();
                part.get().text().transferTo(text);
                shown.add(part.get().mediaType() + ": " + text.toString().strip());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return shown;
    }

    @Nested
    class Boundaries {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "boundary=a; boundary=b",
                    "boundary=b; boundary=a",
                    "boundary=a; boundary*=us-ascii''b",
                    "boundary=a; boundary*0=b",
                    "boundary=a; boundary=c; boundary=b",
                })
        void eachIsOne(String parameters) {
            assertThat(shown(walk("Content-Type: multipart/mixed; " + parameters
                            + "\n\n--b\nX: y\nContent-Type: text/html\n\nin\n--b--\n")))
                    .containsExactly("text/html: in");
        }
    }

    @Nested
    class Too_many {

        private static String parameters(String name) {
            StringBuilder parameters = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                parameters.append("; ").append(name).append("=x").append(i);
            }
            return parameters.toString();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Content-Disposition: attachment #filename", "Content-Type: multipart/mixed #boundary"})
        void areTold(String field) {
            int name = field.indexOf(" #");
            MimeParts parts = walk(field.substring(0, name) + parameters(field.substring(name + 2)) + "\n\nx");
            shown(parts);
            assertThat(parts.anomalies()).contains(MimeAnomaly.HEADER_TOO_LARGE);
        }

        @Test
        void theSameAgainIsOne() {
            String names = "; filename=x".repeat(30);
            MimeParts parts = walk("Content-Disposition: attachment" + names + "\n\nx");
            shown(parts);
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.REPEATED_PARAMETER);
        }
    }

    @Nested
    class Transfer_encodings {

        @ParameterizedTest
        @ValueSource(
                strings = {"base64", "BASE64 ", "base64, x", "base64 x", "base64;x", "\"base64\"", "(x) base64 (y)"})
        void whatFollowsTheNameIsPassedOver(String encoding) {
            assertThat(shown(walk("Content-Transfer-Encoding: " + encoding + "\n\naGVsbG8=")))
                    .containsExactly("text/plain: hello");
        }

        @Test
        void whatFollowsTheNameIsTold() throws IOException {
            MimeParts parts = walk("Content-Transfer-Encoding: base64 x\n\naGVsbG8=");
            shown(parts);
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.UNKNOWN_ENCODING);
        }

        @ParameterizedTest
        @CsvSource({
            "7bit, base64, see http://a.example, see http://a.example",
            "base64, 7bit, see http://a.example, see http://a.example",
            "base64, quoted-printable, h=69-there, hi-there",
            "7bit, base64, aGVsbG8=, hello",
            "base64, 7bit, aGVsbG8=, hello",
            "quoted-printable, base64, aGVsbG8=, hello",
            "quoted-printable, 7bit, hello=2C, 'hello,'",
            "base64, base64, a.GVsbG8=, hello",
        })
        void ofTwoBase64OnlyIfItMayBe(String one, String other, String body, String expected) {
            assertThat(shown(walk("Content-Transfer-Encoding: " + one + "\nContent-Transfer-Encoding: " + other + "\n\n"
                            + body)))
                    .containsExactly("text/plain: " + expected);
        }

        @Test
        void base64EndsAtTheBoundary() {
            assertThat(shown(walk("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: 7bit\n"
                            + "Content-Transfer-Encoding: base64\n\naGVsbG8=\n--b\n\na.b\n--b--")))
                    .containsExactly("text/plain: hello", "text/plain: a.b");
        }
    }

    @Nested
    class Header_of_the_message {

        @Test
        void aLoneLineFeedMayEndAField() {
            MimeParts parts = walk("Subject: x\u0001Content-Type: text/html\n\nbody");
            assertThat(shown(parts)).containsExactly("text/html: Content-Type: text/html", "text/html: body");
            assertThat(parts.anomalies()).contains(MimeAnomaly.STRAY_LINES);
        }

        @Test
        void aLoneLineFeedMayEndTheHeader() {
            assertThat(shown(walk("Subject: x\u0001Content-Type: text/html\u0001\u0001<p>in\n\nbody")))
                    .first()
                    .asString()
                    .startsWith("text/html: ")
                    .endsWith("<p>in");
        }

        @ParameterizedTest
        @ValueSource(strings = {"<p>in", "<p title='x:y'>in", ": in"})
        void linesThatAreNoFieldsAreText(String line) {
            assertThat(shown(walk("Content-Type: text/html\n" + line + "\n\nbody")))
                    .containsExactly("text/html: " + line, "text/html: body");
        }

        @Test
        void aLineOfBlanksMayEndTheHeader() {
            assertThat(shown(walk("Subject: a\n b\n \n in\n\nbody")))
                    .containsExactly("text/plain: in", "text/plain: body");
            assertThat(shown(walk("Subject: a\n b\n \nFrom: c\n\nbody"))).containsExactly("text/plain: body");
        }

        @Test
        void theLineOfAMailboxIsNone() {
            assertThat(shown(walk("From a@b.example Mon Jan  1\nSubject: x\n\nbody")))
                    .containsExactly("text/plain: body");
        }

        @Test
        void asMuchAsAFieldMayHave() {
            MimeParts parts = walk(("x".repeat(900) + "\n").repeat(100) + "\nbody");
            assertThat(shown(parts)).hasSize(2);
            assertThat(parts.anomalies()).contains(MimeAnomaly.HEADER_TOO_LARGE);
        }
    }

    @Nested
    class Names_and_bases {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "attachment; filename=a.bin; filename=b.html        | a.bin b.html",
                    "attachment; filename=a.bin; filename*=''b.html     | a.bin b.html",
                    "attachment; filename*0=a.ht; filename*1=ml         | a.html",
                    "attachment                                         | ''",
                })
        void allThatProgramsMayTake(String disposition, String names) {
            MimePart part = first("Content-Disposition: " + disposition + "\n\nx");
            assertThat(String.join(" ", part.fileNames())).isEqualTo(names);
        }

        @Test
        void ofRepeatedFieldsAll() {
            MimePart part = first("Content-Type: text/plain; name=a\nContent-Disposition: inline; filename=b\n"
                    + "Content-Disposition: inline; filename=c\nContent-Type: text/plain; name=d\n\nx");
            assertThat(part.fileNames()).containsExactlyInAnyOrder("a", "b", "c", "d");
            assertThat(part.fileName()).contains("b");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Content-Base: http://a.example/                           | http://a.example/",
                    "Content-Base: \"http://a.example/\"                       | http://a.example/",
                    "Content-Location: http://a.example/                       | http://a.example/",
                    "Content-Location: http://b.example/;Content-Base: http://a.example/ | http://a.example/",
                    "Content-Base: http://a.example/;Content-Base: x           | http://a.example/",
                })
        void theBaseOfReferences(String fields, String base) {
            String header = fields.replace(";", "\n");
            assertThat(first(header + "\n\nx").base()).contains(base);
            assertThat(first("Content-Type: multipart/mixed; boundary=b\n\n--b\n" + header + "\n\nx")
                            .base())
                    .contains(base);
        }

        @Test
        void noBase() {
            assertThat(first("Content-Base:\n\nx").base()).isEmpty();
            assertThat(first("\n\nx").base()).isEmpty();
        }
    }

    @Nested
    class Character_sets {

        @Test
        void aFewCharactersAtATime() throws IOException {
            String text = "a\u00E9\uD83D\uDE00".repeat(2000);
            for (int length : new int[] {1, 2, 63, 64, 65, 5000}) {
                byte[] message =
                        ("Content-Type: text/plain; charset=utf-8\r\n\r\n" + text).getBytes(StandardCharsets.UTF_8);
                Reader in = walk(message).next().orElseThrow().text();
                StringBuilder read = new StringBuilder();
                char[] some = new char[length];
                for (int count = in.read(some); count >= 0; count = in.read(some)) {
                    read.append(some, 0, count);
                }
                assertThat(read).as("" + length).hasToString(text);
            }
        }
    }
}
