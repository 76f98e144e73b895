package io.mailseal.spf;

/**
 * How far one check may go before it is an error. What is beyond is {@link SpfStatus#PERMERROR}, except that further
 * names of the client are only ignored.
 *
 * @param dnsTerms how many terms that ask DNS may be evaluated, in all records together
 * @param voidLookups how many of their questions may find nothing
 * @param mxHosts how many mail exchangers one {@code mx} may lead to
 * @param ptrNames how many names of the client are looked at
 * @rfc 7208 4.6.4
 */
public record SpfLimits(int dnsTerms, int voidLookups, int mxHosts, int ptrNames) {

    private static final int MAX = 100;

    /**
     * Limits of your own.
     *
     * @throws IllegalArgumentException for a limit outside of 0..100: more would be an attack on others
     */
    public SpfLimits {
        requireSensible(dnsTerms);
        requireSensible(voidLookups);
        requireSensible(mxHosts);
        requireSensible(ptrNames);
    }

    private static void requireSensible(int limit) {
        if (limit < 0 || limit > MAX) {
            throw new IllegalArgumentException("a limit is 0 to " + MAX + ", not " + limit);
        }
    }

    /** Ten terms, two void lookups, ten mail exchangers, ten names. */
    public static SpfLimits rfc7208() {
        return new SpfLimits(10, 2, 10, 10);
    }
}
