package io.mailseal.cli;

/**
 * How much of the output of many messages is held, because what comes before it is not there yet. Beyond a limit only the
 * message that all wait for goes on, so that no more is held than the limit and what the others are about to print.
 */
final class HeldOutput {

    private final long limit;
    private long characters;
    private long turn;

    HeldOutput(long limit) {
        this.limit = limit;
    }

    /**
     * Returns once a message may be begun.
     *
     * @param number of the message, from 0 on
     */
    synchronized void awaitRoom(long number) throws InterruptedException {
        while (isFull() && number > turn) {
            wait();
        }
    }

    /** There is more to be held. */
    synchronized void add(int length) {
        characters += length;
    }

    /** What comes next is no longer held; it is the turn of the one behind. */
    synchronized void removeNext(int length) {
        characters -= length;
        turn++;
        notifyAll();
    }

    synchronized boolean isFull() {
        return characters > limit;
    }
}
