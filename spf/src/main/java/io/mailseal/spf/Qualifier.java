package io.mailseal.spf;

/**
 * What a match of a mechanism means.
 *
 * @rfc 7208 4.6.2
 */
public enum Qualifier {
    /** {@code +}, or nothing at all: the client may send. */
    PASS('+', SpfStatus.PASS),
    /** {@code -}: it may not. */
    FAIL('-', SpfStatus.FAIL),
    /** {@code ~}: it probably may not. */
    SOFTFAIL('~', SpfStatus.SOFTFAIL),
    /** {@code ?}: nothing is said of it. */
    NEUTRAL('?', SpfStatus.NEUTRAL);

    private final char sign;
    private final SpfStatus status;

    Qualifier(char sign, SpfStatus status) {
        this.sign = sign;
        this.status = status;
    }

    /** The character for it, which stands before the mechanism. */
    public char sign() {
        return sign;
    }

    /** The result of a check that a match with this qualifier ends. */
    public SpfStatus status() {
        return status;
    }
}
