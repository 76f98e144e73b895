package io.mailseal.dnsbl.uri;

/** The path of a URI. */
final class UriPath {

    private UriPath() {}

    /**
     * Takes out {@code .} and {@code ..} as far as there is something that they can go up from.
     *
     * @rfc 3986 5.2.4
     */
    static String removeDotSegments(String path) {
        if (!path.contains("/.") && !path.startsWith(".")) {
            return path;
        }
        StringBuilder output = new StringBuilder(path.length());
        int at = path.startsWith("/") ? 1 : 0;
        boolean rooted = at == 1;
        while (true) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            boolean dot = end - at == 1 && path.charAt(at) == '.';
            boolean dots = end - at == 2 && path.startsWith("..", at);
            if (dots) {
                output.setLength(Math.max(output.lastIndexOf("/"), 0));
            } else if (!dot) {
                output.append(rooted || output.length() > 0 ? "/" : "").append(path, at, end);
            }
            if (slash < 0) {
                // A path that ends in dots means a folder.
                return dot || dots ? output.append('/').toString() : output.toString();
            }
            rooted = true;
            at = slash + 1;
        }
    }
}
