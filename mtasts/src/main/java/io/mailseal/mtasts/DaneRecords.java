package io.mailseal.mtasts;

/**
 * What a sender that implements DANE knows of a mail exchanger before it connects: what DNS has said of its TLSA records. What
 * came of them is a {@link DaneOutcome}.
 *
 * @rfc 7672 2.2
 */
public enum DaneRecords {
    /** There are none that DNSSEC vouches for and that could be used, as far as is known for certain; MTA-STS decides. */
    ABSENT,
    /** There are some: DANE decides, and MTA-STS has nothing to add. */
    PRESENT,
    /** Whether there are any could not be found out: the host is not to be connected to. */
    UNKNOWN
}
