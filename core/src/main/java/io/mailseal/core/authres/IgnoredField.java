package io.mailseal.core.authres;

import io.mailseal.core.message.HeaderField;

/**
 * An Authentication-Results field that was not believed.
 *
 * @param field as it arrived
 * @param reason why
 */
public record IgnoredField(HeaderField field, Reason reason) {

    /** Why a field is not believed; more may be added. */
    public enum Reason {
        /** Another service wrote it, or says so. */
        NOT_TRUSTED("it is of a service that is not trusted"),
        /** It stands where a sender could have put it. */
        TOO_LOW("it stands below the boundary"),
        /** It is not the topmost one, which alone was asked for. */
        NOT_TOPMOST("it is not the topmost one"),
        /** Our own servers don't write header fields of this form, and readers disagree about them. */
        ODD_FORM("its name or its line ends are malformed"),
        /** It can't be read. */
        MALFORMED("it can't be read");

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
