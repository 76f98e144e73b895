package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.util.List;

/**
 * How a domain publishes, changes and gives up its policy: the steps in their order, as data. Immutable.
 *
 * @rfc 8461 8
 */
public final class MtaStsPublication {

    /** How long a policy of mode none is to be kept: a day. */
    public static final Duration REMOVAL_MAX_AGE = Duration.ofDays(1);

    private final DomainName domain;
    private final String url;
    private final String recordName;

    private MtaStsPublication(DomainName domain) {
        PolicyDomain policyDomain = PolicyDomain.require(domain);
        this.domain = domain;
        this.url = "https://" + policyDomain.policyHost() + HttpsExchange.PATH;
        this.recordName = policyDomain.recordName().toString();
    }

    /**
     * The publications of a domain.
     *
     * @throws IllegalArgumentException for one that is no host name, or too long for a label more
     */
    public static MtaStsPublication of(DomainName domain) {
        return new MtaStsPublication(domain);
    }

    /** Where the policy is served. */
    public String policyUrl() {
        return url;
    }

    /** Where the record is. */
    public String recordName() {
        return recordName;
    }

    /** The first policy. */
    public List<PublicationStep> introduction(MtaStsPolicy policy, MtaStsRecord record) {
        return List.of(
                serve(policy, "A sender who sees the record fetches the policy at once, so it must be there."),
                publish(record, "From now on senders know that there is a policy."));
    }

    /**
     * Another policy: the file first, then the record, so that nobody takes the old policy for the new one; and what the old
     * one says must hold until nobody can still believe that it is the current one.
     *
     * @param recordTtl the time to live of the record before
     * @rfc 8461 8.1
     */
    public List<PublicationStep> change(MtaStsPolicy policy, MtaStsRecord record, Duration recordTtl) {
        return List.of(
                serve(policy, "Before the record, or senders would keep the old policy under the new id."),
                publish(record, "Another id makes senders fetch the policy."),
                await(
                        recordTtl,
                        "Until then senders may not have seen the record: mail must arrive under the old policy, too."));
    }

    /**
     * No policy any more: one of mode none, and when nobody can have an older one, nothing.
     *
     * @param record with another id than ever before
     * @param longestMaxAge the longest lifetime of all policies that may still be kept, not only of the last one
     * @param recordTtl the time to live of the record
     * @rfc 8461 8.3
     */
    public List<PublicationStep> removal(MtaStsRecord record, Duration longestMaxAge, Duration recordTtl) {
        MtaStsPolicy none = MtaStsPolicy.builder()
                .mode(MtaStsMode.NONE)
                .maxAge(REMOVAL_MAX_AGE)
                .build();
        Duration kept = longestMaxAge.compareTo(REMOVAL_MAX_AGE) < 0 ? REMOVAL_MAX_AGE : longestMaxAge;
        return List.of(
                serve(none, "It says, so that it can be believed, that " + domain + " gives up MTA-STS."),
                publish(record, "Another id makes senders fetch the policy."),
                await(recordTtl.plus(kept), "Until then senders may keep a policy that was served before."),
                new PublicationStep(
                        PublicationStep.Kind.REMOVE_RECORD, recordName, "", Duration.ZERO, "Nobody needs it any more."),
                await(recordTtl, "Until then senders may have seen the record."),
                new PublicationStep(
                        PublicationStep.Kind.REMOVE_POLICY, url, "", Duration.ZERO, "Nobody looks for it any more."));
    }

    private PublicationStep serve(MtaStsPolicy policy, String reason) {
        return new PublicationStep(PublicationStep.Kind.SERVE_POLICY, url, policy.format(), Duration.ZERO, reason);
    }

    private PublicationStep publish(MtaStsRecord record, String reason) {
        return new PublicationStep(
                PublicationStep.Kind.PUBLISH_RECORD, recordName, record.format(), Duration.ZERO, reason);
    }

    private static PublicationStep await(Duration wait, String reason) {
        return new PublicationStep(PublicationStep.Kind.WAIT, "", "", wait, reason);
    }
}
