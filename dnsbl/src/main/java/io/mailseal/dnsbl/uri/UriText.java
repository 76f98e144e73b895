package io.mailseal.dnsbl.uri;

/**
 * Finds URIs, hosts without a scheme, and addresses of e-mail in plain text, as mail programs do that make links of
 * them. A host without a scheme must end in a top-level domain that exists. Time is linear in the length of the text.
 */
final class UriText {

    private final UriReader reader;

    UriText(UriReader reader) {
        this.reader = reader;
    }

    /** Tells the sink each in the order of the text; false if the sink ended the search. */
    boolean scan(String text, UriSink sink) {
        int at = 0;
        while (at < text.length()) {
            if (TextCharacters.isDelimiter(text.charAt(at))) {
                at++;
                continue;
            }
            int end = tokenEnd(text, at);
            if (mayHoldUri(text, at, end) && !new UriToken(reader, text, at, end, sink).scan()) {
                return false;
            }
            at = end;
        }
        return true;
    }

    // Most words don't: a scheme has its colon, an address its sign, a host without a scheme a dot, and then it goes
    // on.
    private static boolean mayHoldUri(String text, int start, int end) {
        for (int i = start; i < end - 1; i++) {
            char c = text.charAt(i);
            if (c == ':' || c == '@' || HostText.isDot(c)) {
                return true;
            }
        }
        return false;
    }

    private static int tokenEnd(String text, int start) {
        int end = start;
        while (end < text.length()) {
            if (TextCharacters.isDelimiter(text.charAt(end))) {
                int behind = ipv6End(text, start, end);
                if (behind < 0) {
                    return end;
                }
                end = behind;
            }
            end++;
        }
        return end;
    }

    // Brackets end a URI, but not where they hold its host: the index of the closing one, or -1.
    private static int ipv6End(String text, int start, int index) {
        if (text.charAt(index) != '[' || index == start || "/\\@".indexOf(text.charAt(index - 1)) < 0) {
            return -1;
        }
        int end = index + 1;
        while (end < text.length() && (PercentEncoding.hexDigit(text.charAt(end)) >= 0 || isIpv6(text.charAt(end)))) {
            end++;
        }
        return end < text.length() && end > index + 1 && text.charAt(end) == ']' ? end : -1;
    }

    private static boolean isIpv6(char c) {
        return c == ':' || c == '.';
    }
}
