package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import java.util.Optional;

/**
 * Why a check came to no verdict of the domain's owner: what is behind {@link SpfStatus#NONE},
 * {@link SpfStatus#TEMPERROR} and {@link SpfStatus#PERMERROR}.
 */
public sealed interface SpfProblem permits ProblemFound {

    /** The kinds of problems; more may be added. */
    enum Kind {
        /** None: the identity has no domain name of two labels or more, or is malformed (§4.3). Nothing was asked. */
        INVALID_DOMAIN(SpfStatus.NONE),
        /** None: DNS says that the domain does not exist (§4.3). */
        NO_SUCH_DOMAIN(SpfStatus.NONE),
        /** None: the domain exists and has no text records (§4.5). */
        NO_TEXT(SpfStatus.NONE),
        /** None: none of the text records of the domain is one of SPF (§4.5). */
        NO_RECORD(SpfStatus.NONE),
        /** Permerror: the domain has more than one record (§4.5). */
        MULTIPLE_RECORDS(SpfStatus.PERMERROR),
        /** Permerror: a record leaves the grammar, be it in a term that would not matter (§4.6). */
        SYNTAX(SpfStatus.PERMERROR),
        /** Permerror: more terms that ask DNS than {@link SpfLimits#dnsTerms} (§4.6.4). */
        TOO_MANY_DNS_TERMS(SpfStatus.PERMERROR),
        /** Permerror: more lookups that found nothing than {@link SpfLimits#voidLookups} (§4.6.4). */
        TOO_MANY_VOID_LOOKUPS(SpfStatus.PERMERROR),
        /** Permerror: one mx leads to more hosts than {@link SpfLimits#mxHosts} (§4.6.4). */
        TOO_MANY_MX_HOSTS(SpfStatus.PERMERROR),
        /** Permerror: the domain that is included has no record (§5.2). */
        INCLUDE_WITHOUT_RECORD(SpfStatus.PERMERROR),
        /** Permerror: the domain that is redirected to has no record (§6.1). */
        REDIRECT_WITHOUT_RECORD(SpfStatus.PERMERROR),
        /** Permerror: what an include or redirect names is no domain name that could be asked (§4.8). */
        INVALID_TARGET(SpfStatus.PERMERROR),
        /** Temperror: a lookup failed (§4.4, §5), or our own time or budget for lookups was used up. */
        DNS_UNAVAILABLE(SpfStatus.TEMPERROR);

        private final SpfStatus status;

        Kind(SpfStatus status) {
            this.status = status;
        }

        /** The result that it leads to. */
        public SpfStatus status() {
            return status;
        }
    }

    /** Which one. */
    Kind kind();

    /** The domain whose record it is about; or, where that has none, the domain. */
    Optional<DomainName> recordDomain();

    /**
     * With {@link Kind#SYNTAX}: the record, each octet as the character of that number. What {@link
     * SpfSyntaxError#position} counts is counted in it. Third-party text.
     */
    Optional<String> record();

    /** The term in that record, as it is written there; visible ASCII, other octets as {@code \xNN}. */
    Optional<String> term();

    /** With {@link Kind#SYNTAX}: where and what. */
    Optional<SpfSyntaxError> syntaxError();

    /** With {@link Kind#DNS_UNAVAILABLE}: the question, the cause, and what the resolver said. */
    Optional<DnsAnswer.Failed> failedLookup();

    /** With an include or redirect that leads to no record: why there is none. */
    Optional<SpfProblem> cause();

    /** A sentence or two for people, in visible ASCII. Names and terms of third parties are in it. */
    String explanation();
}
