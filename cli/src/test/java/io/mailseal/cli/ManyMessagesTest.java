package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mailseal.core.message.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several messages at a time, whatever becomes of each. */
class ManyMessagesTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Screen screen =
            new Screen(new PrintWriter(out), new PrintWriter(err), null, () -> -1, System::nanoTime);
    private final AtomicInteger closed = new AtomicInteger();

    private final class Numbered implements StoredMessage {

        private final int number;

        Numbered(int number) {
            this.number = number;
        }

        @Override
        public String name() {
            return "m" + number;
        }

        @Override
        public Message read() {
            throw new AssertionError("nobody reads it");
        }

        @Override
        public long octets() {
            return 1;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private ManyMessages.Source messages(int count) {
        AtomicInteger next = new AtomicInteger();
        return () -> next.get() < count ? Optional.of(new Numbered(next.getAndIncrement())) : Optional.empty();
    }

    private void verify(ManyMessages.Source messages, ManyMessages.Work work) throws IOException, InterruptedException {
        new ManyMessages(work, MessageFormat.line(Colours.OFF), 4, screen).verify(messages);
        screen.finish();
    }

    @Test
    void aFaultOfTheProgramIsAnErrorInTheMessagesPlace() throws Exception {
        verify(messages(3), message -> {
            if (message.name().equals("m1")) {
                throw new StackOverflowError("bug");
            }
            throw new IOException("broken disk");
        });
        assertThat(out.toString().lines())
                .containsExactly(
                        "error=unreadable m0: broken disk",
                        "error=fault      m1: a fault of the program: java.lang.StackOverflowError: bug",
                        "error=unreadable m2: broken disk");
        assertThat(err.toString()).contains("this is a bug").contains("StackOverflowError");
        assertThat(screen.tally().exitStatus()).isEqualTo(70);
        assertThat(closed).hasValue(3);
    }

    /** What is finished waits for the first, and what is not begun for both. */
    @Test
    void behindASlowMessageNoMoreThanSomeAreHeld() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        ManyMessages.Source all = messages(1000);
        ManyMessages.Source counting = () -> {
            if (taken.incrementAndGet() == 32) {
                slow.countDown(); // the window is full: the first may go on
            }
            return all.next();
        };
        AtomicInteger most = new AtomicInteger();
        verify(counting, message -> {
            if (message.name().equals("m0")) {
                await(slow);
                most.set(taken.get());
            }
            throw new IOException("x");
        });
        assertThat(most.get()).isBetween(32, 33);
        assertThat(screen.tally().messages()).isEqualTo(1000);
        assertThat(out.toString().lines().skip(998))
                .containsExactly("error=unreadable m998: x", "error=unreadable m999: x");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whereTheListOfThemEndsInAFailureItIsToldAndNothingGoesOn() {
        assertThatIOException()
                .isThrownBy(() -> verify(
                        () -> {
                            throw new IOException("gone");
                        },
                        message -> {
                            throw new IOException("x");
                        }));
    }
}
