package io.mailseal.core.authres;

/**
 * A result in a field that was believed, which is none to decide by.
 *
 * @param result as it stands in the field
 * @param reason why
 * @rfc 8601 4.1
 */
public record IgnoredResult(MethodResult result, Reason reason) {

    /** Why a result is ignored; more may be added. */
    public enum Reason {
        /** A method that we don't know. */
        UNKNOWN_METHOD("the method is not known"),
        /** Another version of the method may mean something else by the same word. */
        UNSUPPORTED_VERSION("the version of the method is not known"),
        /** A word that is not registered for the method. */
        UNREGISTERED_RESULT("the method has no such result"),
        /** A property of an unknown type. */
        UNKNOWN_PROPERTY_TYPE("the type of a property is not known"),
        /**
         * The same service says two things about the same signature.
         *
         * @rfc 6008 4
         */
        CONTRADICTION("there is another result for the same signature");

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
