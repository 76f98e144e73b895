package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8601: an application behind a server, and what it may believe. */
class TrustedResultsTest {

    private static final TrustedResults TRUSTED =
            TrustedResults.builder().trust("mx.example.org").build();

    private static final String RECEIVED = "Received: from c.example by mx.example.org; now\n";

    private static HeaderBlock header(String fields) {
        return HeaderBlock.parse(Octets.ofUtf8(fields.replace("\n", "\r\n") + "\r\n"));
    }

    private static String ours(String results) {
        return "Authentication-Results: mx.example.org; " + results + "\n";
    }

    /** What is found in a field of ours above our Received field. */
    private static TrustedFindings findings(String results) {
        return TRUSTED.read(header(ours(results) + RECEIVED));
    }

    private static AuthenticationFinding finding(String result) {
        assertThat(findings(result).all()).hasSize(1);
        return findings(result).all().get(0);
    }

    @Nested
    class Section_4_1_interpretation {

        @Test
        @DisplayName("ARH_07 nobody is trusted by default")
        void nobody() {
            TrustedFindings findings = TrustedResults.builder().build().read(header(ours("dmarc=pass") + RECEIVED));
            assertThat(findings.problem()).contains(TrustProblem.NOBODY_TRUSTED);
            assertThat(findings.all()).isEmpty();
            assertThat(findings.ignoredFields())
                    .extracting(IgnoredField::reason)
                    .containsExactly(IgnoredField.Reason.NOT_TRUSTED);
        }

        @Test
        @DisplayName("ARH_07 only services that were named are believed")
        void others() {
            TrustedFindings findings = TRUSTED.read(
                    header("Authentication-Results: mx.example.net; dmarc=pass\n" + ours("dmarc=fail") + RECEIVED));
            assertThat(findings.only(AuthenticationMethod.DMARC))
                    .map(AuthenticationFinding::result)
                    .contains(ResultCode.FAIL);
            assertThat(findings.fields()).hasSize(1);
            assertThat(findings.ignoredFields())
                    .extracting(IgnoredField::reason)
                    .containsExactly(IgnoredField.Reason.NOT_TRUSTED);
            assertThat(findings.problem()).isEmpty();
        }

        @ParameterizedTest
        @DisplayName("PIT_54 case, a final dot, quotes and comments don't matter to a name, nor A-labels and U-labels")
        @CsvSource({
            "mx.example.org, MX.Example.ORG",
            "mx.example.org, mx.example.org.",
            "mx.example.org., mx.example.org",
            "mx.example.org, \"mx.example.org\"",
            "mx.example.org, (a) mx.example.org (b) 1",
            "b\u00FCcher.example, xn--bcher-kva.example",
            "XN--BCHER-KVA.example, \"b\u00FCcher.example\"",
            "Example-Auth, example-AUTH",
            "user@host, \"USER@host\""
        })
        void names(String trusted, String written) {
            HeaderBlock header = header("Authentication-Results: " + written + "; dmarc=pass\n" + RECEIVED);
            assertThat(TrustedResults.builder()
                            .trust(trusted)
                            .build()
                            .read(header)
                            .all())
                    .hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "example.org",
                    "a.mx.example.org",
                    "mx.example.org.evil.example",
                    "\"mx.example.org \"",
                    "\"mx .example.org\"",
                    "mx.example.orq",
                    "evil.example (mx.example.org)",
                    "\"mx.example.org; x\""
                })
        void otherNames(String written) {
            assertThat(TRUSTED.read(header("Authentication-Results: " + written + "; dmarc=pass\n" + RECEIVED))
                            .all())
                    .isEmpty();
        }

        @ParameterizedTest
        @DisplayName("ARH_08 what is unknown or not registered is ignored, and named")
        @CsvSource({
            "compauth=pass, UNKNOWN_METHOD",
            "sender-id=pass, UNKNOWN_METHOD",
            "dmarc=bestguesspass, UNREGISTERED_RESULT",
            "dmarc=softfail, UNREGISTERED_RESULT",
            "spf=hardfail, UNREGISTERED_RESULT",
            "arc=temperror, UNREGISTERED_RESULT",
            "dkim/2=pass, UNSUPPORTED_VERSION",
            "dkim/0=pass, UNSUPPORTED_VERSION",
            "dkim=pass header.d=a.example wire.x=y, UNKNOWN_PROPERTY_TYPE"
        })
        void unknown(String result, IgnoredResult.Reason reason) {
            TrustedFindings findings = findings(result + "; dkim=fail");
            assertThat(findings.all()).extracting(AuthenticationFinding::result).containsExactly(ResultCode.FAIL);
            assertThat(findings.ignoredResults())
                    .extracting(IgnoredResult::reason)
                    .containsExactly(reason);
        }

        @Test
        @DisplayName("ARH_08 a field in another version is ignored")
        void version() {
            TrustedFindings findings =
                    TRUSTED.read(header("Authentication-Results: mx.example.org 2; dmarc=pass\n" + RECEIVED));
            assertThat(findings.all()).isEmpty();
            assertThat(findings.ignoredFields())
                    .extracting(IgnoredField::reason)
                    .containsExactly(IgnoredField.Reason.MALFORMED);
            assertThat(TRUSTED.read(header("Authentication-Results: mx.example.org 1; dkim/1=pass\n" + RECEIVED))
                            .all())
                    .hasSize(1);
        }

        @Test
        @DisplayName("ARH_09 T12 fields of attached messages are not looked at")
        void attached() {
            String text = RECEIVED + "Content-Type: message/rfc822\n\n" + ours("dmarc=pass") + RECEIVED + "\nHello\n";
            Message message =
                    MessageReader.strict().read(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            TrustedResults anywhere = TrustedResults.builder()
                    .trust("mx.example.org")
                    .allowAnyPosition()
                    .build();
            assertThat(anywhere.read(message.header()).all()).isEmpty();
            assertThat(anywhere.read(message.header()).ignoredFields()).isEmpty();
        }
    }

    /** RFC 8601 §4.1 and §7.1. */
    @Nested
    class Position {

        private static final String FORGED = "Authentication-Results: mx.example.org; dmarc=pass\n";

        @Test
        @DisplayName("T12 what stands below our Received field, a sender may have written")
        void below() {
            TrustedFindings findings = TRUSTED.read(header(ours("dmarc=fail") + RECEIVED + FORGED));
            assertThat(findings.of(AuthenticationMethod.DMARC))
                    .extracting(AuthenticationFinding::result)
                    .containsExactly(ResultCode.FAIL);
            assertThat(findings.ignoredFields())
                    .extracting(IgnoredField::reason)
                    .containsExactly(IgnoredField.Reason.TOO_LOW);
            assertThat(TRUSTED.read(header(RECEIVED + FORGED)).all()).isEmpty();
        }

        @Test
        @DisplayName("T12 without a Received field nothing shows that the message came through us")
        void noReceived() {
            TrustedFindings findings = TRUSTED.read(header(FORGED));
            assertThat(findings.all()).isEmpty();
            assertThat(findings.problem()).contains(TrustProblem.NO_BOUNDARY);
        }

        @Test
        void behindOtherServersOfOurs() {
            HeaderBlock header =
                    header("Received: from mx.example.org (mx.example.org [192.0.2.1]) by store.example.org\n"
                            + ours("dmarc=fail") + RECEIVED + FORGED + RECEIVED);
            TrustedResults boundary = TrustedResults.builder()
                    .trust("mx.example.org")
                    .boundary("mx2.example.org")
                    .boundary("MX.example.org.")
                    .build();
            assertThat(TRUSTED.read(header).all()).isEmpty();
            assertThat(boundary.read(header).all())
                    .extracting(AuthenticationFinding::result)
                    .containsExactly(ResultCode.FAIL);
            assertThat(boundary.read(header("Received: from x by other.example\n" + FORGED))
                            .problem())
                    .contains(TrustProblem.NO_BOUNDARY);
        }

        @ParameterizedTest
        @DisplayName("T12 a client can't hide our Received field by what it says in HELO")
        @ValueSource(
                strings = {
                    "Received: from by (c [192.0.2.1]) by mx.example.org; now",
                    "Received: from (((( ([192.0.2.1]) by mx.example.org; now",
                    "Received: from \" ([192.0.2.1]) by mx.example.org (Postfix); now",
                    "Received: from x by by by mx.example.org",
                    "Received: from x\n\tBY\n (comment) <mx.example.org>",
                    "Received: from by by other.example (c) by mx.example.org.",
                    "Received: from x by mx.example.org, with SMTP; now",
                    "Received: from x by mx.example.org[10.0.0.1]; now",
                    "Received: from x by mx.example.org:25; now",
                    "Received: from x by [mx.example.org] with SMTP; now",
                    "Received: from x by MX.example.org/10.0.0.1 with SMTP; now",
                })
        void hiddenBoundary(String received) {
            TrustedResults boundary = TrustedResults.builder()
                    .trust("mx.example.org")
                    .boundary("mx.example.org")
                    .build();
            HeaderBlock header = header(ours("dmarc=fail") + received + "\n" + FORGED + RECEIVED);
            assertThat(boundary.read(header).all())
                    .extracting(AuthenticationFinding::result)
                    .containsExactly(ResultCode.FAIL);
        }

        @ParameterizedTest
        @DisplayName("T12 RFC 6531 3.7.3: our Received field may have U-labels")
        @ValueSource(strings = {"b\u00FCcher.example", "xn--bcher-kva.example"})
        void internationalBoundary(String host) {
            HeaderBlock header = header(ours("dmarc=fail") + "Received: from x by b\u00FCcher.example with UTF8SMTP\n"
                    + FORGED + "Received: from x by xn--bcher-kva.example\n");
            TrustedResults boundary = TrustedResults.builder()
                    .trust("mx.example.org")
                    .boundary(host)
                    .build();
            assertThat(boundary.read(header).all())
                    .extracting(AuthenticationFinding::result)
                    .containsExactly(ResultCode.FAIL);
        }

        @ParameterizedTest
        @DisplayName("a host of ours that is named otherwise has not written the field")
        @CsvSource(
                delimiter = '|',
                value = {
                    "mx.example.org  | from mx.example.org by store.example.org with LMTP for <ann@mx.example.org>; now",
                    "mx.example.org  | from x by mx.example.org.evil.example; now",
                    "mx.example.org  | from x by amx.example.org; now",
                    "mx.example.org  | from mx.example.org; now",
                })
        void anotherHost(String host, String received) {
            TrustedResults boundary = TrustedResults.builder()
                    .trust("mx.example.org")
                    .boundary(host)
                    .build();
            assertThat(boundary.read(header(ours("dmarc=fail") + "Received: " + received + "\n"))
                            .problem())
                    .contains(TrustProblem.NO_BOUNDARY);
        }

        @ParameterizedTest
        @DisplayName("a host that is named by its address has written the field")
        @ValueSource(strings = {"[192.0.2.1]", "192.0.2.1", "[IPv6:2001:db8::1]", "2001:db8::1"})
        void addressAsBoundary(String host) {
            TrustedResults boundary = TrustedResults.builder()
                    .trust("mx.example.org")
                    .boundary(host)
                    .build();
            assertThat(boundary.read(header(ours("dmarc=fail") + "Received: from x by " + host + " with SMTP; now\n"))
                            .problem())
                    .isEmpty();
        }

        @Test
        void theTopmostAlone() {
            TrustedResults topmost = TrustedResults.builder()
                    .trust("mx.example.org")
                    .allowAnyPosition()
                    .onlyTopmost()
                    .build();
            TrustedFindings findings = topmost.read(header(RECEIVED + ours("dmarc=fail") + "X: y\n" + FORGED));
            assertThat(findings.all()).hasSize(1);
            assertThat(findings.ignoredFields())
                    .extracting(IgnoredField::reason)
                    .containsExactly(IgnoredField.Reason.NOT_TOPMOST);
            assertThat(topmost.read(header("Authentication-Results: x.example; none\n" + FORGED))
                            .all())
                    .isEmpty();
        }

        @Test
        void anyPosition() {
            TrustedResults anywhere = TrustedResults.builder()
                    .trust("mx.example.org")
                    .allowAnyPosition()
                    .build();
            TrustedFindings findings = anywhere.read(header(RECEIVED + ours("dmarc=fail") + ours("spf=pass")));
            assertThat(findings.all()).hasSize(2);
            assertThat(findings.problem()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Authentication-Results : mx.example.org; dmarc=pass\n",
                    "Authentication-Results\n : mx.example.org; dmarc=pass\n",
                    " Authentication-Results: mx.example.org; dmarc=pass\n"
                })
        void oddForms(String field) {
            TrustedFindings findings = TRUSTED.read(header(field + RECEIVED));
            assertThat(findings.all()).isEmpty();
            assertThat(findings.ignoredFields())
                    .extracting(IgnoredField::reason)
                    .containsExactly(IgnoredField.Reason.ODD_FORM);
        }

        @Test
        void aHeaderBeyondTheLimits() {
            HeaderBlock header = HeaderBlock.parse(
                    Octets.ofLatin1((ours("dmarc=pass") + RECEIVED + "X: y\n").replace("\n", "\r\n") + "\r\n"),
                    new MessageLimits(10_000, 2, 10_000));
            TrustedFindings findings = TRUSTED.read(header);
            assertThat(findings.all()).isEmpty();
            assertThat(findings.problem()).contains(TrustProblem.HEADER_LIMIT_EXCEEDED);
            assertThat(findings).hasToString("The header is too large to be read entirely.");
        }

        @Test
        void contradictionsFailInBuild() {
            TrustedResults.Builder builder =
                    TrustedResults.builder().boundary("mx").allowAnyPosition();
            assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> TrustedResults.builder().trust("")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Section_2_7_methods {

        @ParameterizedTest
        @DisplayName("ARH_10 the registered results of each method")
        @CsvSource(
                delimiter = '|',
                value = {
                    "AUTH|none pass fail temperror permerror",
                    "DKIM|none pass fail policy neutral temperror permerror",
                    "SPF|none pass fail softfail policy neutral temperror permerror",
                    "DMARC|none pass fail temperror permerror",
                    "ARC|none pass fail",
                    "IPREV|pass fail temperror permerror",
                    "DNSWL|none pass temperror permerror",
                    "BIMI|none pass fail temperror declined skipped",
                    "VBR|none pass fail temperror permerror",
                    "DKIM_ATPS|none pass fail temperror permerror"
                })
        void vocabulary(AuthenticationMethod method, String words) {
            assertThat(method.results())
                    .extracting(ResultCode::word)
                    .containsExactlyInAnyOrderElementsOf(Arrays.asList(words.split(" ")));
            for (ResultCode code : ResultCode.values()) {
                TrustedFindings findings = findings(method.word() + "=" + code.word());
                assertThat(findings.all()).hasSize(method.results().contains(code) ? 1 : 0);
            }
        }

        @ParameterizedTest
        @EnumSource(AuthenticationMethod.class)
        void wordsInAnyCase(AuthenticationMethod method) {
            assertThat(finding(method.name().replace('_', '-') + "=PASS"))
                    .matches(AuthenticationFinding::isPass)
                    .extracting(AuthenticationFinding::method)
                    .isEqualTo(method);
        }

        @Test
        @DisplayName("ARH_11 iprev has no none")
        void iprev() {
            assertThat(findings("iprev=none").ignoredResults())
                    .extracting(IgnoredResult::reason)
                    .containsExactly(IgnoredResult.Reason.UNREGISTERED_RESULT);
            AuthenticationFinding found = finding("iprev=pass policy.iprev=\"2001:db8::1\"");
            assertThat(found.address(PropertyType.POLICY, "iprev")).contains(IpAddress.of("2001:db8::1"));
            assertThat(finding("iprev=pass policy.iprev=192.0.2.1").address(PropertyType.POLICY, "iprev"))
                    .contains(IpAddress.of("192.0.2.1"));
        }

        @ParameterizedTest
        @DisplayName("PIT_54 domains in lower case, without a final dot, in A-labels")
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "dkim=pass header.d=A.Example, a.example",
                    "dkim=pass header.d=a.example., a.example",
                    "dkim=pass header.d=b\u00FCcher.example, xn--bcher-kva.example",
                    "dkim=pass header.i=x@a.example, ",
                    "dkim=pass header.d=a.example header.d=b.example, ",
                    "dkim=pass header.d=a.example header.d=a.example, a.example",
                    "dkim=pass header.d=\"a b\", ",
                    "dkim=pass header.d=., ",
                    "dkim=pass header.d=\"bank.example>\", ",
                    "dkim=pass header.d=_s.a.example, _s.a.example",
                    "spf=pass smtp.mailfrom=\"x@[192.0.2.1]\", ",
                    "dmarc=pass header.from=a.example header.d=b.example, a.example",
                    "bimi=pass header.d=a.example header.selector=b, a.example",
                    "vbr=pass header.md=a.example header.mv=b.example, a.example",
                    "dkim-atps=pass header.from=joe@a.example, a.example",
                    "spf=pass smtp.mailfrom=a.example, a.example",
                    "spf=pass smtp.mailfrom=\"x y\"@a.example, a.example",
                    "spf=pass smtp.mailfrom=\"x@b.example\"@a.example, a.example",
                    "spf=pass smtp.helo=a.example, a.example",
                    "spf=pass smtp.mailfrom=a.example smtp.helo=b.example, ",
                    "spf=pass smtp.helo=192.0.2.1, ",
                    "spf=pass smtp.mailfrom=\"\" smtp.helo=b.example, ",
                    "arc=pass header.d=a.example, ",
                    "auth=pass smtp.auth=joe@a.example, "
                })
        void domains(String result, String domain) {
            assertThat(finding(result).domain().map(DomainName::toString).orElse(null))
                    .isEqualTo(domain);
        }

        @Test
        void properties() {
            AuthenticationFinding found = finding("dkim=pass (good) reason=why header.i=x@A.example header.s=s1");
            assertThat(found.domain(PropertyType.HEADER, "i")).contains(DomainName.of("a.example"));
            assertThat(found.text(PropertyType.HEADER, "S")).contains("s1");
            assertThat(found.text(PropertyType.SMTP, "s")).isEmpty();
            assertThat(found.written().reason()).contains("why");
            assertThat(found.authservId()).isEqualTo("mx.example.org");
            assertThat(found).isEqualTo(finding(found.toString())).hasSameHashCodeAs(finding(found.toString()));
        }

        @Test
        @DisplayName("T04 of several results of one method none is picked")
        void only() {
            TrustedFindings findings = findings("dmarc=fail header.from=a.example; dmarc=pass header.from=b.example");
            assertThat(findings.of(AuthenticationMethod.DMARC)).hasSize(2);
            assertThat(findings.only(AuthenticationMethod.DMARC)).isEmpty();
            assertThat(findings.only(AuthenticationMethod.SPF)).isEmpty();
            assertThat(findings).hasToString("dmarc=fail header.from=a.example\ndmarc=pass header.from=b.example");
            assertThat(findings)
                    .isEqualTo(findings("dmarc=fail header.from=a.example; dmarc=pass header.from=b.example"));
        }
    }

    /** RFC 6008. */
    @Nested
    class Section_2_7_1_signatures {

        private static boolean isAbout(String result, String signer, String signature) {
            return finding(result).isAbout(DomainName.of(signer), signature);
        }

        @Test
        @DisplayName("ARH_12 header.b tells signatures of one domain apart")
        void prefix() {
            String result = "dkim=pass header.d=a.example header.b=abcdefgh";
            assertThat(isAbout(result, "a.example", "abcdefghijkl")).isTrue();
            assertThat(isAbout(result, "a.example", "abcdefg")).isFalse();
            assertThat(isAbout(result, "a.example", "Abcdefghijkl")).isFalse();
            assertThat(isAbout(result, "b.example", "abcdefghijkl")).isFalse();
        }

        @Test
        @DisplayName("ARH_12 a short signature stands there as a whole")
        void shortSignature() {
            assertThat(isAbout("dkim=fail header.b=abc", "a.example", "abc")).isTrue();
            assertThat(isAbout("dkim=fail header.b=abc", "a.example", "abcd")).isFalse();
        }

        @Test
        void whatIsSaidAtAll() {
            assertThat(isAbout("dkim=pass header.d=a.example", "a.example", "x"))
                    .isTrue();
            assertThat(isAbout("dkim=pass", "a.example", "x")).isFalse();
            assertThat(isAbout("dmarc=pass header.d=a.example", "a.example", "x"))
                    .isFalse();
            assertThat(isAbout("dkim=pass header.b=x header.b=y", "a.example", "x"))
                    .isFalse();
            assertThat(isAbout("dkim=pass header.b=x header.d=\"a b\"", "a.example", "x"))
                    .isFalse();
        }

        @Test
        @DisplayName("ARH_12 unequal results about one signature count for nothing")
        void contradiction() {
            TrustedFindings findings = findings("dkim=pass header.d=a.example header.b=abcdefgh;"
                    + " dkim=fail header.d=A.example header.b=abcdefgh; dkim=pass header.d=a.example header.b=zzzzzzzz;"
                    + " dkim=pass header.d=b.example header.b=abcdefgh; dkim=pass; dkim=fail;"
                    + " dkim=pass header.d=a.example header.b=abcdefgh");
            assertThat(findings.all()).hasSize(4);
            assertThat(findings.ignoredResults())
                    .extracting(IgnoredResult::reason)
                    .hasSize(3)
                    .containsOnly(IgnoredResult.Reason.CONTRADICTION);
        }
    }

    @ParameterizedTest
    @DisplayName("ARH_12 nor do those about what may be one signature: a longer prefix, a domain left out")
    @CsvSource({
        "header.d=a.example header.b=abcdefgh, header.d=a.example header.b=abcdefghij, 0",
        "header.d=a.example header.b=abcdefgh, header.b=abcdefgh, 0",
        "header.b=abcdefghij, header.d=a.example header.b=abcdefgh, 0",
        "header.d=a.example header.b=abcdefghi, header.d=a.example header.b=abcdefghj, 2",
        "header.d=a.example header.b=abcdefgh, header.d=b.example header.b=abcdefghij, 2",
        "header.d=a.example header.b=abc, header.d=a.example header.b=abcdefgh, 2",
        "header.d=a.example header.b=abc, header.d=a.example header.b=abc, 0"
    })
    void contradictionAboutWhatMayBeOneSignature(String one, String other, int believed) {
        assertThat(findings("dkim=pass " + one + "; dkim=fail " + other).all()).hasSize(believed);
    }

    @Test
    void everyReasonHasASentence() {
        Set<String> sentences = Set.of(
                IgnoredField.Reason.TOO_LOW.sentence(),
                IgnoredResult.Reason.UNKNOWN_METHOD.sentence(),
                ForgedField.Reason.HIDDEN.sentence(),
                ResultsDeviation.EMPTY_VALUE.sentence());
        assertThat(sentences).hasSize(4);
        assertThat(List.of(TrustProblem.values()))
                .extracting(TrustProblem::explanation)
                .doesNotHaveDuplicates();
    }
}
