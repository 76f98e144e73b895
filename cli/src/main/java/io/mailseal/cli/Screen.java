package io.mailseal.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the outcomes of many messages go: lines to standard output, a few times a second, and between them the bar that says
 * how far it is, if there is one. For one thread.
 */
final class Screen {

    /** How often there is something new to see. */
    static final Duration TICK = Duration.ofMillis(100);

    private static final int BUFFER = 1 << 16;

    private final PrintWriter out;
    private final PrintWriter err;
    private final @Nullable ProgressBar bar;
    private final LongSupplier total;
    private final LongSupplier nanoTime;
    private final long started;
    private final Tally tally = new Tally();
    private final StringBuilder lines = new StringBuilder();
    private long lastTick;
    private boolean bugShown;
    private boolean broken;

    /**
     * @param bar null for none
     * @param total the octets of all messages; negative while they are not known
     */
    Screen(PrintWriter out, PrintWriter err, @Nullable ProgressBar bar, LongSupplier total, LongSupplier nanoTime) {
        this.out = out;
        this.err = err;
        this.bar = bar;
        this.total = total;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.lastTick = started;
    }

    /** The sum so far. */
    Tally tally() {
        return tally;
    }

    private Duration took() {
        return Duration.ofNanos(nanoTime.getAsLong() - started);
    }

    /** Whether nobody reads on, or the disk is full. */
    boolean isBroken() {
        return broken;
    }

    void print(MessageOutcome outcome) {
        tally.add(outcome);
        lines.append(outcome.printed());
        showBug(outcome.bug());
        if (lines.length() >= BUFFER || nanoTime.getAsLong() - lastTick >= TICK.toNanos()) {
            tick();
        }
    }

    /** Time has passed. */
    void tick() {
        flush();
        lastTick = nanoTime.getAsLong();
        if (bar != null) {
            bar.show(new ProgressBar.State(tally.messages(), tally.octets(), total.getAsLong(), took()));
        }
    }

    /** There are no more messages. */
    void finish() {
        flush();
        hideBar();
    }

    /** The sum, below an empty line. */
    void printSum(long linksLeftOut, TracingResolver resolver) {
        if (tally.messages() > 0) {
            out.println();
        }
        tally.print(took(), linksLeftOut, resolver, new LabelledText(out, Colours.OFF));
        out.flush();
    }

    private void flush() {
        if (lines.length() > 0) {
            hideBar();
            out.append(lines);
            lines.setLength(0);
            broken |= out.checkError(); // it flushes
        }
    }

    private void hideBar() {
        if (bar != null) {
            bar.hide();
        }
    }

    // One of them is enough to tell us.
    private void showBug(@Nullable Throwable bug) {
        if (bug != null && !bugShown) {
            bugShown = true;
            hideBar();
            err.println("mailseal: this is a bug; the other messages go on:");
            bug.printStackTrace(err);
            err.flush();
        }
    }
}
