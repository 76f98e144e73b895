package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsTimer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a domain publishes just now: its record in DNS, and its policy over HTTPS. It remembers nothing; who sends
 * mail needs {@link MtaStsCache} above it. Immutable and thread-safe; one serves a whole application. What depends on a future
 * may block: it runs on a thread that nobody else waits for.
 *
 * @rfc 8461 3
 */
public final class MtaStsFetcher {

    private final DnsSessions dns;
    private final PolicyFetcher policies;
    private final boolean anyMediaType;

    private MtaStsFetcher(DnsSessions dns, PolicyFetcher policies, boolean anyMediaType) {
        this.dns = dns;
        this.policies = policies;
        this.anyMediaType = anyMediaType;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds the record, and waits for it.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public RecordDiscovery discover(DomainName domain) {
        return dns.evaluate(discovery(domain));
    }

    /** Finds the record without waiting. Cancelling the future takes back the question. */
    public CompletableFuture<RecordDiscovery> discoverAsync(DomainName domain) {
        return Callers.handOver(findRecord(domain));
    }

    /** The same, on whatever thread: what depends on it must not block. */
    CompletableFuture<RecordDiscovery> findRecord(DomainName domain) {
        return dns.evaluateAsync(discovery(domain));
    }

    /** The rules that find the record, to be run in a session of yours or joined with others. They are a record. */
    public DnsEvaluation<RecordDiscovery> discovery(DomainName domain) {
        return new RecordLookup(Objects.requireNonNull(domain, "domain"));
    }

    /**
     * Finds the record and, where there is one, fetches the policy; waits for both.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public PolicyFetch fetch(DomainName domain) {
        RecordDiscovery discovery = discover(domain);
        return discovery
                .record()
                .map(record -> fetchPolicy(domain).announcedBy(record))
                .orElseGet(() -> notAnnounced(discovery));
    }

    /** The same without waiting. Cancelling the future takes back the question, or closes the connection. */
    public CompletableFuture<PolicyFetch> fetchAsync(DomainName domain) {
        Steps<PolicyFetch> steps = new Steps<>();
        steps.then(findRecord(domain), discovery -> {
            MtaStsRecord record = discovery.record().orElse(null);
            if (record == null) {
                steps.end(notAnnounced(discovery));
                return;
            }
            steps.then(findPolicy(domain), fetch -> steps.end(fetch.announcedBy(record)));
        });
        return Callers.handOver(steps.result());
    }

    /** How those wait who wait for this one. */
    DnsTimer timer() {
        return dns.timer();
    }

    private static PolicyFetch notAnnounced(RecordDiscovery discovery) {
        return PolicyFetch.without(discovery.domain(), discovery.problem().orElseThrow(), discovery.findings());
    }

    /**
     * Fetches the policy regardless of the record, as a refresh does, and waits for it.
     *
     * @throws CancellationException if the thread is interrupted
     * @rfc 8461 10.2
     */
    public PolicyFetch fetchPolicy(DomainName domain) {
        return Waiting.on(findPolicy(domain), timer());
    }

    /** The same without waiting. Cancelling the future closes the connection. */
    public CompletableFuture<PolicyFetch> fetchPolicyAsync(DomainName domain) {
        return Callers.handOver(findPolicy(domain));
    }

    /** The same, on whatever thread: what depends on it must not block. */
    CompletableFuture<PolicyFetch> findPolicy(DomainName domain) {
        if (!PolicyDomain.isOne(domain)) {
            MtaStsProblem problem =
                    RecordDiscovery.invalidDomain(domain).problem().orElseThrow();
            return CompletableFuture.completedFuture(PolicyFetch.without(domain, problem, List.of()));
        }
        Steps<PolicyFetch> steps = new Steps<>();
        ResponseJudgement judgement = new ResponseJudgement(domain, anyMediaType);
        steps.then(ask(PolicyDomain.require(domain).policyHost()), response -> steps.end(judgement.judge(response)));
        return steps.result();
    }

    // Whatever a fetcher of the user's does, there is a response, also where no thread could be started.
    @SuppressWarnings("FutureReturnValueIgnored") // it is the response that is waited for
    private CompletableFuture<PolicyResponse> ask(DomainName policyHost) {
        CompletableFuture<PolicyResponse> asked;
        try {
            CompletionStage<PolicyResponse> stage = policies.fetch(policyHost);
            asked = stage.toCompletableFuture();
        } catch (Throwable thrown) {
            return CompletableFuture.completedFuture(fetcherFailed(policyHost, thrown));
        }
        CompletableFuture<PolicyResponse> response = new CompletableFuture<>();
        asked.whenComplete(
                (answer, failure) -> response.complete(answer != null ? answer : fetcherFailed(policyHost, failure)));
        response.whenComplete((answer, failure) -> {
            if (response.isCancelled()) {
                asked.cancel(true);
            }
        });
        return response;
    }

    private static PolicyResponse fetcherFailed(DomainName policyHost, @Nullable Throwable failure) {
        String reason = failure == null ? "no response" : failure.getClass().getSimpleName();
        return PolicyResponse.Failed.of(
                MtaStsProblem.Kind.FETCHER_FAILED,
                "The program that asks " + policyHost + " for its policy failed: " + reason + ".");
    }

    /** Makes a fetcher. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private @Nullable PolicyFetcher policies;
        private boolean anyMediaType;
        private DnsTimer watch = DnsTimer.system();

        private Builder() {}

        /** Asks this resolver, with {@link io.mailseal.core.dns.DnsLimits#DEFAULT}. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newDns) {
            dns = Objects.requireNonNull(newDns, "dns");
            return this;
        }

        /**
         * Who asks policy hosts; without it a {@link HttpsPolicyFetcher} with its defaults, over the same DNS. Any other has
         * three minutes: after that it is cancelled, and has failed ({@link MtaStsProblem.Kind#FETCHER_FAILED}).
         */
        public Builder policies(PolicyFetcher newPolicies) {
            policies = Objects.requireNonNull(newPolicies, "policies");
            return this;
        }

        /**
         * Takes a policy of any media type. The RFC wants text/plain, so that somebody who may put pictures or pages on a web
         * server can't put a policy there; some domains serve it as something else all the same.
         *
         * @rfc 8461 3.2
         */
        public Builder allowAnyMediaType() {
            anyMediaType = true;
            return this;
        }

        Builder watch(DnsTimer newWatch) {
            watch = newWatch;
            return this;
        }

        /**
         * The fetcher.
         *
         * @throws IllegalStateException if it was not said how to ask DNS
         */
        public MtaStsFetcher build() {
            if (dns == null) {
                throw new IllegalStateException("no resolver");
            }
            PolicyFetcher chosen =
                    policies == null ? HttpsPolicyFetcher.builder().dns(dns).build() : policies;
            // What is done with a response here does not block, and needs no thread of its own.
            return new MtaStsFetcher(
                    dns,
                    chosen instanceof HttpsPolicyFetcher https ? https::ask : new WatchedFetcher(chosen, watch),
                    anyMediaType);
        }
    }
}
