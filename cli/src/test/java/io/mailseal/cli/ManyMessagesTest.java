package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.message.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** What would be held besides is not begun. */
    @Test
    void behindASlowMessageNoMoreIsHeldThanTheLimit() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ahead = new AtomicInteger();
        ManyMessages.Work work = message -> {
            begun.incrementAndGet();
            if (message.name().equals("m0")) {
                while (begun.get() < 3 && !othersWait()) {
                    Thread.onSpinWait();
                }
                ahead.set(begun.get());
            }
            throw new IOException("x".repeat(100));
        };
        new ManyMessages(work, MessageFormat.line(Colours.OFF), 2, screen, 50).verify(messages(10));
        assertThat(ahead).hasValue(2);
        assertThat(out.toString().lines()).hasSize(10);
        assertThat(closed).hasValue(10);
    }

    private static boolean othersWait() {
        return Thread.getAllStackTraces().values().stream().anyMatch(ManyMessagesTest::isInAwaitRoom);
    }

    private static boolean isInAwaitRoom(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals("awaitRoom"))
                && stack[0].getMethodName().startsWith("wait");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsFinishedIsPrintedWhateverEndsTheRun(boolean error) {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2);
        ManyMessages.Source broken = () -> {
            if (next.get() < 2) {
                return Optional.of(new Numbered(next.getAndIncrement()));
            }
            await(done);
            if (next.getAndIncrement() == 2) {
                return Optional.of(new Numbered(2));
            }
            if (error) {
                throw new ExceptionInInitializerError("broken");
            }
            throw new IOException("broken");
        };
        assertThatThrownBy(() -> new ManyMessages(
                                message -> {
                                    done.countDown();
                                    throw new IOException("x");
                                },
                                MessageFormat.line(Colours.OFF),
                                1,
                                screen)
                        .verify(broken))
                .hasMessageContaining("broken");
        assertThat(out.toString()).startsWith("error=unreadable m0: x");
    }

    @Test
    void aClassThatCanNotBeLoadedIsAnErrorInTheMessagesPlace() throws Exception {
        verify(messages(3), message -> {
            if (message.name().equals("m1")) {
                throw new NoClassDefFoundError("bug");
            }
            throw new IOException("x");
        });
        assertThat(out.toString().lines())
                .containsExactly(
                        "error=unreadable m0: x",
                        "error=fault      m1: a fault of the program: java.lang.NoClassDefFoundError: bug",
                        "error=unreadable m2: x");
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
