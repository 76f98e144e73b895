package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderField;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestMessageTest {

    private static TestMessage.Builder byAlice() {
        return TestMessage.builder().from("alice@example.com");
    }

    private static String value(TestMessage message, String name) {
        assertThat(message.header().fields(name)).hasSize(1);
        return message.header().fields(name).get(0).unfoldedValue();
    }

    @Nested
    class Builder {

        @Test
        void plainTextNeedsNoMime() {
            TestMessage message = TestMessage.builder()
                    .from("Alice", "alice@example.com")
                    .to("bob@example.net")
                    .subject("Lunch")
                    .text("At noon?\n\nAlice")
                    .build();
            assertThat(message.toString()).isEqualTo("""
                    From: "Alice" <alice@example.com>
                    To: bob@example.net
                    Subject: Lunch
                    Date: Thu, 1 Jan 2026 00:00:00 +0000
                    Message-ID: <test@message.invalid>

                    At noon?

                    Alice
                    """.replace("\n", "\r\n"));
        }

        @Test
        void isTheSameEachTime() {
            assertThat(byAlice()
                            .html("<p>ä")
                            .attachment("a", "text/plain", Octets.ofLatin1("x"))
                            .build())
                    .isEqualTo(byAlice()
                            .html("<p>ä")
                            .attachment("a", "text/plain", Octets.ofLatin1("x"))
                            .build());
        }

        @Test
        void fieldsStandInTheOrderInWhichTheyWereNamed() {
            TestMessage message = TestMessage.builder()
                    .field("Received", "one")
                    .date(Instant.parse("2026-02-03T04:05:06Z"))
                    .from("a@example.com, b@example.com")
                    .field("Received", "two\n  folded")
                    .messageId("1@example.com")
                    .build();
            assertThat(message.header().fields())
                    .extracting(HeaderField::name)
                    .containsExactly("Received", "Date", "From", "Received", "Message-ID");
            assertThat(value(message, "date")).isEqualTo("Tue, 3 Feb 2026 04:05:06 +0000");
            assertThat(value(message, "message-id")).isEqualTo("<1@example.com>");
            assertThat(message.header().fields("Received").get(1).raw())
                    .isEqualTo(Octets.ofLatin1("Received: two\r\n  folded\r\n"));
        }

        @Test
        void textThatIsNotAsciiIsDeclared() {
            TestMessage message = byAlice().text("Grüße").build();
            assertThat(value(message, "MIME-Version")).isEqualTo("1.0");
            assertThat(value(message, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(value(message, "Content-Transfer-Encoding")).isEqualTo("8bit");
            assertThat(message.body()).isEqualTo(Octets.ofUtf8("Grüße\r\n"));
        }

        @Test
        void htmlAloneAndBesideText() {
            assertThat(value(byAlice().html("<p>Hello").build(), "Content-Type"))
                    .isEqualTo("text/html; charset=us-ascii");
            TestMessage both = byAlice().text("Hello").html("<p>Hello").build();
            assertThat(value(both, "Content-Type")).isEqualTo("multipart/alternative; boundary=\"=_part_1\"");
            assertThat(both.body().toUtf8()).isEqualTo("""
                    --=_part_1
                    Content-Type: text/plain; charset=us-ascii

                    Hello
                    --=_part_1
                    Content-Type: text/html; charset=us-ascii

                    <p>Hello
                    --=_part_1--
                    """.replace("\n", "\r\n"));
        }

        @Test
        void attachmentsAreBesideWhatIsRead() {
            TestMessage message = byAlice()
                    .text("Hello")
                    .html("<p>Hello")
                    .attachment("a \"b\".bin", "application/octet-stream", Octets.of(new byte[60]))
                    .attachment("ä.txt", "text/plain", Octets.ofLatin1("x"))
                    .build();
            assertThat(value(message, "Content-Type")).isEqualTo("multipart/mixed; boundary=\"=_part_2\"");
            assertThat(message.body().toUtf8())
                    .contains("Content-Type: multipart/alternative; boundary=\"=_part_1\"\r\n")
                    .contains("Content-Disposition: attachment; filename=\"a \\\"b\\\".bin\"\r\n")
                    .contains("\r\n\r\n" + "A".repeat(76) + "\r\nAAAA\r\n--=_part_2\r\n")
                    .contains("Content-Disposition: attachment; filename*=UTF-8''%C3%A4%2E%74%78%74\r\n")
                    .endsWith("\r\n--=_part_2--\r\n");
        }

        @Test
        void aBoundaryIsInNoPart() {
            TestMessage message = byAlice().text("--=_part_1\n").html("<p>").build();
            assertThat(value(message, "Content-Type")).contains("\"=_part_2\"");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                Alice           | "Alice" <a@example.com>
                Alice "x" \\     | "Alice \\"x\\" \\\\" <a@example.com>
                Ålice           | =?UTF-8?B?w4VsaWNl?= <a@example.com>
                """)
        void displayNamesAreQuotedOrEncoded(String name, String field) {
            TestMessage message =
                    TestMessage.builder().from(name, "a@example.com").build();
            assertThat(value(message, "From")).isEqualTo(field);
        }

        @Test
        void longSubjectsBecomeSeveralEncodedWordsBetweenCharacters() {
            String raw = byAlice()
                    .subject("ä".repeat(30))
                    .build()
                    .header()
                    .fields("Subject")
                    .get(0)
                    .raw()
                    .toLatin1();
            assertThat(raw.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
            // 19 characters of two octets are the most that fit into 39.
            assertThat(raw.lines().map(String::length)).containsExactly(9 + 12 + 52, 1 + 12 + 32);
        }

        @Test
        void needsAnAuthor() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> TestMessage.builder().build());
            assertThat(TestMessage.builder()
                            .field("FROM", "a@example.com")
                            .build()
                            .header()
                            .count("From"))
                    .isOne();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "A B", "A:", "Ä", "A\n"})
        void refusesNamesThatAreNone(String name) {
            assertThatIllegalArgumentException().isThrownBy(() -> byAlice().field(name, "x"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x\nBcc: eve@example.org", "x\r\n\r\nbody", "x\n", "x\rY: z"})
        void refusesValuesWhoseLinesWouldBeFields(String value) {
            assertThatIllegalArgumentException().isThrownBy(() -> byAlice().field("X", value));
            assertThatIllegalArgumentException().isThrownBy(() -> byAlice().to(value));
        }

        @Test
        void encodesLineEndsInASubject() {
            TestMessage message = byAlice().subject("x\nBcc: eve@example.org").build();
            assertThat(message.header().count("Bcc")).isZero();
            assertThat(value(message, "Subject")).startsWith("=?UTF-8?B?");
        }
    }

    @Nested
    class Texts {

        @Test
        void everyKindOfLineEndBecomesCrlf() {
            assertThat(TestMessage.of("a: b\nc: d\r\n\re\r\r\n\n").octets().toLatin1())
                    .isEqualTo("a: b\r\nc: d\r\n\r\ne\r\n\r\n\r\n");
        }

        @Test
        void octetsStayAsTheyAre() {
            Octets octets = Octets.ofLatin1("a\nb\r\u00FF");
            assertThat(TestMessage.of(octets).octets()).isEqualTo(octets);
        }

        @Test
        void isReadFromTheBeginningEachTime() throws IOException {
            TestMessage message = TestMessage.of("From: a@example.com\n\nHello\n");
            for (int i = 0; i < 2; i++) {
                assertThat(message.open().body().readAllBytes())
                        .isEqualTo(message.body().toByteArray());
                assertThat(message.newInputStream().readAllBytes()).isEqualTo(message.toByteArray());
            }
        }

        @Test
        void aMessageWithoutABodyHasNone() {
            assertThat(TestMessage.of("From: a@example.com\n").body()).isEqualTo(Octets.EMPTY);
            assertThat(TestMessage.of("").body()).isEqualTo(Octets.EMPTY);
        }
    }

    @Nested
    class Changes {

        private final TestMessage message = TestMessage.of("""
                Received: one
                Subject: Lunch
                subject: again
                From: a@example.com

                Hello
                """);

        private void is(TestMessage changed, String expected) {
            assertThat(changed.octets().toLatin1()).isEqualTo(expected.replace("\n", "\r\n"));
        }

        @Test
        void aFieldOnTop() {
            assertThat(message.withFieldOnTop("X", "y").toString()).isEqualTo("X: y\r\n" + message);
            assertThat(message.withFieldsOnTop("X: y\nZ: z\n").toString()).isEqualTo("X: y\r\nZ: z\r\n" + message);
        }

        @Test
        void aFieldInPlaceOfAllOfItsName() {
            is(message.withField("SUBJECT", "Dinner"), """
                    Received: one
                    SUBJECT: Dinner
                    From: a@example.com

                    Hello
                    """);
        }

        @Test
        void aFieldThatWasNotThere() {
            is(message.withField("To", "b@example.net"), """
                    Received: one
                    Subject: Lunch
                    subject: again
                    From: a@example.com
                    To: b@example.net

                    Hello
                    """);
        }

        @Test
        void withoutAField() {
            is(message.withoutField("Subject").withoutField("from"), """
                    Received: one

                    Hello
                    """);
            assertThat(message.withoutField("To")).isSameAs(message);
        }

        @Test
        void anotherBodyAndAFooter() {
            is(message.withBody("Bye").withTextAppended("-- \nThe list"), """
                    Received: one
                    Subject: Lunch
                    subject: again
                    From: a@example.com

                    Bye
                    --\040
                    The list
                    """);
        }

        @Test
        void linesThatDoNotEndAreEnded() {
            TestMessage cut = TestMessage.of("From: a@example.com");
            is(cut.withField("To", "b@example.net"), "From: a@example.com\nTo: b@example.net\n\n");
            is(TestMessage.of("A: b\n\nHello").withTextAppended("x"), "A: b\n\nHello\nx\n");
        }

        @Test
        void leaveTheOriginalAsItIs() {
            TestMessage unused = message.withBody("x").withField("From", "b@example.com");
            assertThat(message.body()).isEqualTo(Octets.ofLatin1("Hello\r\n"));
            assertThat(List.of(message))
                    .contains(TestMessage.of(message.octets()))
                    .doesNotContain(unused);
            assertThat(message).hasSameHashCodeAs(TestMessage.of(message.octets()));
        }
    }
}
