package io.mailseal.dmarc;

/**
 * How the organizational domain of a name is found, and with it whose policy applies.
 *
 * @rfc 9990 3.1.1.5
 */
public enum DiscoveryMethod {
    /**
     * By asking for records from the name up to its top-level domain.
     *
     * @rfc 9989 4.10
     */
    TREE_WALK("treewalk"),
    /**
     * By a list of the names below which anybody may register, as receivers do that go by RFC 7489.
     *
     * @rfc 7489 3.2
     */
    PUBLIC_SUFFIX_LIST("psl");

    private final String word;

    DiscoveryMethod(String word) {
        this.word = word;
    }

    /** The word in aggregate reports. */
    public String word() {
        return word;
    }
}
