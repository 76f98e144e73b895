package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mailseal.core.dns.DnsFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever fails, at whichever step, as often as it will: a policy that is kept stays in force until its max_age. */
class DowngradeTest {

    static final Duration WEEK = Duration.ofDays(7);
    static final MtaStsPolicy ENFORCE = World.policy(MtaStsMode.ENFORCE, WEEK);

    /** What can be wrong with the record, and with the fetch. */
    static final Map<String, Consumer<World>> RECORD = new TreeMap<>();

    static final Map<String, Consumer<World>> FETCH = new TreeMap<>();

    static {
        RECORD.put("same id", world -> world.announce("1"));
        RECORD.put("another id", world -> world.announce("2"));
        RECORD.put("no such name", world -> world.zone("other.example TXT nothing"));
        RECORD.put("no text", world -> world.zone("_mta-sts.example.com A 192.0.2.1"));
        RECORD.put("no record", world -> world.zone("_mta-sts.example.com TXT \"v=spf1 -all\""));
        RECORD.put("two records", world -> world.zone("""
                _mta-sts.example.com TXT "v=STSv1; id=2;"
                _mta-sts.example.com TXT "v=STSv1; id=3;"
                """));
        RECORD.put("malformed record", world -> world.zone("_mta-sts.example.com TXT \"v=STSv1; id=;\""));
        RECORD.put("empty record", world -> world.zone("_mta-sts.example.com TXT \"\""));
        RECORD.put("alias to nowhere", world -> world.zone("_mta-sts.example.com CNAME nowhere.example"));
        RECORD.put("alias in a circle", world -> world.zone("_mta-sts.example.com CNAME _mta-sts.example.com"));
        for (DnsFailure cause : DnsFailure.values()) {
            RECORD.put("DNS " + cause, world -> {
                world.announce("2");
                world.dnsFails(cause);
            });
        }
        for (MtaStsProblem.Kind kind : MtaStsProblem.Kind.values()) {
            if (kind.step() == MtaStsProblem.Step.FETCH) {
                FETCH.put("HTTPS " + kind, world -> world.httpsFails(kind));
            }
        }
        for (int status : List.of(201, 204, 301, 302, 400, 403, 404, 410, 500, 503)) {
            FETCH.put("status " + status, world -> world.response = World.answer(status, ENFORCE.format()));
        }
        FETCH.put("empty body", world -> world.response = World.answer(200, ""));
        FETCH.put("no mode", world -> world.response = World.answer(200, "version: STSv1\nmax_age: 0\n"));
        FETCH.put(
                "mode none, malformed",
                world -> world.response = World.answer(200, "version: STSv1\nmode: none\nmax_age: never\n"));
        FETCH.put(
                "cut",
                world -> world.response = World.answer(200, ENFORCE.format().substring(0, 30)));
        FETCH.put(
                "not UTF-8",
                world -> world.response =
                        new PolicyResponse.Answered(200, "text/plain", "", io.mailseal.core.Octets.of((byte) 0xFF)));
        FETCH.put(
                "HTML",
                world -> world.response = new PolicyResponse.Answered(
                        200,
                        "text/html",
                        "",
                        io.mailseal.core.Octets.ofUtf8(
                                World.policy(MtaStsMode.NONE, WEEK).format())));
        FETCH.put(
                "gzip",
                world -> world.response =
                        new PolicyResponse.Answered(200, "text/plain", "gzip", io.mailseal.core.Octets.ofUtf8("x")));
    }

    static List<Consumer<World>> all(Map<String, Consumer<World>> trouble) {
        return new ArrayList<>(trouble.values());
    }

    @TestFactory
    @DisplayName("T70 PIT_65 STS_10 §5.1 every failure of the record with every failure of HTTPS, until max_age")
    Stream<DynamicTest> everyFailure() {
        return RECORD.entrySet().stream()
                .flatMap(record -> FETCH.entrySet().stream()
                        .map(fetch -> dynamicTest(
                                record.getKey() + " + " + fetch.getKey(),
                                () -> staysInForce(record.getValue(), fetch.getValue()))));
    }

    private static void staysInForce(Consumer<World> record, Consumer<World> fetch) {
        World world = new World();
        MtaStsCache cache = world.cache().build();
        world.publish("1", ENFORCE);
        cache.discover(World.DOMAIN);
        record.accept(world);
        fetch.accept(world);
        for (int hour = 0; hour < 7 * 24; hour++) {
            assertEnforced(cache.discover(World.DOMAIN));
            cache.refreshDue(10);
            world.clock.advance(Duration.ofHours(1));
        }
        assertEnforced(cache.discover(World.DOMAIN));
        world.clock.advance(Duration.ofMillis(1));
        boolean tooBusy = world.response instanceof PolicyResponse.Failed failed
                && failed.problem().kind().isOurs();
        boolean ours = world.fetcher()
                .discover(World.DOMAIN)
                .problem()
                .map(problem -> problem.kind().isOurs())
                .orElse(tooBusy);
        assertThat(cache.discover(World.DOMAIN).status())
                .isEqualTo(ours ? PolicyDiscovery.Status.UNKNOWN : PolicyDiscovery.Status.NO_POLICY);
        // Nobody was kept from telling the administrator long before.
        assertThat(world.alerts).anyMatch(alert -> alert.startsWith(tooBusy ? "busy " : "refresh "));
        // And the fetches were few: a new id every five minutes at the most, a refresh with growing pauses.
        assertThat(world.fetches).isLessThan(tooBusy ? 2 * 7 * 24 : 7 * 24 + 30); // no fetch at all if too busy
    }

    static void assertEnforced(PolicyDiscovery discovery) {
        assertThat(discovery.policy().map(PolicyEntry.CachedPolicy::policy))
                .as(discovery::explanation)
                .contains(ENFORCE);
        assertThat(MtaStsDelivery.of(discovery)
                        .candidate(World.MX, TlsOutcome.notOffered())
                        .action())
                .isEqualTo(DeliveryAction.SKIP_MX);
    }

    @Property(tries = 300)
    @Label("T70 PIT_65 PIT_66 troubles in any order, at any time: in force until max_age after the last success")
    void anyOrder(
            @ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> troubles, @ForAll @IntRange(min = 1) int hours) {
        World world = new World();
        MtaStsCache cache = world.cache().build();
        world.publish("1", ENFORCE);
        cache.discover(World.DOMAIN);
        List<Consumer<World>> records = all(RECORD);
        List<Consumer<World>> fetches = all(FETCH);
        Duration left = WEEK;
        for (int trouble : troubles) {
            records.get(trouble % records.size()).accept(world);
            fetches.get(trouble / 7 % fetches.size()).accept(world);
            Duration step = Duration.ofMinutes(1 + (trouble * 37L + hours % 1000) % 600);
            if (step.compareTo(left) > 0) {
                break;
            }
            left = left.minus(step);
            world.clock.advance(step);
            if (trouble % 3 == 0) {
                cache.refreshDue(10);
            }
            assertEnforced(cache.discover(World.DOMAIN));
        }
        // And as soon as it works again, it is as before.
        world.publish("9", ENFORCE);
        PolicyDiscovery again = cache.discover(World.DOMAIN);
        assertEnforced(again);
        assertThat(again.problem()).isEmpty();
        assertThat(again.policy().orElseThrow().fetched()).isEqualTo(world.clock.instant());
    }

    @TestFactory
    @DisplayName("T70 the same troubles with nothing kept: never more than a policy that was really served")
    Stream<DynamicTest> nothingKept() {
        return Stream.concat(RECORD.entrySet().stream(), Stream.of())
                .flatMap(record -> FETCH.entrySet().stream()
                        .map(fetch -> dynamicTest(record.getKey() + " + " + fetch.getKey(), () -> {
                            World world = new World();
                            record.getValue().accept(world);
                            fetch.getValue().accept(world);
                            PolicyDiscovery discovery = world.cache().build().discover(World.DOMAIN);
                            boolean announced = record.getKey().endsWith(" id");
                            boolean ours = announced
                                    ? world.response instanceof PolicyResponse.Failed failed
                                            && failed.problem().kind().isOurs()
                                    : List.of("DNS DEADLINE", "DNS BUDGET").contains(record.getKey());
                            assertThat(discovery.status())
                                    .isEqualTo(
                                            ours ? PolicyDiscovery.Status.UNKNOWN : PolicyDiscovery.Status.NO_POLICY);
                            assertThat(discovery.failures()).hasSize(announced && !ours ? 1 : 0);
                        })));
    }

    @Property(tries = 200)
    @Label("The same store and clock give the same discovery")
    void sameAgain(@ForAll @Size(max = 20) List<@IntRange(max = 999) Integer> troubles) {
        assertThat(run(troubles)).isEqualTo(run(troubles));
    }

    private static List<PolicyDiscovery> run(List<Integer> troubles) {
        World world = new World();
        MtaStsCache cache = world.cache().build();
        world.publish("1", ENFORCE);
        List<PolicyDiscovery> found = new ArrayList<>(Arrays.asList(cache.discover(World.DOMAIN)));
        List<Consumer<World>> records = all(RECORD);
        for (int trouble : troubles) {
            records.get(trouble % records.size()).accept(world);
            world.clock.advance(Duration.ofMinutes(trouble));
            found.add(cache.discover(World.DOMAIN));
        }
        return found;
    }
}
