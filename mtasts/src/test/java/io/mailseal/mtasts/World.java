package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A domain that publishes a policy, and a sender that keeps it; both change as a test wants, over virtual time. */
final class World {

    static final DomainName DOMAIN = DomainName.of("example.com");
    static final DomainName MX = DomainName.of("mail.example.com");

    final VirtualClock clock = new VirtualClock();
    final List<String> alerts = new ArrayList<>();
    PolicyStore store = PolicyStore.inMemory(100);
    InMemoryDns dns = InMemoryDns.parse("other.example TXT nothing");
    PolicyResponse response = answer(404, "");
    int fetches;

    static MtaStsPolicy policy(MtaStsMode mode, Duration maxAge) {
        return MtaStsPolicy.builder()
                .mode(mode)
                .maxAge(maxAge)
                .mx("mail.example.com")
                .build();
    }

    static PolicyResponse.Answered answer(int status, String body) {
        return new PolicyResponse.Answered(status, "text/plain", "", Octets.ofUtf8(body));
    }

    void publish(String id, MtaStsPolicy policy) {
        announce(id);
        response = answer(200, policy.format());
    }

    void announce(String id) {
        zone("_mta-sts.example.com TXT \"v=STSv1; id=" + id + ";\"");
    }

    void zone(String text) {
        dns = InMemoryDns.parse(text);
    }

    void dnsFails(DnsFailure cause) {
        dns = dns.failing(DomainName.of("_mta-sts.example.com"), cause);
    }

    void httpsFails(MtaStsProblem.Kind kind) {
        response = PolicyResponse.Failed.of(kind, "It fails.");
    }

    MtaStsFetcher fetcher() {
        return MtaStsFetcher.builder()
                .dns(DnsSessions.over(question -> dns.resolve(question)).withExecutor(Runnable::run))
                .policies(host -> {
                    fetches++;
                    return CompletableFuture.completedFuture(response);
                })
                .build();
    }

    MtaStsCache.Builder cache() {
        return MtaStsCache.builder()
                .fetcher(fetcher())
                .store(store)
                .clock(clock)
                .randomness(() -> 1)
                .observer(new MtaStsObserver() {
                    @Override
                    public void refreshFailed(PolicyEntry entry, MtaStsProblem problem) {
                        alerts.add("refresh " + problem.kind() + " "
                                + entry.failure().orElseThrow().count());
                    }

                    @Override
                    public void policyChanged(PolicyEntry entry) {
                        alerts.add("policy " + entry.policy().orElseThrow().id());
                    }

                    @Override
                    public void tooBusy(DomainName domain, MtaStsProblem problem) {
                        alerts.add("busy " + domain + " " + problem.kind());
                    }

                    @Override
                    public void unexpected(DomainName domain, Throwable failure) {
                        alerts.add("unexpected " + domain + " " + failure.getMessage());
                    }

                    @Override
                    public void storeFailed(Throwable failure) {
                        alerts.add("store " + failure.getMessage());
                    }
                });
    }
}
