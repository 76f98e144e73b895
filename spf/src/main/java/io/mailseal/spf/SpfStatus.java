package io.mailseal.spf;

/**
 * The seven results of SPF.
 *
 * @rfc 7208 2.6
 */
public enum SpfStatus {
    /** Nothing is known: no domain that could be asked, or none that publishes a record. */
    NONE("none"),
    /** The owner says neither yes nor no. To be treated exactly like {@link #NONE} (§8.2). */
    NEUTRAL("neutral"),
    /** The client may send for this domain. */
    PASS("pass"),
    /** The client may not. */
    FAIL("fail"),
    /** The client probably may not; no reason to reject by itself (§8.5). */
    SOFTFAIL("softfail"),
    /** DNS failed; a later attempt may come out otherwise. */
    TEMPERROR("temperror"),
    /** The published records can't be used, until somebody corrects them. */
    PERMERROR("permerror");

    private final String word;

    SpfStatus(String word) {
        this.word = word;
    }

    /**
     * The word for it in Authentication-Results and Received-SPF.
     *
     * @rfc 8601 2.7.2
     */
    public String word() {
        return word;
    }
}
