package io.mailseal.testkit.nameserver;

/**
 * What an NSEC or NSEC3 record is in a response for. One record may be there for several reasons.
 *
 * @rfc 4035 3.1.3
 * @rfc 5155 7.2
 */
public enum DenialPart {

    /** Matches the name that was asked for, and lacks the type in its bitmap. */
    MATCH,

    /** Covers the name that was asked for (NSEC), or the next closer name (NSEC3). */
    COVER,

    /** Matches the closest encloser (NSEC3 alone). */
    CLOSEST_ENCLOSER,

    /** Covers the wildcard at the closest encloser, or matches it and lacks the type. */
    WILDCARD
}
