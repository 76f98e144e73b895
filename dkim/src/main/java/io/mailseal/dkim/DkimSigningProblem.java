package io.mailseal.dkim;

import java.util.Objects;

/**
 * Why there is no signature: the kind for programs, and what else is known about it. A value with equality.
 *
 * @param kind for programs
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
         * There is no address in the From field. Servers on the way would put one there, or complete what there is.
         *
         * @rfc 5322 3.6.2
         */
        FROM_WITHOUT_ADDRESS("there is no address in the From field"),
        /**
         * A field that may be there once is there several times; {@link DkimSigner.Builder#allowRepeatedFields} signs it.
         *
         * @rfc 5322 3.6
         * @rfc 6376 8.15
         */
        REPEATED_FIELD("a header field that may occur only once is repeated"),
        /**
         * A field that may be there once is there more often than it would be signed, so that verifiers do not accept the
         * signature. Only with fields that are given {@link DkimSignedFields#exactly}.
         *
         * @rfc 6376 8.15
         */
        UNSIGNED_REPEATED_FIELD("a repeated header field is signed less often than it is there"),
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
        /**
         * Header or body hold a line of more than 998 octets, which servers on the way break; {@link
         * DkimSigner.Builder#allowLongLines} signs it.
         *
         * @rfc 5322 2.1.1
         */
        LONG_LINE("the message holds a line of more than 998 octets"),
        /**
         * The body holds octets above 127, and its header does not say so: no {@code Content-Transfer-Encoding} of {@code
         * 8bit} or {@code binary}. Servers on the way repair that. {@link DkimSigner.Builder#allowUndeclaredEightBitBody}
         * signs it.
         *
         * @rfc 6376 5.3
         */
        UNDECLARED_EIGHT_BIT_BODY("the body holds octets above 127, and its header does not say so"),
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
