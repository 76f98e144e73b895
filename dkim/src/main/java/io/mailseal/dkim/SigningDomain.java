package io.mailseal.dkim;

import io.mailseal.core.DomainName;
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

    // Each label of letters, digits and underscores, with hyphens inside.
    private static boolean isOfSubDomains(DomainName name) {
        String text = name.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.';
            if (!ordinary && !isInnerHyphen(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInnerHyphen(String text, int at) {
        return text.charAt(at) == '-'
                && at > 0
                && text.charAt(at - 1) != '.'
                && at + 1 < text.length()
                && text.charAt(at + 1) != '.';
    }
}
