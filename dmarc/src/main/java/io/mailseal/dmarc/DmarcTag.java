package io.mailseal.dmarc;

/**
 * A tag of a record, be it known or not: third-party text, each character an octet.
 *
 * @param name as it was written; case matters, {@code P} is not {@code p}
 * @param value without the white space around it
 * @rfc 6376 3.2
 */
public record DmarcTag(String name, String value) {

    /** The way to write it. */
    @Override
    public String toString() {
        return name + "=" + value;
    }
}
