package io.mailseal.spf;

/**
 * Whose permission is asked for. The two are separate: a result for one says nothing about the other.
 *
 * @rfc 7208 2.3
 * @rfc 7208 2.4
 */
public enum SpfIdentity {
    /** The host name that the client gave in HELO or EHLO. */
    HELO("helo"),
    /** The sender of the envelope; that of an empty one is {@code postmaster} at the HELO name. */
    MAIL_FROM("mailfrom");

    private final String word;

    SpfIdentity(String word) {
        this.word = word;
    }

    /**
     * The word for it in Received-SPF.
     *
     * @rfc 7208 9.1
     */
    public String word() {
        return word;
    }
}
