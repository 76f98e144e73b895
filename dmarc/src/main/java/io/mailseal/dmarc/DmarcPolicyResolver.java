package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the DMARC policy that applies to a domain. Immutable; one serves a whole application.
 *
 * @rfc 9989 4.10.1
 */
public final class DmarcPolicyResolver {

    private final DnsSessions sessions;

    private DmarcPolicyResolver(DnsSessions sessions) {
        this.sessions = sessions;
    }

    /** Begins to make a resolver of policies; it needs a resolver of DNS. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds the policy, and waits for DNS.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DmarcDiscovery discover(DomainName domain) {
        return sessions.evaluate(discovery(domain));
    }

    /** Finds the policy without waiting. Cancelling the future takes back the questions. */
    public CompletableFuture<DmarcDiscovery> discoverAsync(DomainName domain) {
        return sessions.evaluateAsync(discovery(domain));
    }

    /** The rules, to be run in a session of the caller's or joined with others. */
    public DnsEvaluation<DmarcDiscovery> discovery(DomainName domain) {
        return new PolicyDiscovery(domain);
    }

    /** What a tree walk from this domain may ask: at most eight questions, worth asking early. */
    public List<DnsQuestion> questions(DomainName domain) {
        return TreeWalk.questions(domain);
    }

    /** Makes resolvers of policies. For one thread. */
    public static final class Builder {

        private @Nullable DnsSessions sessions;

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
         * The resolver of policies.
         *
         * @throws IllegalStateException without a resolver
         */
        public DmarcPolicyResolver build() {
            if (sessions == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            return new DmarcPolicyResolver(sessions);
        }
    }
}
