package io.mailseal.mtasts;

import io.mailseal.core.Octets;

/** What came of asking a policy host, before anybody has judged it. */
public sealed interface PolicyResponse {

    /**
     * It answered, over TLS with a certificate that was checked for its name.
     *
     * @param status of HTTP
     * @param contentType the field {@code Content-Type}; empty where there is none, and joined by commas where there are
     *     several
     * @param contentEncoding the field {@code Content-Encoding}; likewise
     * @param body as it came, at most {@link PolicyFetchLimits#bodyOctets}; empty where the status is not 200
     */
    record Answered(int status, String contentType, String contentEncoding, Octets body) implements PolicyResponse {}

    /**
     * There is no answer.
     *
     * @param problem why
     */
    record Failed(MtaStsProblem problem) implements PolicyResponse {

        static Failed of(MtaStsProblem.Kind kind, String explanation) {
            return new Failed(new MtaStsProblem(kind, explanation));
        }
    }
}
