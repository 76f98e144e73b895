package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsLogTest {

    final VirtualClock clock = new VirtualClock();
    final List<String> lines = new ArrayList<>();
    final DnsLog log = new DnsLog(clock, (line, failure) -> lines.add(line + ": " + failure.getMessage()));

    @Test
    void saysTheSameOnceAMinuteAndCountsTheRest() {
        for (int i = 0; i < 1000; i++) {
            log.warn("it failed", new IllegalStateException("no. " + i));
        }
        assertThat(lines).containsExactly("it failed (0 more times since the last such line): no. 0");
        clock.advance(Duration.ofSeconds(59));
        log.warn("it failed", new IllegalStateException("too soon"));
        assertThat(lines).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        log.warn("it failed", new IllegalStateException("again"));
        assertThat(lines).hasSize(2).last().isEqualTo("it failed (1000 more times since the last such line): again");
    }
}
