package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * Asks the servers, one after the other and round again, until one answers or the tries are used up. It begins with the one
 * that answered last, so that a dead server costs its time once and not with each question. A server that says that it can't
 * or won't answer is not asked again, but the others are.
 *
 * <p>The time is kept by our own timer, since dnsjava's is a second late when little happens.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the futures that count are completed by hand
final class NameServers implements Upstream {

    private final List<NameServer> servers;
    private final int tries;
    private final Duration perTry;
    private final InFlightLimit limit;
    private final DnsTimer timer;
    private final ClientThreads threads;
    private volatile int preferred;

    NameServers(
            List<ServerAddress> addresses,
            int tries,
            Duration perTry,
            InFlightLimit limit,
            DnsTimer timer,
            ClientThreads threads) {
        this.servers = addresses.stream()
                .map(address -> new NameServer(address, perTry, threads::executeUnlessClosed))
                .toList();
        this.tries = tries;
        this.perTry = perTry;
        this.limit = limit;
        this.timer = timer;
        this.threads = threads;
    }

    @Override
    public CompletableFuture<Reply> ask(DnsQuestion question) {
        return new Tries(question).begin();
    }

    /** One question, at one server after the other. One try is under way at a time, and each begins the next. */
    private final class Tries {

        private final Name name;
        private final int type;
        private final CompletableFuture<Reply> result = new CompletableFuture<>();
        private final List<Integer> order = new ArrayList<>();
        private int tried;
        private Reply last = new Reply.Lost(DnsFailure.TIMEOUT, "no server was free");
        private volatile Reply.@Nullable Received refusal;
        private volatile @Nullable Try current;

        Tries(DnsQuestion question) {
            name = WireName.of(question.name());
            type = question.type().code();
            int first = preferred;
            for (int i = 0; i < servers.size(); i++) {
                order.add((first + i) % servers.size());
            }
        }

        CompletableFuture<Reply> begin() {
            // Waiting for a place in the limit counts, too: this is how long a question lasts at the most.
            Runnable takeBack = schedule(perTry.multipliedBy(tries), this::timeIsOver);
            result.whenComplete((reply, cancelled) -> {
                takeBack.run();
                endCurrent();
            });
            next();
            return result;
        }

        private void next() {
            if (result.isDone()) {
                return;
            }
            if (tried == tries || order.isEmpty()) {
                Reply refused = refusal;
                result.complete(refused != null ? refused : last);
                return;
            }
            int index = order.get(0);
            order.remove(0);
            tried++;
            Try attempt = new Try(servers.get(index), name, type);
            current = attempt;
            attempt.begin().thenAccept(reply -> settle(index, reply));
            if (result.isDone()) {
                attempt.end();
            }
        }

        private void settle(int index, Reply reply) {
            if (reply instanceof Reply.Received received) {
                if (answers(received.message())) {
                    preferred = index;
                    result.complete(received);
                    return;
                }
                refusal = refusal == null ? received : refusal;
            } else {
                last = reply;
                order.add(index); // it may have been bad luck
            }
            next();
        }

        private void timeIsOver() {
            Reply refused = refusal;
            String reason = "no answer within " + perTry.multipliedBy(tries).toMillis() + " ms";
            result.complete(refused != null ? refused : new Reply.Lost(DnsFailure.TIMEOUT, reason));
        }

        private void endCurrent() {
            Try attempt = current;
            if (attempt != null) {
                attempt.end();
            }
        }
    }

    // RFC 1035 §4.1.1: RCODE 0 and 3 say something about the name, all others about the server.
    private static boolean answers(Message message) {
        return message.getRcode() == Rcode.NOERROR || message.getRcode() == Rcode.NXDOMAIN;
    }

    /** One question to one server: first a place in the limit, then the exchange, and an end to it after a while. */
    private final class Try {

        private final NameServer server;
        private final Name name;
        private final int type;
        private final CompletableFuture<Reply> outcome = new CompletableFuture<>();
        private final Runnable exchange = this::exchange;

        Try(NameServer server, Name name, int type) {
            this.server = server;
            this.name = name;
            this.type = type;
        }

        CompletableFuture<Reply> begin() {
            limit.enter(exchange);
            return outcome;
        }

        /** Nobody waits for it any more. What was sent stays under way, and in its place, until dnsjava lets go of it. */
        void end() {
            limit.giveUp(exchange);
            outcome.cancel(false);
        }

        private void exchange() {
            Runnable takeBack = schedule(perTry, this::timeIsOver);
            outcome.whenComplete((reply, ended) -> takeBack.run());
            server.exchange(name, type, () -> !outcome.isDone()).whenComplete((message, failure) -> {
                limit.leave();
                outcome.complete(
                        failure == null
                                ? new Reply.Received(message, server.toString())
                                : Reply.lost(failure, server.toString()));
            });
        }

        private void timeIsOver() {
            String reason = "no answer from " + server + " within " + perTry.toMillis() + " ms";
            outcome.complete(new Reply.Lost(DnsFailure.TIMEOUT, reason));
        }
    }

    private Runnable schedule(Duration delay, Runnable task) {
        return timer.schedule(delay, () -> threads.executeUnlessClosed(task));
    }
}
