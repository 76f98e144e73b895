package io.mailseal.dnsbl.uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The URIs inside of a URI: what redirectors, trackers and caches lead to. A target may stand in path, query or
 * fragment, percent-encoded any number of times up to a limit, with a scheme or, as a whole value of the query or from
 * the start of a segment of the path, without.
 */
final class RedirectTargets {

    /** How many layers of percent-encoding are undone. */
    static final int MAX_LAYERS = 4;

    /** How many targets are taken from one URI. */
    static final int MAX_TARGETS = 20;

    // Top-level domains that are more often the end of a file's name.
    private static final Set<String> FILE_TYPES = Set.of(
            "ai", "app", "bz", "cab", "cc", "cpa", "do", "id", "is", "java", "md", "mov", "ms", "pl", "pm", "ps", "pub",
            "py", "rs", "sh", "so", "st", "zip");

    /**
     * What may be a target.
     *
     * @param scheme in lower case
     * @param text as it stands in its layer
     * @param afterScheme where the colon of the scheme is passed, or 0 where it has none
     */
    record Target(String scheme, String text, int afterScheme) {}

    /**
     * What was found.
     *
     * @param more whether there are more than are taken
     */
    record Found(List<Target> targets, boolean more) {}

    private final HostNames names;

    RedirectTargets(HostNames names) {
        this.names = names;
    }

    /** The texts of the possible targets, the outermost first; each may turn out to be none, or the same as another. */
    Found in(String rest) {
        List<Target> targets = new ArrayList<>();
        String layer = rest;
        for (int i = 0; i <= MAX_LAYERS && targets.size() <= MAX_TARGETS; i++) {
            addWithScheme(layer, i == 0, targets);
            addBare(layer, targets);
            String decoded = PercentEncoding.decode(layer);
            if (decoded.equals(layer)) {
                break;
            }
            layer = decoded;
        }
        boolean more = targets.size() > MAX_TARGETS;
        return new Found(more ? targets.subList(0, MAX_TARGETS) : targets, more);
    }

    // ---- with a scheme ----

    private static void addWithScheme(String layer, boolean outermost, List<Target> targets) {
        boolean query = false;
        for (int i = 0; i < layer.length(); i++) {
            char c = layer.charAt(i);
            query |= c == '?';
            if (c == ':' && targets.size() <= MAX_TARGETS) {
                int start = schemeStart(layer, i);
                if (start >= 0) {
                    // What is not encoded ends with the value of the query that it is.
                    boolean isValue = outermost && query && start > 0 && layer.charAt(start - 1) == '=';
                    String text = layer.substring(start, isValue ? valueEnd(layer, i) : layer.length());
                    targets.add(new Target(UriCharacters.scheme(text, i - start), text, i - start + 1));
                }
            }
        }
    }

    /** Where the scheme begins that ends at this colon: http, https or ftp, whatever is in front of it; or -1. */
    static int schemeStart(String text, int colon) {
        if (endsWith(text, colon, "http")) {
            return colon - 4;
        }
        if (endsWith(text, colon, "https")) {
            return colon - 5;
        }
        return endsWith(text, colon, "ftp") ? colon - 3 : -1;
    }

    private static boolean endsWith(String text, int end, String word) {
        return text.regionMatches(true, end - word.length(), word, 0, word.length());
    }

    private static int valueEnd(String layer, int start) {
        int ampersand = layer.indexOf('&', start);
        return ampersand < 0 ? layer.length() : ampersand;
    }

    // ---- without ----

    private void addBare(String layer, List<Target> targets) {
        int queryStart = UriCharacters.firstOf(layer, 0, '?', '#');
        for (int i = 0; i < layer.length() && targets.size() <= MAX_TARGETS; i++) {
            char c = layer.charAt(i);
            boolean segment = UriCharacters.isSlash(c)
                    && (i < queryStart && !followsScheme(layer, i) || followsOtherScheme(layer, i));
            boolean value = i >= queryStart && (c == '=' || c == '?' || c == '#');
            if (segment || value) {
                int end = hostEnd(layer, i + 1);
                boolean whole = end == layer.length() || ":/\\?#&;".indexOf(layer.charAt(end)) >= 0;
                if (whole && isHost(layer.substring(i + 1, end), segment)) {
                    int stop = value ? valueEnd(layer, end) : layer.length();
                    targets.add(new Target("http", layer.substring(i + 1, stop), 0));
                }
            }
        }
    }

    // Then it is found with its scheme, or has one that is not ours.
    private static boolean followsScheme(String layer, int slash) {
        int at = slash;
        while (at > 0 && UriCharacters.isSlash(layer.charAt(at - 1)) && slash - at < 3) {
            at--;
        }
        return at > 0 && layer.charAt(at - 1) == ':';
    }

    // Such as a part of a search in Windows: "search-ms:query=x&crumb=location:\\evil.example\share".
    private static boolean followsOtherScheme(String layer, int slash) {
        return slash > 1
                && UriCharacters.isSlash(layer.charAt(slash - 1))
                && layer.charAt(slash - 2) == ':'
                && schemeStart(layer, slash - 2) < 0;
    }

    private static int hostEnd(String layer, int start) {
        int end = start;
        while (end < layer.length() && isHostCharacter(layer.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isHostCharacter(char c) {
        return UriCharacters.isLetter(c) || UriCharacters.isDigit(c) || c == '-' || c == '.';
    }

    private boolean isHost(String text, boolean segment) {
        int dot = text.lastIndexOf('.');
        if (dot <= 0) {
            return false;
        }
        if (segment && text.indexOf('.') == dot && FILE_TYPES.contains(text.substring(dot + 1))) {
            return false;
        }
        return UriHost.parse(text).flatMap(UriHost::name).filter(names::isUsual).isPresent();
    }
}
