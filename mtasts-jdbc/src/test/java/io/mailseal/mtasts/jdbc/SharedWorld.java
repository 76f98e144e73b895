package io.mailseal.mtasts.jdbc;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsFetcher;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MtaStsObserver;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.PolicyResponse;
import io.mailseal.mtasts.PolicyStore;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A domain with a policy, and senders that share a store. */
final class SharedWorld {

    static final DomainName DOMAIN = DomainName.of("example.com");

    final VirtualClock clock = new VirtualClock();
    final AtomicInteger fetches = new AtomicInteger();
    final List<Throwable> storeFailures = new CopyOnWriteArrayList<>();
    volatile InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=1;\"");
    volatile PolicyResponse response = answer(200, policy(MtaStsMode.ENFORCE).format());

    static MtaStsPolicy policy(MtaStsMode mode) {
        return MtaStsPolicy.builder()
                .mode(mode)
                .maxAge(Duration.ofDays(7))
                .mx("mail.example.com")
                .build();
    }

    static PolicyResponse answer(int status, String body) {
        return new PolicyResponse.Answered(status, "text/plain", "", Octets.ofUtf8(body));
    }

    /** From now on an attacker holds back whatever he can. */
    void attack() {
        dns = InMemoryDns.parse("other.example TXT nothing");
        response = answer(404, "");
    }

    /** One of the senders. */
    MtaStsCache machine(PolicyStore store) {
        MtaStsFetcher fetcher = MtaStsFetcher.builder()
                .dns(DnsSessions.over(question -> dns.resolve(question)).withExecutor(Runnable::run))
                .policies(host -> {
                    fetches.incrementAndGet();
                    return CompletableFuture.completedFuture(response);
                })
                .build();
        return MtaStsCache.builder()
                .fetcher(fetcher)
                .store(store)
                .clock(clock)
                .randomness(() -> 1)
                .observer(new MtaStsObserver() {
                    @Override
                    public void storeFailed(Throwable failure) {
                        storeFailures.add(failure);
                    }
                })
                .build();
    }
}
