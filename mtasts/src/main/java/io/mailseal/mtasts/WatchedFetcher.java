package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A fetcher of the application's that has only so much time. Many HTTP clients wait for an answer that comes one octet a
 * minute for as long as it takes; a stranger's host that does so would keep a round of refreshes from ever ending, and with it
 * those of all other domains.
 *
 * @rfc 8461 3.3
 */
record WatchedFetcher(PolicyFetcher fetcher, DnsTimer timer) implements PolicyFetcher {

    /** More than a {@link HttpsPolicyFetcher} in a wrapper takes: a minute before the exchange, and one for it. */
    static final Duration TIME = Duration.ofMinutes(3);

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the response that is waited for
    public CompletableFuture<PolicyResponse> fetch(DomainName policyHost) {
        CompletableFuture<PolicyResponse> asked = fetcher.fetch(policyHost).toCompletableFuture();
        CompletableFuture<PolicyResponse> response = new CompletableFuture<>();
        asked.whenComplete((answer, failure) -> {
            if (failure == null) {
                response.complete(answer);
            } else {
                response.completeExceptionally(failure);
            }
        });
        Runnable alarm = timer.schedule(TIME, () -> response.complete(tooLate(policyHost)));
        response.whenComplete((answer, failure) -> {
            alarm.run();
            asked.cancel(true);
        });
        return response;
    }

    private static PolicyResponse tooLate(DomainName policyHost) {
        return PolicyResponse.Failed.of(
                MtaStsProblem.Kind.FETCHER_FAILED,
                "The program that asks " + policyHost + " for its policy has not ended after " + TIME.toSeconds()
                        + " seconds.");
    }
}
