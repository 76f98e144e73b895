package io.mailseal.mtasts;

import io.mailseal.core.DomainName;

/**
 * Is told what an administrator should know. Called on threads that must not be kept: write a line, count something, come
 * back. What it throws is dropped.
 *
 * @rfc 8461 10.2
 */
public interface MtaStsObserver {

    /**
     * A policy that is in force could not be fetched again, in its turn or because a record announces another one; told each
     * time, for one id every five minutes at the most. Once is an accident; again and again, until it expires, is what an
     * attacker would want. Never called for a policy of mode none, since that is how a domain gives up MTA-STS. Who writes TLS
     * reports counts it for the domain, as {@link MtaStsProblem.Kind#failureType} (§6).
     *
     * @param entry what is kept, with how often it failed, and when the policy expires
     * @param problem why
     */
    default void refreshFailed(PolicyEntry entry, MtaStsProblem problem) {}

    /** A policy was fetched, the first or another one than before. */
    default void policyChanged(PolicyEntry entry) {}

    /** What is kept could not be read or written. */
    default void storeFailed(Throwable failure) {}

    /**
     * A policy could not be looked for because of a limit or failure of this program ({@link MtaStsProblem.Kind#isOurs}): too
     * much is under way here, the time for DNS was used up, a fetcher of the application's is broken. It says nothing of the
     * domain, and mail for it waits if no policy is in force; but if it goes on, policies expire that could have been
     * refreshed. More threads help, a resolver that is nearer, or fewer who are refreshed at once.
     */
    default void tooBusy(DomainName domain, MtaStsProblem problem) {}

    /**
     * A refresh ended with an exception, which is a mistake: in this library, or in a clock, a store or whatever else the
     * application has given it. What is kept of the domain stays as it is, and all others are refreshed all the same.
     */
    default void unexpected(DomainName domain, Throwable failure) {}
}
