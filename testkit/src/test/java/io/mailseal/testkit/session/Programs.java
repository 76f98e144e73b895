package io.mailseal.testkit.session;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import io.mailseal.testkit.InMemoryDns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Evaluations made at random, whose further course depends on the answers, and zones to run them over. */
final class Programs {

    static final int NAMES = 12;

    private Programs() {}

    static DnsQuestion question(int number) {
        return DnsQuestion.txt(DomainName.of("n" + Math.floorMod(number, NAMES) + ".example"));
    }

    /** A zone in which some names exist, some are empty, some are missing and some fail. */
    static InMemoryDns zone(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES; i++) {
            switch (random.nextInt(5)) {
                case 0 -> text.append("n" + i + ".example A 192.0.2.1\n");
                case 1 -> text.append("$FAULT n" + i + ".example SERVFAIL\n");
                case 2 -> {}
                default -> text.append("n" + i + ".example TXT \"" + random.nextInt(100) + "\"\n");
            }
        }
        return InMemoryDns.parse(text.toString());
    }

    /** The same zone, each name answering after a time of its own. */
    static InMemoryDns delayed(InMemoryDns zone, long seed) {
        Random random = new Random(seed);
        InMemoryDns delayed = zone;
        for (int i = 0; i < NAMES; i++) {
            delayed = delayed.delaying(question(i), Duration.ofMillis(random.nextInt(200)));
        }
        return delayed;
    }

    /** Asks one thing after another; what comes next depends on what was answered. */
    record Program(int seed, int steps, int depth) implements DnsEvaluation<List<String>> {

        @Override
        public List<String> evaluate(DnsView dns) {
            List<String> trail = new ArrayList<>();
            int state = seed;
            for (int step = 0; step < steps; step++) {
                String seen = step(dns, new Random(state));
                trail.add(seen);
                state = 31 * state + seen.hashCode();
            }
            return trail;
        }

        private String step(DnsView dns, Random random) {
            int first = random.nextInt(NAMES);
            switch (random.nextInt(depth > 0 ? 4 : 3)) {
                case 0:
                    return show(dns.get(question(first)));
                case 1:
                    return dns.getAll(List.of(question(first), question(first + 1), question(first + 2))).stream()
                            .map(Program::show)
                            .toList()
                            .toString();
                case 2:
                    dns.prefetch(
                            List.of(question(first), question(first + 3)),
                            answer -> List.of(question(answer.hashCode())));
                    return "hint";
                default:
                    return dns.<List<String>>join(List.of(
                                    new Program(random.nextInt(), 2, depth - 1),
                                    new Program(random.nextInt(), 3, depth - 1)))
                            .toString();
            }
        }

        private static String show(DnsAnswer answer) {
            return answer instanceof DnsAnswer.Found found
                    ? found.records().toString()
                    : answer.outcome().toString();
        }
    }
}
