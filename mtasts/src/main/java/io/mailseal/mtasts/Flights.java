package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once for all who want it at the same time. Each has a future of its own; when the last of them is
 * cancelled, the work is.
 */
final class Flights<R> {

    private final Map<DomainName, Flight> underWay = new HashMap<>();

    private final class Flight {
        final CompletableFuture<R> done = new CompletableFuture<>();

        @Nullable
        CompletableFuture<R> work;

        int waiting;
    }

    /** The result of what is under way for this domain, or else of what is started now. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the one returned that is waited for
    CompletableFuture<R> join(DomainName domain, Supplier<CompletableFuture<R>> start) {
        CompletableFuture<R> mine = new CompletableFuture<>();
        Flight flight;
        boolean first;
        synchronized (underWay) {
            Flight other = underWay.get(domain);
            first = other == null;
            flight = other == null ? new Flight() : other;
            underWay.put(domain, flight);
            flight.waiting++;
        }
        flight.done.whenComplete((result, failure) -> {
            if (failure == null) {
                mine.complete(result);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        mine.whenComplete((result, failure) -> leave(domain, flight));
        if (first) {
            start(domain, flight, start);
        }
        return mine;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is passed on
    private void start(DomainName domain, Flight flight, Supplier<CompletableFuture<R>> start) {
        CompletableFuture<R> work;
        try {
            work = start.get();
        } catch (RuntimeException bug) {
            work = CompletableFuture.failedFuture(bug);
        }
        synchronized (underWay) {
            flight.work = work;
        }
        work.whenComplete((result, failure) -> {
            synchronized (underWay) {
                underWay.remove(domain, flight); // whoever comes now wants news
            }
            if (failure == null) {
                flight.done.complete(result);
            } else {
                flight.done.completeExceptionally(failure);
            }
        });
    }

    private void leave(DomainName domain, Flight flight) {
        CompletableFuture<R> work = null;
        synchronized (underWay) {
            flight.waiting--;
            if (flight.waiting == 0 && !flight.done.isDone()) {
                underWay.remove(domain, flight);
                work = flight.work;
            }
        }
        if (work != null) {
            work.cancel(true);
        }
    }
}
