package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whom a certificate is for: its DNS-IDs. The common name does not count, nor does a wildcard that is not the whole leftmost
 * label.
 *
 * @rfc 9525 6.3
 * @rfc 8461 4.2
 */
record CertificateNames(List<String> names) {

    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6: the dNSName among the subjectAltNames

    static CertificateNames of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return new CertificateNames(List.of()); // as good as none
        }
        return new CertificateNames(List.copyOf(names));
    }

    boolean include(DomainName host) {
        return HostName.isOne(host) && names.stream().anyMatch(name -> matches(name, host));
    }

    private static boolean matches(String presented, DomainName host) {
        // RFC 5280 §4.2.1.6: in the preferred name syntax, which has no dot at the end.
        if (presented.endsWith(".")) {
            return false;
        }
        if (!presented.startsWith("*.")) {
            return DomainName.parse(presented).filter(host::equals).isPresent();
        }
        // No authority may vouch for all hosts of a top-level domain.
        return DomainName.parse(presented.substring(2))
                .filter(parent -> parent.labelCount() >= 2)
                .filter(parent -> host.labelCount() == parent.labelCount() + 1 && host.isAtOrBelow(parent))
                .isPresent();
    }
}
