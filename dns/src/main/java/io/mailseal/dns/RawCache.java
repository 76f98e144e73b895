package io.mailseal.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What servers said lately about keys and delegations, not yet judged: those that lead to one name lead to many others. All
 * else is remembered as an answer, see {@link AnswerCache}.
 *
 * <p>Holds responses up to a total weight, one for each and one more for each kibibyte of it.
 */
final class RawCache implements Upstream {

    private static final int OCTETS_PER_UNIT = 1024;

    private record Entry(Reply.Received reply, long kept, Duration lifetime) {}

    private final Upstream upstream;
    private final Duration ceiling;
    private final DnsTimer timer;
    private final Cache<DnsQuestion, Entry> entries;

    RawCache(Upstream upstream, long maximumWeight, Duration ceiling, DnsTimer timer) {
        this.upstream = upstream;
        this.ceiling = ceiling;
        this.timer = timer;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maximumWeight)
                .weigher((DnsQuestion question, Entry entry) ->
                        1 + entry.reply().response().size() / OCTETS_PER_UNIT)
                .executor(Runnable::run) // not the common pool
                .build();
    }

    @Override
    public CompletableFuture<Reply> ask(DnsQuestion question) {
        Entry entry = entries.getIfPresent(question);
        if (entry == null) {
            return upstream.ask(question);
        }
        Duration age = Duration.ofNanos(timer.nanoTime() - entry.kept());
        if (age.compareTo(entry.lifetime()) >= 0) {
            return upstream.ask(question);
        }
        Reply.Received reply = entry.reply();
        return CompletableFuture.completedFuture(new Reply.Received(reply.response(), reply.server(), age.toSeconds()));
    }

    /** Keeps a reply, if it is one to be kept. */
    void keep(DnsQuestion question, Reply reply) {
        if (reply instanceof Reply.Received received && received.age() == 0 && isAboutZones(question.type())) {
            Duration ttl = Duration.ofSeconds(received.response().ttl());
            Duration lifetime = ttl.compareTo(ceiling) < 0 ? ttl : ceiling;
            if (!lifetime.isZero()) {
                entries.put(question, new Entry(received, timer.nanoTime(), lifetime));
            }
        }
    }

    private static boolean isAboutZones(DnsType type) {
        return type.equals(DnsType.DS) || type.equals(DnsType.DNSKEY);
    }

    @Override
    public void forget(DnsQuestion question) {
        entries.invalidate(question);
    }

    void clear() {
        entries.invalidateAll();
    }
}
