package io.mailseal.inbound;

/**
 * Whether the names of a client's address lead back to it. There is no "none", since every client has an address.
 *
 * @rfc 8601 2.7.3
 */
public enum IprevStatus {
    /** The address has a name, and that name has the address. */
    PASS("pass"),
    /** The address has names, and none of those looked at has the address. */
    FAIL("fail"),
    /** DNS failed; a later attempt may come out otherwise. */
    TEMPERROR("temperror"),
    /** The address has no name. */
    PERMERROR("permerror");

    private final String word;

    IprevStatus(String word) {
        this.word = word;
    }

    /** The word that stands in an Authentication-Results field. */
    public String word() {
        return word;
    }
}
