package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.Optional;

/**
 * Something about a record that its owner would want to know. A value.
 *
 * @rfc 7208 10.1
 * @see SpfRecord#findings
 * @see SpfLint#findings
 */
public sealed interface SpfFinding permits FindingMade {

    /** How bad it is. */
    enum Severity {
        /** Mail is lost by it, or anybody may send in the name of the domain. */
        ERROR,
        /** It is probably not what the owner wants. */
        WARNING,
        /** It is worth a look. */
        NOTE
    }

    /** What there is to be found. A constant keeps its name, its meaning and its severity; more may be added. */
    enum Code {
        // ---- in a record by itself: errors ----

        /** An {@code all} passes, and nobody was excluded before: anybody may send. */
        EVERYBODY_PASSES(Severity.ERROR),
        /** The ranges that pass are together half of all addresses or more (T44: 0.0.0.0/1 and 128.0.0.0/1). */
        WORLD_PASSES(Severity.ERROR),
        /** More terms ask DNS than may be evaluated: a check that gets so far ends in permerror (§4.6.4). */
        TOO_MANY_DNS_TERMS(Severity.ERROR),
        /** No DNS record can hold it. */
        TOO_LONG_FOR_DNS(Severity.ERROR),

        // ---- in a record by itself: warnings ----

        /** An {@code all} passes whoever was not excluded before. */
        REST_PASSES(Severity.WARNING),
        /** It ends in {@code ?all}: a client that is not listed is treated as if there were no record (§8.2). */
        NEUTRAL_ALL(Severity.WARNING),
        /** It ends without {@code all} and {@code redirect}, which is as good as {@code ?all} (§4.7). */
        NO_END(Severity.WARNING),
        /** One range passes that is wider than /16 of IPv4 or /32 of IPv6: too many to be hosts of one owner. */
        WIDE_RANGE(Severity.WARNING),
        /** A directive after {@code all}, which is never tested (§5.1). */
        TERM_AFTER_ALL(Severity.WARNING),
        /** A redirect that an {@code all} makes pointless (§6.1). */
        REDIRECT_BESIDE_ALL(Severity.WARNING),
        /** A mechanism that was there before: it never decides. */
        DUPLICATE_TERM(Severity.WARNING),
        /** A range that the terms before cover: it never decides. */
        COVERED_RANGE(Severity.WARNING),
        /** A network with bits set beyond its prefix: was the host meant, or the network? */
        HOST_BITS(Severity.WARNING),
        /** An {@code ip6} of IPv4-mapped addresses: their clients are compared with {@code ip4} alone (§5). */
        MAPPED_RANGE(Severity.WARNING),
        /** An {@code exists} without a macro of the message: it matches everybody or nobody. */
        CONSTANT_EXISTS(Severity.WARNING),
        /** The mechanism {@code ptr}, which is not to be published (§5.5). */
        DEPRECATED_PTR(Severity.WARNING),
        /** The macro {@code p}, which is not to be used (§7.2). */
        DEPRECATED_MACRO(Severity.WARNING),
        /** The local part of the sender in a question: DNS learns who writes to whom (§11.6, T48). */
        LOCAL_PART_MACRO(Severity.WARNING),
        /** A modifier that SPF does not know, and ignores, but which looks like something that it knows. */
        MISSPELT_MODIFIER(Severity.WARNING),
        /** A second {@code v=spf1} among the terms: two records in one? */
        REPEATED_VERSION(Severity.WARNING),
        /** Name and text are so long that the answer may not fit in 512 octets (§3.4). */
        LONG_RECORD(Severity.WARNING),

        // ---- in a record by itself: notes ----

        /** Sender domain or HELO name in a question: verdicts can't be kept for other senders (§7.3). */
        SENDER_MACRO(Severity.NOTE),
        /** A modifier that SPF does not know, and ignores (§6). */
        UNKNOWN_MODIFIER(Severity.NOTE),
        /** A redirect or explanation before a mechanism: they should come last (§6). */
        MODIFIER_NOT_LAST(Severity.NOTE),
        /** An explanation in a record that never says fail (§6.2). */
        POINTLESS_EXPLANATION(Severity.NOTE),
        /** A range of private or other addresses from which nothing comes over the Internet. */
        UNROUTABLE_RANGE(Severity.NOTE),
        /** Longer than one string of a DNS record: the zone must hold it as several (§3.3). */
        SEVERAL_STRINGS(Severity.NOTE),
        /** More than 65536 addresses of IPv4 pass, all ranges together (T44). */
        MANY_ADDRESSES(Severity.NOTE),

        // ---- over DNS: errors ----

        /** There is no such domain (§4.3); where a record refers to it, somebody else may register it (T45). */
        NO_SUCH_DOMAIN(Severity.ERROR),
        /** A domain has more than one record (§4.5). */
        MULTIPLE_RECORDS(Severity.ERROR),
        /** A record leaves the grammar (§4.6). */
        SYNTAX(Severity.ERROR),
        /** An include of a domain without a record (§5.2). */
        INCLUDE_WITHOUT_RECORD(Severity.ERROR),
        /** A redirect to a domain without a record (§6.1). */
        REDIRECT_WITHOUT_RECORD(Severity.ERROR),
        /** An include or redirect that leads to no domain name (§4.8). */
        INVALID_TARGET(Severity.ERROR),
        /** Records that lead back to each other. */
        LOOP(Severity.ERROR),
        /** An {@code mx} leads to more hosts than are allowed (§4.6.4). */
        TOO_MANY_MX_HOSTS(Severity.ERROR),
        /** More lookups find nothing than are allowed, where nothing matches before (§4.6.4). */
        TOO_MANY_VOID_LOOKUPS(Severity.ERROR),

        // ---- over DNS: warnings ----

        /** The domain has no record: SPF says nothing of its mail (§4.5). */
        NO_RECORD(Severity.WARNING),
        /** The same as {@link #TOO_MANY_VOID_LOOKUPS}, but only for clients over IPv6: hosts have no such address. */
        TOO_MANY_VOID_LOOKUPS_OVER_IPV6(Severity.WARNING),
        /** A host that a term leads to does not exist. */
        NO_SUCH_HOST(Severity.WARNING),
        /** A host that a term leads to has no addresses. */
        NO_ADDRESSES(Severity.WARNING),
        /** An {@code mx} of a domain that has no mail exchangers: its own addresses do not stand in (§5.4). */
        NO_EXCHANGERS(Severity.WARNING),
        /** A lookup failed: what it would have found is unknown, not absent. */
        DNS_UNAVAILABLE(Severity.WARNING),
        /** There is more than was looked at. */
        TOO_LARGE(Severity.WARNING),

        // ---- over DNS: notes ----

        /** Whoever the term leads to is covered by terms before: the lookup could be saved (§10.1.1). */
        REDUNDANT_LOOKUP(Severity.NOTE),
        /** Where the term leads depends on the message, or on a domain that is not known: it was not followed. */
        NOT_FOLLOWED(Severity.NOTE),
        /** All text records of the domain together are so long that the answer may not fit in 512 octets (§3.4). */
        LONG_ANSWER(Severity.NOTE),
        /** The explanation leads to no text, or not to one alone: it is never told (§6.2). */
        NO_EXPLANATION(Severity.NOTE);

        private final Severity severity;

        Code(Severity severity) {
            this.severity = severity;
        }

        /** How bad it is. */
        public Severity severity() {
            return severity;
        }
    }

    /** What was found, for programs. */
    Code code();

    /** How bad it is. */
    default Severity severity() {
        return code().severity();
    }

    /** The domain whose record it is about, or the domain itself; empty where a record was looked at by itself. */
    Optional<DomainName> recordDomain();

    /** The term that it is about, as it is written; visible ASCII. Empty where it is about the record, or its absence. */
    Optional<String> term();

    /** Where in the text of its record the term begins, or what is wrong with it; 0 where it is about no place. */
    int position();

    /** A sentence or two for people, in visible ASCII. Names and terms of third parties are in it. */
    String explanation();
}
