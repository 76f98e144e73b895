package io.mailseal.dmarc;

/**
 * What a record says of its domain in the {@code psd} tag.
 *
 * @rfc 9989 4.7
 */
public enum PublicSuffixFlag {
    /** {@code y}: a public suffix domain. */
    PUBLIC_SUFFIX,
    /** {@code n}: an organizational domain. */
    ORGANIZATIONAL,
    /** {@code u}, or nothing: the tree walk has to find out. */
    UNDECLARED
}
