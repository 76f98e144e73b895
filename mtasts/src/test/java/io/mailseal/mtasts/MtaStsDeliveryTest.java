package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        @DisplayName("STS_16 §5 not before DNS was heard, whatever kept it from answering: a limit of ours, too")
        void dnsNotHeard(DnsFailure cause) {
            World world = new World();
            MtaStsCache cache = world.cache().build();
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofDays(7)));
            MtaStsDelivery delivery = MtaStsDelivery.of(cache.discover(World.DOMAIN));
            world.dnsFails(cause);
            assertThat(delivery.mayFailPermanently(cache.discover(World.DOMAIN)))
                    .isFalse();
        }

        @Test
        @DisplayName("STS_16 §5 only what an enforced policy has kept back waits for news of it")
        void nothingEnforced() {
            World world = new World();
            MtaStsCache cache = world.cache().build();
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            MtaStsDelivery deadPolicyHost = MtaStsDelivery.of(cache.discover(World.DOMAIN));
            world.clock.advance(Duration.ofDays(30));
            assertThat(deadPolicyHost.mayFailPermanently(cache.discover(World.DOMAIN)))
                    .isTrue();
            world.dnsFails(DnsFailure.SERVER_FAILURE);
            MtaStsDelivery deadDns = MtaStsDelivery.of(cache.discover(World.DOMAIN));
            assertThat(deadDns.mayFailPermanently(cache.discover(World.DOMAIN))).isTrue();
        }

        @Test
        @DisplayName(
                "STS_16 §5 the modes of then and of now: with enforce in either of them, another policy is to be tried")
        void modesOfThenAndNow() {
            for (MtaStsMode then : MtaStsMode.values()) {
                for (MtaStsMode now : MtaStsMode.values()) {
                    boolean enforced = then == MtaStsMode.ENFORCE || now == MtaStsMode.ENFORCE;
                    assertThat(delivery(then).mayFailPermanently(discovery(now, "2")))
                            .as(then + ", then " + now)
                            .isEqualTo(!enforced || then == now);
                }
            }
            assertThat(MtaStsDelivery.of(none(MtaStsProblem.Kind.TIMEOUT))
                            .mayFailPermanently(discovery(MtaStsMode.ENFORCE)))
                    .isFalse();
        }

        @Test
        @DisplayName("STS_16 what nobody knew, then or now, is no reason to give up")
        void unknown() {
            MtaStsProblem problem = new MtaStsProblem(MtaStsProblem.Kind.STORE_UNAVAILABLE, "The store is down.");
            PolicyDiscovery unknown = PolicyDiscovery.unknown(World.DOMAIN, problem);
            PolicyDiscovery none = none(MtaStsProblem.Kind.NO_SUCH_NAME);
            assertThat(MtaStsDelivery.of(none).mayFailPermanently(unknown)).isFalse();
            assertThat(MtaStsDelivery.of(unknown).mayFailPermanently(none)).isFalse();
            assertThat(MtaStsDelivery.of(unknown).mayFailPermanently(unknown)).isFalse();
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

        final PolicyDiscovery unreadable = PolicyDiscovery.unknown(
                World.DOMAIN, new MtaStsProblem(MtaStsProblem.Kind.STORE_UNAVAILABLE, "The store is down."));

        List<MtaStsDelivery> deliveries() {
            return List.of(
                    delivery(MtaStsMode.ENFORCE),
                    delivery(MtaStsMode.TESTING),
                    delivery(MtaStsMode.NONE),
                    MtaStsDelivery.of(none(MtaStsProblem.Kind.NO_SUCH_NAME)),
                    MtaStsDelivery.of(unreadable));
        }

        @Test
        @DisplayName(
                "STS_17 PIT_67 a host with TLSA records is for DANE, at every step, whatever the policy says of it")
        void presentAtEveryStep() {
            for (MtaStsDelivery delivery : deliveries()) {
                for (DomainName mx : List.of(World.MX, OTHER)) {
                    assertThat(delivery.candidate(mx, DaneRecords.PRESENT).action())
                            .isEqualTo(DeliveryAction.ALLOW);
                    assertThat(delivery.handshake(mx, CertificateTrust.system(), DaneRecords.PRESENT)
                                    .isRequired())
                            .isFalse();
                    TlsOutcome selfSigned = new TlsOutcome(TlsOutcome.Kind.NOT_TRUSTED, "self-signed");
                    assertThat(delivery.candidate(mx, selfSigned, DaneOutcome.AUTHENTICATED)
                                    .action())
                            .isEqualTo(DeliveryAction.ALLOW);
                    assertThat(delivery.candidate(mx, selfSigned, DaneOutcome.FAILED)
                                    .action())
                            .isEqualTo(DeliveryAction.SKIP_MX);
                }
            }
        }

        @Test
        @DisplayName("STS_17 PIT_67 T76 a host whose TLSA records are not known is skipped, at every step")
        void unknownAtEveryStep() {
            for (MtaStsDelivery delivery : deliveries()) {
                MxDecision before = delivery.candidate(World.MX, DaneRecords.UNKNOWN);
                assertThat(before.action()).isEqualTo(DeliveryAction.SKIP_MX);
                assertThat(before.failures()).containsExactly(new TlsFailure(TlsFailureType.DNSSEC_INVALID, ""));
                assertThat(delivery.candidate(World.MX, TlsOutcome.authenticated(), DaneOutcome.UNKNOWN))
                        .isEqualTo(before);
            }
            assertThat(delivery(MtaStsMode.ENFORCE)
                            .handshake(World.MX, CertificateTrust.system(), DaneRecords.UNKNOWN)
                            .isRequired())
                    .isTrue();
        }

        @Test
        @DisplayName("STS_17 where there are no TLSA records, each step says what it says without DANE")
        void absentAtEveryStep() {
            for (MtaStsDelivery delivery : deliveries()) {
                for (DomainName mx : List.of(World.MX, OTHER)) {
                    assertThat(delivery.candidate(mx, DaneRecords.ABSENT)).isEqualTo(delivery.candidate(mx));
                    CertificateTrust trust = CertificateTrust.system();
                    assertThat(delivery.handshake(mx, trust, DaneRecords.ABSENT).isRequired())
                            .isEqualTo(delivery.handshake(mx, trust).isRequired())
                            .isEqualTo(delivery.discovery().mode() == MtaStsMode.ENFORCE);
                    for (TlsOutcome tls : FAILURES.keySet()) {
                        assertThat(delivery.candidate(mx, tls, DaneOutcome.ABSENT))
                                .isEqualTo(delivery.candidate(mx, tls));
                    }
                }
            }
        }
    }

    @Nested
    class Section_6_reports {

        @Test
        @DisplayName("STS_18 every kind of problem has the name of a TLS report, or is no failure of the domain's")
        void vocabulary() {
            for (MtaStsProblem.Kind kind : MtaStsProblem.Kind.values()) {
                if (kind.isOurs()) {
                    assertThat(kind.failureType()).as(kind.name()).isEmpty();
                } else if (kind.step() == MtaStsProblem.Step.FETCH || kind.step() == MtaStsProblem.Step.POLICY) {
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
                    boolean reported =
                            mode != MtaStsMode.NONE && kind.step() != MtaStsProblem.Step.DOMAIN && !kind.isOurs();
                    assertThat(failures).as(kind + " " + mode).hasSize(reported ? 1 : 0);
                }
            }
        }
    }

    @Test
    @DisplayName(
            "STS_06 §3.2 an empty last line: no protection at first contact, which is told; otherwise the old policy stays")
    void emptyLastLine() {
        String file = World.policy(MtaStsMode.ENFORCE, Duration.ofDays(7)).format();
        World stranger = new World();
        stranger.announce("1");
        stranger.response = World.answer(200, file + "\r\n");
        PolicyDiscovery first = stranger.cache().build().discover(World.DOMAIN);
        assertThat(first.status()).isEqualTo(PolicyDiscovery.Status.NO_POLICY);
        assertThat(first.failures()).extracting(TlsFailure::type).containsExactly(TlsFailureType.STS_POLICY_INVALID);
        World known = new World();
        MtaStsCache cache = known.cache().build();
        known.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofDays(7)));
        cache.discover(World.DOMAIN);
        known.announce("2");
        known.response = World.answer(200, file + "\r\n");
        PolicyDiscovery later = cache.discover(World.DOMAIN);
        assertThat(later.mode()).isEqualTo(MtaStsMode.ENFORCE);
        assertThat(later.failures()).extracting(TlsFailure::type).containsExactly(TlsFailureType.STS_POLICY_INVALID);
    }

    @Test
    @DisplayName("What a server says never leaves as it is")
    void reasons() {
        String reason = TlsOutcome.failed("a\r\nb\u00e4" + "x".repeat(500)).reason();
        assertThat(reason).startsWith("a??b?xxx").hasSize(200);
    }
}
