package io.mailseal.dnsbl;

/** Why a list has not been asked about something. */
public enum NotAsked {
    /** The list is of another kind: a list of domains and an address, for instance. */
    WRONG_KIND,
    /** The address is no host's on the Internet: {@link SpecialAddresses}. */
    SPECIAL_ADDRESS,
    /** The name has no host on the Internet, or a single label that a host can have. */
    SPECIAL_NAME,
    /** No domain in it that anybody could have registered. */
    NO_REGISTERED_DOMAIN,
    /** The name with that of the list behind it is too long for DNS, also without the labels that can be left out. */
    NAME_TOO_LONG,
    /** The list needs a key, and has not been given one. */
    KEY_MISSING,
    /** An allow list, and something that anybody can write into a message: {@link SubjectSource#isProven}. */
    UNPROVEN,
    /** A limit of the client's was reached before. */
    LIMIT,
    /** What was known before was enough. */
    SHORT_CIRCUIT
}
