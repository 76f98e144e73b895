package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dkim.DkimKeyCheck.Status;
import io.mailseal.dkim.DkimKeyFinding.Code;
import io.mailseal.testkit.InMemoryDns;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DkimKeyCheckTest {

    private static final DomainName SELECTOR = DomainName.of("s1");
    private static final DomainName DOMAIN = DomainName.of("a.example");
    private static final DomainName NAME = DomainName.of("s1._domainkey.a.example");
    private static final KeyPair PAIR = TestSigner.rsa(2048);
    private static final DkimPrivateKey RSA = DkimPrivateKey.of(PAIR.getPrivate());
    private static final DkimPrivateKey ED25519 = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);

    private static InMemoryDns zone(String... texts) {
        StringBuilder zone = new StringBuilder("a.example SOA ns hostmaster 1 2h 30m 2w 300\n");
        for (String text : texts) {
            zone.append("s1._domainkey.a.example 600 TXT \"").append(text).append("\"\n");
        }
        return InMemoryDns.parse(zone.toString());
    }

    private static DkimKeyChecker checker(InMemoryDns dns) {
        return DkimKeyChecker.builder().resolver(dns).build();
    }

    private static DkimKeyCheck check(InMemoryDns dns, DkimPrivateKey key) {
        return checker(dns).check(SELECTOR, DOMAIN, key);
    }

    private static void assertStatus(DkimKeyCheck check, Status status) {
        assertThat(check.status()).as(check.explanation()).isEqualTo(status);
        assertThat(check.isReady()).as(check.explanation()).isFalse();
        assertThat(check.name()).isEqualTo(NAME);
        assertThat(check.explanation()).matches("At s1\\._domainkey\\.a\\.example [ -~]+\\.");
    }

    @ParameterizedTest
    @DisplayName("the explanation says nothing twice")
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p=                | the key is revoked.",
                "v=DKIM1; p=x               | the record holds no key that can be read (p=: not base64).",
                "v=DKIM1; k=rsa             | the record holds no key that can be read (p=: the tag is missing).",
                "v=DKIM1; p=AAAA            | the record holds no key that can be read (p=).",
                "p=; v=DKIM1                | the record holds no key that can be read (v=).",
                "v=spf1 -all                | the records are for something else.",
            })
    void explanations(String record, String explanation) {
        assertThat(check(zone(record), RSA).explanation()).isEqualTo("At " + NAME + " " + explanation);
    }

    @Test
    void explanationsWithoutARecord() {
        assertThat(check(zone(), RSA).explanation()).isEqualTo("At " + NAME + " the name does not exist.");
        assertThat(check(zone("v=DKIM1; p=", "v=DKIM1; p=AAAA"), RSA).explanation())
                .isEqualTo("At " + NAME + " there is more than one record.");
        InMemoryDns failing = InMemoryDns.parse("$FAULT s1._domainkey.a.example SERVFAIL");
        assertThat(check(failing, RSA).explanation())
                .startsWith("At " + NAME + " the lookup failed (")
                .doesNotContain("looked up");
    }

    @Nested
    class There_is_one_record {

        @ParameterizedTest
        @EnumSource(DkimAlgorithm.class)
        @DisplayName("DKS_20 the published key is that of the private key")
        void matches(DkimAlgorithm algorithm) {
            DkimPrivateKey key = algorithm == DkimAlgorithm.RSA_SHA256 ? RSA : ED25519;
            DkimKeyCheck check = check(InMemoryDns.parse(key.keyRecord().zoneLine(SELECTOR, DOMAIN)), key);
            assertThat(check.status()).isEqualTo(Status.MATCHES);
            assertThat(check.isReady()).isTrue();
            assertThat(check.record()).contains(key.keyRecord());
            assertThat(check.problem()).isEmpty();
            assertThat(check.explanation()).isEqualTo("At s1._domainkey.a.example the record holds the public key.");
        }

        @Test
        void timeToLiveAndSecurity() {
            InMemoryDns dns = zone(RSA.keyRecord().format()).withSecurity(NAME, DnsSecurity.SECURE);
            DkimKeyCheck check = check(dns, RSA);
            assertThat(check.ttl()).isEqualTo(Duration.ofSeconds(600));
            assertThat(check.security()).isEqualTo(DnsSecurity.SECURE);
        }

        @Test
        void another() {
            assertStatus(check(zone(RSA.keyRecord().format()), ED25519), Status.OTHER_KEY);
            assertStatus(check(zone(TestSigner.rsa().record()), RSA), Status.OTHER_KEY);
            assertStatus(check(zone("k=x25519; p=QUFB"), RSA), Status.OTHER_KEY);
        }

        @Test
        void whoeversItIs() {
            DkimKeyCheck check = checker(zone(RSA.keyRecord().format())).check(SELECTOR, DOMAIN);
            assertStatus(check, Status.PUBLISHED);
            assertThat(checker(zone()).check(SELECTOR, DOMAIN).status()).isEqualTo(Status.NO_NAME);
        }

        @Test
        @DisplayName("an RSA key without its frame is the same key, but has a finding")
        void bareRsaKey() {
            RSAPublicKey key = (RSAPublicKey) PAIR.getPublic();
            byte[] bare = new DerOutput()
                    .add(
                            DerInput.SEQUENCE,
                            new DerOutput().add(key.getModulus()).add(key.getPublicExponent()))
                    .toByteArray();
            DkimKeyCheck check = check(zone("v=DKIM1; p=" + Base64.getEncoder().encodeToString(bare)), RSA);
            assertThat(check.status()).isEqualTo(Status.MATCHES);
            assertThat(check.findings()).extracting(DkimKeyFinding::code).contains(Code.BARE_RSA_KEY);
        }

        @Test
        void revoked() {
            DkimKeyCheck check = check(zone("v=DKIM1; p="), RSA);
            assertStatus(check, Status.REVOKED);
            assertThat(check.problem()).map(DkimProblem::kind).contains(DkimProblem.Kind.KEY_REVOKED);
        }

        @Test
        void malformed() {
            assertStatus(check(zone("v=DKIM1; k=rsa"), RSA), Status.MALFORMED);
            assertStatus(check(zone("v=DKIM1; p=***"), RSA), Status.MALFORMED);
            assertStatus(check(zone("v=DKIM1; p=QUFB"), RSA), Status.MALFORMED);
            assertStatus(check(zone("p=; p="), RSA), Status.MALFORMED);
            assertStatus(check(zone("p=; v=DKIM1"), RSA), Status.MALFORMED);
            assertStatus(check(zone("nonsense"), RSA), Status.MALFORMED);
        }

        @Test
        @DisplayName("the right key under restrictions that make it useless")
        void notReady() {
            String p = Base64.getEncoder().encodeToString(RSA.publicKey().toByteArray());
            assertStatus(check(zone("v=DKIM1; h=sha1; p=" + p), RSA), Status.MATCHES);
            assertStatus(check(zone("v=DKIM1; s=tlsrpt; p=" + p), RSA), Status.MATCHES);
            assertThat(check(zone("v=DKIM1; t=y; p=" + p), RSA).isReady()).isTrue();
        }

        @Test
        void escapedSemicolons() {
            DkimKeyCheck check = check(zone("v=DKIM1\\\\; k=rsa\\\\; p="), RSA);
            assertStatus(check, Status.FOREIGN);
            assertThat(check.findings()).extracting(DkimKeyFinding::code).contains(Code.ESCAPED_SEMICOLON);
        }
    }

    @Nested
    class Section_3_6_2_2 {

        @Test
        @DisplayName("several records are undefined, even where a verifier would find the right one")
        void several() {
            assertStatus(check(zone(RSA.keyRecord().format(), TestSigner.rsa().record()), RSA), Status.MULTIPLE);
            assertStatus(check(zone(RSA.keyRecord().format(), "p=***"), RSA), Status.MULTIPLE);
        }

        @Test
        void somethingElseBeside() {
            DkimKeyCheck check = check(zone("v=spf1 -all", RSA.keyRecord().format()), RSA);
            assertThat(check.status()).isEqualTo(Status.MATCHES);
            assertThat(check.findings()).extracting(DkimKeyFinding::code).contains(Code.OTHER_RECORDS);
        }

        @Test
        void onlySomethingElse() {
            assertStatus(check(zone("v=spf1 -all"), RSA), Status.FOREIGN);
            assertStatus(check(zone("v=spf1 -all", "v=DMARC1"), RSA), Status.FOREIGN);
        }
    }

    @Nested
    class There_is_no_record {

        @Test
        void noName() {
            assertStatus(check(zone(), RSA), Status.NO_NAME);
        }

        @Test
        void noTextRecord() {
            assertStatus(check(InMemoryDns.parse("s1._domainkey.a.example A 192.0.2.1\n"), RSA), Status.NO_RECORD);
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        @DisplayName("a failure is not absence")
        void failure(DnsFailure failure) {
            DkimKeyCheck check = check(zone(RSA.keyRecord().format()).failing(NAME, failure), RSA);
            assertStatus(check, Status.UNAVAILABLE);
            assertThat(check.problem().orElseThrow().dnsFailure()).contains(failure);
        }
    }

    @Nested
    class Ways_to_ask {

        @Test
        void withoutBlocking() {
            InMemoryDns dns = zone(ED25519.keyRecord().format());
            assertThat(checker(dns).checkAsync(SELECTOR, DOMAIN, ED25519).join())
                    .isEqualTo(check(dns, ED25519));
            assertThat(checker(dns).checkAsync(SELECTOR, DOMAIN).join().status())
                    .isEqualTo(Status.PUBLISHED);
        }

        @Test
        void cancelling() {
            InMemoryDns dns = zone().delaying(NAME, Duration.ofDays(1));
            CompletableFuture<DkimKeyCheck> future = checker(dns).checkAsync(SELECTOR, DOMAIN, RSA);
            future.cancel(true);
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        void rulesAreAValue() {
            DkimKeyChecker checker = checker(zone());
            assertThat(checker.evaluation(SELECTOR, DOMAIN, RSA))
                    .isEqualTo(checker.evaluation(SELECTOR, DOMAIN, RSA.algorithm(), RSA.publicKey()))
                    .isNotEqualTo(checker.evaluation(SELECTOR, DOMAIN));
        }

        @Test
        void misuse() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DkimKeyChecker.builder().build());
            DomainName longName = DomainName.of("a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> checker(zone()).check(longName, longName));
        }
    }
}
