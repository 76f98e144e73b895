package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one domain: the policy that was fetched last, and what went wrong since. A value; this is what a
 * {@link PolicyStore} stores, one row for each domain.
 */
public final class PolicyEntry {

    private final DomainName domain;
    private final long version;
    private final @Nullable CachedPolicy policy;
    private final @Nullable FailedFetch failure;
    private final Instant refreshAt;

    private PolicyEntry(
            DomainName domain,
            long version,
            @Nullable CachedPolicy policy,
            @Nullable FailedFetch failure,
            Instant refreshAt) {
        this.domain = domain;
        this.version = version;
        this.policy = policy;
        this.failure = failure;
        this.refreshAt = refreshAt;
    }

    /**
     * A policy that was fetched.
     *
     * @param id that of the record that announced it; empty where there was none
     * @param policy what was served
     * @param fetched when that was: it is in force until this and its lifetime
     */
    public record CachedPolicy(String id, MtaStsPolicy policy, Instant fetched) {

        /** The last moment at which it is in force. */
        public Instant expires() {
            return fetched.plus(policy.maxAge());
        }

        /** Whether its lifetime is over: "has exceeded its max_age" (§5.1). */
        public boolean isExpired(Instant now) {
            return now.isAfter(expires());
        }
    }

    /**
     * Fetches that failed, since the last one that did not.
     *
     * @param id that of the record that announced the policy last; empty where there was none
     * @param until when it may be tried again with this id
     * @param count how many in a row
     * @param problem the last one
     */
    public record FailedFetch(String id, Instant until, int count, MtaStsProblem.Kind problem) {}

    /** Nothing yet: the version is 0, and nothing is in the store. */
    public static PolicyEntry of(DomainName domain) {
        return new PolicyEntry(domain, 0, null, null, Instant.EPOCH);
    }

    /** The same in another version; for stores. */
    public PolicyEntry withVersion(long newVersion) {
        return new PolicyEntry(domain, newVersion, policy, failure, refreshAt);
    }

    /** The same with this policy, and no failures. */
    public PolicyEntry withPolicy(CachedPolicy newPolicy) {
        return new PolicyEntry(domain, version, Objects.requireNonNull(newPolicy), null, refreshAt);
    }

    /** The same with this failure. */
    public PolicyEntry withFailure(FailedFetch newFailure) {
        return new PolicyEntry(domain, version, policy, Objects.requireNonNull(newFailure), refreshAt);
    }

    /** The same, to be looked after then. */
    public PolicyEntry withRefreshAt(Instant newRefreshAt) {
        return new PolicyEntry(domain, version, policy, failure, newRefreshAt);
    }

    /** The policy domain: the key. */
    public DomainName domain() {
        return domain;
    }

    /**
     * Which version of the row this is: 0 before it is stored, then one more each time. No other row of the domain, before
     * or after it, has it: see {@link PolicyStore}.
     */
    public long version() {
        return version;
    }

    /** The policy that was fetched last; it may have expired. */
    public Optional<CachedPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** What went wrong since. */
    public Optional<FailedFetch> failure() {
        return Optional.ofNullable(failure);
    }

    /** When it is to be looked after: refreshed, or thrown away. */
    public Instant refreshAt() {
        return refreshAt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyEntry that
                && domain.equals(that.domain)
                && version == that.version
                && Objects.equals(policy, that.policy)
                && Objects.equals(failure, that.failure)
                && refreshAt.equals(that.refreshAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, version);
    }

    @Override
    public String toString() {
        return domain + ", version " + version + ", " + policy + ", " + failure + ", refresh at " + refreshAt;
    }
}
