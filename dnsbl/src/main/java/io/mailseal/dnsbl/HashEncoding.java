package io.mailseal.dnsbl;

/** How a digest is written as the first label of a name. */
public enum HashEncoding {
    /** Two hexadecimal digits for each octet. */
    HEX,
    /**
     * Base32 without padding.
     *
     * @rfc 4648 6
     */
    BASE32
}
