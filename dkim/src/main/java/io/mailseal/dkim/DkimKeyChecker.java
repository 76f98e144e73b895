package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a published key as its owner should: before mail is signed with the private key, and when a key is replaced.
 * Immutable and thread-safe; one serves a whole application.
 *
 * <pre>{@code
 * DkimKeyChecker checker = DkimKeyChecker.builder().resolver(resolver).build();
 * DkimKeyCheck check = checker.check(DomainName.of("s1"), DomainName.of("example.com"), key);
 * if (!check.isReady()) {
 *     print(check.explanation());
 * }
 * }</pre>
 *
 * <p>It tells what one resolver sees. To know that a key is published everywhere, ask several, each name server of the zone
 * among them.
 *
 * @rfc 6376 3.6.2
 */
public final class DkimKeyChecker {

    private final DnsSessions dns;

    private DkimKeyChecker(DnsSessions dns) {
        this.dns = dns;
    }

    /** To be told where DNS is: {@link Builder#resolver} or {@link Builder#dns}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a checker needs; not for several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;

        private Builder() {}

        /** What answers the question, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** The sessions in which the question is asked. */
        public Builder dns(DnsSessions newDns) {
            dns = Objects.requireNonNull(newDns, "dns");
            return this;
        }

        /**
         * The checker.
         *
         * @throws IllegalStateException if it was not said how to ask DNS
         */
        public DkimKeyChecker build() {
            if (dns == null) {
                throw new IllegalStateException("no resolver");
            }
            return new DkimKeyChecker(dns);
        }
    }

    /**
     * Whether the selector's record is that of this key. Blocks until the answer is there; interruption ends it and leaves
     * the interrupt flag set.
     *
     * @throws IllegalArgumentException if the name of the record is too long
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimKeyCheck check(DomainName selector, DomainName domain, DkimPrivateKey key) {
        return dns.evaluate(evaluation(selector, domain, key));
    }

    /**
     * The same without blocking. The future fails only for a bug or when it is cancelled, which takes back the question.
     *
     * @throws IllegalArgumentException if the name of the record is too long
     */
    public CompletableFuture<DkimKeyCheck> checkAsync(DomainName selector, DomainName domain, DkimPrivateKey key) {
        return dns.evaluateAsync(evaluation(selector, domain, key));
    }

    /**
     * What the selector's record is, whosever key is in it.
     *
     * @throws IllegalArgumentException if the name of the record is too long
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimKeyCheck check(DomainName selector, DomainName domain) {
        return dns.evaluate(evaluation(selector, domain));
    }

    /**
     * The same without blocking.
     *
     * @throws IllegalArgumentException if the name of the record is too long
     */
    public CompletableFuture<DkimKeyCheck> checkAsync(DomainName selector, DomainName domain) {
        return dns.evaluateAsync(evaluation(selector, domain));
    }

    /**
     * The rules for this key, to be run in a session of yours or joined with others. They are a record, and two for the
     * same name and key are equal.
     *
     * @throws IllegalArgumentException if the name of the record is too long
     */
    public DnsEvaluation<DkimKeyCheck> evaluation(DomainName selector, DomainName domain, DkimPrivateKey key) {
        return evaluation(selector, domain, key.algorithm(), key.publicKey());
    }

    /**
     * The rules for a key whose private half is not at hand, as in a device or a service.
     *
     * @param publicKey as {@link DkimPrivateKey#publicKey} gives it
     * @throws IllegalArgumentException if the name of the record is too long
     */
    public DnsEvaluation<DkimKeyCheck> evaluation(
            DomainName selector, DomainName domain, DkimAlgorithm algorithm, Octets publicKey) {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(publicKey, "publicKey");
        return new KeyCheckEvaluation(
                DkimKeyRecord.name(selector, domain), new KeyCheckEvaluation.Expected(algorithm, publicKey));
    }

    /**
     * The rules for whatever key is there.
     *
     * @throws IllegalArgumentException if the name of the record is too long
     */
    public DnsEvaluation<DkimKeyCheck> evaluation(DomainName selector, DomainName domain) {
        return new KeyCheckEvaluation(DkimKeyRecord.name(selector, domain), null);
    }
}
