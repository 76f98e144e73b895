package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Objects;

/**
 * What a policy means for the delivery of one message: each mail exchanger is asked about as it comes, by preference, as if
 * there were no policy; one that is not as the policy says counts as one that can't be reached. Immutable.
 *
 * <ol>
 *   <li>{@link #candidate(DomainName)} before connecting: may mail go to this host at all?
 *   <li>{@link #handshake} for TLS with it;
 *   <li>{@link #candidate(DomainName, TlsOutcome)} before the message is sent: may it, now?
 *   <li>{@link #whenNoneIsLeft} where no host could be used, and {@link #mayFailPermanently} before it is given up.
 * </ol>
 *
 * <p>Where nothing is enforced, a handshake that failed has cost the connection, and the message is delivered all the same:
 * over a new one, without TLS if the sender does so with hosts that have no policy.
 *
 * <p>A sender that implements DANE as well looks up the TLSA records of a host first, and says at each step what it knows:
 * {@link #candidate(DomainName, DaneRecords)}, {@link #handshake(DomainName, CertificateTrust, DaneRecords)},
 * {@link #candidate(DomainName, TlsOutcome, DaneOutcome)}. Where a host has such records, DANE decides alone at all three: its
 * certificate need not be one of the web PKI, nor its name one of the policy; but where DANE refuses, no policy can allow. The
 * methods without that parameter are for senders that know nothing of DANE.
 *
 * @rfc 8461 5
 * @rfc 8461 8.4
 */
public final class MtaStsDelivery {

    private final PolicyDiscovery discovery;

    private MtaStsDelivery(PolicyDiscovery discovery) {
        this.discovery = discovery;
    }

    /** Delivery under what was discovered. */
    public static MtaStsDelivery of(PolicyDiscovery discovery) {
        return new MtaStsDelivery(Objects.requireNonNull(discovery, "discovery"));
    }

    /** What was discovered. */
    public PolicyDiscovery discovery() {
        return discovery;
    }

    /**
     * What is to be reported of the policy itself, once for the message.
     *
     * @rfc 8461 6
     */
    public List<TlsFailure> failures() {
        return discovery.failures();
    }

    /**
     * Whether to connect to this host.
     *
     * @param mx as it is named in the MX record, or the domain where it has none
     * @rfc 8461 4.1
     */
    public MxDecision candidate(DomainName mx) {
        if (discovery.status() == PolicyDiscovery.Status.UNKNOWN) {
            return new MxDecision(DeliveryAction.DEFER, List.of(), discovery.explanation());
        }
        if (discovery.mode() == MtaStsMode.NONE) {
            return MxDecision.allowed("No policy is enforced for " + discovery.domain() + ".");
        }
        if (!discovery.policy().orElseThrow().policy().allows(mx)) {
            TlsFailure failure = new TlsFailure(TlsFailureType.VALIDATION_FAILURE, "mx-not-in-sts-policy");
            return refused(failure, mx + " is none of the hosts that the policy allows.");
        }
        return MxDecision.allowed(mx + " is one of the hosts that the policy allows.");
    }

    /**
     * The same for a sender that implements DANE. A host that has TLSA records is connected to, whatever the policy says of it.
     *
     * @rfc 8461 2
     * @rfc 7672 2.2
     */
    public MxDecision candidate(DomainName mx, DaneRecords dane) {
        return switch (dane) {
            case ABSENT -> candidate(mx);
            case PRESENT -> MxDecision.allowed(mx + " has TLSA records, so that DANE decides.");
            case UNKNOWN -> daneUnknown(mx);
        };
    }

    /**
     * Whether to send the message to this host, now that TLS is there or not.
     *
     * @rfc 8461 4.2
     */
    public MxDecision candidate(DomainName mx, TlsOutcome tls) {
        return candidate(mx, tls, DaneOutcome.ABSENT);
    }

    /**
     * The same, where DANE has its say. What DANE refuses stays refused, whatever the policy of MTA-STS allows; and where
     * DANE has authenticated the host, MTA-STS has nothing to add.
     *
     * @rfc 8461 2
     */
    public MxDecision candidate(DomainName mx, TlsOutcome tls, DaneOutcome dane) {
        return switch (dane) {
            case FAILED -> daneRefuses(TlsFailureType.TLSA_INVALID, mx + " is not as its TLSA records say.");
            case UNKNOWN -> daneUnknown(mx);
            case AUTHENTICATED -> MxDecision.allowed(mx + " is authenticated by DANE.");
            case ABSENT -> authenticated(candidate(mx), mx, tls);
        };
    }

    // RFC 7672 §2.2: as if the host could not be reached.
    private static MxDecision daneUnknown(DomainName mx) {
        return daneRefuses(TlsFailureType.DNSSEC_INVALID, "The TLSA records of " + mx + " are not known.");
    }

    private static MxDecision daneRefuses(TlsFailureType type, String explanation) {
        return new MxDecision(DeliveryAction.SKIP_MX, List.of(new TlsFailure(type, "")), explanation);
    }

    private MxDecision authenticated(MxDecision named, DomainName mx, TlsOutcome tls) {
        boolean decided = named.action() != DeliveryAction.ALLOW || discovery.mode() == MtaStsMode.NONE;
        if (decided) {
            return named;
        }
        if (tls.isAuthenticated()) {
            return MxDecision.allowed(mx + " is allowed by the policy, and its certificate is in order.");
        }
        String reason = tls.reason().isEmpty() ? "" : ": " + tls.reason();
        String what = tls.kind() == TlsOutcome.Kind.NOT_OFFERED
                ? " offers no TLS"
                : tls.kind() == TlsOutcome.Kind.FAILED ? " came to no TLS" : " has a certificate that is not in order";
        return refused(new TlsFailure(type(tls.kind()), tls.reason()), mx + what + reason + ".");
    }

    // RFC 8460 §4.3.1
    private static TlsFailureType type(TlsOutcome.Kind kind) {
        return switch (kind) {
            case NOT_OFFERED -> TlsFailureType.STARTTLS_NOT_SUPPORTED;
            case HOST_MISMATCH -> TlsFailureType.CERTIFICATE_HOST_MISMATCH;
            case EXPIRED -> TlsFailureType.CERTIFICATE_EXPIRED;
            case NOT_TRUSTED -> TlsFailureType.CERTIFICATE_NOT_TRUSTED;
            case FAILED, AUTHENTICATED -> TlsFailureType.VALIDATION_FAILURE;
        };
    }

    // §5: enforce must not deliver to this host; testing does all the same.
    private MxDecision refused(TlsFailure failure, String explanation) {
        DeliveryAction action =
                discovery.mode() == MtaStsMode.ENFORCE ? DeliveryAction.SKIP_MX : DeliveryAction.ALLOW_AND_REPORT;
        return new MxDecision(action, List.of(failure), explanation);
    }

    /**
     * TLS with this host, for one connection: what is checked of its certificate, and whether the handshake fails where that
     * is not in order, which is so if and only if the policy is enforced.
     */
    public MxHandshake handshake(DomainName mx, CertificateTrust trust) {
        return handshake(mx, trust, DaneRecords.ABSENT);
    }

    /**
     * The same for a sender that implements DANE. Where a host has TLSA records, the handshake does not fail because of the web
     * PKI, and whoever implements DANE compares the certificate with the records.
     */
    public MxHandshake handshake(DomainName mx, CertificateTrust trust, DaneRecords dane) {
        boolean enforced = discovery.mode() == MtaStsMode.ENFORCE;
        return new MxHandshake(mx, trust, enforced && dane != DaneRecords.PRESENT);
    }

    /** What to do where no host was left: whatever a policy says is temporary. */
    public DeliveryAction whenNoneIsLeft() {
        return DeliveryAction.DEFER;
    }

    /**
     * Whether MTA-STS has nothing against returning a message to its sender that could not be delivered. What an enforced
     * policy may have kept back waits until the domain was asked once more: if another policy is in force by now, it is to be
     * tried with that; if DNS did not answer, or a new policy could not be fetched, later. Where no policy was enforced, then
     * or now, this is always true; where nobody knew or knows, never.
     *
     * <p>If it is false, the message is tried again like one that failed for a while. It does not make its stay in the queue
     * longer: when that is over (RFC 5321 §4.5.4.1, four or five days), the message goes back whatever this says.
     *
     * @param later from {@link MtaStsCache#discover}, after the last try
     * @rfc 8461 5
     */
    public boolean mayFailPermanently(PolicyDiscovery later) {
        if (discovery.status() == PolicyDiscovery.Status.UNKNOWN || later.status() == PolicyDiscovery.Status.UNKNOWN) {
            return false;
        }
        if (discovery.mode() != MtaStsMode.ENFORCE && later.mode() != MtaStsMode.ENFORCE) {
            return true; // §5: "due to an 'enforce' policy", and there is none
        }
        boolean told = later.problem()
                .map(MtaStsProblem::kind)
                .filter(MtaStsDelivery::leavesOpen)
                .isEmpty();
        return told
                && later.policy()
                        .map(PolicyEntry.CachedPolicy::policy)
                        .equals(discovery.policy().map(PolicyEntry.CachedPolicy::policy));
    }

    // DNS did not answer, or was not heard to the end, or it announces a policy that could not be fetched.
    private static boolean leavesOpen(MtaStsProblem.Kind kind) {
        return kind == MtaStsProblem.Kind.DNS_UNAVAILABLE
                || kind.isOurs()
                || kind.step() == MtaStsProblem.Step.FETCH
                || kind.step() == MtaStsProblem.Step.POLICY;
    }
}
