package io.mailseal.testkit.nameserver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is wrong with one thing; replaced as a whole, so that whoever reads it sees one state. Safe for several threads.
 */
final class FaultList<T> {

    private final Runnable changed;
    private volatile List<Consumer<T>> faults = List.of();

    /** @param changed runs after each change */
    FaultList(Runnable changed) {
        this.changed = changed;
    }

    void add(Consumer<T> fault) {
        synchronized (this) {
            List<Consumer<T>> more = new ArrayList<>(faults);
            more.add(fault);
            faults = List.copyOf(more);
        }
        changed.run();
    }

    void clear() {
        synchronized (this) {
            faults = List.of();
        }
        changed.run();
    }

    /** The same object as long as nothing has changed. */
    List<Consumer<T>> current() {
        return faults;
    }
}
