package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcProblem;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.mime.AuthorAnomaly;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What attackers try who have a domain of their own, with SPF and DKIM in order, and want to be taken for somebody else. Most
 * come from putting correct parts together wrongly: two parts that understand the same octets differently.
 */
class HostileMessagesTest {

    private static final DkimPrivateKey KEY = DkimPrivateKey.ofEd25519Seed(Octets.of(new byte[32]));

    private static final String ZONE =
            """
            victim.example         TXT "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.victim.example  TXT "v=DMARC1; p=reject"
            attacker.example       TXT "v=spf1 ip4:198.51.100.66 -all"
            """ + "k._domainkey.attacker.example TXT \"" + KEY.keyRecord().format() + "\"\n";

    private static final String BODY = "\r\nPay at once.\r\n";

    private static final SmtpEnvelope ATTACKER = envelope("attacker.example", "x@attacker.example");

    private static SmtpEnvelope envelope(String helo, String mailFrom) {
        return SmtpEnvelope.of(IpAddress.of("198.51.100.66"), helo, mailFrom);
    }

    private static InboundResult authenticate(InMemoryDns dns, String message, SmtpEnvelope envelope) {
        try {
            return InboundAuthenticator.builder()
                    .dns(dns.sessions())
                    .build()
                    .authenticate(MessageReader.strict().read(message.getBytes(StandardCharsets.ISO_8859_1)), envelope);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InboundResult authenticate(String message) {
        return authenticate(InMemoryDns.parse(ZONE), message, ATTACKER);
    }

    /** As the attacker can sign anything under a domain of their own. */
    private static String signed(String message) {
        String fields = DkimSigner.builder()
                .domain("attacker.example")
                .key("k", KEY)
                .build()
                .sign(message.getBytes(StandardCharsets.ISO_8859_1))
                .toHeaderFields();
        return fields + message;
    }

    private static DmarcStatus dmarc(String message) {
        return authenticate(message).dmarc().status();
    }

    @Nested
    class Honest {

        @Test
        void theAttackersOwnMailPasses() {
            InboundResult result = authenticate(signed("From: x@attacker.example\r\nSubject: hello\r\n" + BODY));
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.PASS);
            assertThat(result.dkim().status()).isEqualTo(DkimStatus.PASS);
        }

        @Test
        void asSomebodyElseItFailsAlthoughBothPass() {
            InboundResult result = authenticate(signed("From: ceo@victim.example\r\nSubject: hello\r\n" + BODY));
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.PASS);
            assertThat(result.dkim().status()).isEqualTo(DkimStatus.PASS);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }
    }

    @Nested
    class Envelopes {

        private InboundResult sentBy(String helo, String mailFrom) {
            return authenticate(
                    InMemoryDns.parse(ZONE), "From: ceo@victim.example\r\n" + BODY, envelope(helo, mailFrom));
        }

        @Test
        void T01_aPassOfHeloIsNoPassOfASubdomainThatDoesNotExist() {
            InboundResult result = sentBy("attacker.example", "any@nx.victim.example");
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.NONE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @Test
        void T01_withANullReversePathItIsHeloThatCounts() {
            assertThat(sentBy("attacker.example", "").dmarc().status()).isEqualTo(DmarcStatus.FAIL);
            assertThat(sentBy("victim.example", "").dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"(any@victim.example", "<any@victim.example", "any@victim.example)", "\"any@victim.example"})
        void T02_aSenderThatIsNoneIsNotTakenForTheNullReversePath(String mailFrom) {
            InboundResult result = sentBy("attacker.example", mailFrom);
            assertThat(result.spf().orElseThrow().status()).isNotEqualTo(SpfStatus.PASS);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "@victim.example,@y.example:x@attacker.example",
                    "x@victim.example,x@attacker.example",
                    "x@victim.example@attacker.example",
                    "x@attacker.example@victim.example",
                    "x@attacker.example\0@victim.example",
                    "x@victim.example\0.attacker.example"
                })
        void T05_noPartOfAPathMakesItTheVictims(String mailFrom) {
            assertThat(sentBy("attacker.example", mailFrom).dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }
    }

    @Nested
    class Signatures {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "d=victim.example; s=attacker.example.\0.k",
                    "d=victim.example\0.attacker.example; s=k",
                    "d=victim.example; s=attacker.example.%00",
                    "d=victim.example; s=k._domainkey.attacker.example.\\000",
                    "d=victim.example; s=k\u0001"
                })
        void T03_aNameThatIsNoneIsNeverAskedFor(String names) {
            InMemoryDns dns = InMemoryDns.parse(ZONE);
            String message = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; " + names
                    + ";\r\n\th=from; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\r\n\tb=AAAA\r\n"
                    + "From: ceo@victim.example\r\n" + BODY;
            InboundResult result = authenticate(dns, message, ATTACKER);
            assertThat(result.dkim().signatures()).hasSize(1);
            assertThat(result.dkim().passed()).isEmpty();
            assertThat(dns.questions())
                    .noneMatch(question -> question.toString().contains("_domainkey"));
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @Test
        void T06_aSecondFromAboveASignedOneIsNoPass() {
            String signed = signed("From: x@attacker.example\r\nSubject: hello\r\n" + BODY);
            InboundResult result = authenticate("From: ceo@victim.example\r\n" + signed);
            assertThat(result.dkim().status()).isNotEqualTo(DkimStatus.PASS);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
            assertThat(result.dmarc().problem().orElseThrow().kind()).isEqualTo(DmarcProblem.Kind.SEVERAL_FROM_FIELDS);
        }
    }

    @Nested
    class Fields {

        @DisplayName("T04: no value that somebody has chosen begins a result of its own")
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@b.example;dmarc=pass",
                    "a@b.example; dmarc=pass header.from=victim.example",
                    "\"x;dmarc=pass (\"@attacker.example",
                    "\"x\\\";dmarc=pass\"@attacker.example",
                    "(;dmarc=pass)a@attacker.example",
                    "a@attacker.example(;dmarc=pass",
                    "a@attacker.example\r\nAuthentication-Results: mx.example.net; dmarc=pass",
                    "a@attacker.example\n dmarc=pass",
                    "'a;dmarc=pass'@attacker.example"
                })
        void T04_hold(String hostile) {
            String domain = hostile.substring(hostile.lastIndexOf('@') + 1);
            String message = "DKIM-Signature: v=1; a=rsa-sha256; d=" + domain + "; s=k; i=" + hostile + "; h=from;"
                    + " bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=\";dmarc=pass\r\nFrom: "
                    + hostile + "\r\n" + BODY;
            for (String from : List.of(message, "From: ceo@victim.example\r\n" + BODY)) {
                InboundResult result = authenticate(InMemoryDns.parse(ZONE), from, envelope(hostile, hostile));
                String field = result.toAuthenticationResults("mx.example.net").toHeaderField();
                assertThat(resultsOutsideQuotes(field)).as(field).doesNotContain("dmarc=pass");
                assertThat(field.split("\r\n", -1))
                        .as(field)
                        .allMatch(line -> line.isEmpty()
                                || line.startsWith("Authentication-Results: mx.example.net")
                                || line.startsWith("\t")
                                || line.startsWith(" "));
            }
        }

        // With what is quoted taken out.
        private String resultsOutsideQuotes(String field) {
            StringBuilder outside = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < field.length(); i++) {
                char c = field.charAt(i);
                if (quoted && c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted) {
                    outside.append(c);
                }
            }
            return outside.toString();
        }
    }

    @Nested
    class Authors {

        private InboundResult from(String fields) {
            return authenticate(fields.replace("~", "\r\n") + "\r\n" + BODY);
        }

        @DisplayName("T05: a route in From is not its domain")
        @Test
        void T05_theAuthorIsWhoIsBehindTheRoute() {
            InboundResult result = from("From: <@attacker.example,@any.example:admin@victim.example>");
            assertThat(result.dmarc().authorDomain()).contains(DomainName.of("victim.example"));
            assertThat(result.author().anomalies()).contains(AuthorAnomaly.OBSOLETE_ROUTE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @DisplayName("T06 to T09, T14: an author that two readers could read differently is permerror")
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "T06|From: x@attacker.example~From: ceo@victim.example|SEVERAL_FROM_FIELDS",
                    "T06|From: ceo@victim.example~From: x@attacker.example|SEVERAL_FROM_FIELDS",
                    "T06|From: x@attacker.example~FROM: ceo@victim.example|SEVERAL_FROM_FIELDS",
                    "T07|From : ceo@victim.example|UNREADABLE_AUTHOR",
                    "T07|From : ceo@victim.example~From: x@attacker.example|SEVERAL_FROM_FIELDS",
                    "T07| From: ceo@victim.example~From: x@attacker.example|SEVERAL_FROM_FIELDS",
                    "T07|From~ : ceo@victim.example~From: x@attacker.example|SEVERAL_FROM_FIELDS",
                    "T08|Sender: x@attacker.example|NO_AUTHOR",
                    "T08|Resent-From: x@attacker.example|NO_AUTHOR",
                    "T08|From:|NO_AUTHOR",
                    "T08|From: undisclosed:;|NO_AUTHOR",
                    "T09|From: x@attacker.example, ceo@victim.example|SEVERAL_AUTHORS",
                    "T09|From: ceo@victim.example, x@attacker.example|SEVERAL_AUTHORS",
                    "T09|From: team: x@attacker.example, ceo@victim.example;|SEVERAL_AUTHORS",
                    "T09|From: ceo@victim.example <x@attacker.example>|UNREADABLE_AUTHOR",
                    "T09|From: <ceo@victim.example><x@attacker.example>|UNREADABLE_AUTHOR",
                    "T09|From: <x@attacker.example>ceo@victim.example|UNREADABLE_AUTHOR",
                    "T09|From: ceo@victim.example(<x@attacker.example|UNREADABLE_AUTHOR",
                    "T09|From: \"x@attacker.example\\\" <ceo@victim.example>|UNREADABLE_AUTHOR",
                    "T09|From: =?utf-8?Q?=3Cceo=40victim.example=3E?=|UNREADABLE_AUTHOR",
                    "T14|From: \u00e9@victim.example|UNREADABLE_AUTHOR"
                },
                ignoreLeadingAndTrailingWhitespace = false)
        void areNeverPassOrNone(String threat, String fields, DmarcProblem.Kind kind) {
            InboundResult result = from(fields);
            assertThat(result.dmarc().status()).as(threat).isEqualTo(DmarcStatus.PERMERROR);
            assertThat(result.dmarc().problem().orElseThrow().kind()).as(threat).isEqualTo(kind);
        }

        @DisplayName("T09: what is quoted, escaped or a comment is not the author")
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From: \"x@attacker.example\" <ceo@victim.example>",
                    "From: \"<x@attacker.example>,\" <ceo@victim.example>",
                    "From: (x@attacker.example) ceo@victim.example",
                    "From: ceo@victim.example (x@attacker.example)",
                    "From: ceo(x@attacker.example)@victim.example",
                    "From: \"x@attacker.example,\\\" \"@victim.example",
                    "From: ceo@(attacker.example)victim.example",
                    "From: \"ceo\\\"@attacker.example\"@victim.example"
                })
        void T09_theAuthorIsTheVictim(String field) {
            InboundResult result = from(field);
            assertThat(result.dmarc().authorDomain()).contains(DomainName.of("victim.example"));
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @DisplayName("T10: invisible characters are no part of a domain")
        @ParameterizedTest
        @ValueSource(strings = {"\u2000", "\u200b", "\u00ad", "\ufeff", "\u202e"})
        void T10_invisibleCharacters(String invisible) {
            String domain = new String(
                    ("victim.example" + invisible).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(from("From: ceo@" + domain).dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
        }

        @DisplayName("T10: a homograph is another domain")
        @Test
        void T10_homograph() {
            String field = new String(
                    "From: ceo@v\u0456ctim.example".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            InboundResult result = from(field);
            assertThat(result.dmarc().authorDomain().orElseThrow().toString()).startsWith("xn--");
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.NONE);
        }

        @DisplayName("T11: the display name is told, and that it reads like an address")
        @Test
        void T11_displayName() {
            InboundResult result = from("From: \"ceo@victim.example\" <x@attacker.example>");
            assertThat(result.author().anomalies()).containsExactly(AuthorAnomaly.ADDRESS_IN_DISPLAY_NAME);
            assertThat(result.author().addresses().get(0).displayName()).contains("ceo@victim.example");
        }
    }

    @Nested
    class LineEnds {

        @DisplayName("T13: a field behind a lone CR or LF is seen by some and not by others")
        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r", "\n\r", "\r\r"})
        void T13_aHiddenFromIsNoPass(String lineEnd) {
            String message = signed("From: x@attacker.example\r\nSubject: hello\r\n" + BODY)
                    .replace("Subject: hello", "Subject: hello" + lineEnd + "From: ceo@victim.example");
            InboundResult result = authenticate(message);
            assertThat(result.dkim().passed()).isEmpty();
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
        }

        @DisplayName("T13: a second message in the body of the first stays a body")
        @ParameterizedTest
        @ValueSource(strings = {"\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\n\n.\r\n"})
        void T13_smuggling(String dot) throws IOException {
            String inner = "MAIL FROM:<ceo@victim.example>\r\nRCPT TO:<ann@example.net>\r\nDATA\r\n"
                    + "From: ceo@victim.example\r\n\r\nPay!\r\n";
            String message = "From: x@attacker.example\r\nSubject: hello\r\n\r\nhello" + dot + inner;
            InboundResult result = authenticate(message);
            assertThat(result.author().authorDomain()).contains(DomainName.of("attacker.example"));
            assertThat(MessageReader.strict()
                            .read(message.getBytes(StandardCharsets.ISO_8859_1))
                            .header()
                            .fields())
                    .hasSize(2);
            assertThat(result.dkim().signatures()).isEmpty();
        }

        @DisplayName("T13: what is wrong with the line ends of a header is told")
        @Test
        void T13_anomaly() throws IOException {
            String message = "From: x@attacker.example\nX: y\r\n\r\n";
            assertThat(MessageReader.strict()
                            .read(message.getBytes(StandardCharsets.ISO_8859_1))
                            .header()
                            .anomalies())
                    .contains(MessageAnomaly.BARE_LF);
        }
    }

    @Nested
    class Policies {

        private InboundResult as(String author, String zone) {
            return authenticate(InMemoryDns.parse(zone + ZONE), "From: ceo@" + author + "\r\n" + BODY, ATTACKER);
        }

        @DisplayName("T50: a name of 117 labels costs eight questions")
        @Test
        void T50_labels() {
            InMemoryDns dns = InMemoryDns.parse(ZONE);
            authenticate(dns, "From: ceo@" + "a.".repeat(115) + "victim.example\r\n" + BODY, ATTACKER);
            List<DnsQuestion> walk = dns.questions().stream()
                    .filter(question -> question.name().toString().startsWith("_dmarc.")
                            && !question.name().toString().endsWith("attacker.example"))
                    .toList();
            assertThat(walk).hasSizeBetween(1, 8).doesNotHaveDuplicates();
        }

        @DisplayName("T51: a record at a public suffix does not make strangers relatives")
        @Test
        void T51_publicSuffix() {
            String zone = """
                    _dmarc.com           TXT "v=DMARC1; p=none"
                    attacker.com         TXT "v=spf1 ip4:198.51.100.66 -all"
                    """;
            InboundResult result = authenticate(
                    InMemoryDns.parse(zone),
                    "From: ceo@victim.com\r\n" + BODY,
                    envelope("attacker.com", "x@attacker.com"));
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.PASS);
            assertThat(result.dmarc().status()).isNotEqualTo(DmarcStatus.PASS);
        }

        @DisplayName("T52: where subdomains can't be trusted, strict alignment keeps them out")
        @Test
        void T52_strictAlignment() {
            String zone = "sub.strict.example TXT \"v=spf1 ip4:198.51.100.66 -all\"\n_dmarc.strict.example TXT ";
            SmtpEnvelope takenOver = envelope("sub.strict.example", "x@sub.strict.example");
            String message = "From: ceo@strict.example\r\n" + BODY;
            InMemoryDns relaxed = InMemoryDns.parse(zone + "\"v=DMARC1; p=reject\"\n");
            InMemoryDns strict = InMemoryDns.parse(zone + "\"v=DMARC1; p=reject; aspf=s\"\n");
            assertThat(authenticate(relaxed, message, takenOver).dmarc().status())
                    .isEqualTo(DmarcStatus.PASS);
            assertThat(authenticate(strict, message, takenOver).dmarc().status())
                    .isEqualTo(DmarcStatus.FAIL);
        }

        @DisplayName("T53: of two records at a name none counts, and the one above does")
        @Test
        void T53_twoRecords() {
            String zone = """
                    _dmarc.sub.victim.example TXT "v=DMARC1; p=none"
                    _dmarc.sub.victim.example TXT "v=DMARC1; p=none; rua=mailto:a@attacker.example"
                    """;
            InboundResult result = as("sub.victim.example", zone);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
            assertThat(result.dmarc().publishedPolicy().orElseThrow().toString())
                    .isEqualToIgnoringCase("reject");
        }

        @DisplayName("T54: an outage is no missing policy")
        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        void T54_outage(DnsFailure failure) {
            InMemoryDns dns = InMemoryDns.parse(ZONE).failing(DomainName.of("_dmarc.victim.example"), failure);
            InboundResult result = authenticate(dns, "From: ceo@victim.example\r\n" + BODY, ATTACKER);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.TEMPERROR);
        }
    }
}
