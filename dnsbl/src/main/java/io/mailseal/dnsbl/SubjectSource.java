package io.mailseal.dnsbl;

/** Where something that lists are asked about comes from. It decides what a listing may mean. */
public enum SubjectSource {
    /** The address of the client that hands over the message, and has not logged in. */
    CLIENT(true),
    /** The address of a client that has logged in: codes for dynamic addresses mean nothing then. */
    AUTHENTICATED_CLIENT(true),
    /** The name that the client greeted with. */
    HELO(false),
    /** The reverse-path of the envelope. */
    MAIL_FROM(false),
    /** The name of the client's address, confirmed by the addresses of that name. */
    REVERSE_DNS(true),
    /** The From field. */
    FROM(false),
    /** The Reply-To field. */
    REPLY_TO(false),
    /** A domain that a DKIM signature claims to be of, whether or not it verifies. */
    DKIM_DOMAIN(false),
    /** A client that a trusted host has written into a Received field. */
    RECEIVED(true),
    /** A URI in the message. */
    URI(false),
    /** A domain for which authentication has proven that the message is its own: by DMARC, DKIM or SPF. */
    AUTHENTICATED_DOMAIN(true),
    /** The caller's question, about this and nothing else. */
    QUESTION(true);

    private final boolean proven;

    SubjectSource(boolean proven) {
        this.proven = proven;
    }

    /**
     * Whether the sender could not simply write it there. Allow lists are asked about nothing else, since anybody can write
     * the name of somebody good into a message.
     */
    public boolean isProven() {
        return proven;
    }
}
