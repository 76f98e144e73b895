package io.mailseal.mtasts;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once for all who want it at the same time. Each has a future of its own; when the last of them is
 * cancelled, the work is.
 */
final class Flights<K, R> {

    private final Map<K, Flight> underWay = new HashMap<>();

    private final class Flight {
        final CompletableFuture<R> done = new CompletableFuture<>();

        @Nullable
        CompletableFuture<R> work;

        int waiting;
    }

    /** The result of what is under way for this key, or else of what is started now. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the one returned that is waited for
    CompletableFuture<R> join(K key, Supplier<CompletableFuture<R>> start) {
        CompletableFuture<R> mine = new CompletableFuture<>();
        Flight flight;
        boolean first;
        synchronized (underWay) {
            Flight other = underWay.get(key);
            first = other == null;
            flight = other == null ? new Flight() : other;
            underWay.put(key, flight);
            flight.waiting++;
        }
        flight.done.whenComplete((result, failure) -> {
            if (failure == null) {
                mine.complete(result);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        mine.whenComplete((result, failure) -> leave(key, flight));
        if (first) {
            start(key, flight, start);
        }
        return mine;
    }

    /** What is under way is none for those who come from now on. */
    void forget(K key) {
        synchronized (underWay) {
            underWay.remove(key);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is passed on
    private void start(K key, Flight flight, Supplier<CompletableFuture<R>> start) {
        CompletableFuture<R> work;
        try {
            work = start.get();
        } catch (Throwable bug) { // whatever it is, nobody must wait for it for ever
            work = CompletableFuture.failedFuture(bug);
        }
        synchronized (underWay) {
            flight.work = work;
        }
        work.whenComplete((result, failure) -> {
            synchronized (underWay) {
                underWay.remove(key, flight); // whoever comes now wants news
            }
            if (failure == null) {
                flight.done.complete(result);
            } else {
                flight.done.completeExceptionally(failure);
            }
        });
    }

    private void leave(K key, Flight flight) {
        CompletableFuture<R> work = null;
        synchronized (underWay) {
            flight.waiting--;
            if (flight.waiting == 0 && !flight.done.isDone()) {
                underWay.remove(key, flight);
                work = flight.work;
            }
        }
        if (work != null) {
            work.cancel(true);
        }
    }
}
