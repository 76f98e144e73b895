package io.mailseal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies many messages, several at a time, and prints what came of each in the order in which they were named. What is
 * ahead of the first that is not finished is held, up to a limit; then the others wait for it.
 */
final class ManyMessages {

    private static final int AHEAD = 8;
    private static final long CHARACTERS_AHEAD = 1 << 24;

    private final Work verification;
    private final MessageFormat format;
    private final int jobs;
    private final Screen screen;
    private final Deque<Future<MessageOutcome>> pending = new ArrayDeque<>();
    private final HeldOutput held;
    private long submitted;

    ManyMessages(Work verification, MessageFormat format, int jobs, Screen screen) {
        this(verification, format, jobs, screen, CHARACTERS_AHEAD);
    }

    /** @param charactersAhead how much may be held before the others wait */
    ManyMessages(Work verification, MessageFormat format, int jobs, Screen screen, long charactersAhead) {
        this.verification = verification;
        this.format = format;
        this.jobs = jobs;
        this.screen = screen;
        this.held = new HeldOutput(charactersAhead);
    }

    /** Messages one after the other. For one thread. */
    @FunctionalInterface
    interface Source {

        /** The next one. */
        Optional<StoredMessage> next() throws IOException;
    }

    /** What is done with each. */
    @FunctionalInterface
    interface Work {

        /** On any thread. */
        Verdict of(StoredMessage message) throws IOException;
    }

    /** All of them, or as many as there is somebody to read of. What is finished is printed, whatever happens. */
    void verify(Source messages) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(jobs, ManyMessages::worker);
        try {
            for (Optional<StoredMessage> next = messages.next(); next.isPresent(); next = messages.next()) {
                StoredMessage message = next.get();
                long number = submitted++;
                pending.add(workers.submit(() -> outcome(number, message)));
                while (!pending.isEmpty() && (isFull() || pending.element().isDone())) {
                    printFirst();
                }
                if (screen.isBroken()) {
                    return;
                }
            }
            while (!pending.isEmpty() && !screen.isBroken()) {
                printFirst();
            }
        } finally {
            workers.shutdownNow();
            screen.finish();
        }
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "mailseal-verify");
        thread.setDaemon(true);
        return thread;
    }

    private boolean isFull() {
        return pending.size() >= jobs * AHEAD || held.isFull();
    }

    private void printFirst() throws InterruptedException {
        Future<MessageOutcome> first = pending.remove();
        while (true) {
            try {
                MessageOutcome outcome = first.get(Screen.TICK.toMillis(), TimeUnit.MILLISECONDS);
                held.removeNext(outcome.printed().length());
                screen.print(outcome);
                return;
            } catch (TimeoutException notYet) {
                screen.tick();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    // No message, however odd, ends the run for the others.
    private MessageOutcome outcome(long number, StoredMessage message) throws InterruptedException {
        MessageOutcome outcome;
        try (message) {
            held.awaitRoom(number);
            outcome = verified(message);
        } catch (IOException failed) {
            outcome = unread(message, ReadFailure.of(failed), null);
        } catch (RuntimeException | Error bug) {
            outcome = unread(message, ReadFailure.of(bug), bug);
        }
        held.add(outcome.printed().length());
        return outcome;
    }

    private MessageOutcome verified(StoredMessage message) throws IOException {
        Verdict verdict = verification.of(message);
        StringWriter text = new StringWriter();
        format.print(verdict, new PrintWriter(text));
        return new MessageOutcome(
                text.toString(), message.octets(), verdict.exitStatus(), MessageOutcome.ResultWords.of(verdict), null);
    }

    private MessageOutcome unread(StoredMessage message, ReadFailure failure, @Nullable Throwable bug) {
        StringWriter text = new StringWriter();
        format.print(message, failure, new PrintWriter(text));
        return new MessageOutcome(text.toString(), message.octets(), failure.exitStatus(), null, bug);
    }
}
