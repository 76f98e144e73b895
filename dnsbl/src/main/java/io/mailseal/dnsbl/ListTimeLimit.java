package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
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

    ListTimeLimit(DnsSessions sessions, Duration limit) {
        this.resolver = sessions.resolver();
        this.timer = sessions.timer();
        this.limit = limit;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the one returned that counts
    public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
        CompletionStage<DnsAnswer> asked = resolver.resolve(question);
        CompletableFuture<DnsAnswer> limited = new CompletableFuture<>();
        asked.whenComplete((answer, failure) -> {
            if (failure == null) {
                limited.complete(answer);
            } else {
                limited.completeExceptionally(failure);
            }
        });
        if (limited.isDone()) {
            return limited;
        }
        Runnable takeBack =
                timer.schedule(limit, () -> limited.complete(DnsAnswer.failed(question, DnsFailure.TIMEOUT)));
        limited.whenComplete((answer, failure) -> {
            takeBack.run();
            takeBack(asked);
        });
        return limited;
    }

    // Taking a question back may run code of users, which must not hold up the timer.
    private void takeBack(CompletionStage<DnsAnswer> asked) {
        try {
            executor().execute(() -> cancel(asked));
        } catch (RuntimeException rejected) {
            cancel(asked);
        }
    }

    @SuppressWarnings("EmptyCatch") // a stage that can't be cancelled is only forgotten
    private static void cancel(CompletionStage<DnsAnswer> asked) {
        try {
            asked.toCompletableFuture().cancel(true);
        } catch (RuntimeException unsupported) {
            // Its answer comes to nobody.
        }
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
