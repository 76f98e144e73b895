package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Equal questions that are under way at the same time are asked once. Each asker has a future of its own; the question is
 * taken back when the last of them has cancelled.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the futures that count are completed by hand
final class SharedQuestions implements Upstream {

    private final Upstream upstream;
    private final ClientThreads threads;
    private final BiConsumer<DnsQuestion, Reply> keeper;
    private final ConcurrentMap<DnsQuestion, Flight> flights = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param keeper sees each reply before the question can be asked again, so that nothing is asked twice */
    SharedQuestions(Upstream upstream, ClientThreads threads, BiConsumer<DnsQuestion, Reply> keeper) {
        this.upstream = upstream;
        this.threads = threads;
        this.keeper = keeper;
    }

    @Override
    public CompletableFuture<Reply> ask(DnsQuestion question) {
        CompletableFuture<Reply> asker = new CompletableFuture<>();
        Flight flight = boarded(question, asker);
        asker.whenComplete((reply, cancelled) -> flight.leave());
        flight.start();
        if (closed) {
            flight.end();
        }
        return asker;
    }

    @Override
    public void forget(DnsQuestion question) {
        upstream.forget(question);
    }

    private Flight boarded(DnsQuestion question, CompletableFuture<Reply> asker) {
        while (true) {
            Flight flight = flights.computeIfAbsent(question, Flight::new);
            if (flight.board(asker)) {
                return flight;
            }
            flights.remove(question, flight); // it has just landed
        }
    }

    /** Ends everything that is under way, and everything that will be asked. */
    void close() {
        closed = true;
        List.copyOf(flights.values()).forEach(Flight::end);
    }

    private final class Flight {

        private final DnsQuestion question;
        private final List<CompletableFuture<Reply>> askers = new ArrayList<>();
        private int aboard;
        private boolean started;
        private boolean landed;
        private @Nullable CompletableFuture<Reply> exchange;

        Flight(DnsQuestion question) {
            this.question = question;
        }

        synchronized boolean board(CompletableFuture<Reply> asker) {
            if (landed) {
                return false;
            }
            aboard++;
            return askers.add(asker);
        }

        void start() {
            synchronized (this) {
                if (started || landed) {
                    return;
                }
                started = true;
            }
            CompletableFuture<Reply> begun = begin();
            Thread starter = Thread.currentThread(); // is an asker's, and not for the callbacks of others
            begun.whenComplete((reply, failure) -> land(
                    reply,
                    failure,
                    Thread.currentThread() == starter && isShared() ? threads::deliver : Runnable::run));
            boolean unwanted;
            synchronized (this) {
                exchange = begun;
                unwanted = landed;
            }
            if (unwanted) {
                begun.cancel(false);
            }
        }

        private CompletableFuture<Reply> begin() {
            try {
                return upstream.ask(question);
            } catch (RuntimeException | Error bug) {
                return CompletableFuture.failedFuture(bug); // or nobody would ever get an answer to this question again
            }
        }

        private synchronized boolean isShared() {
            return askers.size() > 1;
        }

        void leave() {
            synchronized (this) {
                aboard--;
                if (landed || aboard > 0) {
                    return;
                }
                landed = true;
            }
            flights.remove(question, this);
            cancelExchange();
        }

        void end() {
            land(Reply.closed(), null, threads::deliver);
            cancelExchange();
        }

        // Each asker in a task of its own: one that blocks must not hold up the others. The last one where we are.
        private void land(@Nullable Reply reply, @Nullable Throwable failure, Executor here) {
            if (reply != null) {
                keeper.accept(question, reply); // while others still come aboard here
            }
            List<CompletableFuture<Reply>> waiting;
            synchronized (this) {
                if (landed) {
                    return;
                }
                landed = true;
                waiting = List.copyOf(askers);
            }
            flights.remove(question, this);
            for (int i = 0; i < waiting.size(); i++) {
                CompletableFuture<Reply> asker = waiting.get(i);
                if (!asker.isDone()) {
                    Executor executor = i == waiting.size() - 1 ? here : threads::deliver;
                    executor.execute(() -> settle(asker, reply, failure));
                }
            }
        }

        private void cancelExchange() {
            CompletableFuture<Reply> begun;
            synchronized (this) {
                begun = exchange;
            }
            if (begun != null) {
                begun.cancel(false);
            }
        }
    }

    private static void settle(CompletableFuture<Reply> asker, @Nullable Reply reply, @Nullable Throwable failure) {
        if (failure != null) {
            asker.completeExceptionally(failure);
        } else {
            asker.complete(reply);
        }
    }
}
