package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * What names a signature in a report, read from its field as well as can be, even where that is malformed.
 *
 * @param algorithm empty where there is none
 * @param identity empty where there is none
 * @param signaturePrefix as much of {@code b=} as tells this signature from the others of its message; may be empty
 * @rfc 8601 2.7.1
 */
record ClaimedIdentifiers(
        @Nullable DomainName domain,
        @Nullable DomainName selector,
        String algorithm,
        String identity,
        String signaturePrefix) {

    static final ClaimedIdentifiers NONE = new ClaimedIdentifiers(null, null, "", "", "");

    static ClaimedIdentifiers read(SignatureTags tags, String signaturePrefix) {
        String identity = tags.identity();
        return new ClaimedIdentifiers(
                tags.domain(),
                tags.selector(),
                word(tags.value("a")),
                identity == null ? "" : identity,
                signaturePrefix);
    }

    /** The signature in base64; empty where there is none or it is something else. */
    static String signature(SignatureTags tags) {
        return tags.signature().isOfAlphabet() ? tags.signature().text() : "";
    }

    private static String word(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isLetterOrDigit(value.charAt(i)) && value.charAt(i) != '-') {
                return "";
            }
        }
        return value;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
