package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MimePartsTest {

    // ---- walking ----

    private static MimeParts walk(String message) {
        return walk(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1), MimeLimits.DEFAULT);
    }

    private static MimeParts walk(byte[] message, MimeLimits limits) {
        return MimeParts.of(MessageReader.strict().read(message), limits);
    }

    /** Each part as kind, section, type and text. */
    private static List<String> shown(MimeParts parts) {
        List<String> shown = new ArrayList<>();
        each(parts, part -> {
            String kind = part.kind() == MimePart.Kind.BODY ? "" : part.kind() + " ";
            shown.add(kind + part.section() + " " + part.mediaType() + ": "
                    + text(part).strip());
        });
        return shown;
    }

    private static void each(MimeParts parts, Consumer<MimePart> action) {
        try {
            for (Optional<MimePart> part = parts.next(); part.isPresent(); part = parts.next()) {
                action.accept(part.get());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String text(MimePart part) {
        try (Reader text = part.text()) {
            StringWriter all = new StringWriter();
            text.transferTo(all);
            return all.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] octets(MimePart part) {
        try (InputStream octets = part.octets()) {
            return octets.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Nested
    class Rfc2046_multiparts {

        private static final String NESTED = """
                Subject: parts
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=outer

                before
                --outer
                Content-Type: multipart/alternative; boundary="in ner"

                --in ner

                plain
                --in ner
                Content-Type: TEXT/HTML; charset=utf-8

                <p>html</p>
                --in ner--
                --outer
                Content-Type: message/rfc822

                Subject: forwarded

                forwarded
                --outer
                Content-Type: message/global

                Content-Type: multipart/mixed; boundary=deep

                --deep

                deep
                --deep--
                --outer
                Content-Type: application/pdf; name="a.pdf"
                Content-Disposition: ATTACHMENT; filename=b.pdf
                Content-Transfer-Encoding: base64

                JVBERg==
                --outer--
                after
                """;

        @Test
        void partsInPartsInTheirOrder() {
            assertThat(shown(walk(NESTED)))
                    .containsExactly(
                            "PREAMBLE  text/plain: before",
                            "1.1 text/plain: plain",
                            "1.2 text/html: <p>html</p>",
                            "2.1 text/plain: forwarded",
                            "3.1 text/plain: deep",
                            "4 application/pdf: %PDF",
                            "EPILOGUE  text/plain: after");
        }

        @Test
        void whatTheHeaderSays() {
            each(walk(NESTED), part -> {
                if (part.section().equals("4")) {
                    assertThat(part.disposition()).contains("attachment");
                    assertThat(part.fileName()).contains("b.pdf");
                    assertThat(part.parameter("name")).contains("a.pdf");
                    assertThat(part.parameter("charset")).isEmpty();
                    assertThat(part.transferEncoding()).isEqualTo(TransferEncoding.BASE64);
                    assertThat(part.depth()).isOne();
                    assertThat(part.index()).isEqualTo(5);
                    assertThat(part).hasToString("BODY 5 [4] application/pdf");
                } else {
                    assertThat(part.disposition()).isEmpty();
                    assertThat(part.fileName()).isEmpty();
                }
            });
        }

        @Test
        void nothingIsOdd() {
            MimeParts parts = walk(NESTED);
            shown(parts);
            assertThat(parts.anomalies()).isEmpty();
            assertThat(parts.isTruncated()).isFalse();
        }

        @Test
        void partsThatNobodyReadsArePassed() throws IOException {
            MimeParts parts = walk(NESTED);
            int count = 0;
            while (parts.next().isPresent()) {
                count++;
            }
            assertThat(count).isEqualTo(7);
            assertThat(parts.next()).isEmpty();
        }

        @Test
        void aPartIsEmptyOnceTheWalkHasGoneOn() throws IOException {
            MimeParts parts = walk(NESTED);
            MimePart first = parts.next().orElseThrow();
            Reader text = first.text();
            parts.next();
            assertThat(octets(first)).isEmpty();
            assertThat(text.read()).isEqualTo(-1);
        }

        @Test
        void twoWalksAtATimeDoNotMeet() throws IOException {
            MimeParts one = walk(NESTED);
            MimeParts other = walk(NESTED.replace("plain\n", "PLAIN\n"));
            List<String> ofOne = new ArrayList<>();
            List<String> ofOther = new ArrayList<>();
            Optional<MimePart> part = one.next();
            for (; part.isPresent(); part = one.next()) {
                MimePart same = other.next().orElseThrow();
                int character = part.get().octets().read();
                ofOther.add(text(same));
                ofOne.add((char) character + text(part.get()));
            }
            assertThat(ofOne).hasSize(7).contains("plain").doesNotContain("PLAIN");
            assertThat(ofOther).hasSize(7).contains("PLAIN").doesNotContain("plain");
        }

        @Test
        void partsOfADigestAreMessages() {
            assertThat(shown(walk("""
                    Content-Type: multipart/digest; boundary=b

                    --b

                    Content-Type: text/html

                    <p>
                    --b--
                    """))).containsExactly("1.1 text/html: <p>");
        }

        @Test
        void aMessageWithoutAnythingIsPlainText() {
            assertThat(shown(walk("Subject: x\n\nhello"))).containsExactly("1 text/plain: hello");
            assertThat(shown(walk("Subject: x\n\n"))).containsExactly("1 text/plain: ");
            assertThat(shown(walk(""))).containsExactly("1 text/plain: ");
        }

        @Test
        void aLineThatBeginsLikeABoundaryIsNone() {
            for (int before = 8000; before < 8300; before++) {
                String message = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
                        + "x".repeat(before) + "\n--bc\nhidden: no field\n--b-\n\nin\n--b--\n";
                List<String> shown = shown(walk(message));
                assertThat(shown).hasSize(1);
                assertThat(shown.get(0)).contains("hidden: no field").endsWith("in");
            }
        }

        @Test
        void whiteSpaceMayFollowABoundary() {
            for (String blank : List.of(" ", " \t", " ".repeat(500), " ".repeat(5000))) {
                assertThat(shown(walk("Content-Type: multipart/mixed; boundary=b\n\n--b" + blank + "\n\n1\n--b--"
                                + blank + "\n3")))
                        .containsExactly("1 text/plain: 1", "EPILOGUE  text/plain: 3");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"--b--x", "--b-- x", "--b zzz", "--b\0zzz", "--b-", "--bc"})
        void aBoundaryWithMoreInItsLineIsText(String line) {
            MimeParts parts = walk("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n" + line
                    + "\nX: http://a.example/\n--b\nContent-Type: text/html\n\n2\n--b--");
            assertThat(shown(parts))
                    .containsExactly("1 text/plain: 1\r\n" + line + "\r\nX: http://a.example/", "2 text/html: 2");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.SIMILAR_BOUNDARY);
        }

        @Test
        void partsAfterTheClosingBoundaryAreRead() {
            MimeParts parts = walk("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b--\nend\n--b\n"
                    + "Content-Type: text/html\n\n2\n--b--");
            assertThat(shown(parts)).containsExactly("1 text/plain: 1", "EPILOGUE  text/plain: end", "2 text/html: 2");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.UNEXPECTED_PARTS);
        }

        @Test
        void aBoundaryOfTwoMultipartsIsThatOfTheOneThatIsOpen() {
            MimeParts parts = walk("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                    + "Content-Type: multipart/mixed; boundary=b\n\nx\n--b\n\n1\n--b--\n--b\n\n2\n--b--");
            assertThat(shown(parts))
                    .containsExactly("PREAMBLE 1 text/plain: x", "1.1 text/plain: 1", "2 text/plain: 2");
            assertThat(parts.anomalies()).isEmpty();
        }

        @Test
        void lineEndsOfAllKinds() {
            String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\n\nlf\n--b\r\n\r\ncrlf\r\n--b--";
            assertThat(shown(walk(message.getBytes(StandardCharsets.US_ASCII), MimeLimits.DEFAULT)))
                    .containsExactly("1 text/plain: lf", "2 text/plain: crlf");
        }
    }

    @Nested
    class Broken_parts {

        private static List<String> of(String header, MimeAnomaly... expected) {
            MimeParts parts = walk(header + "\n\n--b\nContent-Type: text/html\n\nhttp://a.example\n--b--\n");
            List<String> shown = shown(parts);
            assertThat(parts.anomalies()).as(header).containsExactlyInAnyOrder(expected);
            return shown;
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Type: multipart/mixed",
                    "Content-Type: multipart/mixed; boundary=",
                    "Content-Type: multipart/mixed; boundary=\"\"",
                    "Content-Type: multipart/mixed; border=b",
                    "Content-Type: multipart/mixed; boundary=\" \"",
                })
        void withoutBoundaryItIsTheOneThatComes(String header) {
            assertThat(of(header, MimeAnomaly.NO_BOUNDARY, MimeAnomaly.UNEXPECTED_PARTS))
                    .containsExactly("1 text/plain: ", "1 text/html: http://a.example");
        }

        @Test
        void withoutAnyBoundaryAllOfItIsText() {
            MimeParts parts = walk("Content-Type: multipart/mixed\n\n--b\n\nin\n--b--");
            assertThat(shown(parts)).containsExactly("1 text/plain: --b\r\n\r\nin\r\n--b--");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.NO_BOUNDARY);
        }

        @Test
        void aBoundaryThatNeverComes() {
            assertThat(of("Content-Type: multipart/mixed; boundary=c", MimeAnomaly.UNEXPECTED_PARTS))
                    .containsExactly("1 text/html: http://a.example");
            MimeParts parts = walk("Content-Type: multipart/mixed; boundary=c\n\nin");
            assertThat(shown(parts)).containsExactly("PREAMBLE  text/plain: in");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.UNCLOSED_MULTIPART);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u00E4", "b(c)", "a b", "b ", " b", "bXYZ"})
        void boundariesThatAreUsedAllTheSame(String boundary) {
            String used = "--" + boundary.stripTrailing();
            MimeParts parts = walk("Content-Type: multipart/mixed; boundary="
                    + (boundary.equals("bXYZ") ? "b" : "\"" + boundary + "\"") + "\n\n" + used
                    + "\nContent-Type: text/html\n\nin\n" + used + "--\n");
            assertThat(shown(parts)).last().asString().endsWith(" text/html: in");
        }

        @Test
        void aLongBoundary() {
            for (int length : List.of(70, 201, 1000, 1200)) {
                String b = "b".repeat(length);
                MimeParts parts = walk("Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b
                        + "\nContent-Type: text/html\n\nin\n--" + b + "--");
                assertThat(shown(parts).get(0).contains("text/html: in")).isEqualTo(length <= 1000);
                assertThat(parts.anomalies().isEmpty()).isEqualTo(length <= 1000);
            }
        }

        @Test
        void aBoundaryBehindTooManyParametersIsTold() {
            MimeParts parts =
                    walk("Content-Type: multipart/mixed; " + "a=b; ".repeat(1000) + "boundary=b\n\n--b\n\nin");
            shown(parts);
            assertThat(parts.isTruncated()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"multipart/mixed; boundary=b, 7bit", "text/html, 7bit"})
        void ofTwoTypesTheOneThatShowsMore(String type, String encoding) {
            for (String other : List.of("application/octet-stream", "image/png", "text/plain")) {
                assertThat(of("Content-Type: " + other + "\nContent-Type: " + type, MimeAnomaly.REPEATED_FIELD))
                        .last()
                        .asString()
                        .startsWith("1 text/html: ");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"7bit", "", "x"})
        void ofTwoEncodingsTheOneThatMustBeUndone(String first) {
            MimeParts parts =
                    walk("Content-Transfer-Encoding: " + first + "\nContent-Transfer-Encoding: base64\n\naW4=");
            assertThat(shown(parts)).containsExactly("1 text/plain: in");
        }

        @ParameterizedTest
        @ValueSource(strings = {"base64", "quoted-printable"})
        void anEncodingThatAMultipartSaysButHasNot(String encoding) {
            String header = "Content-Transfer-Encoding: " + encoding + "\nContent-Type: multipart/mixed; boundary=b";
            assertThat(of(header, MimeAnomaly.ENCODED_CONTAINER)).containsExactly("1 text/html: http://a.example");
        }

        @Test
        void anEncodingThatAMessageSaysButHasNot() {
            MimeParts parts = walk("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                    + "Content-Type: text/html\n\nin");
            assertThat(shown(parts)).containsExactly("1.1 text/html: in");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Type: multipart/mixed; boundary=b",
                    "CONTENT-TYPE: Multipart/Mixed; BOUNDARY=\"b\" (comment)",
                    "Content-Type: multipart/mixed;\n boundary*=us-ascii'en'%62",
                    "Content-Type: multipart/mixed; boundary*0=b",
                    "Content-Type : multipart/mixed; ; boundary=b;",
                    "Content-Type: multipart/unheard-of; boundary=b",
                })
        void waysToWriteTheSame(String header) {
            assertThat(of(header)).containsExactly("1 text/html: http://a.example");
        }

        @Test
        void anApostropheInABoundaryIsNoCharset() {
            assertThat(shown(walk("""
                    Content-Type: multipart/mixed; boundary="x'y'z"

                    --x'y'z

                    in
                    --x'y'z--
                    """))).containsExactly("1 text/plain: in");
        }

        @Test
        void theFirstOfSeveralCounts() {
            assertThat(of(
                            "Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain",
                            MimeAnomaly.REPEATED_FIELD))
                    .containsExactly("1 text/html: http://a.example");
            assertThat(of("Content-Type: multipart/mixed; boundary=b; boundary=c", MimeAnomaly.REPEATED_PARAMETER))
                    .containsExactly("1 text/html: http://a.example");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "text                          | text/plain",
                    "html                          | text/plain",
                    "''                            | text/plain",
                    "/                             | text/plain",
                    "text/                         | text/plain",
                    "/html                         | text/plain",
                    "text/html charset=utf-8       | text/html",
                    "text/html, charset=utf-8      | text/html",
                    "'text/html\\'                 | text/html",
                    "text/html/plain               | text/html",
                })
        void typesThatAreNone(String type, String expected) {
            MimeParts parts = walk("Content-Type: " + type + "\n\nx");
            assertThat(shown(parts)).containsExactly("1 " + expected + ": x");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.MALFORMED_CONTENT_TYPE);
        }

        @Test
        void aMultipartThatIsNotClosed() {
            MimeParts parts = walk("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nin");
            assertThat(shown(parts)).containsExactly("1 text/plain: in");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.UNCLOSED_MULTIPART);
        }

        @Test
        void aLineThatIsNoField() {
            MimeParts parts = walk(
                    "Content-Type: multipart/mixed; boundary=b\n\n--b\nno field\nContent-Type: text/html\n\nin\n--b--");
            assertThat(shown(parts)).containsExactly("PREAMBLE  text/html: no field", "1 text/html: in");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.STRAY_LINES);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<a href=\"http://a.example/\">",
                    "http://a.example/",
                    "<html><body>\n<a href=http://a.example/>"
                })
        void aBodyWithoutAnEmptyLineBeforeItIsSeen(String body) {
            MimeParts parts = walk(
                    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n" + body + "\n--b--");
            assertThat(shown(parts)).first().asString().contains("text/html: ").contains("a.example");
        }

        @Test
        void theLineOfAMailboxIsNoText() {
            MimeParts parts = walk("Content-Type: message/rfc822\n\nFrom a@b Mon Jan 1\nSubject: x\n\nin");
            assertThat(shown(parts)).containsExactly("1.1 text/plain: in");
            assertThat(parts.anomalies()).isEmpty();
        }

        @Test
        void aMessageInBase64IsLookedInto() {
            String inner = Base64.getMimeEncoder()
                    .encodeToString("Content-Type: text/html\r\n\r\nin".getBytes(StandardCharsets.US_ASCII));
            MimeParts parts = walk("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner);
            assertThat(shown(parts)).containsExactly("1.1 text/html: in");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.ENCODED_CONTAINER);
        }

        @Test
        void theHeaderIsReadOnceAndForAll() {
            // To a reader for whom a lone LF ends a line there would be a body here, which is therefore given, too.
            MimeParts parts = walk(
                    "Content-Type: text/html\rContent-Type: a/b\r\rfake\n\nbody".getBytes(StandardCharsets.US_ASCII),
                    MimeLimits.DEFAULT);
            assertThat(shown(parts)).containsExactly("PREAMBLE  text/html: body", "1 text/html: ");
        }
    }

    @Nested
    class Transfer_encodings {

        private static String decoded(String encoding, String body, MimeAnomaly... expected) {
            MimeParts parts = walk(
                    ("Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1),
                    MimeLimits.DEFAULT);
            List<String> texts = new ArrayList<>();
            each(parts, part -> texts.add(new String(octets(part), StandardCharsets.ISO_8859_1)));
            assertThat(parts.anomalies()).as(body).containsExactlyInAnyOrder(expected);
            return texts.get(0);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "-",
                value = {
                    "aGVsbG8=              | hello | -",
                    "aGVs\\r\\nbG8=        | hello | -",
                    "aGVsbG8=\\r\\n        | hello | -",
                    "aGV sbG8=             | hello | -",
                    "aGVsbG8               | hello | MALFORMED_BASE64", // cut off
                    "a!G-V_s.bG8=          | hello | MALFORMED_BASE64",
                    "aGU=bGxv              | hello | MALFORMED_BASE64", // more after the end, which others don't see
                    "aA==ZQ==bGxv          | hello | MALFORMED_BASE64",
                    "====aGVsbG8=          | hello | MALFORMED_BASE64",
                    "aGVsbG9=              | hello | -",
                    "aGVsbG8=a             | hello | MALFORMED_BASE64",
                })
        void base64(String body, String expected, MimeAnomaly anomaly) {
            MimeAnomaly[] anomalies = anomaly == null ? new MimeAnomaly[0] : new MimeAnomaly[] {anomaly};
            assertThat(decoded("base64", unescaped(body), anomalies)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                ignoreLeadingAndTrailingWhitespace = false,
                nullValues = "-",
                value = {
                    "h=65llo|hello|-",
                    "h=6Cl=6c|hlll|-",
                    "hel=\\r\\nlo|hello|-",
                    "hel=\\nlo|hello|-",
                    "hel= \\t\\r\\nlo|hello|-", // white space that a gateway has added
                    "hello  \\r\\nyou\\t\\r\\n|hello\\r\\nyou\\r\\n|-",
                    "a b\\tc|a b\\tc|-",
                    "hello=|hello|-",
                    "hello=\\r\\n|hello|-",
                    "http://a.example/?a=b|http://a.example/?a=b|MALFORMED_QUOTED_PRINTABLE",
                    "a=zz|a=zz|MALFORMED_QUOTED_PRINTABLE",
                    "a=6|a=6|MALFORMED_QUOTED_PRINTABLE",
                    "a=6z|a=6z|MALFORMED_QUOTED_PRINTABLE",
                    "a==3D|a==|MALFORMED_QUOTED_PRINTABLE",
                    "a=6=3D|a=6=|MALFORMED_QUOTED_PRINTABLE",
                    "a= b|a= b|MALFORMED_QUOTED_PRINTABLE",
                })
        void quotedPrintable(String body, String expected, MimeAnomaly anomaly) {
            MimeAnomaly[] anomalies = anomaly == null ? new MimeAnomaly[0] : new MimeAnomaly[] {anomaly};
            assertThat(decoded("Quoted-Printable", unescaped(body), anomalies)).isEqualTo(unescaped(expected));
        }

        @Test
        void longWhiteSpaceIsKept() {
            assertThat(decoded("quoted-printable", " ".repeat(1000) + "x")).isEqualTo(" ".repeat(1000) + "x");
        }

        @ParameterizedTest
        @ValueSource(strings = {"7bit", "8BIT", "binary", "", "7bit (really)"})
        void identity(String encoding) {
            assertThat(decoded(encoding, "a=3D\r\n")).isEqualTo("a=3D\r\n");
        }

        @Test
        void unknownOnesAreGivenAsTheyAre() {
            assertThat(decoded("x-uuencode", "a=3D", MimeAnomaly.UNKNOWN_ENCODING))
                    .isEqualTo("a=3D");
        }

        private static String unescaped(String text) {
            return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        }
    }

    @Nested
    class Character_sets {

        private static String decoded(String parameter, byte[] body, MimeAnomaly... expected) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes(
                    ("Content-Type: text/plain" + parameter + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            message.writeBytes(body);
            MimeParts parts = walk(message.toByteArray(), MimeLimits.DEFAULT);
            List<String> texts = new ArrayList<>();
            each(parts, part -> texts.add(text(part)));
            assertThat(parts.anomalies()).as(parameter).containsExactlyInAnyOrder(expected);
            return texts.get(0);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "utf-8",
                    "iso-8859-1",
                    "windows-1251",
                    "koi8-r",
                    "shift_jis",
                    "iso-2022-jp",
                    "gb18030",
                    "big5",
                    "euc-kr",
                    "utf-16",
                    "utf-16le",
                    "utf-16be",
                    "utf-32",
                    "cp437",
                    "windows-1252"
                })
        void theSameInEach(String charset) {
            String text = "see http://a.example/ now";
            assertThat(decoded("; charset=\"" + charset + "\"", text.getBytes(Charset.forName(charset))))
                    .isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x-unknown",
                    "utf-7",
                    "..",
                    "\\\\",
                    "\u0130",
                    "%00",
                    "a b",
                    "utf-8;",
                    "'utf-8'",
                    "(none)x",
                    "\u00FF",
                    "-",
                    "+a",
                    "java.lang.String",
                    "unicode-1-1-utf-7",
                })
        void namesOfNone(String charset) {
            String label = charset.equals("utf-8;") ? "x\"utf-8\"" : "\"" + charset + "\"";
            byte[] header = ("Content-Type: text/plain; charset=" + label + "\r\n\r\nr\u00E9sum\u00E9")
                    .getBytes(StandardCharsets.ISO_8859_1);
            MimeParts parts = walk(header, MimeLimits.DEFAULT);
            assertThat(shown(parts)).containsExactly("1 text/plain: r\u00E9sum\u00E9");
            assertThat(parts.anomalies()).contains(MimeAnomaly.UNKNOWN_CHARSET);
        }

        @Test
        void aNameOfAnyLength() {
            String label = "x".repeat(60_000);
            assertThat(decoded("; charset=" + label, new byte[] {'a'}, MimeAnomaly.UNKNOWN_CHARSET))
                    .isEqualTo("a");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "; charset=us-ascii", "; charset=\"\""})
        void withoutOneItIsUtf8OrWindows(String parameter) {
            String text = "\u20AC d\u00E9j\u00E0 \uD83D\uDE00";
            assertThat(decoded(parameter, text.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(text);
            String western = "\u20AC d\u00E9j\u00E0 \u201Cvu\u201D";
            assertThat(decoded(
                            parameter, western.getBytes(Charset.forName("windows-1252")), MimeAnomaly.MALFORMED_TEXT))
                    .isEqualTo(western);
        }

        @Test
        void aByteOrderMarkSaysMore() {
            for (String charset : List.of("", "; charset=utf-8", "; charset=iso-8859-1", "; charset=utf-16")) {
                assertThat(decoded(charset, "\uFEFFabc".getBytes(StandardCharsets.UTF_16BE)))
                        .isEqualTo("abc");
                assertThat(decoded(charset, "\uFEFFabc".getBytes(StandardCharsets.UTF_16LE)))
                        .isEqualTo("abc");
                assertThat(decoded(charset, "\uFEFFabc".getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo("abc");
            }
        }

        @Test
        void utf16InEitherOrder() {
            assertThat(decoded("; charset=utf-16", "abc".getBytes(StandardCharsets.UTF_16LE)))
                    .isEqualTo("abc");
            assertThat(decoded("; charset=utf-16", "abc".getBytes(StandardCharsets.UTF_16BE)))
                    .isEqualTo("abc");
        }

        @Test
        void utf16ThatBeginsWithAnyCharacter() {
            String text = "\u4E2D\u2028see http://a.example/";
            assertThat(decoded("; charset=utf-16", text.getBytes(StandardCharsets.UTF_16LE)))
                    .isEqualTo(text);
            assertThat(decoded("; charset=utf-16", text.getBytes(StandardCharsets.UTF_16BE)))
                    .isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le"})
        void asciiThatIsSaidToBeUtf16IsAscii(String charset) {
            String text = "<a href=http://a.example/>";
            assertThat(decoded(
                            "; charset=" + charset,
                            text.getBytes(StandardCharsets.US_ASCII),
                            MimeAnomaly.MALFORMED_TEXT))
                    .isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"IBM037", "cp1047", "x-IBM930", "x-MacDingbat", "JIS_X0212-1990"})
        void characterSetsWithoutAsciiAreUnknown(String charset) {
            String text = "<a href=http://a.example/>";
            assertThat(decoded(
                            "; charset=" + charset,
                            text.getBytes(StandardCharsets.US_ASCII),
                            MimeAnomaly.UNKNOWN_CHARSET))
                    .isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u00FE\u00FF", "\u00FF\u00FE"})
        void aMarkBeforeAsciiIsNone(String mark) {
            byte[] octets = (mark + "<a href=http://a.example/>").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(decoded("; charset=us-ascii", octets, MimeAnomaly.MALFORMED_TEXT))
                    .isEqualTo(mark + "<a href=http://a.example/>");
            assertThat(decoded("; charset=iso-8859-1", octets, MimeAnomaly.MALFORMED_TEXT))
                    .isEqualTo(mark + "<a href=http://a.example/>");
        }

        @Test
        void whatIsNotOfItIsReplaced() {
            assertThat(decoded(
                            "; charset=utf-8",
                            new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3},
                            MimeAnomaly.MALFORMED_TEXT))
                    .isEqualTo("a\uFFFDb\uFFFD");
        }

        @Test
        void longTextOfAllKinds() {
            String text = "\u00E9\u20AC\uD83D\uDE00a".repeat(10_000);
            for (String charset : List.of("utf-8", "utf-16", "gb18030")) {
                assertThat(decoded("; charset=" + charset, text.getBytes(Charset.forName(charset))))
                        .isEqualTo(text);
            }
            byte[] broken = new byte[100_000];
            Arrays.fill(broken, (byte) 0xE9);
            assertThat(decoded("", broken, MimeAnomaly.MALFORMED_TEXT)).isEqualTo("\u00E9".repeat(100_000));
        }
    }

    @Nested
    class Limits {

        private static final MimeLimits DEFAULT = MimeLimits.DEFAULT;

        @ParameterizedTest
        @CsvSource({"29, true", "30, true", "31, false", "100, false", "10000, false", "100000, false"})
        void multipartsInEachOther(int depth, boolean seen) {
            StringBuilder message = new StringBuilder();
            for (int i = 0; i < depth; i++) {
                message.append("Content-Type: multipart/mixed; boundary=b")
                        .append(i)
                        .append("\r\n\r\n--b");
                message.append(i).append("\r\n");
            }
            message.append("\r\ninnermost");
            MimeParts parts = walk(message.toString().getBytes(StandardCharsets.US_ASCII), DEFAULT);
            assertThat(shown(parts).stream().anyMatch(part -> part.contains("innermost")))
                    .isEqualTo(seen);
            assertThat(parts.isTruncated()).isEqualTo(!seen);
            assertThat(parts.anomalies().contains(MimeAnomaly.TOO_DEEP)).isEqualTo(!seen);
        }

        @ParameterizedTest
        @CsvSource({"30, true", "31, false", "100000, false"})
        void messagesInEachOther(int depth, boolean seen) {
            String message = "Content-Type: message/rfc822\r\n\r\n".repeat(depth) + "\r\ninnermost";
            MimeParts parts = walk(message.getBytes(StandardCharsets.US_ASCII), DEFAULT);
            assertThat(shown(parts).stream().anyMatch(part -> part.contains("innermost")))
                    .isEqualTo(seen);
            assertThat(parts.anomalies().contains(MimeAnomaly.TOO_DEEP)).isEqualTo(!seen);
        }

        @Test
        void whatFollowsPartsThatAreTooDeepIsSeen() {
            MimeLimits shallow = new MimeLimits(1, 100, 100, 1000, 1000, 1000);
            String message = "Content-Type: multipart/mixed; boundary=a\r\n\r\n"
                    + "--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ndeep\r\n--b--\r\n"
                    + "--a\r\nContent-Type: text/html\r\n\r\nafter\r\n--a--";
            MimeParts parts = walk(message.getBytes(StandardCharsets.US_ASCII), shallow);
            assertThat(shown(parts)).containsExactly("2 text/html: after");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.TOO_DEEP);
        }

        @Test
        void parts() {
            String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(200_000);
            MimeParts parts = walk(message.getBytes(StandardCharsets.US_ASCII), DEFAULT);
            assertThat(shown(parts)).hasSize(999);
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.TOO_MANY_PARTS);
        }

        @Test
        void fields() {
            String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\n"
                    + "X: y\r\n".repeat(501) + "\r\nin\r\n--b--";
            MimeParts parts = walk(message.getBytes(StandardCharsets.US_ASCII), DEFAULT);
            assertThat(shown(parts)).containsExactly("1 text/plain: first", "2 text/plain: in");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.HEADER_TOO_LARGE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", " x\r\n"})
        void aFieldOfAPart(String content) {
            String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\nX: "
                    + content.repeat(100_000) + "\r\n\r\nin\r\n--b--";
            MimeParts parts = walk(message.getBytes(StandardCharsets.US_ASCII), DEFAULT);
            assertThat(shown(parts)).containsExactly("1 text/plain: first", "2 text/plain: in");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.HEADER_TOO_LARGE);
        }

        @Test
        void theContentTypeOfTheMessage() {
            MimeParts parts = walk("Content-Type: text/html; x=" + "y".repeat(70_000) + "\n\nbody");
            assertThat(shown(parts)).containsExactly("1 text/plain: body");
            assertThat(parts.anomalies()).containsExactly(MimeAnomaly.HEADER_TOO_LARGE);
        }

        @Test
        void octetsOfAPartAndOfAll() {
            MimeLimits small = new MimeLimits(5, 100, 100, 1000, 10, 25);
            String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + "--b\r\n\r\n0123456789\r\n--b\r\n\r\n01234567890\r\n--b\r\n\r\n01234\r\n--b\r\n\r\n0\r\n--b--";
            MimeParts parts = walk(message.getBytes(StandardCharsets.US_ASCII), small);
            assertThat(shown(parts))
                    .containsExactly(
                            "1 text/plain: 0123456789",
                            "2 text/plain: 0123456789",
                            "3 text/plain: 01234",
                            "4 text/plain: ");
            assertThat(parts.anomalies())
                    .containsExactlyInAnyOrder(MimeAnomaly.PART_TOO_LARGE, MimeAnomaly.MESSAGE_TOO_LARGE);
        }

        @Test
        void aHeaderThatWasCutOff() {
            Message message = MessageReader.strict()
                    .withLimits(new MessageLimits(10, 10, 10))
                    .read("Subject: a long one\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII));
            MimeParts parts = MimeParts.of(message);
            assertThat(parts.isTruncated()).isTrue();
            shown(parts);
        }

        @Test
        void limitsThatAreNone() {
            assertThatThrownBy(() -> new MimeLimits(0, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new MimeLimits(1, 1, 1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new MimeLimits(101, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void failuresOfTheStreamAreThoseOfTheCaller() throws IOException {
        InputStream failing = new SequenceInputStream(
                new ByteArrayInputStream("Subject: x\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }
                });
        MimeParts parts = MimeParts.of(MessageReader.strict().read(failing));
        MimePart part = parts.next().orElseThrow();
        assertThatThrownBy(() -> part.octets().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    @Test
    void everyAnomalyHasASentence() {
        for (MimeAnomaly each : MimeAnomaly.values()) {
            assertThat(each.sentence()).isNotBlank();
        }
    }
}
