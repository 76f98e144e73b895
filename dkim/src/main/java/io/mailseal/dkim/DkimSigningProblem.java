package io.mailseal.dkim;

import java.util.Objects;

/**
 * Why there is no signature: the kind for programs, and what else is known about it. A value with equality.
 *
 * @param detail for people: particulars in printable ASCII; may be empty
 */
public record DkimSigningProblem(Kind kind, String detail) {

    /** What is wrong. */
    public enum Kind {
        /**
         * The message has no From field, and a signature must cover it.
         *
         * @rfc 6376 5.4
         */
        NO_FROM("the message has no From field"),
        /**
         * The message has several From fields, of which people see one.
         *
         * @rfc 6376 8.15
         */
        SEVERAL_FROM("the message has several From fields"),
        /**
         * The header holds lines that are no fields.
         *
         * @rfc 6376 3.8
         */
        MALFORMED_HEADER("the header of the message is malformed"),
        /** The header is larger than the limits with which it was read. */
        HEADER_TOO_LARGE("the header of the message is too large"),
        /** So many fields would have to be named that no server would take the signature. */
        SIGNATURE_TOO_LARGE("too many header fields are to be signed"),
        /**
         * Header or body hold a CR without LF or a LF without CR, which some server on the way will change.
         *
         * @rfc 6376 5.3
         */
        BARE_LINE_END("the message holds a CR or LF that is not part of a CRLF"),
        /** Header or body hold an octet of value zero. */
        NUL("the message holds a NUL octet"),
        /** The key is here, and its provider could not sign with it. */
        KEY_FAILED("the key could not be used"),
        /** The external signer failed, or gave nothing. */
        EXTERNAL_SIGNER_FAILED("the external signer failed"),
        /** What the external signer gave is no signature of what it got, under the key that it should have. */
        EXTERNAL_SIGNATURE_INVALID("the external signer gave something that is no valid signature");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    /** Neither may be null. */
    public DkimSigningProblem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    static DkimSigningProblem of(Kind kind) {
        return new DkimSigningProblem(kind, "");
    }

    /** For people: a clause without capital and full stop. */
    public String sentence() {
        return detail.isEmpty() ? kind.sentence() : kind.sentence() + ": " + detail;
    }
}
