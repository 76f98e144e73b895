package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    final VirtualClock clock = new VirtualClock();
    final Queue<Runnable> tasks = new ArrayDeque<>();
    final Deadlines deadlines = new Deadlines(clock, new ClientThreads(tasks::add));
    final List<Integer> over = new ArrayList<>();

    final class Numbered extends Deadlines.Entry {
        final int number;

        Numbered(int number) {
            this.number = number;
        }

        @Override
        void timeIsOver() {
            over.add(number);
        }
    }

    Numbered entry(int number, long due) {
        Numbered entry = new Numbered(number);
        assertThat(deadlines.set(entry, due)).isTrue();
        return entry;
    }

    void advanceTo(long time) {
        clock.advance(Duration.ofNanos(time - clock.nanoTime()));
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void ringInTheirOrder() {
        entry(1, 100);
        entry(2, 50);
        entry(3, 75);
        advanceTo(49);
        assertThat(over).isEmpty();
        advanceTo(50);
        assertThat(over).containsExactly(2);
        advanceTo(200);
        assertThat(over).containsExactly(2, 3, 1);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void canBeMoved() {
        Numbered one = entry(1, 100);
        entry(2, 50);
        deadlines.set(one, 10);
        advanceTo(10);
        assertThat(over).containsExactly(1);
        deadlines.set(one, 60);
        advanceTo(60);
        assertThat(over).containsExactly(1, 2, 1);
    }

    @Test
    void canBeTakenBackForEver() {
        Numbered one = entry(1, 100);
        deadlines.remove(one);
        assertThat(clock.pending()).isZero();
        assertThat(deadlines.set(one, 100)).isFalse();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void leaveTheirAlarmToTheNextWhenAllGoesWell() {
        Numbered one = entry(1, 100);
        deadlines.release(one);
        deadlines.remove(one);
        assertThat(deadlines.set(one, 100)).isFalse();
        assertThat(clock.pending()).isEqualTo(1);
        entry(2, 150);
        assertThat(clock.pending()).isEqualTo(1);
        advanceTo(100);
        assertThat(over).isEmpty();
        assertThat(clock.pending()).isEqualTo(1);
        advanceTo(150);
        assertThat(over).containsExactly(2);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void needOneAlarmForAll() {
        for (int i = 0; i < 1000; i++) {
            entry(i, 1000 + i);
        }
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void areNoMoreAfterTheEnd() {
        Numbered one = entry(1, 100);
        Numbered two = entry(2, 50);
        assertThat(deadlines.close()).containsExactlyInAnyOrder(one, two);
        assertThat(clock.pending()).isZero();
        assertThat(deadlines.set(new Numbered(3), 100)).isFalse();
        assertThat(deadlines.close()).isEmpty();
    }

    @Test
    void areAsGoodAsASortedListInALongRun() {
        Random random = new Random(1);
        TreeMap<Long, Numbered> expected = new TreeMap<>();
        long time = 0;
        for (int i = 0; i < 20_000; i++) {
            long due = 10 * (time / 10 + 1 + random.nextInt(500)) + i % 10;
            if (!expected.containsKey(due)) {
                switch (expected.isEmpty() ? 0 : random.nextInt(3)) {
                    case 0 -> expected.put(due, entry(i, due));
                    case 1 -> deadlines.remove(expected.pollLastEntry().getValue());
                    default -> {
                        Numbered moved = expected.pollFirstEntry().getValue();
                        deadlines.set(moved, due);
                        expected.put(due, moved);
                    }
                }
            }
            if (i % 20 == 0) {
                time += 100;
                over.clear();
                advanceTo(time);
                List<Integer> head = new ArrayList<>();
                while (!expected.isEmpty() && expected.firstKey() <= time) {
                    head.add(expected.pollFirstEntry().getValue().number);
                }
                assertThat(over).isEqualTo(head);
            }
        }
    }
}
