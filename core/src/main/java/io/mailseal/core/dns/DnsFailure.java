package io.mailseal.core.dns;

/** Why a question has no answer. None of these says anything about whether the record exists. */
public enum DnsFailure {
    /** No server answered in time. */
    TIMEOUT("no answer in time"),
    /** The server could not answer (RCODE 2), and did not say, to somebody who takes its word, that validation was the reason. */
    SERVER_FAILURE("the name server failed"),
    /** The server would not answer, by any other RCODE than 0, 2 and 3. */
    REFUSED("the name server refused"),
    /** DNSSEC says that the answer is not authentic. */
    BOGUS("the answer is not authentic"),
    /** Validation was asked for, and what it needs could not be fetched. */
    UNPROVEN("the answer could not be validated"),
    /** The servers could not be reached. */
    NETWORK("the name servers could not be reached"),
    /** What came back makes no sense. */
    MALFORMED("the answer is malformed"),
    /** The aliases lead in a circle, or too far. */
    LOOP("the aliases do not end"),
    /**
     * The time that may be waited is over: that of the session, or that of a question which never got its turn among those
     * that a client has under way.
     */
    DEADLINE("the time for DNS was used up"),
    /** This evaluation has asked more than it may. */
    BUDGET("the number of questions was used up");

    private final String sentence;

    DnsFailure(String sentence) {
        this.sentence = sentence;
    }

    /** For people: a clause without capital and full stop. */
    public String sentence() {
        return sentence;
    }

    /** Whether it is a bound of ours that was reached; the name servers may be in perfect health. */
    public boolean isOwnLimit() {
        return this == DEADLINE || this == BUDGET;
    }
}
