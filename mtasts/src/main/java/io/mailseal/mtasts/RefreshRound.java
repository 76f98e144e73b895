package io.mailseal.mtasts;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refreshes one entry after the other, so many at once. What becomes of one is no matter of the others. */
final class RefreshRound {

    private final Iterator<PolicyEntry> waiting;
    private final int atOnce;
    private final Function<PolicyEntry, CompletableFuture<Boolean>> refresh;
    private final Set<Place> underWay = new HashSet<>();
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private int lookedAfter;
    private boolean starting;

    /** One of those that may be taken at once. */
    private static final class Place {
        final CompletableFuture<Boolean> givenUp = new CompletableFuture<>();
    }

    RefreshRound(List<PolicyEntry> due, int atOnce, Function<PolicyEntry, CompletableFuture<Boolean>> refresh) {
        this.waiting = due.iterator();
        this.atOnce = atOnce;
        this.refresh = refresh;
    }

    /** How many were looked after, when all have ended. Cancelling it cancels those that are under way. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
    CompletableFuture<Integer> start() {
        result.whenComplete((count, failure) -> cancelAll());
        startAll();
        return result;
    }

    // One thread starts them, in a loop and not each at the end of another, since they may end at once.
    private void startAll() {
        synchronized (this) {
            if (starting) {
                return;
            }
            starting = true;
        }
        while (startOne()) {
            // And the next.
        }
    }

    private boolean startOne() {
        Place place = new Place();
        PolicyEntry entry = take(place);
        if (entry != null) {
            start(entry, place);
        }
        return entry != null;
    }

    // Who finds nothing to start goes in the same moment, so that nothing ends unseen.
    private @Nullable PolicyEntry take(Place place) {
        int count;
        synchronized (this) {
            if (!result.isDone() && underWay.size() < atOnce && waiting.hasNext()) {
                underWay.add(place);
                return waiting.next();
            }
            starting = false;
            if (!underWay.isEmpty() || waiting.hasNext()) {
                return null;
            }
            count = lookedAfter;
        }
        result.complete(count);
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // their ends are counted
    private void start(PolicyEntry entry, Place place) {
        CompletableFuture<Boolean> work = refresh.apply(entry);
        work.whenComplete((done, failure) -> end(place, failure == null && done));
        place.givenUp.whenComplete((done, failure) -> work.cancel(true));
    }

    private void end(Place place, boolean done) {
        synchronized (this) {
            underWay.remove(place);
            lookedAfter += done ? 1 : 0;
        }
        startAll();
    }

    private void cancelAll() {
        Set<Place> open;
        synchronized (this) {
            open = Set.copyOf(underWay);
        }
        open.forEach(place -> place.givenUp.complete(true));
    }
}
