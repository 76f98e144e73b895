package io.mailseal.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.Optional;

/**
 * What was answered lately, for as long as the records allow, between a floor and a ceiling. Failures are not kept: the
 * servers remember those themselves (RFC 9520), and what has recovered should be seen to. What was found to be bogus is
 * kept, but not for long, since finding that out again and again would be dear (RFC 4035 §4.7).
 *
 * <p>Holds answers up to a total weight: one for each answer, and one more for each kibibyte of it, so that large records
 * can't fill the memory.
 */
final class AnswerCache {

    private static final int OCTETS_PER_UNIT = 1024;

    private record Entry(DnsAnswer answer, long expires, int weight) {}

    private final DnsTimer timer;
    private final Duration floor;
    private final Duration ceiling;
    private final Cache<DnsQuestion, Entry> entries;

    AnswerCache(long maximumWeight, Duration floor, Duration ceiling, DnsTimer timer) {
        this.timer = timer;
        this.floor = floor;
        this.ceiling = ceiling;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maximumWeight)
                .weigher((DnsQuestion question, Entry entry) -> entry.weight())
                .expireAfter(Expiry.<DnsQuestion, Entry>creating((question, entry) -> lifetime(entry.answer())))
                .ticker(timer::nanoTime)
                .executor(Runnable::run) // not the common pool
                .build();
    }

    /** An answer that is still good, its TTL what is left of it. */
    Optional<DnsAnswer> find(DnsQuestion question) {
        Entry entry = entries.getIfPresent(question);
        if (entry == null) {
            return Optional.empty();
        }
        Duration left = Duration.ofNanos(entry.expires() - timer.nanoTime());
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : Optional.of(entry.answer().withTtl(Duration.ofSeconds(left.toSeconds())));
    }

    /**
     * Keeps the answer, if it is one to be kept.
     *
     * @param octets how large it was on the wire
     * @return the answer, its TTL as it is kept here
     */
    DnsAnswer keep(DnsAnswer answer, int octets) {
        if (answer instanceof DnsAnswer.Failed failed && failed.cause() != DnsFailure.BOGUS) {
            return answer;
        }
        DnsAnswer kept = answer.withTtl(lifetime(answer));
        if (!kept.ttl().isZero()) {
            long expires = timer.nanoTime() + kept.ttl().toNanos();
            entries.put(answer.question(), new Entry(kept, expires, 1 + octets / OCTETS_PER_UNIT));
        }
        return kept;
    }

    // RFC 2308 §5: a negative answer without an SOA record, whose TTL is zero here, is not to be kept, floor or not.
    private Duration lifetime(DnsAnswer answer) {
        if (answer.outcome() == DnsAnswer.Outcome.FAILED) {
            return ceiling.compareTo(ZoneSearch.BROKEN_FOR) < 0 ? ceiling : ZoneSearch.BROKEN_FOR;
        }
        if (answer.outcome() != DnsAnswer.Outcome.FOUND && answer.ttl().isZero()) {
            return Duration.ZERO;
        }
        // RFC 4035 §5.3.3: not beyond the end of the signature, floor or not.
        boolean raised = answer.security() != DnsSecurity.SECURE && answer.ttl().compareTo(floor) < 0;
        Duration atLeast = raised ? floor : answer.ttl();
        return atLeast.compareTo(ceiling) > 0 ? ceiling : atLeast;
    }

    void clear() {
        entries.invalidateAll();
    }
}
