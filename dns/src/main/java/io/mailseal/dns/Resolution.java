package io.mailseal.dns;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dns.AnswerRules.Answered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way to an answer: runs the rules, asks for what they lack, and runs them again. It goes on in the
 * thread that brings a reply, so never in two at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the one that counts is completed by hand
final class Resolution implements RawView {

    private final DnsQuestion question;
    private final AnswerRules.Attempt attempt;
    private final Upstream upstream;
    private final int maxQuestions;
    private final CompletableFuture<Answered> result = new CompletableFuture<>();
    private final Map<DnsQuestion, CompletableFuture<Reply>> asked = new HashMap<>(); // guarded by itself
    private @Nullable CompletableFuture<Reply> missing;

    /** @param maxQuestions how many questions may be asked in all */
    Resolution(DnsQuestion question, AnswerRules rules, Upstream upstream, int maxQuestions) {
        this.question = question;
        this.attempt = rules.begin(question);
        this.upstream = upstream;
        this.maxQuestions = maxQuestions;
    }

    /** The future belongs to the caller; cancelling it takes the questions back. */
    CompletableFuture<Answered> begin() {
        result.whenComplete((answered, cancelled) -> takeBackQuestions());
        run();
        return result;
    }

    private void run() {
        while (!result.isDone()) {
            missing = null;
            try {
                finish(attempt.answer(this));
            } catch (NotKnownYet stop) {
                CompletableFuture<Reply> awaited = missing;
                if (awaited != null && !awaited.isDone()) {
                    awaited.whenComplete((reply, failure) -> run());
                    return;
                }
            } catch (Error broken) {
                result.completeExceptionally(broken); // or else a future would swallow it, and nobody be told
            } catch (CancellationException | CompletionException bug) {
                result.completeExceptionally(bug.getCause() == null ? bug : bug.getCause());
            } catch (RuntimeException unreadable) {
                // dnsjava lets a few broken records pass, and throws anything when their data is used.
                finish(new Answered(
                        DnsAnswer.failed(question, DnsFailure.MALFORMED)
                                .withReason("a name server sent what makes no sense ("
                                        + unreadable.getClass().getSimpleName() + ")"),
                        0,
                        List.of()));
            }
        }
    }

    private void finish(Answered answered) {
        if (answered.answer() instanceof DnsAnswer.Failed failed && failed.cause() == DnsFailure.BOGUS) {
            forgetReplies(); // somebody may have slipped one in between
        }
        result.complete(answered);
    }

    @Override
    public Reply get(DnsQuestion wanted) {
        CompletableFuture<Reply> reply = ask(wanted);
        if (reply == null) {
            return new Reply.Lost(
                    DnsFailure.UNPROVEN,
                    "the proof would take more than " + maxQuestions + " questions to the servers");
        }
        if (!reply.isDone()) {
            missing = reply;
            throw NotKnownYet.INSTANCE;
        }
        return reply.join();
    }

    @Override
    public void prefetch(DnsQuestion wanted) {
        CompletableFuture<Reply> unused = ask(wanted);
    }

    private @Nullable CompletableFuture<Reply> ask(DnsQuestion wanted) {
        synchronized (asked) {
            CompletableFuture<Reply> known = asked.get(wanted);
            if (known != null || asked.size() == maxQuestions) {
                return known;
            }
        }
        CompletableFuture<Reply> reply = upstream.ask(wanted);
        synchronized (asked) {
            asked.put(wanted, reply);
        }
        if (result.isDone()) {
            reply.cancel(false);
        }
        return reply;
    }

    private void takeBackQuestions() {
        for (CompletableFuture<Reply> reply : replies().values()) {
            reply.cancel(false);
        }
    }

    private void forgetReplies() {
        replies().keySet().forEach(upstream::forget);
    }

    private Map<DnsQuestion, CompletableFuture<Reply>> replies() {
        synchronized (asked) {
            return Map.copyOf(asked);
        }
    }

    /** Stops the rules where a reply is missing. Nobody but {@link #run} may catch it. */
    private static final class NotKnownYet extends Error {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace, and says nothing
        static final NotKnownYet INSTANCE = new NotKnownYet();

        private NotKnownYet() {
            super("a reply is missing", null, false, false);
        }
    }
}
