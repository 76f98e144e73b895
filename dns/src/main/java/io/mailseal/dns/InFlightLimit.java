package io.mailseal.dns;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many questions may be at the servers at once, and a queue of those that have to wait. Bounds the sockets that
 * are open.
 */
final class InFlightLimit {

    private final Set<Runnable> waiting = new LinkedHashSet<>();
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

    /** Runs the task when there is a place: now, or later on the thread that gives one back. Each task only once. */
    void enter(Runnable task) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(task);
                return;
            }
            free--;
        }
        task.run();
    }

    /** The task no longer waits for a place, if it still did. */
    synchronized void giveUp(Runnable task) {
        waiting.remove(task);
    }

    /** Nobody waits for a place any more. */
    synchronized void giveUpAll() {
        waiting.clear();
    }

    /** Gives back a place. */
    void leave() {
        Runnable next = next();
        if (next != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Iterator<Runnable> first = waiting.iterator();
        if (!first.hasNext()) {
            free++;
            return null;
        }
        Runnable next = first.next();
        first.remove();
        return next;
    }
}
