package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsTimer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/**
 * Asks the servers, one after the other and round again, until one answers or the tries are used up. It begins with
 * the one that answered last, so that a dead server costs its time once and not with each question. A server that
 * says that it can't or won't answer is not asked again, but the others are.
 *
 * <p>There is no thread and no socket before the first question, and none for long after the last.
 */
final class NameServers implements Upstream {

    private static final Reply NO_PLACE =
            new Reply.Lost(DnsFailure.DEADLINE, "too many questions were under way before this one");

    private final TransportSettings settings;
    private final DnsTimer timer;
    private final ClientThreads threads;
    private final InFlightLimit limit;
    private final Deadlines deadlines;
    private final UdpReceiver receiver;
    private final List<NameServer> servers;
    private volatile int preferred;

    NameServers(TransportSettings settings, DnsTimer timer, ClientThreads threads) {
        this(settings, TransportLimits.DEFAULT, timer, threads);
    }

    NameServers(TransportSettings settings, TransportLimits limits, DnsTimer timer, ClientThreads threads) {
        this.settings = settings;
        this.timer = timer;
        this.threads = threads;
        this.limit = new InFlightLimit(settings.inFlight());
        this.deadlines = new Deadlines(timer, threads);
        this.receiver = new UdpReceiver(threads, limits.socketIdle().dividedBy(2));
        RandomNumbers random = new RandomNumbers();
        this.servers = settings.servers().stream()
                .map(address -> new NameServer(address, settings, limits, receiver, random, timer, threads))
                .toList();
    }

    @Override
    public CompletableFuture<Reply> ask(DnsQuestion question) {
        return new Tries(question).begin();
    }

    /**
     * Answers what is under way with a failure, and whatever is asked from now on; closes all sockets and ends the
     * threads.
     */
    void close() {
        List<Deadlines.Entry> left = deadlines.close();
        limit.giveUpAll(); // or each place that becomes free would begin another question
        for (Deadlines.Entry entry : left) {
            ((Tries) entry).endWithClient();
        }
        servers.forEach(NameServer::close);
        receiver.close();
    }

    /** How many sockets and connections are open. */
    int openSockets() {
        return servers.stream()
                .mapToInt(server -> server.udp().count() + server.streams().count())
                .sum();
    }

    /** One question, at one server after the other. One try is under way at a time, and each begins the next. */
    private final class Tries extends Deadlines.Entry implements Exchange.Owner, InFlightLimit.Guest {

        private final QueryMessage query;
        private final CompletableFuture<Reply> result = new CompletableFuture<>();
        private final long end = timer.nanoTime() + settings.perTry().toNanos() * settings.tries();
        private int server = preferred;
        private int tried;
        private Reply last = NO_PLACE;
        private @Nullable BitSet refusing;
        private @Nullable Reply refusal;
        private volatile long due;
        private @Nullable Exchange current;
        private boolean queued;
        private boolean inside;
        private boolean over;

        Tries(DnsQuestion question) {
            query = QueryMessage.of(question, settings.dnssec(), settings.udpPayload());
        }

        CompletableFuture<Reply> begin() {
            CompletableFuture<Reply> unused = result.whenComplete((reply, cancelled) -> leave());
            next();
            return result;
        }

        private void next() {
            if (tried == settings.tries() || !findServer() || deadlines.isOver(end)) {
                finishWithoutAnswer();
                return;
            }
            tried++;
            if (!limit.tryEnter()) {
                queue();
            } else if (!beginTry()) {
                limit.leave();
            }
        }

        // The next one in turn that has not refused.
        private boolean findServer() {
            int first = tried == 0 ? server : server + 1;
            for (int i = 0; i < servers.size(); i++) {
                int candidate = (first + i) % servers.size();
                if (refusing == null || !refusing.get(candidate)) {
                    server = candidate;
                    return true;
                }
            }
            return false;
        }

        // Waiting for a place counts, too: the end is how long a question lasts at the most.
        private void queue() {
            synchronized (this) {
                queued = true;
                due = end;
            }
            if (!deadlines.set(this, end)) {
                endWithClient();
                return;
            }
            limit.enter(this);
            if (isOver()) {
                limit.giveUp(this);
            }
        }

        @Override
        public boolean takePlace() {
            return !deadlines.isOver(end) && beginTry();
        }

        // Only with a place, which it does not take if all is over.
        private boolean beginTry() {
            long until = timer.nanoTime() + settings.perTry().toNanos();
            long earliest = until - end < 0 ? until : end;
            Exchange exchange = new Exchange(servers.get(server), query, this);
            if (!enter(exchange, earliest)) {
                return false;
            }
            if (deadlines.set(this, earliest)) {
                exchange.begin();
            } else {
                endWithClient();
            }
            return true;
        }

        private synchronized boolean enter(Exchange exchange, long until) {
            if (over) {
                return false;
            }
            due = until;
            inside = true;
            current = exchange;
            return true;
        }

        @Override
        public void settle(Exchange exchange, Reply reply) {
            if (!end(exchange)) {
                return;
            }
            limit.leave();
            if (reply instanceof Reply.Received received) {
                if (answers(received.response())) {
                    preferred = server;
                    deadlines.release(this);
                    finish(received);
                    return;
                }
                refuse(received);
            } else {
                last = reply;
            }
            next();
        }

        private synchronized boolean end(Exchange exchange) {
            if (over || current != exchange) {
                return false;
            }
            current = null;
            inside = false;
            return true;
        }

        private void refuse(Reply reply) {
            if (refusing == null) {
                refusing = new BitSet();
                refusal = reply;
            }
            refusing.set(server);
        }

        @Override
        void timeIsOver() {
            Exchange exchange = current();
            if (!deadlines.isOver(due)) {
                return; // that was the time of a try before
            }
            if (exchange != null) {
                Reply lost = exchange.timeIsOver();
                if (lost != null) {
                    settle(exchange, lost);
                }
            } else if (deadlines.isOver(end)) {
                finishWithoutAnswer();
            }
        }

        private synchronized @Nullable Exchange current() {
            return current;
        }

        private void finishWithoutAnswer() {
            Reply refused = refusal;
            finish(refused != null ? refused : last);
        }

        private void finish(Reply reply) {
            if (leave()) {
                result.complete(reply);
            }
        }

        void endWithClient() {
            if (leave()) {
                threads.deliver(() -> result.complete(Reply.closed()));
            }
        }

        private synchronized boolean isOver() {
            return over;
        }

        // Everything is given back before the result is seen: who sees it may block on another question.
        private boolean leave() {
            Exchange exchange;
            boolean hadPlace;
            boolean waited;
            synchronized (this) {
                if (over) {
                    return false;
                }
                over = true;
                exchange = current;
                hadPlace = inside;
                waited = queued;
            }
            deadlines.remove(this);
            if (waited) {
                limit.giveUp(this);
            }
            if (exchange != null) {
                exchange.end();
            }
            if (hadPlace) {
                limit.leave();
            }
            return true;
        }
    }

    // RFC 1035 §4.1.1: RCODE 0 and 3 say something about the name, all others about the server.
    private static boolean answers(Response response) {
        return response.rcode() == Rcode.NOERROR || response.rcode() == Rcode.NXDOMAIN;
    }
}
