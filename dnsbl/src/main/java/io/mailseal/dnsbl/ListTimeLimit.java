package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Another resolver's answers, none of which is waited for longer than this: one slow list does not use up the time of all. */
final class ListTimeLimit implements DnsResolver {

    private final DnsResolver resolver;
    private final DnsTimer timer;
    private final Duration limit;

    ListTimeLimit(DnsResolver resolver, DnsTimer timer, Duration limit) {
        this.resolver = resolver;
        this.timer = timer;
        this.limit = limit;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the one returned that counts
    public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
        CompletableFuture<DnsAnswer> asked = resolver.resolve(question).toCompletableFuture();
        if (asked.isDone()) {
            return asked;
        }
        CompletableFuture<DnsAnswer> limited = new CompletableFuture<>();
        Runnable takeBack =
                timer.schedule(limit, () -> limited.complete(DnsAnswer.failed(question, DnsFailure.TIMEOUT)));
        asked.whenComplete((answer, failure) -> {
            if (failure == null) {
                limited.complete(answer);
            } else {
                limited.completeExceptionally(failure);
            }
        });
        limited.whenComplete((answer, failure) -> {
            takeBack.run();
            asked.cancel(true);
        });
        return limited;
    }

    @Override
    public Optional<DnsAnswer> known(DnsQuestion question) {
        return resolver.known(question);
    }

    @Override
    public Executor executor() {
        return resolver.executor();
    }
}
