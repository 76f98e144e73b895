package io.mailseal.core.authres;

import io.mailseal.core.message.HeaderField;

/**
 * A field that pretends, or may be taken for, to be one of our own Authentication-Results fields.
 *
 * @param field as it arrived
 * @param reason why it can't stay
 * @rfc 8601 5
 */
public record ForgedField(HeaderField field, Reason reason) {

    /** Why a field can't stay; more may be added. */
    public enum Reason {
        /** It claims one of our names, or some reader could take it for one that does. */
        CLAIMS_IDENTITY("it claims to be ours"),
        /** It is in a version that nobody here can read. */
        UNSUPPORTED_VERSION("it is in an unknown version"),
        /** Whose field it claims to be can't be told, so somebody might take it for ours. */
        UNREADABLE("who wrote it can't be told"),
        /**
         * Inside of another field, behind a lone CR or LF, where readers who end a line there see a field of its own. All of
         * the field around it has to go.
         */
        HIDDEN("another field holds one that some readers would see");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }
}
