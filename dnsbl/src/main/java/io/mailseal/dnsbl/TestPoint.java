package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.List;
import java.util.Objects;

/**
 * Something that a list says it always lists, or never does, so that others can tell whether the list is in order.
 *
 * @param kind what the subject is
 * @param subject an address, a domain name, or for lists of digests the label that stands for the digest
 * @param listed whether it is always listed; otherwise it never is
 * @param codes the addresses that are promised in the answer; none where any listing will do
 * @rfc 5782 5
 */
public record TestPoint(BlocklistKind kind, String subject, boolean listed, List<IpAddress> codes) {

    /**
     * @throws IllegalArgumentException for a subject that is not of this kind, and for codes of what is not listed
     */
    public TestPoint {
        Objects.requireNonNull(kind, "kind");
        codes = List.copyOf(codes);
        if (!isSubject(kind, subject)) {
            throw new IllegalArgumentException("no subject of kind " + kind + ": " + subject);
        }
        if (!listed && !codes.isEmpty()) {
            throw new IllegalArgumentException("codes of what is not listed: " + subject);
        }
    }

    static boolean isSubject(BlocklistKind kind, String subject) {
        return switch (kind) {
            case IPV4 -> IpAddress.parse(subject).filter(IpAddress::isV4).isPresent();
            case IPV6 -> IpAddress.parse(subject).filter(IpAddress::isV6).isPresent();
            case DOMAIN, HASH ->
                DomainName.parse(subject).filter(name -> !name.isRoot()).isPresent();
            case URI_HOST -> isSubject(BlocklistKind.DOMAIN, subject);
        };
    }
}
