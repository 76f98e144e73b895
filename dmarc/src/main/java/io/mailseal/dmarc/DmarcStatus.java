package io.mailseal.dmarc;

/**
 * What DMARC says about a message.
 *
 * @rfc 8601 2.7
 */
public enum DmarcStatus {
    /** An authenticated identifier is aligned with the author domain. */
    PASS("pass"),
    /** There is a policy, and no authenticated identifier is aligned. */
    FAIL("fail"),
    /** No policy is published, or none that can be used: DMARC does not apply. */
    NONE("none"),
    /** It could not be found out now; later it may. */
    TEMPERROR("temperror"),
    /**
     * It can't be found out: the message has no author domain that DMARC could work with, or something exceeds a limit.
     * {@link DmarcResult#problem} tells what.
     */
    PERMERROR("permerror");

    private final String word;

    DmarcStatus(String word) {
        this.word = word;
    }

    /** The word of the registry. */
    public String word() {
        return word;
    }
}
