package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of the policy of a domain, its record and all those it refers to. A value: the same answers of DNS
 * give an equal one.
 *
 * @rfc 7208 10.1
 */
public sealed interface SpfLint permits LintResult {

    /** The domain that was looked at; empty for a record that no domain is known for. */
    Optional<DomainName> domain();

    /** The tree of includes and redirects; its root is the domain, or the record. */
    SpfLintNode root();

    /** The record of the domain, or the one that was given; empty where there is a {@link #problem}. */
    default Optional<SpfRecord> record() {
        return root().record();
    }

    /** Why there is none: a lookup that failed is not an absent record. */
    default Optional<SpfProblem> problem() {
        return root().problem();
    }

    /**
     * How many terms ask DNS where nothing matches, the record and all those below together: what runs against the limit
     * of ten. See {@link SpfLintNode#dnsTerms}.
     *
     * @rfc 7208 4.6.4
     */
    default int dnsTerms() {
        return root().dnsTerms();
    }

    /**
     * How many lookups find nothing for a client over IPv4 where nothing matches, as far as that is certain: lookups
     * that failed, or depend on the message, are not among them.
     *
     * @rfc 7208 4.6.4
     */
    int voidLookups();

    /** The same for a client over IPv6, where each host without such an address counts. */
    int voidLookupsOverIpv6();

    /** What the counts were held against. */
    SpfLimits limits();

    /** Whom the policy lets pass: networks, hosts and mail exchangers of all records together. */
    default SpfAddressCount addresses() {
        return root().addresses();
    }

    /**
     * What was found: record by record in the order of the tree, each with the domain whose record it is about,
     * if that is known; at most 20 of one code in a record, and 1000 in all.
     */
    List<SpfFinding> findings();
}
