package io.mailseal.dns;

import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Until when each question is waited for, over one alarm of the timer for all of them. An entry is in it once, and
 * costs nothing but a place in a heap.
 */
final class Deadlines {

    /** What has a deadline. */
    abstract static class Entry {
        private long due;
        private int place = NOWHERE;

        /** The time has come. Called in the client's threads, and possibly late: the entry may have moved on. */
        abstract void timeIsOver();
    }

    private static final int NOWHERE = -1;
    private static final int GONE = -2;

    private static final Entry NOBODY = new Entry() {
        @Override
        void timeIsOver() {}
    };

    private final DnsTimer timer;
    private final ClientThreads threads;
    private Entry[] heap = new Entry[64];
    private int size;
    private boolean closed;
    private long alarmAt;
    private @Nullable Runnable takeBackAlarm;

    Deadlines(DnsTimer timer, ClientThreads threads) {
        this.timer = timer;
        this.threads = threads;
    }

    /**
     * Gives the entry this deadline, and no longer the one it had.
     *
     * @return whether it counts: false after {@link #remove}, or if there are no deadlines any more
     */
    synchronized boolean set(Entry entry, long due) {
        if (closed || entry.place == GONE) {
            return false;
        }
        if (entry.place == NOWHERE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            entry.place = size++;
        }
        entry.due = due;
        settle(entry, entry.place);
        setAlarm();
        return true;
    }

    /** The entry has no deadline, and will never have one again. */
    synchronized void remove(Entry entry) {
        if (entry.place != GONE) {
            release(entry);
            setAlarm();
        }
    }

    /**
     * The same for one that got what it waited for. The alarm is left to ring for nothing, since another entry will most
     * likely need one soon, and to set it anew each time would cost more than all the rest.
     */
    synchronized void release(Entry entry) {
        if (entry.place >= 0) {
            takeOut(entry);
        }
        entry.place = GONE;
    }

    /** Whether that is over now. */
    boolean isOver(long due) {
        return due - timer.nanoTime() <= 0;
    }

    /** Drops all deadlines, and all to come; these are the entries that had one. */
    synchronized List<Entry> close() {
        closed = true;
        List<Entry> left = new ArrayList<>();
        while (size > 0) {
            Entry entry = heap[0];
            takeOut(entry);
            left.add(entry);
        }
        setAlarm();
        return left;
    }

    // One that comes too early does no harm, so it is left where it is as long as there is anything to wait for.
    private void setAlarm() {
        if (takeBackAlarm != null && (size == 0 || heap[0].due - alarmAt < 0)) {
            takeBackAlarm.run();
            takeBackAlarm = null;
        }
        if (takeBackAlarm == null && size > 0) {
            alarmAt = heap[0].due;
            takeBackAlarm = timer.schedule(Duration.ofNanos(alarmAt - timer.nanoTime()), this::ring);
        }
    }

    private void ring() {
        for (Entry entry : takeOutWhatIsOver()) {
            threads.executeUnlessClosed(entry::timeIsOver);
        }
    }

    private synchronized List<Entry> takeOutWhatIsOver() {
        takeBackAlarm = null;
        List<Entry> over = new ArrayList<>();
        while (size > 0 && isOver(heap[0].due)) {
            Entry entry = heap[0];
            takeOut(entry);
            over.add(entry);
        }
        setAlarm();
        return over;
    }

    private void takeOut(Entry entry) {
        int place = entry.place;
        entry.place = NOWHERE;
        Entry last = heap[--size];
        heap[size] = NOBODY;
        if (last != entry) {
            settle(last, place);
        }
    }

    // A binary heap whose entries know their places, so that taking one out needs no search.
    private void settle(Entry entry, int from) {
        int place = from;
        while (place > 0 && isBefore(entry, heap[(place - 1) / 2])) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        for (int child = earlierChild(place); child < size && isBefore(heap[child], entry); ) {
            put(heap[child], place);
            place = child;
            child = earlierChild(place);
        }
        put(entry, place);
    }

    private int earlierChild(int place) {
        int left = 2 * place + 1;
        return left + 1 < size && isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    }

    private void put(Entry entry, int place) {
        heap[place] = entry;
        entry.place = place;
    }

    private static boolean isBefore(Entry one, Entry other) {
        return one.due - other.due < 0;
    }
}
