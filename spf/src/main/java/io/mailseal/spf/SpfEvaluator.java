package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks domains whether a client may use their name. Immutable and thread-safe; one serves a whole application.
 *
 * @rfc 7208 4
 */
public final class SpfEvaluator {

    private final DnsSessions dns;
    private final SpfSettings settings;
    private final InstantSource clock;

    private SpfEvaluator(DnsSessions dns, SpfSettings settings, InstantSource clock) {
        this.dns = dns;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates, and blocks until the result is there. Interruption ends it and leaves the interrupt flag set.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SpfResult evaluate(SpfRequest request) {
        return dns.evaluate(evaluation(request));
    }

    /**
     * Evaluates without blocking. The future is complete already if DNS had everything in memory; it fails only for a
     * bug or when it is cancelled, which takes back the questions under way.
     */
    public CompletableFuture<SpfResult> evaluateAsync(SpfRequest request) {
        return dns.evaluateAsync(evaluation(request));
    }

    /**
     * The rules for this request, to be run in a session of yours or joined with others. They are a record, and two
     * for the same request at the same time are equal.
     */
    public DnsEvaluation<SpfResult> evaluation(SpfRequest request) {
        // Only an explanation may want to know the time.
        return evaluation(request, settings.explaining() ? clock.instant() : Instant.EPOCH);
    }

    /**
     * The same, where the caller has looked at the clock already, as rules that make this a part of theirs must have.
     * Nothing depends on the time but the text of an explanation that tells it.
     */
    public DnsEvaluation<SpfResult> evaluation(SpfRequest request, Instant now) {
        return new SpfCheck(Objects.requireNonNull(request, "request"), settings, Objects.requireNonNull(now, "now"));
    }

    /** Makes an evaluator. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private SpfLimits limits = SpfLimits.rfc7208();
        private boolean prefetching = true;
        private boolean tracing;
        private boolean explaining = true;
        private @Nullable DomainName receiver;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Asks this resolver, with {@link io.mailseal.core.dns.DnsLimits#DEFAULT}. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Opens sessions as these say. */
        public Builder dns(DnsSessions newDns) {
            dns = Objects.requireNonNull(newDns, "dns");
            return this;
        }

        /** Other limits than {@link SpfLimits#rfc7208}. */
        public Builder limits(SpfLimits newLimits) {
            limits = Objects.requireNonNull(newLimits, "limits");
            return this;
        }

        /**
         * Asks nothing before it is needed: fewer questions where an early term matches, but one waits for the other.
         * The result is the same.
         */
        public Builder withoutPrefetch() {
            prefetching = false;
            return this;
        }

        /** Records how each result comes about, as {@link SpfResult#trace}. Without it results are smaller. */
        public Builder withTrace() {
            tracing = true;
            return this;
        }

        /**
         * Never asks for the explanation that a domain may publish for a fail: one question and one round fewer, and no
         * name server of the domain can use up the time of a session by it.
         */
        public Builder withoutExplanation() {
            explaining = false;
            return this;
        }

        /**
         * The name of the host that makes the check, for those explanations that want to tell it. If it is not said,
         * they tell {@code unknown}.
         *
         * @rfc 7208 7.3
         */
        public Builder receiver(DomainName newReceiver) {
            receiver = Objects.requireNonNull(newReceiver, "receiver");
            return this;
        }

        /** The time, for those explanations that want to tell it; that of the system if nothing else is said. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * The evaluator.
         *
         * @throws IllegalStateException if it was not said how to ask DNS
         */
        public SpfEvaluator build() {
            if (dns == null) {
                throw new IllegalStateException("no resolver");
            }
            SpfSettings settings =
                    new SpfSettings(limits, prefetching, tracing, explaining, receiver, new ParsedRecords());
            return new SpfEvaluator(dns, settings, clock);
        }
    }
}
