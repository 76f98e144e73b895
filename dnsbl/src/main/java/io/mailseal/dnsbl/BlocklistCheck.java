package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dnsbl.uri.RegisteredDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one list says about one subject. A value; the key of a list is never in it. */
public sealed interface BlocklistCheck permits CheckedSubject {

    /** The name of the list's profile. */
    String list();

    /** The zone for people; of a keyed list with {@code ***} in the place of the key. */
    String zone();

    /** What it means to be on the list. */
    BlocklistPurpose purpose();

    /** What was asked about. */
    BlocklistSubject subject();

    /** Where the subject comes from. */
    Set<SubjectSource> sources();

    /** The domain that the list was asked about in the place of the name, and what told it; empty where nothing was reduced. */
    Optional<RegisteredDomain> registeredDomain();

    /** What came out. */
    ListStatus status();

    /** What it is listed as, in the order of the profile; not empty exactly if the status is {@link ListStatus#LISTED}. */
    List<ReturnCode> codes();

    /**
     * What the list said beside that, and is no listing: codes for information, and codes that are about the client of
     * unauthenticated mail alone, where this is another address.
     */
    List<ReturnCode> remarks();

    /** The addresses in the answer, in their order as numbers: never to be used as addresses. */
    List<IpAddress> answers();

    /** Those of them that the profile does not know. */
    List<IpAddress> unknownCodes();

    /**
     * What the list says about why, if the subject is listed and the list says so: text of a third party, cut to
     * {@value ListText#LONGEST} visible characters of ASCII each. To be escaped where it becomes HTML.
     *
     * @rfc 5782 2.1
     */
    List<String> reasons();

    /** Why the list is of no use; there exactly if the status is {@link ListStatus#UNUSABLE}. */
    Optional<BlocklistError> error();

    /** Why there was no answer; there if the status is {@link ListStatus#UNKNOWN}, or the name servers refused. */
    Optional<DnsFailure> failure();

    /** Why it was not asked; there exactly if the status is {@link ListStatus#NOT_ASKED}. */
    Optional<NotAsked> notAsked();

    /** Whether the list was not asked because of what {@link #error} or {@link #failure} came of it before. */
    boolean isSuspended();

    /** The DNSSEC status of the answers that this relies on; INDETERMINATE where there are none. */
    DnsSecurity security();

    /** Whether the status is {@link ListStatus#LISTED}. */
    default boolean isListed() {
        return status() == ListStatus.LISTED;
    }

    /** What it adds to a score: the sum of its codes, negative where the listing is good, 0 where it is not listed. */
    default double weight() {
        return codes().stream().mapToDouble(ReturnCode::weight).sum();
    }

    /** A sentence for people, in visible ASCII. What the list says is in it, and named as such. */
    String explanation();
}
