package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * One domain in the tree of records that refer to each other by include and redirect. A value.
 *
 * @rfc 7208 5.2
 * @rfc 7208 6.1
 */
public sealed interface SpfLintNode permits LintNode {

    /** What became of the domain. Only where it is {@link #FOUND} are there a record and children. */
    enum State {
        /** It has a record. */
        FOUND,
        /** It does not exist: whoever can register it can publish a record there (T45). */
        NO_SUCH_DOMAIN,
        /** It exists, without a record of SPF. */
        NO_RECORD,
        /** It has more than one. */
        MULTIPLE_RECORDS,
        /** Its record leaves the grammar. */
        MALFORMED,
        /** The lookup failed: it may have a record or not. */
        UNAVAILABLE,
        /** Which domain it is depends on the message. */
        DEPENDS_ON_MESSAGE,
        /** Which domain it is depends on the domain of the record that was given, which is not known. */
        DEPENDS_ON_DOMAIN,
        /** The term leads to no domain name. */
        INVALID_TARGET,
        /** It is one of those that lead here. */
        LOOP,
        /** It is in the tree already. Its record is there; its costs count again. */
        REPEATED,
        /** It was not looked at, because there is too much of all this. */
        NOT_LOOKED_AT
    }

    /** The domain; empty where it depends on what is not known, is none, or is not known at the root. */
    Optional<DomainName> domain();

    /** The term that leads here, as it is written; visible ASCII. Empty at the root. */
    Optional<String> term();

    /** What became of it. */
    State state();

    /** Its record. */
    Optional<SpfRecord> record();

    /** Why there is none, in the words that a check would use. */
    Optional<SpfProblem> problem();

    /** How many terms of its own record ask DNS. */
    int ownDnsTerms();

    /**
     * How many terms ask DNS in its record and all those below, where none of them matches: the worst case. An include
     * of this domain costs one more. The least where something below could not be followed, and where there is a loop.
     *
     * @rfc 7208 4.6.4
     */
    int dnsTerms();

    /**
     * How many terms that ask DNS have been met when this record has been evaluated, if nothing has matched: what runs
     * against the limit, from the root on.
     *
     * @rfc 7208 4.6.4
     */
    int runningDnsTerms();

    /** Whom this domain's policy lets pass by itself, whatever those that refer to it make of it. */
    SpfAddressCount addresses();

    /** Where its includes and its redirect lead, in the order in which they are evaluated. */
    List<SpfLintNode> children();
}
