package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8601 §5: what a boundary removes, and how it puts its own fields above. */
class ForgedResultsTest {

    private static final ForgedResults FORGED =
            ForgedResults.builder().authservId("mx.example.org").build();

    private static final String OWN = "Authentication-Results: mx.example.org; dmarc=fail\r\n";

    private static HeaderBlock header(String fields) {
        return HeaderBlock.parse(Octets.ofUtf8(fields + "\r\n"));
    }

    private static List<ForgedField.Reason> reasons(String fields) {
        return FORGED.find(header(fields)).stream().map(ForgedField::reason).toList();
    }

    private static List<ForgedField.Reason> reasonsOfValue(String value) {
        return reasons("Authentication-Results: " + value + "\r\n");
    }

    @Nested
    class Section_5_removing {

        @ParameterizedTest
        @DisplayName("ARH_05 T12 PIT_54 our name in every disguise")
        @ValueSource(
                strings = {
                    "mx.example.org; dmarc=pass",
                    "MX.Example.ORG; dmarc=pass",
                    "mx.example.org.; dmarc=pass",
                    "\"mx.example.org\"; dmarc=pass",
                    "\"mx.example\\.org\"; dmarc=pass",
                    "\"mx.example\r\n .org\"; dmarc=pass",
                    "\" mx.example.org \"; dmarc=pass",
                    "\"mx.example.org;\"; dmarc=pass",
                    "(comment) mx.example.org; dmarc=pass",
                    "(a (nested\\)) ;) (b)\r\n mx.example.org (c) 1 (d); dmarc=pass",
                    "evil.example (mx.example.org); dmarc=pass",
                    "evil.example (; mx.example.org; dmarc=pass) ; none",
                    "\r\n\tmx.example.org\r\n\t; dmarc=pass",
                    "mx.example.org",
                    "mx.example.org 1; dmarc=pass",
                    "mx.example.org 2; dmarc=pass",
                    "mx.example.org/1; dmarc=pass",
                    "mx.example.org dmarc=pass",
                    "mx.example.org:dmarc=pass",
                    "<mx.example.org>; dmarc=pass",
                    "evil.example mx.example.org; dmarc=pass",
                    "mx .example.org; dmarc=pass",
                    "mx.example.org (unterminated; dmarc=pass",
                    "\"mx.example.org; dmarc=pass",
                    "; mx.example.org; dmarc=pass",
                    "mx.example.org\u0000; dmarc=pass",
                    "mx.exa\u00ADmple.org; dmarc=pass",
                    "mx.example\u3002org; dmarc=pass",
                    "\uFF4D\uFF58.example.org; dmarc=pass",
                    "\"\uFF4D\uFF58\uFF0Eexample.org\"; dmarc=pass",
                    "\u200Bmx.example.org; dmarc=pass",
                    "\u00A0mx.example.org\u2003; dmarc=pass"
                })
        void disguises(String value) {
            assertThat(reasonsOfValue(value)).containsExactly(ForgedField.Reason.CLAIMS_IDENTITY);
        }

        @ParameterizedTest
        @DisplayName("ARH_05 T12 the name of the field in every disguise")
        @ValueSource(
                strings = {
                    "AUTHENTICATION-RESULTS:",
                    "authentication-results :",
                    "Authentication-Results\t :",
                    "Authentication-Results\r\n :",
                    " Authentication-Results:",
                    "\u0000Authentication-Results:",
                    "Authentication-Re\u0000sults:",
                    "Authentication\u00AD-Results:",
                    "Authentication- Results:"
                })
        void names(String name) {
            assertThat(reasons(name + " mx.example.org; dmarc=pass\r\n"))
                    .containsExactly(ForgedField.Reason.CLAIMS_IDENTITY);
        }

        @ParameterizedTest
        @DisplayName("ARH_05 PIT_54 A-labels and U-labels are the same name")
        @ValueSource(
                strings = {
                    "b\u00FCcher.example",
                    "B\u00DCCHER.example",
                    "bu\u0308cher.example",
                    "xn--bcher-kva.example",
                    "XN--BCHER-KVA.EXAMPLE.",
                    "\"b\u00FCcher.example\""
                })
        void idn(String value) {
            for (String own : List.of("b\u00FCcher.example", "xn--bcher-kva.example")) {
                HeaderBlock header = header("Authentication-Results: " + value + "; dmarc=pass\r\n");
                assertThat(ForgedResults.builder().authservId(own).build().find(header))
                        .hasSize(1);
            }
        }

        @Test
        void namesThatAreNoDomains() {
            ForgedResults forged = ForgedResults.builder()
                    .authservId("Example-Auth")
                    .authservId("mx/ 1")
                    .build();
            assertThat(forged.find(header("Authentication-Results: example-auth; none\r\n")))
                    .hasSize(1);
            assertThat(forged.find(header("Authentication-Results: \"MX/ 1\"; none\r\n")))
                    .hasSize(1);
            assertThat(forged.find(header("Authentication-Results: mx; none\r\n")))
                    .isEmpty();
            assertThat(forged.find(header("Authentication-Results: x-example-auth; none\r\n")))
                    .isEmpty();
        }

        @Test
        @DisplayName("ARH_05 everything below a domain of ours")
        void domain() {
            ForgedResults forged =
                    ForgedResults.builder().domain(DomainName.of("example.org")).build();
            HeaderBlock header = header("Authentication-Results: mx7.Example.ORG; none\r\n"
                    + "Authentication-Results: \"example.org.\"; none\r\n"
                    + "Authentication-Results: notexample.org; none\r\n"
                    + "Authentication-Results: example.org.evil.example; none\r\n");
            assertThat(forged.find(header)).hasSize(2);
        }

        @ParameterizedTest
        @DisplayName("ARH_05 fields of others stay, whatever their results say")
        @ValueSource(
                strings = {
                    "evil.example; dmarc=pass",
                    "evil.example; spf=pass smtp.helo=mx.example.org",
                    "evil.example 1; x-tls=pass version=1;;",
                    "mx.example.org.evil.example; none",
                    "a.mx.example.org; none",
                    "notmx.example.org; none",
                    "mx-example.org; none",
                    "example.org; none",
                    "b\u00FCcher.example; none",
                    "evil.example (a comment; \"it\"); none"
                })
        void others(String value) {
            assertThat(reasonsOfValue(value)).isEmpty();
        }

        @ParameterizedTest
        @DisplayName("ARH_05 capitals of all scripts")
        @ValueSource(
                strings = {
                    "\u03C9\u03C2.example; none",
                    "\u03A9\u03A3.EXAMPLE; none",
                    "\u03A9\u03A3\u3002example; none",
                    "(\u03A9\u03A3.example) evil.example; none",
                    "xn--3xan.example; none"
                })
        void capitals(String value) {
            HeaderBlock header = header("Authentication-Results: " + value + "\r\n");
            assertThat(ForgedResults.builder()
                            .authservId("\u03C9\u03C2.example")
                            .build()
                            .find(header))
                    .hasSize(1);
            assertThat(ForgedResults.builder()
                            .domain(DomainName.of("xn--3xan.example"))
                            .build()
                            .find(header))
                    .hasSize(1);
        }

        @ParameterizedTest
        @DisplayName("ARH_05 a capital sigma is a final one at the end of a word alone")
        @ValueSource(
                strings = {
                    "\u03A3\u03A9\u03A3",
                    "\u03A3\u03A9\u03A3; none",
                    "\u03C3\u03A9\u03A3 1; none",
                    "\"\u03A3\u03C9\u03A3\"; none",
                    "\u03A3\u03A9\u03A3.; none"
                })
        void sigma(String value) {
            HeaderBlock header = header("Authentication-Results: " + value + "\r\n");
            ForgedResults forged =
                    ForgedResults.builder().authservId("\u03C3\u03C9\u03C2").build();
            assertThat(forged.find(header))
                    .extracting(ForgedField::reason)
                    .containsExactly(ForgedField.Reason.CLAIMS_IDENTITY);
        }

        @ParameterizedTest
        @DisplayName("ARH_05 T12 variation selectors are not seen")
        @ValueSource(strings = {"\uFE00", "\uFE0F", "\uDB40\uDD00", "\uDB40\uDDEF"})
        void variationSelectors(String selector) {
            assertThat(reasonsOfValue("mx.exa" + selector + "mple.org; dmarc=pass"))
                    .containsExactly(ForgedField.Reason.CLAIMS_IDENTITY);
        }

        /** Quadratic, each of these would take minutes. */
        @ParameterizedTest
        @DisplayName("ARH_14 RFC 8601 7.8 long fields take no long time")
        @ValueSource(
                strings = {
                    "a\u0301|\u0316",
                    "a\u0301\u200B|\u0316\uFE0F",
                    "a\u0344|\u0316",
                    "a|\u03A3",
                    "a|\u0130",
                    "a|\u03A3\u0301",
                    "a |\u03C3'",
                    "\uFDFA|\u0327",
                    "a|\u1100\u1161",
                    "a|b",
                    "a|.",
                    "a| "
                })
        void longFields(String pair) {
            String first = pair.substring(0, pair.indexOf('|'));
            String second = pair.substring(first.length() + 1);
            int times = 200_000 / Octets.ofUtf8(pair).length();
            String text = first.substring(0, 1) + first.substring(1).repeat(times) + second.repeat(times);
            ForgedResults forged = ForgedResults.builder()
                    .authservId("mx.example.org")
                    .domain(DomainName.of("example.net"))
                    .build();
            for (String value : List.of(text, "(" + text + ") evil.example; none", "\"" + text + "\"; none")) {
                HeaderBlock header = header("Authentication-Results: " + value + "\r\n");
                assertThat(forged.find(header)).hasSizeLessThan(2);
            }
            String ours = "(" + text + ") mx.example.org; none\r\n";
            assertThat(forged.find(header("Authentication-Results: " + ours))).hasSize(1);
        }

        @Test
        @DisplayName("ARH_05 our name among marks without end")
        void marks() {
            assertThat(reasonsOfValue("a" + "\u0301".repeat(100) + " mx.example.org"))
                    .containsExactly(ForgedField.Reason.CLAIMS_IDENTITY);
            assertThat(reasonsOfValue("mx.example.org" + "\u0301".repeat(100) + "; none"))
                    .doesNotContain(ForgedField.Reason.CLAIMS_IDENTITY);
            assertThat(reasonsOfValue("mx.exa" + "\u200B".repeat(100) + "mple.org; none"))
                    .containsExactly(ForgedField.Reason.CLAIMS_IDENTITY);
        }

        @Test
        @DisplayName("ARH_05 versions that we can't read")
        void versions() {
            assertThat(reasonsOfValue("evil.example 2; none")).containsExactly(ForgedField.Reason.UNSUPPORTED_VERSION);
            assertThat(reasonsOfValue("evil.example 1; none")).isEmpty();
        }

        @ParameterizedTest
        @DisplayName("ARH_05 T12 fields of nobody are removed: a generous reader might see anybody in them")
        @ValueSource(
                strings = {
                    "",
                    "; dmarc=pass",
                    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dmarc=pass",
                    "\"",
                    "(",
                    "a b; none",
                    "=?utf-8?q?mx=2Eexample=2Eorg?=; dmarc=pass",
                    "\"=?utf-8?q?mx=2Eexample=2Eorg?=\"; dmarc=pass",
                    "evil.example\nx; none",
                    "\uFFFD.example; none"
                })
        void unreadable(String value) {
            assertThat(reasonsOfValue(value)).containsExactly(ForgedField.Reason.UNREADABLE);
        }

        @Test
        void octetsThatAreNoUtf8() {
            HeaderBlock header =
                    HeaderBlock.parse(Octets.ofLatin1("Authentication-Results: \"mx\u00FFexample.net\"; none\r\n\r\n"));
            assertThat(FORGED.find(header))
                    .extracting(ForgedField::reason)
                    .containsExactly(ForgedField.Reason.UNREADABLE);
        }

        @ParameterizedTest
        @DisplayName("ARH_05 T12 T13 a field that only those see who end a line at a lone CR or LF")
        @ValueSource(
                strings = {
                    "Subject: x\nAuthentication-Results: mx.example.org; dmarc=pass\r\n",
                    "Subject: x\rauthentication-results : mx.example.org; dmarc=pass\r\n",
                    "Subject: x\n\nAuthentication-Results: mx.example.org; dmarc=pass\r\n",
                    "Subject: x\nX: y\nAuthentication-Results: mx.example.org; dmarc=pass\r\n",
                    "no field\nAuthentication-Results: mx.example.org; dmarc=pass\r\n",
                    "Authentication-Results: evil.example; none\nAuthentication-Results: mx.example.org; dmarc=pass\r\n"
                })
        void hidden(String field) {
            assertThat(reasons("A: b\r\n" + field + "C: d\r\n")).containsExactly(ForgedField.Reason.HIDDEN);
            assertThat(FORGED.strip(header("A: b\r\n" + field + "C: d\r\n")).raw())
                    .isEqualTo(Octets.ofLatin1("A: b\r\nC: d\r\n"));
        }

        @Test
        void otherFieldsStay() {
            assertThat(reasons("Subject: x\ny: Authentication-Results: mx.example.org\r\n"
                            + "X-Authentication-Results: mx.example.org; dmarc=pass\r\n"
                            + "Authentication-Results-Original: mx.example.org; dmarc=pass\r\n"
                            + "ARC-Authentication-Results: i=1; mx.example.org; dmarc=pass\r\n"
                            + "Authentication-Results mx.example.org; dmarc=pass\r\n"))
                    .isEmpty();
        }

        @Test
        @DisplayName("ARH_06 removal leaves the original alone, for signatures to be verified on it")
        void originalStays() {
            String text = "A: b\r\nAuthentication-Results: mx.example.org; dmarc=pass\r\nC : d \r\n \r\n e\nf\r\n";
            HeaderBlock header = header(text);
            HeaderBlock stripped = FORGED.strip(header);
            assertThat(header.raw().toUtf8()).isEqualTo(text);
            assertThat(header.fields()).hasSize(3);
            assertThat(stripped.raw().toUtf8()).isEqualTo("A: b\r\nC : d \r\n \r\n e\nf\r\n");
            assertThat(stripped.fields())
                    .containsExactly(header.fields().get(0), header.fields().get(2));
            assertThat(AuthenticationResults.stripForged(header, "mx.example.org")
                            .raw())
                    .isEqualTo(stripped.raw());
            assertThat(FORGED.strip(stripped)).isSameAs(stripped);
        }

        @Test
        void theLastFieldWithoutLineEnd() {
            HeaderBlock header =
                    HeaderBlock.parse(Octets.ofLatin1("A: b\r\nAuthentication-Results: mx.example.org; dmarc=pass"));
            assertThat(FORGED.strip(header).raw()).isEqualTo(Octets.ofLatin1("A: b\r\n"));
        }

        @Test
        void aHeaderBeyondTheLimitsStaysTruncated() {
            HeaderBlock header = HeaderBlock.parse(
                    Octets.ofLatin1(OWN + "A: b\r\nC: d\r\n" + OWN + "\r\n"), new MessageLimits(10_000, 2, 10_000));
            HeaderBlock stripped = FORGED.strip(header);
            assertThat(stripped.isTruncated()).isTrue();
            assertThat(stripped.raw()).isEqualTo(Octets.ofLatin1("A: b\r\nC: d\r\n" + OWN));
            assertThat(stripped.fields()).hasSize(1);
        }

        @Test
        void builderWantsAName() {
            assertThatThrownBy(() -> ForgedResults.builder().build()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ForgedResults.builder().authservId(" ()"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ForgedResults.builder().domain(DomainName.ROOT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Section_4_adding {

        private static String rewritten(String message) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Message read = MessageReader.strict()
                    .read(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
            RewriteOutcome outcome = FORGED.rewrite(read, out, OWN);
            assertThat(out.size() > 0).isEqualTo(outcome.isWritten());
            return outcome.isWritten() ? out.toString(StandardCharsets.ISO_8859_1) : outcome.name();
        }

        @Test
        @DisplayName("ARH_04 ours at the very top, forged ones gone, every other octet as it was")
        void message() throws IOException {
            String rest =
                    "Received: x\r\n\ty\r\nAuthentication-Results: other.example; none\r\nSubject: a \n b\u00FC\r\n";
            String body = "\r\nHello\n.\r\n\u0000\u00FF no line end" + OWN.repeat(3000);
            assertThat(rewritten(OWN.replace("fail", "pass") + rest + OWN + body))
                    .isEqualTo(OWN + rest + body);
            assertThat(rewritten(rest + body)).isEqualTo(OWN + rest + body);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\r\n", "\r\nbody", "A: b", "A: b\r\n", "A: b\r\n\r\n", "no colon\r\n\r\nx", "\nx"})
        void oddMessages(String message) throws IOException {
            assertThat(rewritten(message)).isEqualTo(OWN + message);
        }

        @Test
        @DisplayName("ARH_04 T07 a first line that would continue our field")
        void leadingContinuation() throws IOException {
            assertThat(rewritten(" ; dmarc=pass\r\nA: b\r\n\r\n")).isEqualTo("LEADING_CONTINUATION");
            assertThat(rewritten("\tx")).isEqualTo("LEADING_CONTINUATION");
            assertThat(rewritten(OWN + "A: b\r\n\r\n")).isEqualTo(OWN + "A: b\r\n\r\n");
            assertThat(rewritten(" " + OWN + "A: b\r\n\r\n")).isEqualTo(OWN + "A: b\r\n\r\n");
        }

        @Test
        void aHeaderBeyondTheLimits() throws IOException {
            Message message = MessageReader.strict()
                    .withLimits(new MessageLimits(10_000, 1, 10_000))
                    .read("A: b\r\nC: d\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(FORGED.rewrite(message, out, OWN)).isEqualTo(RewriteOutcome.HEADER_LIMIT_EXCEEDED);
            assertThat(out.size()).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "A: b",
                    "A: b\n",
                    "\r\n",
                    "A: b\r\n\r\n",
                    "A: b\r\n\r\nC: d\r\n",
                    " A: b\r\n",
                    "A\r\n",
                    "A : b\r\n",
                    "A: b\nC: d\r\n",
                    ": b\r\n"
                })
        void whatAreNoFieldsOfOurs(String own) {
            Message message = MessageReader.strict().read(new byte[0]);
            assertThatThrownBy(() -> FORGED.rewrite(message, new ByteArrayOutputStream(), own))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void nothingOfOurs() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Message message =
                    MessageReader.strict().read((" x\r\n" + OWN + "\r\nbody").getBytes(StandardCharsets.US_ASCII));
            assertThat(FORGED.rewrite(message, out, "")).isEqualTo(RewriteOutcome.WRITTEN);
            assertThat(out).hasToString(" x\r\n\r\nbody");
            assertThat(message.header().anomalies()).contains(MessageAnomaly.LEADING_CONTINUATION);
        }
    }

    @Property(tries = 2000)
    void neverThrowsAndNeverChangesAnythingElse(@ForAll byte[] octets) throws IOException {
        HeaderBlock header = HeaderBlock.parse(Octets.of(octets));
        assertThat(FORGED.strip(header).fields().size() + FORGED.find(header).size())
                .isEqualTo(header.fields().size());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(FORGED.rewrite(MessageReader.strict().read(octets), out, "").isWritten())
                .isTrue();
        assertThat(out.toByteArray()).isEqualTo(octets);
    }
}
