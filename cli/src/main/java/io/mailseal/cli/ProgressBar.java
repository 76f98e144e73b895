package io.mailseal.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How far it is, on the last line of a terminal. For one thread. */
final class ProgressBar {

    private static final String CLEAR = "\r\u001b[K";
    private static final int WIDEST = 40;
    private static final int NARROWEST = 10;

    private final PrintWriter err;
    private final int columns;
    private boolean visible;

    ProgressBar(PrintWriter err, int columns) {
        this.err = err;
        this.columns = columns;
    }

    /**
     * How far it is.
     *
     * @param total of all octets; not positive where nobody knows
     */
    record State(long messages, long octets, long total, Duration took) {}

    void show(State state) {
        err.print(CLEAR + line(state, columns));
        err.flush();
        visible = true;
    }

    void hide() {
        if (visible) {
            err.print(CLEAR);
            err.flush();
            visible = false;
        }
    }

    /** What is shown. The last column stays empty, where some terminals begin a new line. */
    static String line(State state, int columns) {
        int room = columns - 1;
        double share = state.total() <= 0 ? -1 : Math.min(1, (double) state.octets() / state.total());
        String percent = share < 0 ? "" : String.format(Locale.ROOT, "%3.0f %%  ", Math.floor(share * 100));
        String count = percent + LabelledText.count(state.messages(), "message");
        String all = count + speed(state) + remaining(share, state.took());
        String text = all.length() <= room ? all : count;
        int bar = Math.min(WIDEST, room - text.length() - 4);
        if (share < 0 || bar < NARROWEST) {
            return text.length() <= room ? text : text.substring(0, Math.max(0, room));
        }
        int full = (int) (share * bar);
        return "[" + "#".repeat(full) + ".".repeat(bar - full) + "] " + text;
    }

    private static String speed(State state) {
        double seconds = state.took().toMillis() / 1000.0;
        return seconds < 1 ? "" : String.format(Locale.ROOT, ", %.0f a second", state.messages() / seconds);
    }

    // From what is done on; nothing at first, when that says little.
    private static String remaining(double share, Duration took) {
        if (share < 0.02 || took.toMillis() < 2000) {
            return "";
        }
        long seconds = Math.round(took.toMillis() / 1000.0 * (1 - share) / share);
        return String.format(Locale.ROOT, ", %d:%02d left", seconds / 60, seconds % 60);
    }
}
