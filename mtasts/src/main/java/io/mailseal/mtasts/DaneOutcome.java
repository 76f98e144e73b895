package io.mailseal.mtasts;

/**
 * What DANE says of a mail exchanger after the handshake, for a sender that implements it as well. What is known before that
 * are {@link DaneRecords}.
 *
 * @rfc 8461 2
 */
public enum DaneOutcome {
    /** The host has no TLSA records that could be used, as far as is known for certain; or DANE is not implemented. */
    ABSENT,
    /** The certificate is one that the TLSA records vouch for. */
    AUTHENTICATED,
    /** There are TLSA records, and the host is not as they say. */
    FAILED,
    /** Whether there are TLSA records could not be found out. */
    UNKNOWN
}
