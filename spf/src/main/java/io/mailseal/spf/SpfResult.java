package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Optional;

/**
 * What SPF says of one identity of one message. A value: the same request and the same answers of DNS give an equal
 * one.
 *
 * @rfc 7208 2.6
 */
public sealed interface SpfResult permits SpfVerdict {

    /** One of the seven results. */
    SpfStatus status();

    /** What was asked; the result is about nothing else. */
    SpfRequest request();

    /** Whose permission was asked for. */
    default SpfIdentity identity() {
        return request().identity();
    }

    /**
     * The domain that was checked, also where it does not exist. Empty where the identity has none that could be:
     * then the status is {@link SpfStatus#NONE}.
     */
    Optional<DomainName> domain();

    /**
     * The term that decided, as it is written in its record, with its qualifier if it has one: {@code -all},
     * {@code include:b.example}; visible ASCII. Of an include it is that term, not one of the record included. Empty
     * where no term matched, or there was a problem.
     */
    Optional<String> matchedTerm();

    /** The domain whose record holds {@link #matchedTerm}; after a redirect another than {@link #domain}. */
    Optional<DomainName> matchedIn();

    /** Present if and only if the status is NONE, TEMPERROR or PERMERROR: why. */
    Optional<SpfProblem> problem();

    /** The limits that it was judged by; what follows counts against them. */
    SpfLimits limits();

    /**
     * How many terms that ask DNS were evaluated, the one beyond the limit included.
     *
     * @rfc 7208 4.6.4
     */
    int dnsTerms();

    /**
     * How many of their questions found nothing. The names of the client, asked for by {@code ptr} and the macro
     * {@code p}, are not the domain owner's doing, and are not counted; that it has no names at all is, where {@code
     * ptr} asks.
     *
     * @rfc 7208 4.6.4
     */
    int voidLookups();

    /** The weakest DNSSEC status of the answers that were looked at; INDETERMINATE where none was. */
    DnsSecurity security();

    /** The records that were evaluated, or found malformed, each once, in the order in which they were met. */
    List<ConsultedRecord> recordsConsulted();

    /**
     * Whether a term that was evaluated has the sender or the HELO name in it. If not, the same domain and client
     * would get the same status whoever the sender was; an explanation that was published may still tell the sender's
     * name, and is not for others.
     *
     * @rfc 7208 7.3
     */
    boolean dependsOnSender();

    /** A sentence or two for people, in visible ASCII. Names and terms of third parties are in it. */
    String explanation();

    /**
     * With {@link SpfStatus#FAIL}, what the owner of the domain has to say about it, if anything could be had. It changes
     * nothing else: no lookup for it counts, and where one fails it is as if nothing were published. But it takes a
     * question more, and time; who has no use for it builds {@linkplain SpfEvaluator.Builder#withoutExplanation without}.
     *
     * @rfc 7208 6.2
     */
    Optional<SpfExplanation> publishedExplanation();

    /** How it came about, if {@link SpfEvaluator.Builder#withTrace} asked for it and a domain was asked. */
    Optional<SpfTrace> trace();

    /**
     * A record that had a part in the result.
     *
     * @param domain where it is published
     * @param text its octets, each as the character of that number; third-party text
     */
    record ConsultedRecord(DomainName domain, String text) {}
}
