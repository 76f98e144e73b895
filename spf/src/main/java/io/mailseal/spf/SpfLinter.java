package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the policy of a domain as its owner should: the record, all that it includes and redirects to, what that costs
 * of the ten lookups that a check may make, whom it lets pass, and what is wrong with it. Immutable and thread-safe; one
 * serves a whole application.
 *
 * <pre>{@code
 * SpfLint lint = SpfLinter.builder().resolver(resolver).build().lint(DomainName.of("example.com"));
 * for (SpfFinding finding : lint.findings()) {
 *     print(finding.severity() + " " + finding.explanation());
 * }
 * }</pre>
 *
 * <p>Records may be anybody's, and may be made to keep a linter busy. So it asks for {@value #MAX_RECORDS} records and
 * {@value #MAX_QUESTIONS} questions at most, in {@value #MAX_ROUNDS} rounds; where there is more, {@link
 * SpfFinding.Code#TOO_LARGE} says so, and all counts are the least.
 *
 * @rfc 7208 10.1
 */
public final class SpfLinter {

    /** How many text records are asked for at most. */
    public static final int MAX_RECORDS = 100;

    /** How many questions are asked at most, those for records included. */
    public static final int MAX_QUESTIONS = 350;

    /** How deep records are followed; a check may not go half as deep. */
    public static final int MAX_ROUNDS = 25;

    private final DnsSessions dns;
    private final SpfSettings settings;

    private SpfLinter(DnsSessions dns, SpfSettings settings) {
        this.dns = dns;
        this.settings = settings;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Looks at the record that a domain has, and blocks until the result is there. Interruption ends it and leaves the
     * interrupt flag set.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SpfLint lint(DomainName domain) {
        return dns.evaluate(evaluation(domain));
    }

    /**
     * Looks at a record as if the domain had it already.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SpfLint lint(SpfRecord record, DomainName domain) {
        return dns.evaluate(evaluation(record, domain));
    }

    /**
     * Looks at a record that no domain is known for: its terms are followed, except where that takes the domain, as with
     * {@code a}, {@code mx} and {@code include:_spf.%{d}}. Those count as lookups, but whom they let pass is not known.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SpfLint lint(SpfRecord record) {
        return dns.evaluate(evaluation(record));
    }

    /**
     * Looks at the record that a domain has, without blocking. The future is complete already if DNS had everything in
     * memory; it fails only for a bug or when it is cancelled, which takes back the questions under way.
     */
    public CompletableFuture<SpfLint> lintAsync(DomainName domain) {
        return dns.evaluateAsync(evaluation(domain));
    }

    /** Looks at a record as if the domain had it already, without blocking. */
    public CompletableFuture<SpfLint> lintAsync(SpfRecord record, DomainName domain) {
        return dns.evaluateAsync(evaluation(record, domain));
    }

    /** Looks at a record that no domain is known for, without blocking. */
    public CompletableFuture<SpfLint> lintAsync(SpfRecord record) {
        return dns.evaluateAsync(evaluation(record));
    }

    /**
     * The rules for this domain, to be run in a session of yours or joined with others. They are a record, and two for
     * the same domain are equal.
     */
    public DnsEvaluation<SpfLint> evaluation(DomainName domain) {
        return new LintCheck(Objects.requireNonNull(domain, "domain"), null, settings);
    }

    /** The rules for this record at this domain. */
    public DnsEvaluation<SpfLint> evaluation(SpfRecord record, DomainName domain) {
        return new LintCheck(
                Objects.requireNonNull(domain, "domain"), Objects.requireNonNull(record, "record"), settings);
    }

    /** The rules for this record by itself. */
    public DnsEvaluation<SpfLint> evaluation(SpfRecord record) {
        return new LintCheck(null, Objects.requireNonNull(record, "record"), settings);
    }

    /** Makes a linter. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private SpfLimits limits = SpfLimits.rfc7208();

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

        /** The limits that a record is held against; {@link SpfLimits#rfc7208} if nothing else is said. */
        public Builder limits(SpfLimits newLimits) {
            limits = Objects.requireNonNull(newLimits, "limits");
            return this;
        }

        /**
         * The linter.
         *
         * @throws IllegalStateException if it was not said how to ask DNS
         */
        public SpfLinter build() {
            if (dns == null) {
                throw new IllegalStateException("no resolver");
            }
            return new SpfLinter(dns, new SpfSettings(limits, true, false, false, null, new ParsedRecords()));
        }
    }
}
