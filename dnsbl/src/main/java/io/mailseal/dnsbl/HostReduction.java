package io.mailseal.dnsbl;

/** How much of a host name is asked about. */
public enum HostReduction {
    /** The name as it is. */
    FULL_HOST,
    /** The domain that somebody has registered, one label below what is open for registration. */
    REGISTERED_DOMAIN
}
