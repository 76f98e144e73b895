package io.mailseal.dnsbl.uri;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a URI of {@code http}, {@code https} or {@code ftp}, as a browser sees them.
 *
 * @param userinfo what is before the last {@code @} of the authority, or nothing
 * @param port -1 if there is none, or none that a number of a port can be
 * @param rest path, query and fragment as they are
 */
record WebUri(String scheme, String userinfo, UriHost host, int port, String rest) {

    /** Reads what is behind the scheme, and how many slashes ever there are. Null without a host. */
    static @Nullable WebUri read(String scheme, String text, int afterScheme) {
        int start = UriCharacters.skipSlashes(text, afterScheme);
        int end = UriCharacters.authorityEnd(text, start);
        int at = text.lastIndexOf('@', end - 1);
        int hostStart = at < start ? start : at + 1;
        int hostEnd = hostEnd(text, hostStart, end);
        UriHost host = UriHost.parse(text.substring(hostStart, hostEnd)).orElse(null);
        if (host == null) {
            return null;
        }
        String userinfo = text.substring(start, Math.max(hostStart - 1, start));
        return new WebUri(scheme, userinfo, host, port(text, hostEnd + 1, end), text.substring(end));
    }

    private static int hostEnd(String text, int start, int end) {
        int from = start < end && text.charAt(start) == '[' ? Math.max(text.indexOf(']', start), start) : start;
        int colon = text.indexOf(':', from);
        return colon < 0 || colon > end ? end : colon;
    }

    private static int port(String text, int start, int end) {
        int port = start < end ? 0 : -1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!UriCharacters.isDigit(c)) {
                return -1;
            }
            port = Math.min(port * 10 + c - '0', 1 << 16);
        }
        return port >> 16 == 0 ? port : -1;
    }

    /** The same, where what is before and behind the host has at most so many characters; the rest is cut off. */
    WebUri shortened(int length) {
        return userinfo.length() <= length && rest.length() <= length
                ? this
                : new WebUri(
                        scheme,
                        userinfo.length() > length ? "" : userinfo,
                        host,
                        port,
                        rest.substring(0, Math.min(length, rest.length())));
    }

    /**
     * The URI as {@link FoundUri#uri} has it.
     *
     * @rfc 3986 6.2.2
     * @rfc 3986 6.2.3
     */
    String normal() {
        StringBuilder normal = new StringBuilder(scheme).append("://");
        if (!userinfo.isEmpty() && !userinfo.equals(":")) {
            normal.append(PercentEncoding.normalise(userinfo, "/?#[]@")).append('@');
        }
        normal.append(host);
        if (port >= 0 && port != usualPort()) {
            normal.append(':').append(port);
        }
        int pathEnd = UriCharacters.firstOf(rest, 0, '?', '#');
        int queryEnd = UriCharacters.firstOf(rest, pathEnd, '#', '#');
        String path = PercentEncoding.normalise(UriCharacters.slashes(rest.substring(0, pathEnd)), "[]");
        normal.append(path.isEmpty() ? "/" : UriPath.removeDotSegments(path));
        if (pathEnd < queryEnd) {
            normal.append('?').append(PercentEncoding.normalise(rest.substring(pathEnd + 1, queryEnd), "[]"));
        }
        if (queryEnd < rest.length()) {
            normal.append('#').append(PercentEncoding.normalise(rest.substring(queryEnd + 1), "#[]"));
        }
        return normal.toString();
    }

    private int usualPort() {
        return switch (scheme) {
            case "https" -> 443;
            case "ftp" -> 21;
            default -> 80;
        };
    }
}
