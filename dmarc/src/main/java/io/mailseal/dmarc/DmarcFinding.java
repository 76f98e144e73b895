package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.Optional;

/**
 * Something about a record that its owner would want to know. A value.
 *
 * @rfc 9989 5.1
 * @see DmarcRecord#findings
 * @see DmarcLint#findings
 */
public sealed interface DmarcFinding permits FindingMade {

    /** How bad it is. */
    enum Severity {
        /** The domain is not protected as it should be, or reports are lost. */
        ERROR,
        /** It is probably not what the owner wants. */
        WARNING,
        /** It is worth a look. */
        NOTE
    }

    /** What there is to be found. A constant keeps its name, its meaning and its severity; more may be added. */
    enum Code {
        // ---- in a record by itself: errors ----

        /** Neither a valid policy nor an address for reports: receivers ignore the record (§4.10.1). */
        NO_EFFECT(Severity.ERROR),
        /** A policy that is none of the three words: all policies of the record count as none (§4.10.1). */
        INVALID_POLICY(Severity.ERROR),
        /** A policy, or the version, twice: nobody can tell which was meant, so it counts as invalid. */
        REPEATED_POLICY(Severity.ERROR),
        /** An address for reports that is no valid URI (§4.6). */
        INVALID_URI(Severity.ERROR),

        // ---- in a record by itself: warnings ----

        /** No {@code p}: receivers act as if it were none, those of RFC 7489 perhaps not even that. */
        NO_POLICY(Severity.WARNING),
        /** A value that the tag does not have: the default holds (§4.8). */
        INVALID_VALUE(Severity.WARNING),
        /** A tag that was there before: the first one counts. */
        REPEATED_TAG(Severity.WARNING),
        /** Something between semicolons that is no tag. */
        MALFORMED_TAG(Severity.WARNING),
        /** A tag that would be known if it were written in lower case. */
        TAG_NAME_CASE(Severity.WARNING),
        /** Subdomains have a weaker policy than the domain: whoever wants to pose as it takes one of them. */
        WEAKER_SUBDOMAIN_POLICY(Severity.WARNING),
        /** Subdomains that do not exist, which nobody needs, have a weaker policy than others. */
        WEAKER_MISSING_SUBDOMAIN_POLICY(Severity.WARNING),
        /** No {@code rua}: the owner never hears what becomes of mail in his name. */
        NO_AGGREGATE_REPORTS(Severity.WARNING),
        /** Reports by other means than mail, which receivers need not support (§4.7). */
        UNSUPPORTED_SCHEME(Severity.WARNING),
        /** A {@code mailto} that leads to no single address which SMTP could deliver to. */
        NO_ADDRESS(Severity.WARNING),
        /** More addresses for reports than receivers may be expected to look at. */
        TOO_MANY_URIS(Severity.WARNING),
        /** {@code fo} without {@code ruf}: it has no effect (§4.7). */
        FO_WITHOUT_RUF(Severity.WARNING),
        /** {@code pct} below 100: receivers of RFC 9989 ignore it, and apply the policy to all mail. */
        PARTIAL_PERCENTAGE(Severity.WARNING),

        // ---- in a record by itself: notes ----

        /** The policy is none: the owner only looks on. */
        MONITORING(Severity.NOTE),
        /** {@code t=y}: the policy is applied one level lower. */
        TEST_MODE(Severity.NOTE),
        /** {@code psd=y}: the domain is one below which others register theirs. */
        DECLARED_PUBLIC_SUFFIX(Severity.NOTE),
        /** {@code pct}, {@code rf} or {@code ri}, which RFC 9989 has given up (§9.3). */
        OBSOLETE_TAG(Severity.NOTE),
        /** A size limit behind an address for reports, which is ignored (§4.8). */
        OBSOLETE_SIZE_LIMIT(Severity.NOTE),
        /** A tag that DMARC does not know, and ignores. */
        UNKNOWN_TAG(Severity.NOTE),
        /** {@code ruf} without {@code fo}: reports only where neither SPF nor DKIM gave an aligned pass. */
        RUF_WITHOUT_FO(Severity.NOTE),
        /** {@code p} is not the second tag, where receivers of RFC 7489 may want it (RFC 7489 §6.3). */
        POLICY_NOT_SECOND(Severity.NOTE),
        /** Longer than one string of a DNS record: the zone must hold it as several. */
        SEVERAL_STRINGS(Severity.NOTE),

        // ---- over DNS: errors ----

        /** A domain has more than one record: all are ignored (§4.10). */
        MULTIPLE_RECORDS(Severity.ERROR),
        /** A record that is too long to be read. */
        RECORD_TOO_LONG(Severity.ERROR),
        /** Text at the place of a record that was probably meant to be one, but does not begin with v=DMARC1. */
        NOT_A_RECORD(Severity.ERROR),
        /** Reports go to another organization, which has not agreed: receivers send none (RFC 9990 §4). */
        DESTINATION_NOT_AUTHORIZED(Severity.ERROR),
        /** The destination of reports has agreed, but sends them elsewhere: receivers send none (RFC 9990 §4). */
        OVERRIDE_ELSEWHERE(Severity.ERROR),
        /** The destination of reports does not exist, or takes no mail. */
        NO_SUCH_DESTINATION(Severity.ERROR),

        // ---- over DNS: warnings ----

        /** No policy applies to the domain (§4.10.1). */
        NO_RECORD(Severity.WARNING),
        /** A lookup failed: what it would have found is unknown, not absent. */
        DNS_UNAVAILABLE(Severity.WARNING),
        /**
         * The organizational domain is a public suffix, or above one that the domain is below: strangers would be
         * aligned with it (§11.8).
         */
        PUBLIC_SUFFIX_ORGANIZATION(Severity.WARNING),
        /** More destinations of reports than were looked at. */
        TOO_MANY_DESTINATIONS(Severity.WARNING),

        // ---- over DNS: notes ----

        /** The domain has no record of its own; that of a domain above applies. */
        INHERITED_RECORD(Severity.NOTE),
        /** The record is somebody else's, reached by an alias. */
        ALIASED_RECORD(Severity.NOTE),
        /**
         * {@code sp} or {@code np} in a record that no subdomain looks at, for it is not of an organizational domain.
         */
        UNUSED_SUBDOMAIN_POLICY(Severity.NOTE),
        /** The destination of reports has another address for them, of its own. */
        OVERRIDDEN_DESTINATION(Severity.NOTE),
        /** RFC 7489 and its public suffix list lead to something else than the tree walk. */
        METHODS_DIFFER(Severity.NOTE);

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

    /** The tag that it is about, as it is written, with what is not printable escaped; empty where it is about none. */
    Optional<String> tag();

    /** Where in the text of its record the tag begins; 0 where it is about no place. */
    int position();

    /** A sentence or two for people, in visible ASCII. Names and tags of third parties are in it. */
    String explanation();
}
