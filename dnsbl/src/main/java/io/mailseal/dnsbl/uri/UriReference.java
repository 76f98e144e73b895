package io.mailseal.dnsbl.uri;

/**
 * A reference, and the URI that it means within a document of a given one. The backslashes of {@code http} are
 * slashes, and {@code http:page} is relative, as for browsers.
 *
 * @rfc 3986 5.2
 */
final class UriReference {

    private UriReference() {}

    /**
     * The target of a reference: the reference itself where it is a URI of its own, or the base is none that has a path
     * to start from.
     */
    static String resolve(String base, String reference) {
        String from = UriCharacters.clean(base);
        String to = UriCharacters.clean(reference);
        int schemeEnd = UriCharacters.schemeEnd(from);
        if (schemeEnd < 0 || !UriCharacters.isSlash(from, schemeEnd + 1)) {
            return to;
        }
        int ownScheme = UriCharacters.schemeEnd(to);
        if (ownScheme >= 0) {
            // §5.2.2, the note for backward compatibility.
            boolean relative =
                    to.regionMatches(true, 0, from, 0, schemeEnd + 1) && !UriCharacters.isSlash(to, ownScheme + 1);
            return relative ? resolve(from, schemeEnd, to.substring(ownScheme + 1)) : to;
        }
        return resolve(from, schemeEnd, to);
    }

    private static String resolve(String base, int schemeEnd, String reference) {
        boolean slash = UriCharacters.isSlash(reference, 0);
        String scheme = base.substring(0, schemeEnd + 1);
        if (slash && UriCharacters.isSlash(reference, 1)) {
            return scheme + reference;
        }
        int authority = UriCharacters.skipSlashes(base, schemeEnd + 1);
        int path = UriCharacters.authorityEnd(base, authority);
        String root = scheme + "//" + base.substring(authority, path);
        int pathEnd = UriCharacters.firstOf(base, path, '?', '#');
        int queryEnd = UriCharacters.firstOf(base, pathEnd, '#', '#');
        int ownPathEnd = UriCharacters.firstOf(reference, 0, '?', '#');
        String suffix = reference.substring(ownPathEnd);
        if (ownPathEnd == 0) {
            String query = suffix.startsWith("?") ? "" : base.substring(pathEnd, queryEnd);
            return root + base.substring(path, pathEnd) + query + suffix;
        }
        String ownPath = UriCharacters.slashes(reference.substring(0, ownPathEnd));
        String merged = slash ? ownPath : merge(UriCharacters.slashes(base.substring(path, pathEnd)), ownPath);
        return root + UriPath.removeDotSegments(merged) + suffix;
    }

    // §5.2.3.
    private static String merge(String basePath, String path) {
        return basePath.isEmpty() ? "/" + path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    }
}
