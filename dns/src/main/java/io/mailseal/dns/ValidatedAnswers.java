package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Believes only what is signed, down a chain of keys from a trust anchor, or proven to be in a zone that is not.
 *
 * @param insecureBeyondIterations whether denials with too many NSEC3 iterations make an answer insecure instead of bogus
 * @param longest for how long a zone's keys are remembered at the most
 * @rfc 4035 5
 */
record ValidatedAnswers(
        TrustAnchors anchors,
        DnssecAlgorithms algorithms,
        DnssecLimits limits,
        boolean insecureBeyondIterations,
        InstantSource clock,
        Duration longest,
        ZoneCache zones)
        implements AnswerRules {

    @Override
    public Attempt begin(DnsQuestion question) {
        return new Validation(question, this);
    }
}
