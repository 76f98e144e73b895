package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Lines on standard output, and the bar below them. */
class ScreenTest {

    private static ProgressBar.State state(long messages, long octets, long total, int seconds) {
        return new ProgressBar.State(messages, octets, total, Duration.ofSeconds(seconds));
    }

    @Nested
    class TheBar {

        @Test
        void showsHowFarItIsAndHowFast() {
            assertThat(ProgressBar.line(state(2500, 25, 100, 10), 80))
                    .isEqualTo("[#######.......................]  25 %  2500 messages, 250 a second, 0:30 left");
        }

        @Test
        void takesNoMoreThanTheWidthThereIs() {
            for (int columns = 1; columns < 200; columns++) {
                assertThat(ProgressBar.line(state(2500, 25, 100, 10), columns)).hasSizeLessThan(columns);
            }
            assertThat(ProgressBar.line(state(2500, 25, 100, 10), 50))
                    .isEqualTo(" 25 %  2500 messages, 250 a second, 0:30 left");
            assertThat(ProgressBar.line(state(2500, 25, 100, 10), 30)).isEqualTo(" 25 %  2500 messages");
        }

        @Test
        void countsWhereNobodyKnowsTheWhole() {
            assertThat(ProgressBar.line(state(1, 25, -1, 0), 80)).isEqualTo("1 message");
        }

        @Test
        void endsAtTheEndThoughAFileHasGrown() {
            assertThat(ProgressBar.line(state(9, 200, 100, 1), 80))
                    .startsWith("[####")
                    .contains("] 100 %  9 messages");
        }
    }

    @Nested
    class TheLines {

        private final StringWriter both = new StringWriter();
        private final PrintWriter out = new PrintWriter(both);
        private final AtomicLong nanos = new AtomicLong();
        private final Screen screen =
                new Screen(out, out, new ProgressBar(new PrintWriter(both), 40), () -> -1, nanos::get);

        private MessageOutcome outcome(String line) {
            return new MessageOutcome(line, 1, 0, null, null);
        }

        @Test
        void areHeldUntilThereIsTimeToShowThem() {
            screen.print(outcome("one\n"));
            assertThat(both.toString()).isEmpty();
            nanos.addAndGet(Screen.TICK.toNanos());
            screen.print(outcome("two\n"));
            assertThat(both.toString()).isEqualTo("one\ntwo\n\r\u001b[K2 messages");
        }

        @Test
        void standWhereTheBarWas() {
            screen.print(outcome("one\n"));
            screen.tick();
            screen.print(outcome("two\n"));
            screen.finish();
            assertThat(both.toString()).isEqualTo("one\n\r\u001b[K1 message\r\u001b[Ktwo\n");
        }

        @Test
        void aFaultOfOursIsShownOnce() {
            screen.print(new MessageOutcome("", 1, 70, null, new IllegalStateException("first")));
            screen.print(new MessageOutcome("", 1, 70, null, new IllegalStateException("second")));
            assertThat(both.toString()).contains("this is a bug", "first").doesNotContain("second");
            assertThat(screen.tally().exitStatus()).isEqualTo(70);
        }
    }

    @Test
    void withoutATerminalThereIsNoBar() {
        assertThat(Terminal.errorColumns()).isEmpty();
    }
}
