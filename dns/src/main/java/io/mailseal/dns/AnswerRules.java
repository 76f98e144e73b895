package io.mailseal.dns;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import java.util.List;

/**
 * How an answer is found in what the servers say, and how far it can be believed. They do no I/O: what they lack, a
 * {@link Resolution} asks for, and runs them again.
 */
interface AnswerRules {

    /** Begins to answer one question. */
    Attempt begin(DnsQuestion question);

    /** The rules at work on one question; used by one thread at a time. */
    interface Attempt {

        /** Finds the answer, as far as the replies reach. */
        Answered answer(RawView raw);
    }

    /**
     * What was found.
     *
     * @param octets of the messages that were used
     * @param steps of the proof, where one was asked for
     */
    record Answered(DnsAnswer answer, int octets, List<ProofStep> steps) {}
}
