package io.mailseal.dkim;

import java.util.Objects;

/**
 * Something about a message that was signed, or about the key, that its sender would want to know: a signature that is good
 * where it is made may not be so where it arrives. It changes no status.
 *
 * @param code what, for programs
 * @param subject the name of the header field in lower case, or the selector of the key, that it is about; empty where it is
 *     about neither
 * @see DkimSigningResult#findings
 */
public record DkimSigningFinding(Code code, String subject) {

    /** What there is to be found. A constant keeps its name and its meaning; more may be added. */
    public enum Code {
        /**
         * A line of the message has more than 998 octets, which {@link DkimSigner.Builder#allowLongLines} allowed: servers
         * break such lines, and the signature with them.
         *
         * @rfc 5322 2.1.1
         */
        LONG_LINE("A line has more than 998 octets; servers on the way may break it."),
        /**
         * The body has octets above 127, and the header does not say so: {@link
         * DkimSigner.Builder#allowUndeclaredEightBitBody} allowed it, or only the parts of the body may say it, which were not
         * looked at.
         *
         * @rfc 6376 5.3
         */
        UNDECLARED_EIGHT_BIT_BODY("The body has octets above 127, and the header does not say so."),
        /**
         * The body has octets above 127, as its header says: a server that must hand it to one without 8BITMIME changes it.
         * With quoted-printable or base64 this cannot happen.
         *
         * @rfc 6376 5.3
         */
        EIGHT_BIT_BODY("The body has octets above 127, which not every server takes."),
        /**
         * The header has octets above 127, which is right in internationalized mail alone.
         *
         * @rfc 6532 3.2
         */
        EIGHT_BIT_HEADER("The header has octets above 127, which only internationalized mail may have."),
        /**
         * A field that may be there once is there several times, which {@link DkimSigner.Builder#allowRepeatedFields}
         * allowed: nobody knows which of them people see.
         *
         * @rfc 5322 3.6
         */
        REPEATED_FIELD("A field that may occur once is repeated."),
        /**
         * A field that servers add where it is missing is missing, and sealed: the signature breaks where one is added.
         *
         * @rfc 5322 3.6
         */
        MISSING_FIELD("A field is missing that a server on the way may add, which would break the signature."),
        /**
         * The RSA key has less than 2048 bits.
         *
         * @rfc 8301 3.2
         */
        SHORT_KEY("The key has less than 2048 bits.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }
    }

    /** Neither is null. */
    public DkimSigningFinding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(subject, "subject");
    }

    static DkimSigningFinding of(Code code) {
        return new DkimSigningFinding(code, "");
    }

    /** For people: a sentence. */
    public String explanation() {
        String sentence = code.sentence;
        return subject.isEmpty() ? sentence : sentence.substring(0, sentence.length() - 1) + " (" + subject + ").";
    }

    /** For people. */
    @Override
    public String toString() {
        return code + ": " + explanation();
    }
}
