package io.mailseal.dkim;

/**
 * Why a private key cannot be had, or not be used. Nothing of the key is in it.
 *
 * @param kind for programs
 * @param detail for people: particulars in printable ASCII; may be empty
 */
public record DkimKeyError(Kind kind, String detail) implements DkimKeyParse {

    /** What is wrong. */
    public enum Kind {
        /** The text holds no private key in a form that is known. */
        NO_KEY("There is no private key in the text"),
        /** The text holds more than one private key, and nobody can know which one is meant. */
        SEVERAL_KEYS("There is more than one private key in the text"),
        /** The text begins as a private key and does not go on as one, or its numbers do not belong together. */
        MALFORMED("The private key is malformed"),
        /** It is a private key in a file format that is not read. */
        UNSUPPORTED_FORMAT("The file format of the private key is not supported"),
        /** It is a private key of a type that DKIM does not have. */
        UNSUPPORTED_TYPE("DKIM has no keys of this type"),
        /** It is encrypted in a way that is not read. */
        UNSUPPORTED_ENCRYPTION("The private key is encrypted in a way that is not supported"),
        /** It is encrypted, and there was no password. */
        PASSWORD_MISSING("The private key is encrypted, and no password was given"),
        /** It is encrypted, and the password does not open it. It may have been damaged, too: that looks the same. */
        WRONG_PASSWORD("The password does not open the private key"),
        /**
         * An RSA key of less than 1024 bits.
         *
         * @rfc 8301 3.2
         */
        TOO_SHORT("The RSA key is shorter than the 1024 bits that a signature must have"),
        /**
         * An RSA key of more than 4096 bits: no verifier has to understand it.
         *
         * @rfc 8301 3.2
         */
        TOO_LONG("The RSA key is longer than the 4096 bits that every verifier understands");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    static DkimKeyError of(Kind kind) {
        return new DkimKeyError(kind, "");
    }

    /** A sentence for people. */
    public String explanation() {
        return detail.isEmpty() ? kind.sentence + "." : kind.sentence + ": " + detail + ".";
    }

    @Override
    public DkimPrivateKey orElseThrow() {
        throw new IllegalArgumentException(explanation());
    }
}
