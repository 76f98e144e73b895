package io.mailseal.core.dns;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a running evaluation finds answers, and results of its parts. */
interface AnswerSource {

    /** The answer, if it is there. */
    @Nullable
    DnsAnswer answer(DnsQuestion question);

    /** The result of a part that has come to its end before. */
    <P> @Nullable P finished(DnsEvaluation<? extends P> part);

    /** Keeps the result of a part. */
    void finish(DnsEvaluation<?> part, Object result);

    /** What the resolver remembers. One that breaks here is asked all the same, and may fail properly. */
    @SuppressWarnings({"NullAway", "OptionalAssignedToNull"})
    static @Nullable DnsAnswer known(DnsResolver resolver, DnsQuestion question) {
        try {
            Optional<DnsAnswer> known = resolver.known(question);
            DnsAnswer answer = known == null ? null : known.orElse(null);
            return answer == null ? null : checked(question, answer);
        } catch (Throwable broken) {
            return null;
        }
    }

    /** A resolver that is a user's may do anything; what it does becomes an answer. */
    static DnsAnswer checked(DnsQuestion question, @Nullable DnsAnswer answer) {
        if (answer == null) {
            return DnsAnswer.failed(question, DnsFailure.MALFORMED).withReason("the resolver gave no answer");
        }
        if (!answer.question().equals(question)) {
            return DnsAnswer.failed(question, DnsFailure.MALFORMED)
                    .withReason("the resolver answered another question: " + answer.question());
        }
        return answer;
    }
}
