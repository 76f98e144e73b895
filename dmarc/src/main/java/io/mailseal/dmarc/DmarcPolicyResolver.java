package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.psl.PublicSuffixList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the DMARC policy that applies to a domain, and its organizational domain. Immutable; one serves a whole
 * application.
 *
 * @rfc 9989 4.10.1
 */
public final class DmarcPolicyResolver {

    private final DnsSessions sessions;
    private final DmarcSettings settings;

    private DmarcPolicyResolver(DnsSessions sessions, DmarcSettings settings) {
        this.sessions = sessions;
        this.settings = settings;
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
        return PolicyDiscovery.of(domain, settings);
    }

    /**
     * Finds the policy by both methods, and waits for DNS. The method that this was built with does not matter.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DiscoveryComparison compare(DomainName domain) {
        return sessions.evaluate(comparison(domain));
    }

    /** Finds the policy by both methods without waiting. Cancelling the future takes back the questions. */
    public CompletableFuture<DiscoveryComparison> compareAsync(DomainName domain) {
        return sessions.evaluateAsync(comparison(domain));
    }

    /** The rules of both methods, to be run in a session of the caller's or joined with others. */
    public DnsEvaluation<DiscoveryComparison> comparison(DomainName domain) {
        return new DiscoveryComparison.Check(
                PolicyDiscovery.of(domain, settings.with(DiscoveryMethod.TREE_WALK)),
                PolicyDiscovery.of(domain, settings.with(DiscoveryMethod.PUBLIC_SUFFIX_LIST)));
    }

    /**
     * What discovery from this domain may ask, worth asking early: at most the eight questions of a tree walk, or the
     * two of RFC 7489.
     */
    public List<DnsQuestion> questions(DomainName domain) {
        return AlignmentCheck.questions(domain, List.of(), settings);
    }

    /** Makes resolvers of policies. For one thread. */
    public static final class Builder {

        private @Nullable DnsSessions sessions;
        private DmarcSettings settings = DmarcSettings.defaults().findingTheOrganization();

        private Builder() {}

        /** Asks this resolver, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newSessions) {
            sessions = Objects.requireNonNull(newSessions, "dns");
            return this;
        }

        /** How the organizational domain is found; by default by the tree walk of RFC 9989. */
        public Builder discoveryMethod(DiscoveryMethod method) {
            settings = settings.with(Objects.requireNonNull(method, "method"));
            return this;
        }

        /**
         * The list that RFC 7489 goes by; by default the one that comes with the library, both its sections. With
         * {@link PublicSuffixList#icannOnly} only what registries open to everybody counts.
         */
        public Builder publicSuffixList(PublicSuffixList list) {
            settings = settings.with(new PublicSuffixes(Objects.requireNonNull(list, "list")));
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
            return new DmarcPolicyResolver(sessions, settings);
        }
    }
}
