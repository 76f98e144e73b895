package io.mailseal.core.dns;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A resolver of somebody else, which may do anything, against all that it promised: what it does becomes an answer, and what it
 * throws gets no further.
 */
record GuardedResolver(DnsResolver resolver) {

    /** What it remembers. One that breaks here is asked all the same, and may fail properly. */
    @SuppressWarnings({"NullAway", "OptionalAssignedToNull"})
    @Nullable
    DnsAnswer known(DnsQuestion question) {
        try {
            Optional<DnsAnswer> known = resolver.known(question);
            DnsAnswer answer = known == null ? null : known.orElse(null);
            return answer == null ? null : checked(question, answer);
        } catch (Throwable broken) {
            return null;
        }
    }

    /** Asks it. The stage is its own, and as little to be trusted. */
    @SuppressWarnings("NullAway")
    CompletionStage<DnsAnswer> ask(DnsQuestion question) {
        try {
            CompletionStage<DnsAnswer> stage = resolver.resolve(question);
            return stage == null ? CompletableFuture.completedFuture(null) : stage;
        } catch (Throwable broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    /** Hands over the answer when it has come. */
    static void listen(CompletionStage<DnsAnswer> stage, DnsQuestion question, Consumer<DnsAnswer> listener) {
        try {
            CompletionStage<DnsAnswer> unused = stage.whenComplete((answer, failure) ->
                    listener.accept(failure == null ? checked(question, answer) : failed(question, failure)));
        } catch (Throwable broken) {
            listener.accept(failed(question, broken));
        }
    }

    /** Takes a question back. */
    @SuppressWarnings("EmptyCatch")
    static void cancel(CompletionStage<DnsAnswer> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (Throwable unsupported) {
            // Its answer will be dropped.
        }
    }

    private static DnsAnswer checked(DnsQuestion question, @Nullable DnsAnswer answer) {
        if (answer == null) {
            return DnsAnswer.failed(question, DnsFailure.MALFORMED).withReason("the resolver gave no answer");
        }
        if (!answer.question().equals(question)) {
            return DnsAnswer.failed(question, DnsFailure.MALFORMED)
                    .withReason("the resolver answered another question: " + answer.question());
        }
        return answer;
    }

    private static DnsAnswer failed(DnsQuestion question, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return DnsAnswer.failed(question, DnsFailure.NETWORK).withReason("the resolver failed: " + cause);
    }
}
