package io.mailseal.dnsbl;

/** How much of a host name is asked about. */
public enum HostReduction {
    /**
     * The name as it is. Where a list is for blocking, labels that no host's name has are left out with all that is before
     * them, and so are the first ones of a name that leaves no room for the zone: a domain that is listed stays so with
     * whatever its owner puts before it.
     */
    FULL_HOST,
    /** The domain that somebody has registered, one label below what is open for registration. */
    REGISTERED_DOMAIN
}
