package io.mailseal.dkim;

/**
 * What became of a signature, or of all signatures of a message.
 *
 * @rfc 8601 2.7.1
 */
public enum DkimStatus {
    /** The message is not signed. */
    NONE("none"),
    /** The signature is good, and acceptable to the policy. */
    PASS("pass"),
    /** The message or the signature is not what was signed. */
    FAIL("fail"),
    /** The signature may be good, but the policy does not accept it. */
    POLICY("policy"),
    /** The signature field can't be understood, or asks for what is not supported. */
    NEUTRAL("neutral"),
    /** The key could not be looked up for now; a later attempt may be conclusive. */
    TEMPERROR("temperror"),
    /** Something that will not change, such as a missing key or tag, stands against verification. */
    PERMERROR("permerror");

    private final String word;

    DkimStatus(String word) {
        this.word = word;
    }

    /** The word that stands in an Authentication-Results field. */
    public String word() {
        return word;
    }
}
