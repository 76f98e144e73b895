package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates DMARC for a message. Immutable; one serves a whole application.
 *
 * @rfc 9989 5.3
 */
public final class DmarcEvaluator {

    private final DnsSessions sessions;
    private final int maxIdentifiers;

    private DmarcEvaluator(DnsSessions sessions, int maxIdentifiers) {
        this.sessions = sessions;
        this.maxIdentifiers = maxIdentifiers;
    }

    /** Begins to make an evaluator; it needs a resolver. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates, and waits for DNS.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DmarcResult evaluate(DmarcRequest request) {
        return sessions.evaluate(evaluation(request));
    }

    /** Evaluates without waiting. Cancelling the future takes back the questions. */
    public CompletableFuture<DmarcResult> evaluateAsync(DmarcRequest request) {
        return sessions.evaluateAsync(evaluation(request));
    }

    /** The rules, to be run in a session of the caller's or joined with others. */
    public DnsEvaluation<DmarcResult> evaluation(DmarcRequest request) {
        return new DmarcEvaluation(request, maxIdentifiers);
    }

    /**
     * What an evaluation will probably ask, worth asking before SPF and DKIM have come to their ends: the at most eight
     * questions of the author domain's tree walk, and those of the identifiers that only DNS can compare with it.
     *
     * @param identifiers domains that may turn out to be authenticated
     */
    public List<DnsQuestion> questions(DomainName authorDomain, Collection<DomainName> identifiers) {
        return AlignmentCheck.questions(authorDomain, identifiers.stream(), maxIdentifiers);
    }

    /** Makes evaluators. For one thread. */
    public static final class Builder {

        private @Nullable DnsSessions sessions;
        private int maxIdentifiers = 20;

        private Builder() {}

        /** Asks this resolver, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newSessions) {
            sessions = newSessions;
            return this;
        }

        /**
         * How many different identifiers may be compared by walking the tree; by default 20. If there are more and none of
         * those compared is aligned, the result is permerror with LIMIT_EXCEEDED.
         *
         * @throws IllegalArgumentException for a negative number
         */
        public Builder maxIdentifiers(int number) {
            if (number < 0) {
                throw new IllegalArgumentException("negative: " + number);
            }
            maxIdentifiers = number;
            return this;
        }

        /**
         * The evaluator.
         *
         * @throws IllegalStateException without a resolver
         */
        public DmarcEvaluator build() {
            if (sessions == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            return new DmarcEvaluator(sessions, maxIdentifiers);
        }
    }
}
