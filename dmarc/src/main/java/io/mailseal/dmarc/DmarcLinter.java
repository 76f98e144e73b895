package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.psl.PublicSuffixList;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the DMARC policy of a domain as its owner should: the record that applies and what is wrong with it, whose
 * it is by both methods, and whether reports arrive where they are wanted. Immutable and thread-safe; one serves a
 * whole application.
 *
 * <pre>{@code
 * DmarcLint lint = DmarcLinter.builder().resolver(resolver).build().lint(DomainName.of("example.com"));
 * for (DmarcFinding finding : lint.findings()) {
 *     print(finding.severity() + " " + finding.explanation());
 * }
 * }</pre>
 *
 * <p>Records may be anybody's: of the hosts that reports go to, {@value #MAX_DESTINATIONS} are looked at, with at most
 * twelve questions each.
 *
 * @rfc 9989 5.1
 */
public final class DmarcLinter {

    /** How many hosts that reports go to are looked at. */
    public static final int MAX_DESTINATIONS = 20;

    private final DnsSessions dns;
    private final DmarcSettings settings;

    private DmarcLinter(DnsSessions dns, DmarcSettings settings) {
        this.dns = dns;
        this.settings = settings;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Looks at the record that applies to a domain, and waits for DNS.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DmarcLint lint(DomainName domain) {
        return dns.evaluate(evaluation(domain));
    }

    /**
     * Looks at a record as if the domain had it already.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DmarcLint lint(DmarcRecord record, DomainName domain) {
        return dns.evaluate(evaluation(record, domain));
    }

    /**
     * Looks at the record that applies to a domain, without waiting. Cancelling the future takes back the questions.
     */
    public CompletableFuture<DmarcLint> lintAsync(DomainName domain) {
        return dns.evaluateAsync(evaluation(domain));
    }

    /** Looks at a record as if the domain had it already, without waiting. */
    public CompletableFuture<DmarcLint> lintAsync(DmarcRecord record, DomainName domain) {
        return dns.evaluateAsync(evaluation(record, domain));
    }

    /** The rules for this domain, to be run in a session of the caller's or joined with others. */
    public DnsEvaluation<DmarcLint> evaluation(DomainName domain) {
        return new LintCheck(Objects.requireNonNull(domain, "domain"), null, settings);
    }

    /** The rules for this record at this domain. */
    public DnsEvaluation<DmarcLint> evaluation(DmarcRecord record, DomainName domain) {
        return new LintCheck(
                Objects.requireNonNull(domain, "domain"), Objects.requireNonNull(record, "record"), settings);
    }

    /** Makes linters. For one thread. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private DmarcSettings settings = DmarcSettings.defaults().findingTheOrganization();

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

        /** The list of names below which strangers live; by default the one that comes with the library. */
        public Builder publicSuffixList(PublicSuffixList list) {
            settings = settings.with(new PublicSuffixes(Objects.requireNonNull(list, "list")));
            return this;
        }

        /**
         * The linter.
         *
         * @throws IllegalStateException without a resolver
         */
        public DmarcLinter build() {
            if (dns == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            return new DmarcLinter(dns, settings);
        }
    }
}
