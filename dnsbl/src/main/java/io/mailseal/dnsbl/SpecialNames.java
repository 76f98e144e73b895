package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import java.util.List;

/**
 * The names that no list is asked about: nobody on the Internet has them. Those for documentation and tests are not among
 * them, since programs are to treat these as any others (RFC 6761 §6.2, §6.5).
 *
 * @rfc 6761 6
 */
final class SpecialNames {

    private static final List<DomainName> NAMES = List.of(
            DomainName.of("alt"), // RFC 9476 §2
            DomainName.of("home.arpa"), // RFC 8375 §4
            DomainName.of("internal"), // reserved by ICANN for private use
            DomainName.of("invalid"), // RFC 6761 §6.4
            DomainName.of("local"), // RFC 6762 §3
            DomainName.of("localhost"), // RFC 6761 §6.3
            DomainName.of("onion")); // RFC 7686 §2

    private SpecialNames() {}

    /** Whether it is one of these, a single label, an address in the form of a name, or has what no domain's name has. */
    static boolean contains(DomainName name) {
        if (name.labelCount() < 2 || isNumeric(name) || !isPlain(name.toString())) {
            return true;
        }
        for (DomainName special : NAMES) {
            if (name.isAtOrBelow(special)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The name without the labels in front that no host's name has, and what is before them. Whoever has a domain may have any
     * octets in the labels below it, and browsers go there.
     */
    static DomainName askable(DomainName name) {
        if (isPlain(name.toString())) {
            return name;
        }
        int plain = 0;
        while (isPlain(name.suffix(plain + 1).toString())) {
            plain++;
        }
        return name.suffix(plain);
    }

    // DBL-07: no top-level domain is a number, so this is meant as an address.
    private static boolean isNumeric(DomainName name) {
        String last = name.suffix(1).toString();
        return last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    // An address in brackets is a domain name to DNS, too. Underscores occur in the names of hosts.
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }
}
