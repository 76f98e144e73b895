package io.mailseal.core.authres;

/**
 * How a field begins: who says so, and in which version of the field.
 *
 * @param authservId without quotes
 * @param version 1 where there is none
 * @param end the place of the semicolon behind, or of the end
 * @rfc 8601 2.6
 */
record ResultsHead(String authservId, int version, int end) {

    static final int SUPPORTED_VERSION = 1;

    boolean isSupported() {
        return version == SUPPORTED_VERSION;
    }
}
