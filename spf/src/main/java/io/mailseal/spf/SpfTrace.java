package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import java.util.List;
import java.util.Optional;

/**
 * How a check went, term by term: one domain whose record was looked for, and what its terms led to. A value; recorded
 * only where {@link SpfEvaluator.Builder#withTrace} asked for it. Its size is bounded by the terms of the records and
 * the limits of the check. All texts in it are of third parties.
 *
 * @rfc 7208 4
 */
public sealed interface SpfTrace permits RecordTrace {

    /** The domain whose record was looked for. */
    DomainName domain();

    /** What DNS had for its text records. */
    DnsAnswer lookup();

    /**
     * The SPF record among them, each octet as the character of that number, also if it is malformed; empty where there
     * is none, or more than one.
     */
    Optional<String> record();

    /** The terms that were evaluated, in order; those after the one that decided are not among them. */
    List<Step> steps();

    /** What came of this record; of one that is included, before the include makes a match or none of it. */
    SpfStatus status();

    /** Why, where that is none, temperror or permerror. */
    Optional<SpfProblem> problem();

    /** What became of a term. */
    enum Effect {
        /** It matched, and decided. */
        MATCH,
        /** It did not match. */
        NO_MATCH,
        /** It did not match, since what it expands to is no domain name (§4.8), or can't be part of one. */
        NO_TARGET,
        /** It ended the check with a problem. */
        PROBLEM,
        /** It handed the decision over to another record. */
        REDIRECT,
        /** It told the reason of a fail, or tried to. */
        EXPLANATION
    }

    /** One term. */
    sealed interface Step permits RecordTrace.TermTrace {

        /** The term as it is written; visible ASCII. */
        String term();

        /** What became of it. */
        Effect effect();

        /** The domain that it led to when it was expanded; empty where it needs none, or what came out was none. */
        Optional<DomainName> target();

        /** What was asked for it, in the order in which the answers were looked at; not what is in {@link #nested}. */
        List<Lookup> lookups();

        /** The record that an include or redirect led to. */
        Optional<SpfTrace> nested();

        /** Which of the terms that ask DNS this is, from 1 on, in all records together; 0 where it is none (§4.6.4). */
        int dnsTerm();

        /** How many terms that ask DNS had been met by the end of it, in all records together (§4.6.4). */
        int dnsTerms();

        /** How many lookups had found nothing by the end of it, in all records together (§4.6.4). */
        int voidLookups();
    }

    /**
     * One question and its answer.
     *
     * @param answer what came of the question, which it holds
     * @param voidLookups how many lookups had found nothing up to here, in all records together, this one included
     */
    record Lookup(DnsAnswer answer, int voidLookups) {}
}
