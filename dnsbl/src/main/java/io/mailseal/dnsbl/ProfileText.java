package io.mailseal.dnsbl;

import java.net.URI;

/** What the texts of a profile may be: they come out again in logs, header fields and on terminals. */
final class ProfileText {

    static final int LONGEST_NAME = 64;
    static final int LONGEST_TEXT = 500;

    private ProfileText() {}

    static boolean isVisible(String text, int longest) {
        if (text.isEmpty() || text.length() > longest || text.charAt(0) == ' ') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Lower-case letters, digits and inner hyphens. */
    static boolean isProfileName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME || text.startsWith("-") || text.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    static String shortText(String what, String text) {
        return checked(what, text, LONGEST_NAME);
    }

    static String longText(String what, String text) {
        return checked(what, text, LONGEST_TEXT);
    }

    private static String checked(String what, String text, int longest) {
        if (!isVisible(text, longest)) {
            throw new IllegalArgumentException(what + " is 1 to " + longest + " visible characters of ASCII");
        }
        return text;
    }

    static URI webAddress(URI uri) {
        if (!isWebAddress(uri)) {
            throw new IllegalArgumentException("not an address on the Web");
        }
        return uri;
    }

    static boolean isWebAddress(URI uri) {
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        return web && uri.getHost() != null && isVisible(uri.toString(), LONGEST_TEXT);
    }

    static boolean isWeight(double weight) {
        return Math.abs(weight) <= ReturnCode.MAX_WEIGHT; // false for what is not a number
    }

    static double weight(double weight) {
        if (!isWeight(weight)) {
            throw new IllegalArgumentException("no weight: " + weight);
        }
        return weight;
    }
}
