package io.mailseal.mime;

import io.mailseal.core.DomainName;

/** What a reader may take for an address in a display name. */
final class ShownAddress {

    // Those that look like one: the full-width and the small commercial at.
    private static final String AT_SIGNS = "@\uFF20\uFE6B";

    private ShownAddress() {}

    /** Whether there is one, and it is not this. */
    static boolean isOther(String displayName, String localPart, DomainName domain) {
        String shown = EncodedWords.decode(displayName);
        for (int i = 1; i < shown.length() - 1; i++) {
            boolean address = AT_SIGNS.indexOf(shown.charAt(i)) >= 0
                    && isWord(shown.charAt(i - 1))
                    && isWord(shown.charAt(i + 1));
            if (address && !isThis(shown, i, localPart, domain)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isThis(String shown, int at, String localPart, DomainName domain) {
        int start = at - localPart.length();
        int end = at + 1;
        while (end < shown.length() && isWord(shown.charAt(end))) {
            end++;
        }
        boolean sameLocalPart =
                start >= 0 && shown.startsWith(localPart, start) && (start == 0 || !isWord(shown.charAt(start - 1)));
        return sameLocalPart
                && DomainName.ofUnicode(shown.substring(at + 1, end))
                        .filter(domain::equals)
                        .isPresent();
    }
}
