package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * DNS as somebody may run it who means harm: every name there can be has something, made from the name itself, so that
 * there is no end of it, and the same question always has the same answer.
 *
 * @param texts what text records are taken from; the first is that of a.example
 * @param seed which answer a question has
 */
record HostileDns(List<Octets> texts, long seed, Mood mood) {

    enum Mood {
        /** Anything may come. */
        WILD,
        /** Nothing fails, and there are no more hosts and names than the limits allow. */
        GENTLE,
        /** There is always as much as the limits allow, and never the client, so that a check goes on and on. */
        GREEDY
    }

    static final DomainName FIRST = DomainName.of("a.example");

    private static final List<DomainName> NAMES =
            List.of(FIRST, DomainName.of("b.example"), DomainName.of("c.example"), DomainName.of("d.example"));
    private static final List<DnsFailure> FAILURES = List.of(
            DnsFailure.SERVER_FAILURE,
            DnsFailure.TIMEOUT,
            DnsFailure.REFUSED,
            DnsFailure.BOGUS,
            DnsFailure.UNPROVEN,
            DnsFailure.NETWORK,
            DnsFailure.MALFORMED,
            DnsFailure.LOOP);
    private static final int[] WILD_COUNTS = {1, 1, 2, 3, 9, 10, 11, 12, 100};
    private static final int[] GENTLE_COUNTS = {1, 1, 2, 3, 9, 10};

    DnsAnswer answer(DnsQuestion question) {
        Random random = random(question, 0);
        boolean always = mood == Mood.GREEDY || question.equals(DnsQuestion.txt(FIRST));
        int outcome = always ? 99 : random.nextInt(100);
        if (outcome < 8 && mood == Mood.WILD) {
            return DnsAnswer.failed(question, FAILURES.get(random.nextInt(FAILURES.size())));
        }
        DnsSecurity security = DnsSecurity.values()[random.nextInt(3)];
        if (outcome < 13) {
            return DnsAnswer.noSuchName(question).withSecurity(security);
        }
        if (outcome < 18) {
            return DnsAnswer.noData(question).withSecurity(security);
        }
        return DnsAnswer.found(question, records(question, random)).withSecurity(security);
    }

    private List<DnsRecord> records(DnsQuestion question, Random random) {
        if (question.type().equals(DnsType.TXT)) {
            return texts(question, random);
        }
        List<DnsRecord> records = new ArrayList<>();
        for (int i = count(random); i > 0; i--) {
            records.add(record(question, i, random));
        }
        return records;
    }

    private int count(Random random) {
        return switch (mood) {
            case WILD -> WILD_COUNTS[random.nextInt(WILD_COUNTS.length)];
            case GENTLE -> GENTLE_COUNTS[random.nextInt(GENTLE_COUNTS.length)];
            case GREEDY -> 10;
        };
    }

    private List<DnsRecord> texts(DnsQuestion question, Random random) {
        if (question.name().equals(FIRST)) {
            return List.of(new DnsRecord.Txt(texts.get(0)));
        }
        List<DnsRecord> records = new ArrayList<>();
        records.add(new DnsRecord.Txt(texts.get(random.nextInt(texts.size()))));
        int more = mood == Mood.GREEDY ? 99 : random.nextInt(24);
        if (more < 2) {
            records.add(random.nextInt(2), DnsRecord.Txt.of("something else"));
        } else if (more == 2) {
            records.add(new DnsRecord.Txt(texts.get(random.nextInt(texts.size()))));
        }
        return records;
    }

    private DnsRecord record(DnsQuestion question, int i, Random random) {
        int host = mood == Mood.GREEDY ? 99 : random.nextInt(16);
        if (question.type().equals(DnsType.A)) {
            return new DnsRecord.Address(IpAddress.of("192.0.2." + host));
        }
        if (question.type().equals(DnsType.AAAA)) {
            return new DnsRecord.Address(IpAddress.of("2001:db8::" + host));
        }
        if (question.type().equals(DnsType.MX)) {
            return new DnsRecord.Mx(random.nextInt(3), host(question.name(), i, random));
        }
        return new DnsRecord.Pointer(question.type(), host(NAMES.get(random.nextInt(NAMES.size())), i, random));
    }

    private DomainName host(DomainName name, int i, Random random) {
        return switch (mood == Mood.GREEDY ? 2 : random.nextInt(16)) {
            case 0 -> DomainName.ROOT;
            case 1 -> name;
            default -> name.below("h" + i).orElse(name);
        };
    }

    private Random random(DnsQuestion question, long salt) {
        return new Random(seed * 31 + question.toString().hashCode() * 1_000_003L + salt);
    }

    /** The same with the records of each answer in another order. */
    DnsAnswer shuffled(DnsQuestion question, long order) {
        DnsAnswer answer = answer(question);
        if (!(answer instanceof DnsAnswer.Found found)) {
            return answer;
        }
        List<DnsRecord> records = new ArrayList<>(found.records());
        Collections.shuffle(records, random(question, order));
        return DnsAnswer.found(question, records).withSecurity(answer.security());
    }

    /** Answers that come when the clock says so, each at a time of its own. */
    final class Delayed implements DnsResolver {

        final Set<DnsQuestion> asked = new HashSet<>();
        private final VirtualClock clock;
        private final long order;

        Delayed(VirtualClock clock, long order) {
            this.clock = clock;
            this.order = order;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the one returned is that of the asker
        public CompletableFuture<DnsAnswer> resolve(DnsQuestion question) {
            if (!asked.add(question)) {
                throw new AssertionError("asked again: " + question);
            }
            CompletableFuture<DnsAnswer> future = new CompletableFuture<>();
            Duration delay = Duration.ofMillis(random(question, order).nextInt(100));
            Runnable takeBack = clock.schedule(delay, () -> future.complete(answer(question)));
            future.whenComplete((answer, failure) -> takeBack.run());
            return future;
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }
}
