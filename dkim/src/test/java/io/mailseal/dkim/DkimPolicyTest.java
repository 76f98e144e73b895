package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.testkit.InMemoryDns;
import java.lang.reflect.Method;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DkimPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String FIELDS = "From: ann@a.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello\r\n";
    private static final TestSigner SIGNER = TestSigner.rsa();

    private static DkimSignatureResult verify(DkimPolicy policy, TestSigner signer, String record) {
        return verify(policy, InMemoryDns.parse(signer.zone(record)), signer);
    }

    private static DkimSignatureResult verify(DkimPolicy policy, InMemoryDns dns, TestSigner signer) {
        return DkimVerifier.builder()
                .resolver(dns)
                .clock(() -> NOW)
                .policy(policy)
                .publicSuffixes(DomainName.of("co.uk")::equals)
                .build()
                .verify(Octets.of(signer.sign(FIELDS, BODY)))
                .signatures()
                .get(0);
    }

    private static void assertRefused(DkimSignatureResult result, Kind kind) {
        assertThat(result.problem().map(DkimProblem::kind))
                .as(result.toString())
                .hasValue(kind);
        assertThat(result.status()).isEqualTo(DkimStatus.POLICY);
    }

    private static void assertPasses(DkimSignatureResult result) {
        assertThat(result.status()).as(result.toString()).isEqualTo(DkimStatus.PASS);
    }

    @Nested
    class Public_suffixes {

        private final TestSigner suffix = SIGNER.tag("d", "co.uk");

        @Test
        @DisplayName("DKV_13 T33 PITFALL_43 a public suffix signs for nobody, and its key is not even asked for")
        void refused() {
            InMemoryDns dns = InMemoryDns.parse(suffix.zone());
            assertRefused(verify(DkimPolicy.strict(), dns, suffix), Kind.PUBLIC_SUFFIX_DOMAIN);
            assertThat(dns.questions()).isEmpty();
            assertPasses(verify(DkimPolicy.strict().allowPublicSuffixDomains(), dns, suffix));
        }

        @Test
        @DisplayName("DKV_13 T33 a domain below one does, and a top-level domain is no signing domain at all")
        void above() {
            TestSigner below = SIGNER.tag("d", "a.co.uk");
            assertPasses(verify(DkimPolicy.strict(), below, below.record()));
            TestSigner top = SIGNER.tag("d", "uk");
            assertThat(verify(DkimPolicy.strict(), top, top.record())
                            .problem()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(Kind.INVALID_DOMAIN);
        }
    }

    @Nested
    class Keys {

        @Test
        @DisplayName("DKV_09 T23 PITFALL_26 longer keys than the RFC wants may be demanded, shorter ones may not")
        void rsaBits() {
            DkimPolicy longer = DkimPolicy.strict().requireRsaBits(2048);
            assertPasses(verify(longer, SIGNER, SIGNER.record()));
            TestSigner ed25519 = TestSigner.ed25519();
            assertPasses(verify(longer, ed25519, ed25519.record()));
            TestSigner weak = TestSigner.rsa(TestSigner.rsa(2047));
            DkimSignatureResult refused = verify(longer, weak, weak.record());
            assertRefused(refused, Kind.KEY_TOO_SHORT);
            assertThat(refused.keyBits()).hasValue(2047);
            assertThat(DkimPolicy.strict().requireRsaBits(1024).rsaBits()).isEqualTo(1024);
            assertThat(DkimPolicy.strict().requireRsaBits(4096).rsaBits()).isEqualTo(4096);
            for (int bits : new int[] {-1, 0, 512, 1023, 4097}) {
                assertThatThrownBy(() -> DkimPolicy.strict().requireRsaBits(bits))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        @DisplayName("DKV_29 a testing key passes, unless the policy refuses it")
        void testing() {
            String record = "t=y; " + SIGNER.record().substring("v=DKIM1; ".length());
            assertPasses(verify(DkimPolicy.strict(), SIGNER, record));
            DkimSignatureResult refused = verify(DkimPolicy.strict().refuseTestingKeys(), SIGNER, record);
            assertRefused(refused, Kind.TESTING_KEY);
            assertThat(refused.isTesting()).isTrue();
            assertPasses(verify(DkimPolicy.strict().refuseTestingKeys(), SIGNER, SIGNER.record()));
        }
    }

    @Nested
    class Rules {

        @Test
        @DisplayName("DKV_34 a rule makes a good signature not count, with its reason")
        void objects() {
            DkimPolicy policy = DkimPolicy.strict()
                    .withRule(signature -> Optional.empty())
                    .withRule(signature -> Optional.of(signature.verified().domain() + " is on a list\r\n\u00e9"))
                    .withRule(signature -> {
                        throw new AssertionError("asked after an objection");
                    });
            DkimSignatureResult result = verify(policy, SIGNER, SIGNER.record());
            assertRefused(result, Kind.NOT_ACCEPTED);
            assertThat(result.explanation())
                    .isEqualTo("The signature of a.example does not count: the receiver does not accept the signature:"
                            + " a.example is on a list\\x0d\\x0a\\xc3\\xa9.");
        }

        @Test
        @DisplayName("a rule sees all that is known, and is asked once")
        void facts() {
            List<DkimSignatureResult.Passed> asked = new ArrayList<>();
            DkimPolicy policy = DkimPolicy.strict().withRule(signature -> {
                asked.add(signature);
                return Optional.empty();
            });
            DkimSignatureResult result = verify(policy, SIGNER, SIGNER.record());
            assertPasses(result);
            assertThat(asked).containsExactly((DkimSignatureResult.Passed) result);
            assertThat(asked.get(0).keyBits()).hasValue(2048);
            assertThat(asked.get(0).findings()).isNotEmpty();
        }

        @Test
        @DisplayName("a rule is not asked about what does not pass, so it can't make it pass")
        void neverPromotes() {
            DkimPolicy policy = DkimPolicy.strict().withRule(signature -> {
                throw new AssertionError("asked about " + signature);
            });
            TestSigner partial = SIGNER.tag("l", "3");
            assertRefused(verify(policy, partial, partial.record()), Kind.PARTIAL_BODY);
            assertRefused(
                    verify(policy.requireSigned("Subject", "From").requireRsaBits(4096), SIGNER, SIGNER.record()),
                    Kind.KEY_TOO_SHORT);
            TestSigner sha1 = TestSigner.rsaSha1();
            assertRefused(verify(policy, sha1, sha1.record()), Kind.OBSOLETE_ALGORITHM);
        }

        @Test
        void mayNotBeNull() {
            assertThatThrownBy(() -> DkimPolicy.strict().withRule(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    @DisplayName("DKV_06 DKV_09 T27 whatever is allowed, rsa-sha1 and short keys never pass")
    void allRelaxations() throws ReflectiveOperationException {
        DkimPolicy all = DkimPolicy.strict();
        int count = 0;
        for (Method method : DkimPolicy.class.getMethods()) {
            if (method.getName().startsWith("allow")) {
                all = (DkimPolicy) method.invoke(all);
                count++;
            }
        }
        assertThat(count).isEqualTo(6);
        KeyPair weak = TestSigner.rsa(1023);
        for (TestSigner signer : List.of(TestSigner.rsaSha1(), TestSigner.rsa(weak))) {
            assertThat(verify(all, signer, signer.record()).status()).isEqualTo(DkimStatus.POLICY);
        }
    }

    @Test
    @DisplayName("DKV_37 problem to status, all of them")
    void statuses() {
        for (Kind kind : Kind.values()) {
            DkimStatus wanted = switch (kind) {
                case TAG_LIST_SYNTAX,
                        DUPLICATE_TAG,
                        INVALID_TAG,
                        INVALID_BASE64,
                        INVALID_NUMBER,
                        EXPIRY_NOT_AFTER_TIMESTAMP,
                        UNSUPPORTED_VERSION,
                        UNSUPPORTED_ALGORITHM,
                        UNSUPPORTED_CANONICALIZATION,
                        UNSUPPORTED_QUERY_METHOD -> DkimStatus.NEUTRAL;
                case OBSOLETE_ALGORITHM,
                        KEY_TOO_SHORT,
                        KEY_TOO_LONG,
                        PUBLIC_SUFFIX_DOMAIN,
                        EXPIRED,
                        FUTURE_TIMESTAMP,
                        PARTIAL_BODY,
                        SEVERAL_FROM_FIELDS,
                        UNSIGNED_REPEATED_FIELD,
                        REQUIRED_FIELD_NOT_SIGNED,
                        TESTING_KEY,
                        NOT_ACCEPTED -> DkimStatus.POLICY;
                case BODY_HASH_MISMATCH, BODY_TOO_SHORT, SIGNATURE_MISMATCH -> DkimStatus.FAIL;
                case DNS_UNAVAILABLE -> DkimStatus.TEMPERROR;
                default -> DkimStatus.PERMERROR;
            };
            assertThat(kind.status()).as(kind.name()).isEqualTo(wanted);
        }
        assertThat(Arrays.stream(Kind.values()).map(Kind::sentence)).doesNotHaveDuplicates();
    }

    @Test
    void equalIfTheyAllowAndDemandTheSame() {
        record Nothing() implements DkimSignatureRule {
            @Override
            public Optional<String> objection(DkimSignatureResult.Passed signature) {
                return Optional.empty();
            }
        }
        DkimPolicy one = DkimPolicy.strict()
                .requireSigned("to")
                .refuseTestingKeys()
                .requireRsaBits(2048)
                .withRule(new Nothing())
                .allowExpiredSignatures();
        DkimPolicy other = DkimPolicy.strict()
                .allowExpiredSignatures()
                .withRule(new Nothing())
                .requireRsaBits(2048)
                .refuseTestingKeys()
                .requireSigned("to");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.toString());
        assertThat(one)
                .hasToString("allowed [EXPIRED], required [to], RSA bits 2048, testing keys refused, further rules 1,"
                        + " clock skew PT5M");
        assertThat(DkimPolicy.strict().toString()).contains("RSA bits 1024, testing keys taken,");
        assertThat(List.of(
                        DkimPolicy.strict(),
                        DkimPolicy.strict().allowExpiredSignatures(),
                        DkimPolicy.strict().refuseTestingKeys(),
                        DkimPolicy.strict().requireRsaBits(2048),
                        DkimPolicy.strict().requireSigned("to"),
                        DkimPolicy.strict().withRule(new Nothing()),
                        DkimPolicy.strict().withClockSkew(Duration.ZERO)))
                .doesNotHaveDuplicates();
    }
}
