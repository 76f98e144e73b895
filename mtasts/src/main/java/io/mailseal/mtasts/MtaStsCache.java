package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
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

    // What was read so shortly before counts as what is there now.
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final MtaStsFetcher fetcher;
    private final KeptPolicies kept;
    private final RefreshSchedule schedule;
    private final InstantSource clock;
    private final DoubleSupplier randomness;
    private final MtaStsObserver observer;
    private final Set<DomainName> exempt;
    private final int refreshesAtOnce;
    private final Flights<DomainName, PolicyDiscovery> discoveries = new Flights<>();
    private final Flights<DomainName, Boolean> refreshes = new Flights<>();
    private final Flights<MtaStsCache, Integer> rounds = new Flights<>();

    private MtaStsCache(Builder builder, MtaStsFetcher fetcher) {
        this.fetcher = fetcher;
        this.kept = new KeptPolicies(builder.store, builder.observer);
        this.schedule = builder.schedule;
        this.clock = builder.clock;
        this.randomness = builder.randomness;
        this.observer = builder.observer;
        this.exempt = Set.copyOf(builder.exempt);
        this.refreshesAtOnce = builder.refreshesAtOnce;
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
        return Waiting.on(join(domain), fetcher.timer());
    }

    /**
     * The same without waiting. All who ask for the same domain at the same time share one discovery; cancelling the future
     * ends it when nobody else waits for it. What depends on the future may block, by delivering the mail: it runs on a thread
     * that nobody else waits for. There are as many of these as callers that block.
     */
    public CompletableFuture<PolicyDiscovery> discoverAsync(DomainName domain) {
        return Callers.handOver(join(domain));
    }

    private CompletableFuture<PolicyDiscovery> join(DomainName domain) {
        Objects.requireNonNull(domain, "domain");
        return discoveries.join(domain, () -> new Discovery(domain).start());
    }

    /**
     * Fetches again what is due, and throws away what has expired; waits for it.
     *
     * @param limit how many domains at most, one or more
     * @return how many domains were looked after; without those that another server was faster with, or that could not be
     *     looked after now. 0 also where the store can't be read, which the observer is told
     * @throws IllegalArgumentException for a limit of less than one
     * @throws CancellationException if the thread is interrupted
     */
    public int refreshDue(int limit) {
        return Waiting.on(joinRound(limit), fetcher.timer());
    }

    /**
     * The same without waiting. So many at once as {@link Builder#refreshesAtOnce} says; cancelling the future ends those,
     * and begins no more. Who calls it while it is under way begins nothing, and waits for the same.
     *
     * @throws IllegalArgumentException for a limit of less than one
     */
    public CompletableFuture<Integer> refreshDueAsync(int limit) {
        return Callers.handOver(joinRound(limit));
    }

    private CompletableFuture<Integer> joinRound(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("no domains to be refreshed: " + limit);
        }
        return rounds.join(this, () -> startRound(limit));
    }

    private CompletableFuture<Integer> startRound(int limit) {
        Steps<Integer> steps = new Steps<>();
        steps.then(
                kept.due(clock.instant(), limit),
                due -> steps.then(new RefreshRound(due, refreshesAtOnce, this::refreshAsync).start(), steps::end));
        return steps.result();
    }

    /**
     * Forgets what is kept of a domain, also where it can't be read: for an administrator who knows that a policy is a
     * forgery, or outdated, and does not want to wait. The next discovery begins anew, and a fetch that is under way, here or
     * on another server, does not bring it back.
     *
     * @return whether there was anything. It fails if the store does; then nobody knows whether it is gone
     * @rfc 8461 10.3
     */
    public CompletableFuture<Boolean> forgetAsync(DomainName domain) {
        CompletableFuture<Boolean> forgotten = kept.forget(Objects.requireNonNull(domain, "domain"))
                .whenComplete((done, failure) -> discoveries.forget(domain));
        return Callers.handOver(forgotten);
    }

    private CompletableFuture<Boolean> refreshAsync(PolicyEntry entry) {
        return refreshes.join(entry.domain(), () -> new Refresh(entry).start());
    }

    private boolean isPaused(PolicyEntry entry, String id, Instant now) {
        return entry.failure()
                .filter(failure -> failure.id().equals(id) && now.isBefore(failure.until()))
                .filter(failure -> !isFuture(failure.until().minus(schedule.pause()), now))
                .isPresent();
    }

    // What has not happened yet is by a server whose clock is wrong; a little is nothing to fuss about.
    private boolean isFuture(Instant when, Instant now) {
        return when.isAfter(now.plus(schedule.pause()));
    }

    private static Optional<PolicyEntry.CachedPolicy> inForce(PolicyEntry entry, Instant now) {
        return entry.policy().filter(policy -> !policy.isExpired(now));
    }

    /**
     * A fetch as it began.
     *
     * @param id of the policy that is wanted
     * @param seen the policy that was kept then, in force or not
     * @param refreshing whether it is about a policy that is kept, rather than for a delivery
     */
    private record Attempt(String id, PolicyEntry.@Nullable CachedPolicy seen, boolean refreshing) {

        static Attempt of(String id, PolicyEntry entry, boolean refreshing) {
            return new Attempt(id, entry.policy().orElse(null), refreshing);
        }

        // What somebody else has fetched meanwhile is as new; what was forgotten meanwhile does not come back.
        // Times tell nothing here: they may be of servers whose clocks differ.
        boolean isOutdated(PolicyEntry current) {
            return !Objects.equals(current.policy().orElse(null), seen);
        }
    }

    /**
     * Why no policy was fetched for a delivery.
     *
     * @param announced whether there is a valid record all the same
     * @param reported the same problem, or during a pause the one that led to it
     */
    private record NoNews(MtaStsProblem problem, boolean announced, MtaStsProblem.Kind reported) {

        static NoNews announced(MtaStsProblem problem) {
            return new NoNews(problem, true, problem.kind());
        }

        static NoNews notAnnounced(MtaStsProblem problem) {
            return new NoNews(problem, false, problem.kind());
        }
    }

    private CompletableFuture<KeptPolicies.Kept> keep(
            PolicyEntry entry, PolicyEntry.CachedPolicy policy, Attempt attempt) {
        Instant refreshAt = schedule.afterSuccess(policy, randomness.getAsDouble());
        boolean changed = entry.policy()
                .filter(before -> before.policy().equals(policy.policy()))
                .isEmpty();
        return kept.change(
                        entry,
                        current -> attempt.isOutdated(current)
                                ? Optional.empty()
                                : Optional.of(current.withPolicy(policy).withRefreshAt(refreshAt)))
                .thenApply(now -> {
                    if (changed && now.entry().policy().equals(Optional.of(policy))) {
                        tell(() -> observer.policyChanged(now.entry()));
                    }
                    return now;
                });
    }

    private CompletableFuture<KeptPolicies.Kept> keepFailure(
            PolicyEntry entry, MtaStsProblem problem, Attempt attempt) {
        Instant now = clock.instant();
        double chance = randomness.getAsDouble();
        return kept.change(entry, current -> {
            if (attempt.isOutdated(current)) {
                return Optional.empty();
            }
            int count = current.failure().map(PolicyEntry.FailedFetch::count).orElse(0) + 1;
            Instant until = now.plus(schedule.pause());
            PolicyEntry failed =
                    current.withFailure(new PolicyEntry.FailedFetch(attempt.id(), until, count, problem.kind()));
            boolean nothingToRefresh = current.policy().isEmpty();
            return Optional.of(
                    attempt.refreshing() || nothingToRefresh
                            ? failed.withRefreshAt(schedule.afterFailure(now, failed, chance))
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
                steps.then(kept.find(domain), found -> {
                    Instant read = clock.instant();
                    steps.then(fetcher.findRecord(domain), record -> decide(found, read, record));
                });
            }
            return steps.result();
        }

        // §5.1 and §3.3: what is in force stays so, whatever came of the record.
        private void decide(KeptPolicies.Kept found, Instant read, RecordDiscovery discovery) {
            Instant now = clock.instant();
            PolicyEntry entry = found.entry();
            PolicyEntry.CachedPolicy current = inForce(entry, now).orElse(null);
            MtaStsRecord record = discovery.record().orElse(null);
            if (record == null) {
                refreshIfDue(entry, current, now);
                MtaStsProblem problem = discovery.problem().orElseThrow();
                tellIfOurs(problem);
                boolean certain = found.known() && isAnswer(problem) && isRecent(read, now);
                endWithout(found, certain, NoNews.notAnnounced(problem));
            } else if (current != null && current.id().equals(record.id())) {
                refreshIfDue(entry, current, now);
                steps.end(PolicyDiscovery.cached(domain, current, null));
            } else if (isPaused(entry, record.id(), now)) {
                refreshIfDue(entry, current, now);
                endWithout(found, false, paused(entry.failure().orElseThrow(), record));
            } else {
                Attempt attempt = Attempt.of(record.id(), entry, false);
                steps.then(fetcher.findPolicy(domain), fetch -> fetched(found, attempt, fetch));
            }
        }

        private NoNews paused(PolicyEntry.FailedFetch failure, MtaStsRecord record) {
            MtaStsProblem problem = new MtaStsProblem(
                    MtaStsProblem.Kind.PAUSED,
                    "The policy " + record.id() + " could not be fetched (" + failure.problem()
                            + "), and is not tried again before " + failure.until() + ".");
            return new NoNews(problem, true, failure.problem());
        }

        private void refreshIfDue(PolicyEntry entry, PolicyEntry.@Nullable CachedPolicy current, Instant now) {
            if (current != null && (!now.isBefore(entry.refreshAt()) || isFuture(current.fetched(), now))) {
                // Nobody waits for it: the policy is in force all the same.
                CompletableFuture<Boolean> unused = refreshAsync(entry);
            }
        }

        private void fetched(KeptPolicies.Kept found, Attempt attempt, PolicyFetch fetch) {
            MtaStsPolicy policy = fetch.policy().orElse(null);
            if (policy == null) {
                failed(found, attempt, fetch.problem().orElseThrow());
                return;
            }
            PolicyEntry.CachedPolicy fresh = new PolicyEntry.CachedPolicy(attempt.id(), policy, clock.instant());
            if (found.known()) {
                steps.then(keep(found.entry(), fresh, attempt), now -> endWith(fresh, now.entry()));
            } else {
                steps.end(PolicyDiscovery.fetched(domain, fresh));
            }
        }

        // What another server has fetched since this fetch began is what all of them keep to.
        private void endWith(PolicyEntry.CachedPolicy fresh, PolicyEntry entry) {
            PolicyEntry.CachedPolicy current = inForce(entry, clock.instant()).orElse(fresh);
            steps.end(
                    current.equals(fresh)
                            ? PolicyDiscovery.fetched(domain, fresh)
                            : PolicyDiscovery.cached(domain, current, null));
        }

        private void failed(KeptPolicies.Kept found, Attempt attempt, MtaStsProblem problem) {
            tellIfOurs(problem);
            if (problem.kind().isOurs() || !found.known()) {
                endWithout(found, false, NoNews.announced(problem));
                return;
            }
            steps.then(keepFailure(found.entry(), problem, attempt), now -> {
                alert(now.entry(), problem);
                endWithout(now, false, NoNews.announced(problem));
            });
        }

        private void tellIfOurs(MtaStsProblem problem) {
            if (problem.kind().isOurs()) {
                tell(() -> observer.tooBusy(domain, problem));
            }
        }

        // There is no MTA-STS; all else is a failure.
        private boolean isAnswer(MtaStsProblem problem) {
            return problem.kind().failureType().isEmpty() && !problem.kind().isOurs();
        }

        private boolean isRecent(Instant read, Instant now) {
            return Duration.between(read, now).abs().compareTo(RECENT) <= 0;
        }

        // No news: what was in force at the end of all this still is. Where that was nothing, another server may have
        // stored a policy since, and whoever makes this one wait or fail must not make it overlook that.
        private void endWithout(KeptPolicies.Kept found, boolean certain, NoNews reason) {
            if (certain || inForce(found.entry(), clock.instant()).isPresent()) {
                steps.end(discovery(found, reason));
            } else {
                steps.then(kept.find(domain), now -> steps.end(discovery(now, reason)));
            }
        }

        private PolicyDiscovery discovery(KeptPolicies.Kept found, NoNews reason) {
            MtaStsProblem problem = reason.problem();
            PolicyEntry.CachedPolicy current =
                    inForce(found.entry(), clock.instant()).orElse(null);
            if (current != null) {
                return PolicyDiscovery.cached(domain, current, problem).after(reason.reported());
            }
            if (!found.known()) {
                MtaStsProblem unreadable = new MtaStsProblem(
                        MtaStsProblem.Kind.STORE_UNAVAILABLE, "What is kept can't be read. " + problem.explanation());
                return PolicyDiscovery.unknown(domain, unreadable);
            }
            return problem.kind().isOurs()
                    ? PolicyDiscovery.unknown(domain, problem)
                    : PolicyDiscovery.none(domain, problem, reason.announced()).after(reason.reported());
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

        @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
        CompletableFuture<Boolean> start() {
            CompletableFuture<Boolean> result = steps.result();
            result.whenComplete((done, failure) -> {
                if (failure != null && !result.isCancelled()) {
                    tell(() -> observer.unexpected(domain, failure));
                }
            });
            steps.then(CompletableFuture.completedFuture(due), entry -> begin(clock.instant()));
            return result;
        }

        private void begin(Instant now) {
            if (inForce(due, now).isEmpty()) {
                throwAway(now);
            } else {
                claim(now);
            }
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
                    steps.then(fetcher.findRecord(domain), record -> refresh(entry, record));
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
                Attempt attempt = Attempt.of(id, entry, true);
                steps.then(fetcher.findPolicy(domain), fetch -> refreshed(entry, attempt, fetch));
            }
        }

        private void refreshed(PolicyEntry entry, Attempt attempt, PolicyFetch fetch) {
            MtaStsPolicy policy = fetch.policy().orElse(null);
            if (policy != null) {
                PolicyEntry.CachedPolicy fresh = new PolicyEntry.CachedPolicy(attempt.id(), policy, clock.instant());
                steps.then(keep(entry, fresh, attempt), now -> steps.end(true));
                return;
            }
            MtaStsProblem problem = fetch.problem().orElseThrow();
            if (problem.kind().isOurs()) {
                tell(() -> observer.tooBusy(domain, problem));
                steps.end(false); // it is due again after the pause, as it was claimed
                return;
            }
            steps.then(keepFailure(entry, problem, attempt), now -> {
                alert(now.entry(), problem);
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
        private int refreshesAtOnce = 16;

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

        /**
         * How many policies {@link MtaStsCache#refreshDue} fetches at once, at most; 16 if nothing else is said. That leaves
         * room for deliveries among the 64 that a {@link HttpsPolicyFetcher} has under way.
         *
         * @throws IllegalArgumentException for less than one
         */
        public Builder refreshesAtOnce(int newRefreshesAtOnce) {
            if (newRefreshesAtOnce < 1) {
                throw new IllegalArgumentException("no refreshes: " + newRefreshesAtOnce);
            }
            refreshesAtOnce = newRefreshesAtOnce;
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
