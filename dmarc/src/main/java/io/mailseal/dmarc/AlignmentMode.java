package io.mailseal.dmarc;

/**
 * How close an identifier must be to the author domain.
 *
 * @rfc 9989 3.2.10
 */
public enum AlignmentMode {
    /** They have the same organizational domain. */
    RELAXED,
    /** They are the same domain. */
    STRICT
}
