package io.mailseal.inbound;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the names of a client's address, and whether one of them has that address. Immutable and thread-safe; one serves a
 * whole application.
 *
 * <pre>{@code
 * IprevEvaluator iprev = IprevEvaluator.builder().resolver(dns).build();
 * boolean named = iprev.evaluate(client).status() == IprevStatus.PASS;
 * }</pre>
 *
 * @rfc 8601 3
 */
public final class IprevEvaluator {

    private final DnsSessions dns;
    private final int maxNames;

    private IprevEvaluator(DnsSessions dns, int maxNames) {
        this.dns = dns;
        this.maxNames = maxNames;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates, and blocks until the result is there. Interruption ends it and leaves the interrupt flag set.
     *
     * @param client an IPv4-mapped one is treated as IPv4
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public IprevResult evaluate(IpAddress client) {
        return dns.evaluate(evaluation(client));
    }

    /** Evaluates without blocking. The future fails only for a bug or when it is cancelled, which takes back the questions. */
    public CompletableFuture<IprevResult> evaluateAsync(IpAddress client) {
        return dns.evaluateAsync(evaluation(client));
    }

    /**
     * The rules for this client, to be run in a session of yours or joined with others. They are a record, and two for the
     * same client are equal.
     */
    public DnsEvaluation<IprevResult> evaluation(IpAddress client) {
        return lookup(client);
    }

    ReverseLookup lookup(IpAddress client) {
        return ReverseLookup.of(client, maxNames);
    }

    /** Makes an evaluator. For one thread. */
    public static final class Builder {

        private static final int MOST_NAMES = 100;

        private @Nullable DnsSessions dns;
        private int maxNames = 10;

        private Builder() {}

        /** Asks this resolver, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newDns) {
            dns = Objects.requireNonNull(newDns, "dns");
            return this;
        }

        /**
         * How many names of an address are looked at, the first of the answer; by default 10. Whoever owns the address may
         * list any number.
         *
         * @throws IllegalArgumentException for a number outside of 1..100
         * @rfc 8601 3
         */
        public Builder maxNames(int number) {
            if (number < 1 || number > MOST_NAMES) {
                throw new IllegalArgumentException("1 to " + MOST_NAMES + " names, not " + number);
            }
            maxNames = number;
            return this;
        }

        /**
         * The evaluator.
         *
         * @throws IllegalStateException if it was not said how to ask DNS
         */
        public IprevEvaluator build() {
            if (dns == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            return new IprevEvaluator(dns, maxNames);
        }
    }
}
