package io.mailseal.spf;

/**
 * How far one check may go before it is an error. What is beyond is {@link SpfStatus#PERMERROR}, except that further
 * names of the client are only ignored, and a longer explanation is cut.
 *
 * @param dnsTerms how many terms that ask DNS may be evaluated, in all records together
 * @param voidLookups how many of their questions may find nothing
 * @param mxHosts how many mail exchangers one {@code mx} may lead to
 * @param ptrNames how many names of the client are looked at
 * @param explanationLength how many characters of the explanation that a domain publishes are kept
 * @rfc 7208 4.6.4
 */
public record SpfLimits(int dnsTerms, int voidLookups, int mxHosts, int ptrNames, int explanationLength) {

    private static final int MAX = 100;
    private static final int MAX_TEXT = 4096;

    /**
     * Limits of your own.
     *
     * @throws IllegalArgumentException for a limit outside of 0..100, which would be an attack on others, or for an
     *     explanation of more than 4096 characters
     */
    public SpfLimits {
        requireSensible(dnsTerms, MAX);
        requireSensible(voidLookups, MAX);
        requireSensible(mxHosts, MAX);
        requireSensible(ptrNames, MAX);
        requireSensible(explanationLength, MAX_TEXT);
    }

    private static void requireSensible(int limit, int max) {
        if (limit < 0 || limit > max) {
            throw new IllegalArgumentException("the limit is 0 to " + max + ", not " + limit);
        }
    }

    /** Ten terms, two void lookups, ten mail exchangers, ten names; 400 characters, which fit into a line of SMTP. */
    public static SpfLimits rfc7208() {
        return new SpfLimits(10, 2, 10, 10, 400);
    }
}
