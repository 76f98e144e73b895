package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import org.jspecify.annotations.Nullable;

/**
 * The names that a signature may hold: letters, digits, hyphens and (as in use) underscores; or U-labels, which stand for
 * their A-labels. Nothing else ever gets as far as a question to DNS.
 *
 * @rfc 6376 3.5
 * @rfc 8616 5
 */
final class SigningDomain {

    private SigningDomain() {}

    /** The value of {@code d=}, each character an octet: two labels at least. Null where it is none. */
    static @Nullable DomainName parse(String value) {
        DomainName name = parseSelector(value);
        return name == null || name.labelCount() < 2 ? null : name;
    }

    /** The value of {@code s=}: one label at least. */
    static @Nullable DomainName parseSelector(String value) {
        String text = Utf8Text.decode(value);
        // sub-domain *("." sub-domain): no dot at the end
        if (text == null || text.endsWith(".")) {
            return null;
        }
        return DomainName.ofUnicode(text).filter(SigningDomain::isOfSubDomains).orElse(null);
    }

    private static boolean isOfSubDomains(DomainName name) {
        for (Octets label : name.labels()) {
            if (!isSubDomain(label)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSubDomain(Octets label) {
        for (int i = 0; i < label.length(); i++) {
            int c = label.at(i);
            boolean innerHyphen = c == '-' && i > 0 && i < label.length() - 1;
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || innerHyphen)) {
                return false;
            }
        }
        return true;
    }
}
