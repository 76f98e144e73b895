package io.mailseal.dnsbl;

/** What becomes of a URI whose host is an IPv4 address. No list of URI hosts is asked about IPv6 addresses. */
public enum NumericHosts {
    /** The list is not asked: it knows names only. */
    NOT_ASKED,
    /** Its octets are reversed, as in a list of addresses. */
    REVERSED
}
