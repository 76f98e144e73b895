package io.mailseal.dmarc;

/**
 * What a receiver is advised to do with a message as far as DMARC goes, and why. It is advice: the last word is the
 * receiver's, who knows more than this.
 *
 * @param action what to do
 * @param reason what that comes from
 * @rfc 9989 5.4
 */
public record DmarcHandling(Action action, Reason reason) {

    /** What to do, from the mildest to the strictest; the last one is none of these: to be asked again. */
    public enum Action {
        /**
         * What would be done without DMARC. A pass is no more than that, for it says nothing about what is in a
         * message.
         */
        DELIVER("deliver"),
        /** To be treated as suspicious: put aside, marked, or looked at more closely. */
        QUARANTINE("quarantine"),
        /** To be refused while the client is still there. */
        REJECT("reject"),
        /** To be refused for now, by a 4yz reply, in the hope that DNS tells more at the next attempt. */
        DEFER("defer");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** For programs, in lower case. */
        public String word() {
            return word;
        }
    }

    /** What an advice comes from. */
    public enum Reason {
        /** The message passes. */
        PASSED("The message passes DMARC."),
        /** No policy applies to it. */
        NO_POLICY("No DMARC policy applies to the message."),
        /** The policy that applies, after test mode and sampling, is none: it changes nothing (RFC 9989 §5.4). */
        POLICY_NONE("The policy that applies to the message is none."),
        /** It is what the policy asks for, which the receiver goes along with. */
        POLICY("That is what the policy asks for."),
        /** The policy asks for more, but RFC 9989 §7.4 forbids to reject on the word of a policy alone. */
        REJECT_NEEDS_OTHER_EVIDENCE("The policy is reject, and nothing else speaks against the message."),
        /** DNS did not tell what is needed. */
        NOT_KNOWN_NOW("What DMARC needs to know could not be found out now."),
        /** The From field names no author, several, or something that can't be read. */
        NO_SINGLE_AUTHOR("The message does not have exactly one author domain."),
        /** There is a record, but it is too long to be read. */
        RECORD_NOT_READ("The DMARC record is too long to be read.");

        private final String explanation;

        Reason(String explanation) {
            this.explanation = explanation;
        }

        /** For people: one sentence. */
        public String explanation() {
            return explanation;
        }
    }
}
