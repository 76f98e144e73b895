package io.mailseal.core.dns;

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
}
