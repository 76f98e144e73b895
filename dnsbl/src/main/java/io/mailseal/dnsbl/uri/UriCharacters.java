package io.mailseal.dnsbl.uri;

import java.util.Locale;

/** What separates the parts of a URI, for readers that are as forgiving as browsers. */
final class UriCharacters {

    private UriCharacters() {}

    /** Without blanks and controls at both ends, and without the tabs and line ends that browsers drop everywhere. */
    static String clean(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        String trimmed = text.substring(start, end);
        boolean dropped = trimmed.indexOf('\t') >= 0 || trimmed.indexOf('\r') >= 0 || trimmed.indexOf('\n') >= 0;
        return dropped ? withoutDropped(trimmed) : trimmed;
    }

    private static String withoutDropped(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && c != '\r' && c != '\n') {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** Where the colon behind the scheme is, or -1. */
    static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            if (!isLetter(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.')) {
                return -1;
            }
        }
        return -1;
    }

    /** What is before the colon, in lower case. */
    static String scheme(String text, int schemeEnd) {
        return text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    }

    static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    static boolean isSlash(String text, int index) {
        return index < text.length() && isSlash(text.charAt(index));
    }

    static int skipSlashes(String text, int start) {
        int at = start;
        while (isSlash(text, at)) {
            at++;
        }
        return at;
    }

    /** Where path, query or fragment begins, or the text ends. */
    static int authorityEnd(String text, int start) {
        int at = start;
        while (at < text.length() && !endsAuthority(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean endsAuthority(char c) {
        return isSlash(c) || c == '?' || c == '#';
    }

    /** Where one of two characters is, or the end. */
    static int firstOf(String text, int start, char one, char other) {
        int at = start;
        while (at < text.length() && text.charAt(at) != one && text.charAt(at) != other) {
            at++;
        }
        return at;
    }

    static String slashes(String path) {
        return path.replace('\\', '/');
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
