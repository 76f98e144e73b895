package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** What holds whatever the lists answer. */
class BlocklistLawsTest {

    private static final List<String> ADDRESSES = List.of(
            "127.0.0.2",
            "127.0.0.10",
            "127.0.0.9",
            "127.0.0.255",
            "127.0.10.2",
            "127.0.1.2",
            "127.0.0.72",
            "127.0.3.2",
            "127.0.0.1",
            "127.255.255.254",
            "203.0.113.5",
            "127.0.0.99");

    private static final BlocklistRequest REQUEST = BlocklistRequest.builder()
            .client(Lists.LISTED)
            .address(Lists.DYNAMIC, SubjectSource.RECEIVED)
            .helo("mail.bad.net")
            .mailFrom("joe@bad.net")
            .authenticatedDomain(DomainName.of("good.net"))
            .build();

    /** Lists whose answers are made from the question and a seed. */
    private record AnyLists(long seed, int failing) {

        DnsAnswer answer(DnsQuestion question) {
            Random random = new Random(seed * 31 + question.hashCode());
            if (random.nextInt(100) < failing) {
                return DnsAnswer.failed(question, DnsFailure.values()[random.nextInt(8)]);
            }
            if (random.nextBoolean()) {
                return DnsAnswer.noSuchName(question);
            }
            if (question.type().equals(DnsType.TXT)) {
                return DnsAnswer.found(question, List.of(DnsRecord.Txt.of("reason " + random.nextInt())));
            }
            List<DnsRecord> records = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                records.add(new DnsRecord.Address(IpAddress.of(ADDRESSES.get(random.nextInt(ADDRESSES.size())))));
            }
            return DnsAnswer.found(question, records);
        }
    }

    private static BlocklistResult result(AnyLists lists) {
        return CompleteDnsView.of(lists::answer)
                .evaluate(Lists.client(Lists.DNS).evaluation(REQUEST));
    }

    private static Set<String> listed(BlocklistResult result) {
        return result.listings().stream()
                .map(check -> check.list() + " " + check.subject())
                .collect(Collectors.toSet());
    }

    @Property(tries = 300)
    @Label("the same answers give an equal result")
    void same(@ForAll long seed) {
        AnyLists lists = new AnyLists(seed, 20);
        assertThat(result(lists)).isEqualTo(result(lists)).hasSameHashCodeAs(result(lists));
    }

    @Property(tries = 200)
    @Label("the order in which answers come does not matter")
    void order(@ForAll long seed, @ForAll long times) {
        AnyLists lists = new AnyLists(seed, 20);
        VirtualClock clock = new VirtualClock();
        BlocklistClient client = BlocklistClient.builder()
                .dns(DnsSessions.over(question -> later(lists, question, times, clock))
                        .withTimer(clock)
                        .withExecutor(Runnable::run))
                .profiles(Lists.ALL)
                .build();
        assertThat(clock.runUntil(client.checkAsync(REQUEST))).isEqualTo(result(lists));
    }

    private static CompletableFuture<DnsAnswer> later(
            AnyLists lists, DnsQuestion question, long times, VirtualClock clock) {
        CompletableFuture<DnsAnswer> future = new CompletableFuture<>();
        Duration delay = Duration.ofMillis(1 + new Random(times + question.hashCode()).nextInt(500));
        Runnable unused = clock.schedule(delay, () -> future.complete(lists.answer(question)));
        return future;
    }

    @Property(tries = 300)
    @Label("DBL_06: answers that fail list nothing that is not listed without the failures")
    void failing(@ForAll long seed) {
        AnyLists sound = new AnyLists(seed, 0);
        BlocklistResult before = result(sound);
        Random random = new Random(seed);
        BlocklistResult after = CompleteDnsView.of(question -> random.nextInt(3) == 0
                        ? DnsAnswer.failed(question, DnsFailure.SERVER_FAILURE)
                        : sound.answer(question))
                .evaluate(Lists.client(Lists.DNS).evaluation(REQUEST));
        assertThat(listed(before)).containsAll(listed(after));
    }

    @Property(tries = 300)
    @Label("T90: a list that answers everything alike lists nothing, whatever the answer is")
    void everythingAlike(@ForAll long seed) {
        Random random = new Random(seed);
        List<DnsRecord> records = List.of(
                new DnsRecord.Address(IpAddress.of(ADDRESSES.get(random.nextInt(ADDRESSES.size())))),
                new DnsRecord.Address(IpAddress.ofBytes(
                        (byte) random.nextInt(256), (byte) random.nextInt(4), (byte) 0, (byte) random.nextInt(256))));
        // The list of digests has no clean point that is known.
        BlocklistClient client = BlocklistClient.builder()
                .resolver(Lists.DNS)
                .profiles(Lists.ALL.subList(0, 4))
                .build();
        BlocklistResult result = CompleteDnsView.of(question -> DnsAnswer.found(question, records))
                .evaluate(client.evaluation(REQUEST));
        assertThat(result.listings()).isEmpty();
        assertThat(result.score().total()).isZero();
    }

    @Property(tries = 300)
    @Label("DBL_03: what is listed has a code of the profile, in an answer within 127/8 without an error")
    void codes(@ForAll long seed) {
        for (BlocklistCheck check : result(new AnyLists(seed, 10)).checks()) {
            assertThat(check.codes().isEmpty()).isEqualTo(check.status() != ListStatus.LISTED);
            assertThat(check.error().isPresent()).isEqualTo(check.status() == ListStatus.UNUSABLE);
            assertThat(check.notAsked().isPresent()).isEqualTo(check.status() == ListStatus.NOT_ASKED);
            if (check.isListed()) {
                assertThat(check.answers()).allMatch(address -> address.isIn(IpAddress.of("127.0.0.0"), 8));
            }
        }
    }
}
