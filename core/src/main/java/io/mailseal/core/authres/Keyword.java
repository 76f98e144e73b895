package io.mailseal.core.authres;

/**
 * A method, a result, a property type or a property: letters, digits and hyphens, no hyphen at the end. The case of letters
 * does not matter.
 *
 * @rfc 5321 4.1.2
 */
final class Keyword {

    /** Twice what any registered one has; two of them and a value still fit into a line. */
    private static final int MAX_LENGTH = 40;

    private Keyword() {}

    /**
     * @throws IllegalArgumentException if it is none
     */
    static String require(String word) {
        if (!isKeyword(word)) {
            throw new IllegalArgumentException("not a keyword: a word of " + word.length() + " characters");
        }
        return word;
    }

    static boolean isKeyword(String word) {
        boolean keyword = !word.isEmpty() && word.length() <= MAX_LENGTH && word.charAt(word.length() - 1) != '-';
        for (int i = 0; keyword && i < word.length(); i++) {
            keyword = isLetterOrDigit(word.charAt(i)) || word.charAt(i) == '-';
        }
        return keyword;
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean areSame(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static String lower(String word) {
        StringBuilder lowered = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            lowered.append(lower(word.charAt(i)));
        }
        return lowered.toString();
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
}
