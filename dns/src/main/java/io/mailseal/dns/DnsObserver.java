package io.mailseal.dns;

import io.mailseal.core.dns.DnsAnswer;
import java.time.Duration;

/**
 * Is told of each answer that a client gives, for metrics and audits. Called on the thread that brings the answer: quick, and
 * safe for several threads at once. What it throws is logged (not more than once a minute) and changes nothing.
 */
@FunctionalInterface
public interface DnsObserver {

    /** Where an answer came from. */
    enum Source {
        /** It was remembered. */
        CACHE,
        /** The name servers were asked. */
        NETWORK
    }

    /**
     * A question was answered.
     *
     * @param answer with the question in it; failures are answers, too
     * @param duration from the question to the answer; zero from memory
     */
    void answered(DnsAnswer answer, Source source, Duration duration);
}
