package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which policy is in force for a domain. It keeps each policy for its lifetime, and no failure shortens that: neither
 * of DNS nor of HTTPS, nor a record or policy that is malformed, nor that there is no record any more. Only another policy
 * that was fetched as the RFC says takes the place of one that is in force.
 *
 * <p>Policies are fetched again before they expire, when a delivery finds that it is time, and by {@link #refreshDue}, which
 * an application should call every few minutes: it is what protects domains that get mail once in a month.
 *
 * <p>Thread-safe; one serves a whole application. Several on different machines may share a {@link PolicyStore}.
 *
 * @rfc 8461 5.1
 * @rfc 8461 10.2
 */
public final class MtaStsCache {

    private final MtaStsFetcher fetcher;
    private final KeptPolicies kept;
    private final RefreshSchedule schedule;
    private final InstantSource clock;
    private final DoubleSupplier randomness;
    private final MtaStsObserver observer;
    private final Set<DomainName> exempt;
    private final Flights<PolicyDiscovery> discoveries = new Flights<>();
    private final Flights<Boolean> refreshes = new Flights<>();

    private MtaStsCache(Builder builder, MtaStsFetcher fetcher) {
        this.fetcher = fetcher;
        this.kept = new KeptPolicies(builder.store, builder.observer);
        this.schedule = builder.schedule;
        this.clock = builder.clock;
        this.randomness = builder.randomness;
        this.observer = builder.observer;
        this.exempt = Set.copyOf(builder.exempt);
    }

    /** Begins to make one; {@link Builder#fetcher} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Which policy is in force for a domain, and waits for it: mostly for one question of DNS, and where the record
     * announces another policy than is kept, for that one.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public PolicyDiscovery discover(DomainName domain) {
        return Waiting.on(discoverAsync(domain));
    }

    /**
     * The same without waiting. All who ask for the same domain at the same time share one discovery; cancelling the future
     * ends it when nobody else waits for it.
     */
    public CompletableFuture<PolicyDiscovery> discoverAsync(DomainName domain) {
        Objects.requireNonNull(domain, "domain");
        return discoveries.join(domain, () -> new Discovery(domain).start());
    }

    /**
     * Fetches again what is due, and throws away what has expired; waits for it.
     *
     * @param limit how many domains at most
     * @return how many domains were looked after
     * @throws CancellationException if the thread is interrupted
     */
    public int refreshDue(int limit) {
        return Waiting.on(refreshDueAsync(limit));
    }

    /** The same without waiting. */
    public CompletableFuture<Integer> refreshDueAsync(int limit) {
        Steps<Integer> steps = new Steps<>();
        steps.then(kept.due(clock.instant(), limit), due -> {
            List<CompletableFuture<Boolean>> all =
                    due.stream().map(this::refreshAsync).toList();
            steps.then(
                    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                            .thenApply(done -> all.size()),
                    steps::end);
        });
        return steps.result();
    }

    /**
     * Forgets what is kept of a domain: for an administrator who knows that a policy is a forgery, or outdated, and does not
     * want to wait. The next discovery begins anew.
     *
     * @return whether there was anything
     * @rfc 8461 10.3
     */
    public CompletableFuture<Boolean> forgetAsync(DomainName domain) {
        return kept.find(domain)
                .thenCompose(found -> found.entry().version() == 0
                        ? CompletableFuture.completedFuture(false)
                        : kept.remove(found.entry()));
    }

    private CompletableFuture<Boolean> refreshAsync(PolicyEntry entry) {
        return refreshes.join(entry.domain(), () -> new Refresh(entry).start());
    }

    private boolean isPaused(PolicyEntry entry, String id, Instant now) {
        return entry.failure()
                .filter(failure -> failure.id().equals(id) && now.isBefore(failure.until()))
                .isPresent();
    }

    private static Optional<PolicyEntry.CachedPolicy> inForce(PolicyEntry entry, Instant now) {
        return entry.policy().filter(policy -> !policy.isExpired(now));
    }

    private CompletableFuture<PolicyEntry> keep(PolicyEntry entry, PolicyEntry.CachedPolicy policy) {
        Instant refreshAt = schedule.afterSuccess(policy, randomness.getAsDouble());
        boolean changed = entry.policy()
                .filter(before -> before.policy().equals(policy.policy()))
                .isEmpty();
        return kept.change(entry, now -> Optional.of(now.withPolicy(policy).withRefreshAt(refreshAt)))
                .thenApply(written -> {
                    if (changed) {
                        tell(() -> observer.policyChanged(written));
                    }
                    return written;
                });
    }

    // Unless somebody else has fetched it meanwhile.
    private CompletableFuture<PolicyEntry> keepFailure(
            PolicyEntry entry, String id, MtaStsProblem problem, Instant begun, boolean refreshing) {
        Instant now = clock.instant();
        double chance = randomness.getAsDouble();
        return kept.change(entry, current -> {
            if (current.policy()
                    .filter(policy -> policy.fetched().isAfter(begun))
                    .isPresent()) {
                return Optional.empty();
            }
            int count = current.failure().map(PolicyEntry.FailedFetch::count).orElse(0) + 1;
            Instant until = now.plus(schedule.pause());
            PolicyEntry failed = current.withFailure(new PolicyEntry.FailedFetch(id, until, count, problem.kind()));
            boolean nothingToRefresh = current.policy().isEmpty();
            return Optional.of(
                    refreshing || nothingToRefresh
                            ? failed.withRefreshAt(schedule.afterFailure(now, count, chance))
                            : failed);
        });
    }

    // §10.2: unless the domain has said that it gives up MTA-STS.
    private void alert(PolicyEntry entry, MtaStsProblem problem) {
        boolean matters = inForce(entry, clock.instant())
                .filter(policy -> policy.policy().mode() != MtaStsMode.NONE)
                .isPresent();
        if (matters && entry.failure().isPresent()) {
            tell(() -> observer.refreshFailed(entry, problem));
        }
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException dropped) {
            // As MtaStsObserver says.
        }
    }

    /** What one delivery waits for. */
    private final class Discovery {

        private final DomainName domain;
        private final Steps<PolicyDiscovery> steps = new Steps<>();

        Discovery(DomainName domain) {
            this.domain = domain;
        }

        CompletableFuture<PolicyDiscovery> start() {
            if (exempt.contains(domain)) {
                MtaStsProblem problem = new MtaStsProblem(
                        MtaStsProblem.Kind.DISREGARDED, "Policies of " + domain + " are disregarded here.");
                steps.end(PolicyDiscovery.none(domain, problem, false));
            } else {
                steps.then(
                        kept.find(domain),
                        found -> steps.then(fetcher.discoverAsync(domain), record -> decide(found, record)));
            }
            return steps.result();
        }

        // §5.1 and §3.3: what is in force stays so, whatever came of the record.
        private void decide(KeptPolicies.Kept found, RecordDiscovery discovery) {
            Instant now = clock.instant();
            PolicyEntry entry = found.entry();
            PolicyEntry.CachedPolicy current = inForce(entry, now).orElse(null);
            MtaStsRecord record = discovery.record().orElse(null);
            if (record == null) {
                refreshIfDue(entry, current, now);
                endWithout(found, discovery.problem().orElseThrow(), false);
            } else if (current != null && current.id().equals(record.id())) {
                refreshIfDue(entry, current, now);
                steps.end(PolicyDiscovery.cached(domain, current, null));
            } else if (isPaused(entry, record.id(), now)) {
                refreshIfDue(entry, current, now);
                endWithout(found, paused(entry, record), true);
            } else {
                steps.then(fetcher.fetchPolicyAsync(domain), fetch -> fetched(found, record, fetch, now));
            }
        }

        private MtaStsProblem paused(PolicyEntry entry, MtaStsRecord record) {
            PolicyEntry.FailedFetch failure = entry.failure().orElseThrow();
            return new MtaStsProblem(
                    MtaStsProblem.Kind.PAUSED,
                    "The policy " + record.id() + " could not be fetched (" + failure.problem()
                            + "), and is not tried again before " + failure.until() + ".");
        }

        private void refreshIfDue(PolicyEntry entry, PolicyEntry.@Nullable CachedPolicy current, Instant now) {
            if (current != null && !now.isBefore(entry.refreshAt())) {
                // Nobody waits for it: the policy is in force all the same.
                CompletableFuture<Boolean> unused = refreshAsync(entry);
            }
        }

        private void fetched(KeptPolicies.Kept found, MtaStsRecord record, PolicyFetch fetch, Instant begun) {
            MtaStsPolicy policy = fetch.policy().orElse(null);
            if (policy != null) {
                PolicyEntry.CachedPolicy fresh = new PolicyEntry.CachedPolicy(record.id(), policy, clock.instant());
                PolicyDiscovery result = PolicyDiscovery.fetched(domain, fresh);
                if (found.known()) {
                    steps.then(keep(found.entry(), fresh), written -> steps.end(result));
                } else {
                    steps.end(result);
                }
                return;
            }
            MtaStsProblem problem = fetch.problem().orElseThrow();
            if (found.known()) {
                steps.then(keepFailure(found.entry(), record.id(), problem, begun, false), written -> {
                    alert(written, problem);
                    endWithout(new KeptPolicies.Kept(written, true), problem, true);
                });
            } else {
                endWithout(found, problem, true);
            }
        }

        // No news: what was in force at the end of all this still is.
        private void endWithout(KeptPolicies.Kept found, MtaStsProblem problem, boolean announced) {
            PolicyEntry.CachedPolicy current =
                    inForce(found.entry(), clock.instant()).orElse(null);
            if (current != null) {
                steps.end(PolicyDiscovery.cached(domain, current, problem));
            } else if (found.known()) {
                steps.end(PolicyDiscovery.none(domain, problem, announced));
            } else {
                MtaStsProblem unreadable = new MtaStsProblem(
                        MtaStsProblem.Kind.STORE_UNAVAILABLE, "What is kept can't be read. " + problem.explanation());
                steps.end(PolicyDiscovery.unknown(domain, unreadable));
            }
        }
    }

    /** What happens to one entry whose time has come. */
    private final class Refresh {

        private final PolicyEntry due;
        private final DomainName domain;
        private final Steps<Boolean> steps = new Steps<>();

        Refresh(PolicyEntry due) {
            this.due = due;
            this.domain = due.domain();
        }

        CompletableFuture<Boolean> start() {
            Instant now = clock.instant();
            if (inForce(due, now).isEmpty()) {
                throwAway(now);
            } else {
                claim(now);
            }
            return steps.result();
        }

        // Nothing is in force, so there is nothing to be refreshed: the next delivery begins anew, after the pause.
        private void throwAway(Instant now) {
            Instant until = due.failure().map(PolicyEntry.FailedFetch::until).orElse(Instant.EPOCH);
            steps.then(now.isBefore(until) ? kept.put(due.withRefreshAt(until)) : kept.remove(due), steps::end);
        }

        // Whoever writes first does it; the others find another version.
        private void claim(Instant now) {
            PolicyEntry claimed = due.withRefreshAt(now.plus(schedule.pause()));
            steps.then(kept.put(claimed), mine -> {
                if (mine) {
                    PolicyEntry entry = claimed.withVersion(due.version() + 1);
                    steps.then(fetcher.discoverAsync(domain), record -> refresh(entry, record));
                } else {
                    steps.end(false);
                }
            });
        }

        // §10.2: "regardless of the state of the TXT record".
        private void refresh(PolicyEntry entry, RecordDiscovery discovery) {
            Instant now = clock.instant();
            String known = entry.policy().orElseThrow().id();
            String id = discovery.record().map(MtaStsRecord::id).orElse(known);
            if (isPaused(entry, id, now)) {
                Instant until = entry.failure().orElseThrow().until();
                steps.then(kept.put(entry.withRefreshAt(until)), steps::end);
            } else {
                steps.then(fetcher.fetchPolicyAsync(domain), fetch -> refreshed(entry, id, fetch, now));
            }
        }

        private void refreshed(PolicyEntry entry, String id, PolicyFetch fetch, Instant begun) {
            MtaStsPolicy policy = fetch.policy().orElse(null);
            if (policy != null) {
                PolicyEntry.CachedPolicy fresh = new PolicyEntry.CachedPolicy(id, policy, clock.instant());
                steps.then(keep(entry, fresh), written -> steps.end(true));
                return;
            }
            MtaStsProblem problem = fetch.problem().orElseThrow();
            steps.then(keepFailure(entry, id, problem, begun, true), written -> {
                alert(written, problem);
                steps.end(true);
            });
        }
    }

    /** Makes a cache. Not for use by several threads. */
    public static final class Builder {

        private static final int DOMAINS = 100_000;

        private @Nullable MtaStsFetcher fetcher;
        private PolicyStore store = PolicyStore.inMemory(DOMAINS);
        private RefreshSchedule schedule = RefreshSchedule.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private DoubleSupplier randomness = () -> ThreadLocalRandom.current().nextDouble();
        private MtaStsObserver observer = new MtaStsObserver() {};
        private final Set<DomainName> exempt = new HashSet<>();

        private Builder() {}

        /** Who finds and fetches policies; must be said. */
        public Builder fetcher(MtaStsFetcher newFetcher) {
            fetcher = Objects.requireNonNull(newFetcher, "fetcher");
            return this;
        }

        /**
         * Where policies are kept; without it in memory, those of 100000 domains. They are then forgotten with the process,
         * and with them the protection until the next delivery.
         */
        public Builder store(PolicyStore newStore) {
            store = Objects.requireNonNull(newStore, "store");
            return this;
        }

        /** Another rhythm than {@link RefreshSchedule#DEFAULT}. */
        public Builder schedule(RefreshSchedule newSchedule) {
            schedule = Objects.requireNonNull(newSchedule, "schedule");
            return this;
        }

        /** The time; that of the system if nothing else is said. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** Numbers from 0 to 1, which spread refreshes over time. Asked by several threads. */
        public Builder randomness(DoubleSupplier newRandomness) {
            randomness = Objects.requireNonNull(newRandomness, "randomness");
            return this;
        }

        /** Who is told what an administrator should know; without it nobody. */
        public Builder observer(MtaStsObserver newObserver) {
            observer = Objects.requireNonNull(newObserver, "observer");
            return this;
        }

        /**
         * Disregards policies of this domain: mail for it is delivered as without MTA-STS. For a domain whose policy keeps
         * its mail away, by mistake or by somebody's malice.
         *
         * @rfc 8461 10.3
         */
        public Builder allowWithoutPolicy(DomainName domain) {
            exempt.add(Objects.requireNonNull(domain, "domain"));
            return this;
        }

        /**
         * The cache.
         *
         * @throws IllegalStateException without a fetcher
         */
        public MtaStsCache build() {
            if (fetcher == null) {
                throw new IllegalStateException("no fetcher");
            }
            return new MtaStsCache(this, fetcher);
        }
    }
}
