package io.mailseal.dnsbl.uri;

/**
 * What references mean within a document of a given URI. The backslashes of {@code http} are slashes, and {@code http:page}
 * is relative, as for browsers. The base is read once, and what is kept of it is short: a page may hold a million references.
 *
 * @rfc 3986 5.2
 */
final class UriReference {

    // What is longer is dropped: the host is what counts.
    private static final int LONGEST_PART = 1024;

    private final String scheme; // with its colon; empty if the base is none that has a path to start from
    private final String root;
    private final String path;
    private final String query;

    private UriReference(String scheme, String root, String path, String query) {
        this.scheme = scheme;
        this.root = root;
        this.path = path;
        this.query = query;
    }

    /** References within a document of this URI. */
    static UriReference in(String base) {
        String text = UriCharacters.clean(base);
        int schemeEnd = UriCharacters.schemeEnd(text);
        if (schemeEnd < 0 || schemeEnd > LONGEST_PART || !UriCharacters.isSlash(text, schemeEnd + 1)) {
            return new UriReference("", "", "", "");
        }
        String scheme = text.substring(0, schemeEnd + 1);
        int authority = UriCharacters.skipSlashes(text, schemeEnd + 1);
        int path = UriCharacters.authorityEnd(text, authority);
        int pathEnd = UriCharacters.firstOf(text, path, '?', '#');
        int queryEnd = UriCharacters.firstOf(text, pathEnd, '#', '#');
        String root = path - authority > LONGEST_PART
                ? shortRoot(scheme, text, schemeEnd + 1)
                : scheme + "//" + text.substring(authority, path);
        return root.isEmpty()
                ? new UriReference("", "", "", "")
                : new UriReference(scheme, root, shortened(text, path, pathEnd), shortened(text, pathEnd, queryEnd));
    }

    private static String shortRoot(String scheme, String base, int afterScheme) {
        WebUri read = WebUri.read("", base, afterScheme);
        return read == null ? "" : scheme + "//" + read.host();
    }

    private static String shortened(String text, int start, int end) {
        return end - start > LONGEST_PART ? "" : text.substring(start, end);
    }

    /** The target of a reference to such a document, as {@link #resolve(String)} has it. */
    static String resolve(String base, String reference) {
        return in(base).resolve(reference);
    }

    /** The target: the reference itself where it is a URI of its own, or the base is none that has a path to start from. */
    String resolve(String reference) {
        String to = UriCharacters.clean(reference);
        if (scheme.isEmpty()) {
            return to;
        }
        int ownScheme = UriCharacters.schemeEnd(to);
        if (ownScheme >= 0) {
            // §5.2.2, the note for backward compatibility.
            boolean relative =
                    to.regionMatches(true, 0, scheme, 0, scheme.length()) && !UriCharacters.isSlash(to, ownScheme + 1);
            return relative ? target(to.substring(ownScheme + 1)) : to;
        }
        return target(to);
    }

    private String target(String reference) {
        boolean slash = UriCharacters.isSlash(reference, 0);
        if (slash && UriCharacters.isSlash(reference, 1)) {
            return scheme + reference;
        }
        int ownPathEnd = UriCharacters.firstOf(reference, 0, '?', '#');
        String suffix = reference.substring(ownPathEnd);
        if (ownPathEnd == 0) {
            return root + path + (suffix.startsWith("?") ? "" : query) + suffix;
        }
        String ownPath = UriCharacters.slashes(reference.substring(0, ownPathEnd));
        String merged = slash ? ownPath : merge(UriCharacters.slashes(path), ownPath);
        return root + UriPath.removeDotSegments(merged) + suffix;
    }

    // §5.2.3.
    private static String merge(String basePath, String path) {
        return basePath.isEmpty() ? "/" + path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    }
}
