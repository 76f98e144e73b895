package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagList;
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

    static ClaimedIdentifiers read(TagList tags, String signaturePrefix) {
        return new ClaimedIdentifiers(
                SigningDomain.parse(value(tags, "d")),
                SigningDomain.parseSelector(value(tags, "s")),
                word(value(tags, "a")),
                identity(tags),
                signaturePrefix);
    }

    /** The signature in base64; empty where there is none or it is something else. */
    static String signature(TagList tags) {
        String signature = tags.first("b").map(Tag::valueWithoutBlanks).orElse("");
        for (int i = 0; i < signature.length(); i++) {
            char c = signature.charAt(i);
            boolean base64 = isLetterOrDigit(c) || c == '+' || c == '/' || c == '=';
            if (!base64) {
                return "";
            }
        }
        return signature;
    }

    private static String identity(TagList tags) {
        String decoded = QuotedPrintable.decode(value(tags, "i"));
        String identity = decoded == null ? null : Utf8Text.decode(decoded);
        return identity == null ? "" : identity;
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

    private static String value(TagList tags, String name) {
        return tags.first(name).map(Tag::value).orElse("");
    }
}
