package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose turn it is to fetch a policy, and whose share it is. */
class FetchTurnsTest {

    private static final FetchShare A = new FetchShare("a", 2, 3);
    private static final FetchShare B = new FetchShare("b", 1, 2);
    private static final List<List<FetchShare>> WHO = List.of(List.of(A), List.of(B), List.of(A, B), List.of());

    /** One who wants a turn. */
    private static final class Guest {
        final List<FetchShare> shares;
        Optional<FetchTurns.Turn> turn = Optional.empty();
        boolean called;
        boolean begun;
        boolean over;

        Guest(List<FetchShare> shares) {
            this.shares = shares;
        }

        boolean running() {
            return called && !over;
        }

        boolean waiting() {
            return turn.isPresent() && !called && !over;
        }
    }

    @Property(tries = 1000)
    @Label(
            "T72 in any order of coming and going no share is exceeded, nobody waits without need, and all get their turn")
    void anyOrder(@ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> events) {
        FetchTurns turns = new FetchTurns(new FetchShare("all", 3, 5));
        List<Guest> guests = new ArrayList<>();
        for (int event : events) {
            if (event % 2 == 0 || guests.isEmpty()) {
                Guest guest = new Guest(WHO.get(event / 2 % WHO.size()));
                guest.turn = turns.ask(guest.shares, turn -> guest.called = true);
                guests.add(guest);
            } else {
                go(guests.get(event / 2 % guests.size()), event % 3);
            }
            assertShares(guests);
        }
        for (Guest guest : guests) {
            guest.turn.ifPresent(FetchTurns.Turn::end);
            guest.over = true;
        }
        Guest last = new Guest(WHO.get(2));
        assertThat(turns.ask(last.shares, turn -> last.called = true)).isPresent();
        assertThat(last.called).as("all shares are free again").isTrue();
    }

    private static void go(Guest guest, int how) {
        if (guest.turn.isEmpty() || guest.over) {
            return;
        }
        FetchTurns.Turn turn = guest.turn.get();
        switch (how) {
            case 0 -> {
                boolean expected = guest.called && !guest.begun;
                assertThat(turn.begin()).isEqualTo(expected);
                guest.begun |= expected;
            }
            case 1 -> {
                guest.over = !guest.begun;
                turn.abandon();
            }
            default -> {
                guest.over = guest.called;
                if (guest.called) {
                    turn.end();
                }
            }
        }
    }

    private static void assertShares(List<Guest> guests) {
        assertThat(guests.stream().filter(Guest::running).count()).isLessThanOrEqualTo(3);
        assertThat(guests.stream().filter(Guest::waiting).count()).isLessThanOrEqualTo(5);
        for (FetchShare share : List.of(A, B)) {
            assertThat(running(guests, share)).isLessThanOrEqualTo(share.running());
        }
        for (Guest guest : guests) {
            if (guest.waiting()) {
                boolean full = guests.stream().filter(Guest::running).count() == 3
                        || guest.shares.stream().anyMatch(share -> running(guests, share) == share.running());
                assertThat(full).as("it has to wait").isTrue();
            }
        }
    }

    private static long running(List<Guest> guests, FetchShare share) {
        return guests.stream()
                .filter(guest -> guest.running() && guest.shares.contains(share))
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "mta-sts.example.com, example.com",
        "mta-sts.a.b.example.com, example.com",
        "mta-sts.a.co.uk, a.co.uk",
        "mta-sts.b.a.com.br, a.com.br",
        "mta-sts.co.uk, mta-sts.co.uk",
        "mta-sts.a.co.example, co.example",
        "mta-sts.a.xy.uk, xy.uk",
        "mta-sts.example, mta-sts.example",
        "com, com"
    })
    @DisplayName("T72 the owner is the last two labels, three below what countries use at the second level")
    void owners(String host, String owner) {
        assertThat(FetchShare.of(DomainName.of(host), List.of()))
                .extracting(FetchShare::of)
                .containsExactly(DomainName.of(owner));
    }

    @Test
    @DisplayName("T72 each network that a fetch may go to is charged, once")
    void networks() {
        List<IpAddress> addresses = List.of(
                IpAddress.of("192.0.2.1"),
                IpAddress.of("2001:db8:1:2::1"),
                IpAddress.of("192.0.2.200"),
                IpAddress.of("2001:db8:1:3::1"),
                IpAddress.of("192.0.3.1"));
        assertThat(FetchShare.of(DomainName.of("mta-sts.example.com"), addresses))
                .extracting(FetchShare::of)
                .containsExactly(
                        DomainName.of("example.com"),
                        IpAddress.of("192.0.2.0"),
                        IpAddress.of("2001:db8:1::"),
                        IpAddress.of("192.0.3.0"));
    }
}
