package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a policy means for a delivery (§4, §5, §6). */
class MtaStsDeliveryTest {

    static final DomainName OTHER = DomainName.of("mail.evil.example");
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static final Map<TlsOutcome, TlsFailureType> FAILURES = Map.of(
            TlsOutcome.notOffered(),
            TlsFailureType.STARTTLS_NOT_SUPPORTED,
            TlsOutcome.failed("no cipher"),
            TlsFailureType.VALIDATION_FAILURE,
            new TlsOutcome(TlsOutcome.Kind.HOST_MISMATCH, "other"),
            TlsFailureType.CERTIFICATE_HOST_MISMATCH,
            new TlsOutcome(TlsOutcome.Kind.EXPIRED, "old"),
            TlsFailureType.CERTIFICATE_EXPIRED,
            new TlsOutcome(TlsOutcome.Kind.NOT_TRUSTED, "who"),
            TlsFailureType.CERTIFICATE_NOT_TRUSTED);

    static PolicyDiscovery discovery(MtaStsMode mode) {
        return discovery(mode, "1");
    }

    static PolicyDiscovery discovery(MtaStsMode mode, String id) {
        return PolicyDiscovery.fetched(
                World.DOMAIN, new PolicyEntry.CachedPolicy(id, World.policy(mode, Duration.ofDays(7)), NOW));
    }

    static PolicyDiscovery none(MtaStsProblem.Kind kind) {
        return PolicyDiscovery.none(World.DOMAIN, new MtaStsProblem(kind, "Because."), false);
    }

    static MtaStsDelivery delivery(MtaStsMode mode) {
        return MtaStsDelivery.of(discovery(mode));
    }

    @Nested
    class Section_5_modes {

        @Test
        @DisplayName("STS_15 enforce: a host that is not in the policy is skipped, before it is connected to")
        void enforceMismatch() {
            MxDecision decision = delivery(MtaStsMode.ENFORCE).candidate(OTHER);
            assertThat(decision.action()).isEqualTo(DeliveryAction.SKIP_MX);
            assertThat(decision.failures())
                    .containsExactly(new TlsFailure(TlsFailureType.VALIDATION_FAILURE, "mx-not-in-sts-policy"));
            // A good certificate does not help.
            assertThat(delivery(MtaStsMode.ENFORCE).candidate(OTHER, TlsOutcome.authenticated()))
                    .isEqualTo(decision);
        }

        @Test
        @DisplayName(
                "STS_15 STS_18 enforce: no STARTTLS, no TLS, a bad certificate: skipped, and each told by its name")
        void enforceTls() {
            FAILURES.forEach((outcome, type) -> {
                MxDecision decision = delivery(MtaStsMode.ENFORCE).candidate(World.MX, outcome);
                assertThat(decision.action()).isEqualTo(DeliveryAction.SKIP_MX);
                assertThat(decision.failures()).containsExactly(new TlsFailure(type, outcome.reason()));
                assertThat(decision.action().delivers()).isFalse();
            });
        }

        @Test
        @DisplayName("STS_15 STS_18 testing: delivered all the same, and reported")
        void testing() {
            FAILURES.forEach((outcome, type) -> {
                MxDecision decision = delivery(MtaStsMode.TESTING).candidate(World.MX, outcome);
                assertThat(decision.action()).isEqualTo(DeliveryAction.ALLOW_AND_REPORT);
                assertThat(decision.failures()).containsExactly(new TlsFailure(type, outcome.reason()));
                assertThat(decision.action().delivers()).isTrue();
            });
            assertThat(delivery(MtaStsMode.TESTING).candidate(OTHER).action())
                    .isEqualTo(DeliveryAction.ALLOW_AND_REPORT);
            assertThat(delivery(MtaStsMode.TESTING)
                            .candidate(OTHER, TlsOutcome.authenticated())
                            .action())
                    .isEqualTo(DeliveryAction.ALLOW_AND_REPORT);
        }

        @Test
        @DisplayName("STS_15 none: as if there were no policy, and nothing is reported")
        void noneAndAbsent() {
            for (PolicyDiscovery discovery :
                    List.of(discovery(MtaStsMode.NONE), none(MtaStsProblem.Kind.NO_SUCH_NAME))) {
                MtaStsDelivery delivery = MtaStsDelivery.of(discovery);
                for (TlsOutcome outcome : FAILURES.keySet()) {
                    assertThat(delivery.candidate(OTHER, outcome).action()).isEqualTo(DeliveryAction.ALLOW);
                    assertThat(delivery.candidate(OTHER, outcome).failures()).isEmpty();
                }
                assertThat(delivery.failures()).isEmpty();
            }
        }

        @Test
        @DisplayName("STS_15 a host of the policy with a good certificate is delivered to in every mode")
        void allInOrder() {
            for (MtaStsMode mode : MtaStsMode.values()) {
                assertThat(delivery(mode).candidate(World.MX).action()).isEqualTo(DeliveryAction.ALLOW);
                MxDecision decision = delivery(mode).candidate(World.MX, TlsOutcome.authenticated());
                assertThat(decision.action()).isEqualTo(DeliveryAction.ALLOW);
                assertThat(decision.failures()).isEmpty();
            }
        }
    }

    @Nested
    class Section_5_before_giving_up {

        @Test
        @DisplayName("STS_16 T74 no host left is temporary")
        void temporary() {
            for (MtaStsMode mode : MtaStsMode.values()) {
                assertThat(delivery(mode).whenNoneIsLeft()).isEqualTo(DeliveryAction.DEFER);
            }
        }

        @Test
        @DisplayName("STS_16 T74 a message is given up only after the domain was asked again, and says the same")
        void askAgain() {
            MtaStsDelivery delivery = delivery(MtaStsMode.ENFORCE);
            assertThat(delivery.mayFailPermanently(discovery(MtaStsMode.ENFORCE)))
                    .isTrue();
            assertThat(delivery.mayFailPermanently(discovery(MtaStsMode.ENFORCE, "2")))
                    .isTrue();
            assertThat(delivery.mayFailPermanently(discovery(MtaStsMode.TESTING, "2")))
                    .isFalse();
            assertThat(delivery.mayFailPermanently(none(MtaStsProblem.Kind.NO_SUCH_NAME)))
                    .isFalse();
            PolicyEntry.CachedPolicy kept =
                    discovery(MtaStsMode.ENFORCE).policy().orElseThrow();
            MtaStsProblem dns = new MtaStsProblem(MtaStsProblem.Kind.DNS_UNAVAILABLE, "DNS.");
            assertThat(delivery.mayFailPermanently(PolicyDiscovery.cached(World.DOMAIN, kept, dns)))
                    .isFalse();
            MtaStsProblem gone = new MtaStsProblem(MtaStsProblem.Kind.NO_SUCH_NAME, "Gone.");
            assertThat(delivery.mayFailPermanently(PolicyDiscovery.cached(World.DOMAIN, kept, gone)))
                    .isTrue();
            assertThat(delivery.mayFailPermanently(PolicyDiscovery.unknown(World.DOMAIN, gone)))
                    .isFalse();
        }

        @Test
        @DisplayName("STS_16 a new policy that could not be fetched may be the one that helps")
        void newPolicyNotFetched() {
            MtaStsDelivery delivery = delivery(MtaStsMode.ENFORCE);
            PolicyEntry.CachedPolicy kept =
                    discovery(MtaStsMode.ENFORCE).policy().orElseThrow();
            for (MtaStsProblem.Kind kind : List.of(MtaStsProblem.Kind.PAUSED, MtaStsProblem.Kind.TIMEOUT)) {
                MtaStsProblem problem = new MtaStsProblem(kind, "Not fetched.");
                assertThat(delivery.mayFailPermanently(PolicyDiscovery.cached(World.DOMAIN, kept, problem)))
                        .isFalse();
            }
        }

        @Test
        @DisplayName("STS_16 T74 in the whole: the owner replaces the policy, the next try succeeds")
        void replaced() {
            World world = new World();
            MtaStsCache cache = world.cache().build();
            world.publish("1", World.policy(MtaStsMode.ENFORCE, MtaStsPolicy.MAX_AGE));
            MtaStsDelivery delivery = MtaStsDelivery.of(cache.discover(World.DOMAIN));
            assertThat(delivery.candidate(OTHER).action()).isEqualTo(DeliveryAction.SKIP_MX);
            assertThat(delivery.mayFailPermanently(cache.discover(World.DOMAIN)))
                    .isTrue();
            world.publish(
                    "2",
                    MtaStsPolicy.builder()
                            .mode(MtaStsMode.ENFORCE)
                            .mx("*.evil.example")
                            .maxAge(Duration.ofDays(7))
                            .build());
            PolicyDiscovery later = cache.discover(World.DOMAIN);
            assertThat(delivery.mayFailPermanently(later)).isFalse();
            assertThat(MtaStsDelivery.of(later).candidate(OTHER).action()).isEqualTo(DeliveryAction.ALLOW);
        }
    }

    @Nested
    class Section_2_dane {

        @Test
        @DisplayName("STS_17 what DANE refuses stays refused in every mode, whatever MTA-STS says")
        void refused() {
            for (MtaStsMode mode : MtaStsMode.values()) {
                for (DaneOutcome dane : List.of(DaneOutcome.FAILED, DaneOutcome.UNKNOWN)) {
                    assertThat(delivery(mode)
                                    .candidate(World.MX, TlsOutcome.authenticated(), dane)
                                    .action())
                            .isEqualTo(DeliveryAction.SKIP_MX);
                }
            }
        }

        @Test
        @DisplayName("STS_17 PIT_67 what DANE has authenticated needs no web PKI")
        void authenticated() {
            MxDecision decision = delivery(MtaStsMode.ENFORCE)
                    .candidate(
                            World.MX,
                            new TlsOutcome(TlsOutcome.Kind.NOT_TRUSTED, "self-signed"),
                            DaneOutcome.AUTHENTICATED);
            assertThat(decision.action()).isEqualTo(DeliveryAction.ALLOW);
        }
    }

    @Nested
    class Section_6_reports {

        @Test
        @DisplayName("STS_18 every kind of problem has the name of a TLS report, or is no failure of the domain's")
        void vocabulary() {
            for (MtaStsProblem.Kind kind : MtaStsProblem.Kind.values()) {
                if (kind.step() == MtaStsProblem.Step.FETCH || kind.step() == MtaStsProblem.Step.POLICY) {
                    assertThat(kind.failureType()).as(kind.name()).isPresent();
                }
            }
            assertThat(MtaStsProblem.Kind.CERTIFICATE_INVALID.failureType())
                    .contains(TlsFailureType.STS_WEBPKI_INVALID);
            assertThat(MtaStsProblem.Kind.INVALID_POLICY.failureType()).contains(TlsFailureType.STS_POLICY_INVALID);
            assertThat(MtaStsProblem.Kind.TIMEOUT.failureType()).contains(TlsFailureType.STS_POLICY_FETCH_ERROR);
            assertThat(TlsFailureType.values())
                    .extracting(TlsFailureType::word)
                    .containsExactly(
                            "starttls-not-supported",
                            "certificate-host-mismatch",
                            "certificate-expired",
                            "certificate-not-trusted",
                            "validation-failure",
                            "tlsa-invalid",
                            "dnssec-invalid",
                            "dane-required",
                            "sts-policy-fetch-error",
                            "sts-policy-invalid",
                            "sts-webpki-invalid");
        }

        @Test
        @DisplayName("STS_18 a failure while a policy is in force is reported, unless its mode is none")
        void whileInForce() {
            for (MtaStsProblem.Kind kind : MtaStsProblem.Kind.values()) {
                MtaStsProblem problem = new MtaStsProblem(kind, "It failed.");
                for (MtaStsMode mode : MtaStsMode.values()) {
                    PolicyEntry.CachedPolicy kept = discovery(mode).policy().orElseThrow();
                    List<TlsFailure> failures =
                            PolicyDiscovery.cached(World.DOMAIN, kept, problem).failures();
                    boolean reported = mode != MtaStsMode.NONE
                            && kind.step() != MtaStsProblem.Step.DOMAIN
                            && kind.step() != MtaStsProblem.Step.STORE;
                    assertThat(failures).as(kind + " " + mode).hasSize(reported ? 1 : 0);
                }
            }
        }
    }

    @Test
    @DisplayName("What a server says never leaves as it is")
    void reasons() {
        String reason = TlsOutcome.failed("a\r\nb\u00e4" + "x".repeat(500)).reason();
        assertThat(reason).startsWith("a??b?xxx").hasSize(200);
    }
}
