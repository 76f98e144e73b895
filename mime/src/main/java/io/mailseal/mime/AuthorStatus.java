package io.mailseal.mime;

/** Whether a message has one author domain. Only {@link #ONE_DOMAIN} does; for DMARC all others are a permanent error. */
public enum AuthorStatus {
    /** One From field, in which every address is of the same domain. */
    ONE_DOMAIN,
    /** One From field with addresses of several domains. */
    SEVERAL_DOMAINS,
    /** No From field at all. Sender and Resent-From are no substitute. */
    NO_FROM,
    /** One From field without an address: it is empty, or has nothing but empty groups ({@code undisclosed:;}). */
    NO_ADDRESS,
    /** More than one From field, however they are spelled. */
    SEVERAL_FIELDS,
    /** The From field, or an address in it, is not valid, or may be read in more than one way. */
    MALFORMED,
    /** The header or the From field is larger than the limits allow, and was not read. */
    LIMIT_EXCEEDED
}
