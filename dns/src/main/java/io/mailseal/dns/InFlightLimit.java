package io.mailseal.dns;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many questions may be at the servers at once, and a queue of those that have to wait. Bounds the sockets that are
 * open.
 */
final class InFlightLimit {

    /** Who waits for a place. */
    interface Guest {

        /** There is a place. Called once, on the thread that gave it back. False if it is no longer wanted. */
        boolean takePlace();
    }

    private final Set<Guest> waiting = new LinkedHashSet<>();
    private int free;

    InFlightLimit(int places) {
        this.free = places;
    }

    /** Takes a place, if there is one right now. */
    synchronized boolean tryEnter() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    /** Gives the guest a place when there is one, now or later. */
    void enter(Guest guest) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(guest);
                return;
            }
            free--;
        }
        if (!guest.takePlace()) {
            leave();
        }
    }

    /** The guest no longer waits for a place, if it still did. */
    synchronized void giveUp(Guest guest) {
        waiting.remove(guest);
    }

    /** Nobody waits for a place any more. */
    synchronized void giveUpAll() {
        waiting.clear();
    }

    /** Gives back a place. */
    void leave() {
        Guest next = next();
        while (next != null && !next.takePlace()) {
            next = next();
        }
    }

    // Who has the place now; without anybody it is free.
    private synchronized @Nullable Guest next() {
        Iterator<Guest> first = waiting.iterator();
        if (!first.hasNext()) {
            free++;
            return null;
        }
        Guest next = first.next();
        first.remove();
        return next;
    }
}
