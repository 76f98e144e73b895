package io.mailseal.dns;

import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.WireParseException;

/**
 * Finds the answer to one question. It follows the aliases from the question's name on, through the response and, where
 * that ends at an alias, through further questions.
 *
 * @rfc 1034 5.3.3
 */
@SuppressWarnings("FutureReturnValueIgnored") // the one that counts is completed by hand
final class Lookup {

    /** How many aliases it follows. */
    static final int MAX_ALIASES = 8;

    private static final long NO_TTL_YET = Integer.MAX_VALUE; // RFC 2181 §8: no TTL is larger

    private final DnsQuestion question;
    private final Upstream upstream;
    private final AnswerCache cache;
    private final CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
    private final List<DnsAlias> aliases = new ArrayList<>();
    private final Set<Name> visited = new HashSet<>();
    private final int type;
    private Name at;
    private long ttl = NO_TTL_YET;
    private int octets;
    private @Nullable ExtendedDnsError extendedError;
    private volatile @Nullable CompletableFuture<Reply> awaited;

    Lookup(DnsQuestion question, Upstream upstream, AnswerCache cache) {
        this.question = question;
        this.upstream = upstream;
        this.cache = cache;
        this.type = question.type().code();
        this.at = WireName.of(question.name());
        visited.add(at);
    }

    /** The future belongs to the caller; cancelling it takes the question back. */
    CompletableFuture<DnsAnswer> begin() {
        answer.whenComplete((result, cancelled) -> stopWaiting());
        ask();
        return answer;
    }

    private void ask() {
        CompletableFuture<Reply> reply = upstream.ask(new DnsQuestion(WireName.toDomainName(at), question.type()));
        awaited = reply;
        reply.whenComplete(this::read);
        if (answer.isDone()) {
            stopWaiting();
        }
    }

    private void stopWaiting() {
        CompletableFuture<Reply> reply = awaited;
        if (reply != null) {
            reply.cancel(false);
        }
    }

    private void read(@Nullable Reply reply, @Nullable Throwable failure) {
        if (reply instanceof Reply.Received received) {
            read(received);
        } else if (reply instanceof Reply.Lost lost) {
            answer.complete(failed(lost.cause(), lost.reason()));
        } else if (failure != null) {
            answer.completeExceptionally(failure); // a bug, or the caller's own cancellation
        }
    }

    private void read(Reply.Received received) {
        Optional<DnsAnswer> end;
        try {
            end = read(new Response(received.message()), received.server());
        } catch (WireParseException | RuntimeException unreadable) {
            // dnsjava lets a few broken records pass, and throws anything when their data is used.
            end = Optional.of(failed(DnsFailure.MALFORMED, received.server() + " sent what makes no sense"));
        }
        if (end.isPresent()) {
            answer.complete(cache.keep(end.get(), octets));
        } else {
            ask();
        }
    }

    // Empty where another question is needed.
    private Optional<DnsAnswer> read(Response response, String server) throws WireParseException {
        octets += response.size();
        response.extendedError().ifPresent(error -> extendedError = error);
        int rcode = response.rcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            DnsFailure cause = rcode == Rcode.SERVFAIL ? DnsFailure.SERVER_FAILURE : DnsFailure.REFUSED;
            return Optional.of(failed(cause, server + " answered " + Rcode.string(rcode)));
        }
        Name from = at;
        List<Record> records = response.records(at, type);
        while (records.isEmpty()) {
            Response.Hop hop = type == DnsType.CNAME.code() ? null : response.alias(at);
            if (hop == null) {
                break;
            }
            if (!follow(hop)) {
                return Optional.of(
                        failed(DnsFailure.LOOP, "the aliases lead in a circle, or further than " + MAX_ALIASES));
            }
            records = response.records(at, type);
        }
        if (records.isEmpty()) {
            return nothing(response, rcode, !at.equals(from), server);
        }
        if (rcode == Rcode.NXDOMAIN) {
            return Optional.of(
                    failed(DnsFailure.MALFORMED, server + " sent records of a name that it says is not there"));
        }
        return Optional.of(found(records));
    }

    private boolean follow(Response.Hop hop) {
        if (aliases.size() == MAX_ALIASES) {
            return false;
        }
        aliases.add(new DnsAlias(
                WireName.toDomainName(at), hop.type(), WireName.toDomainName(hop.target()), DnsSecurity.INDETERMINATE));
        at = hop.target();
        ttl = Math.min(ttl, hop.ttl());
        return visited.add(at);
    }

    private DnsAnswer found(List<Record> records) {
        List<DnsRecord> data = new ArrayList<>();
        for (Record record : records) {
            data.add(RecordData.of(record));
            ttl = Math.min(ttl, record.getTTL()); // RFC 2181 §5.2: they should not differ
        }
        return withFacts(DnsAnswer.found(question, data)).withTtl(Duration.ofSeconds(ttl));
    }

    private Optional<DnsAnswer> nothing(Response response, int rcode, boolean followed, String server) {
        Optional<Long> negativeTtl = response.negativeTtl(at);
        Duration lifetime = Duration.ofSeconds(Math.min(ttl, negativeTtl.orElse(0L)));
        // RFC 6604 §3: after aliases the RCODE is about the last name.
        if (rcode == Rcode.NXDOMAIN) {
            return Optional.of(withFacts(DnsAnswer.noSuchName(question)).withTtl(lifetime));
        }
        // A server that is no resolver ends at the alias when its target is in another zone.
        if (followed && negativeTtl.isEmpty()) {
            return Optional.empty();
        }
        if (response.isReferral(at)) {
            return Optional.of(failed(DnsFailure.REFUSED, server + " names other servers instead of asking them"));
        }
        return Optional.of(withFacts(DnsAnswer.noData(question)).withTtl(lifetime));
    }

    private DnsAnswer failed(DnsFailure cause, String reason) {
        return withFacts(DnsAnswer.failed(question, cause)).withReason(reason);
    }

    private DnsAnswer withFacts(DnsAnswer bare) {
        DnsAnswer chained = bare.withAliases(aliases);
        return extendedError == null ? chained : chained.withExtendedError(extendedError);
    }
}
