package io.mailseal.dnsbl.uri;

/**
 * How much of a message is searched for URIs, and how many are kept. What is beyond is not read, and an {@link
 * ExtractionProblem} says so.
 *
 * @param uris how many different URIs are kept besides the first of each host, no more than half of them of one host
 * @param hosts how many different hosts are kept, each with the URI in which it was found first; the search ends with the
 *     first one more. Of text around the parts of a multipart, which few programs show, come no more than a tenth
 * @param uriCharacters how long they may be together, each counted in its normal form and as it was found; beyond, a host
 *     that is new is kept without the rest of its URI
 * @param textCharacters how much plain text is read, of all parts together
 * @param htmlCharacters how much HTML is read, of all parts together
 * @param octets how many octets are decoded, of all parts together
 * @param parts how many MIME parts are looked at, multiparts and messages included
 * @param depth how many multiparts and messages may be in each other
 */
public record UriLimits(
        int uris,
        int hosts,
        int uriCharacters,
        int textCharacters,
        int htmlCharacters,
        long octets,
        int parts,
        int depth) {

    /**
     * 1000 URIs besides the first ones of 2000 hosts, with a million characters, 8 million characters of text, 2 million of
     * HTML, 64 MiB, 1000 parts and 30 levels: several times what real messages have, in some tens of megabytes of memory.
     */
    public static final UriLimits DEFAULT = new UriLimits(1000, 2000, 1 << 20, 1 << 23, 1 << 21, 1L << 26, 1000, 30);

    private static final int DEEPEST = 100;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException for a limit that is not positive, or a depth of more than 100
     */
    public UriLimits {
        boolean positive = uris > 0 && hosts > 0 && uriCharacters > 0 && textCharacters > 0 && htmlCharacters > 0;
        if (!positive || octets < 1 || parts < 1 || depth < 1) {
            throw new IllegalArgumentException("limits that allow nothing");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("deeper than " + DEEPEST + ": " + depth);
        }
    }
}
