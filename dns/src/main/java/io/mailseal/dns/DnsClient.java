package io.mailseal.dns;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers: a few recursive ones, by UDP and, for large answers, by TCP. A question that gets no answer is sent
 * again, to the next server if there are several. Answers are remembered for as long as their TTL allows; equal questions
 * at the same time are asked once.
 *
 * <p>What it does not do is DNSSEC: {@link Builder#withoutDnssec} is the one mode there is. So answers are
 * {@link io.mailseal.core.dns.DnsSecurity#INDETERMINATE}, and as trustworthy as the servers and the way to them.
 *
 * <p>The RCODE tells the outcome: 0 is {@link DnsAnswer.Found} or {@link DnsAnswer.NoData}, 3 is
 * {@link DnsAnswer.NoSuchName}. Anything else fails: 2 as {@link DnsFailure#SERVER_FAILURE}, all others as
 * {@link DnsFailure#REFUSED}, and where nothing readable came back as {@link DnsFailure#TIMEOUT}, {@link DnsFailure#NETWORK}
 * or {@link DnsFailure#MALFORMED}. At most eight aliases are followed; more, or a circle, is {@link DnsFailure#LOOP}.
 *
 * <p>Thread-safe; one serves a whole application. Futures are completed in threads of the client (daemons, started with
 * the first answer and closed with the client) or in the executor that the {@linkplain Builder#executor builder} was given,
 * and never in one that the network depends on. In the client's own threads a callback may block on further questions.
 */
public final class DnsClient implements DnsResolver, AutoCloseable {

    private final List<ServerAddress> servers;
    private final ClientThreads threads;
    private final AnswerCache cache;
    private final SharedQuestions questions;
    private volatile boolean closed;

    private DnsClient(Builder builder) {
        servers = List.copyOf(builder.servers);
        threads = new ClientThreads(builder.executor);
        cache = new AnswerCache(builder.cacheSize, builder.ttlFloor, builder.ttlCeiling, builder.timer);
        NameServers nameServers = new NameServers(
                servers,
                builder.tries,
                builder.perTryTimeout,
                new InFlightLimit(builder.inFlight),
                builder.timer,
                threads);
        questions = new SharedQuestions(nameServers, threads);
    }

    /** A client of the {@linkplain Builder#systemServers servers of this machine}, without DNSSEC. */
    public static DnsClient system() {
        return builder().systemServers().withoutDnssec().build();
    }

    /**
     * A client of this server, without DNSSEC.
     *
     * @param address as in {@link Builder#server(String)}
     * @throws IllegalArgumentException if it is no such address
     */
    public static DnsClient server(String address) {
        return builder().server(address).withoutDnssec().build();
    }

    /**
     * A client of this server, without DNSSEC.
     *
     * @throws IllegalArgumentException for a port outside of 1..65535
     */
    public static DnsClient server(IpAddress host, int port) {
        return builder().server(host, port).withoutDnssec().build();
    }

    /** A client in the making. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Asks, or answers from memory. The future belongs to the caller, and cancelling it takes the question back. It never
     * fails: what goes wrong is a {@link DnsAnswer.Failed}. Once the client is closed that is every answer, by
     * {@link DnsFailure#NETWORK}: an evaluation that is still under way then ends with a temporary error.
     *
     * @throws IllegalArgumentException if the type is one that no record has, such as ANY or AXFR (RFC 6895 §3.1)
     */
    @Override
    public CompletableFuture<DnsAnswer> resolve(DnsQuestion question) {
        requireRecordType(question);
        if (closed) {
            return CompletableFuture.completedFuture(
                    DnsAnswer.failed(question, DnsFailure.NETWORK).withReason("the DNS client is closed"));
        }
        return known(question)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> new Lookup(question, questions, cache).begin());
    }

    // RFC 6895 §3.1: 0 is reserved, 41 is OPT, and 128 to 255 are for questions and for the protocol.
    private static void requireRecordType(DnsQuestion question) {
        int type = question.type().code();
        if (type == 0 || type == 41 || type >= 128 && type <= 255) {
            throw new IllegalArgumentException("no record has this type: " + question);
        }
    }

    /** An answer that is remembered, its TTL what is left of it. */
    @Override
    public Optional<DnsAnswer> known(DnsQuestion question) {
        return cache.find(question);
    }

    /** Where futures are completed. Tasks that are given to it after the client was closed run on the thread that gives them. */
    @Override
    public Executor executor() {
        return threads;
    }

    /** The servers, each as {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}. */
    public List<String> servers() {
        return servers.stream().map(ServerAddress::toString).toList();
    }

    /**
     * Answers what is still being asked with a failure, forgets what it remembers, and ends its threads as soon as they have
     * delivered that. An executor that was given is not closed. May be called again.
     */
    @Override
    public void close() {
        closed = true;
        questions.close();
        cache.clear();
        threads.close();
    }

    /** {@code DnsClient[192.0.2.1:53], without DNSSEC}. */
    @Override
    public String toString() {
        return "DnsClient" + servers + ", without DNSSEC";
    }

    /** Collects how a client is to be. For use by one thread. */
    public static final class Builder {

        private static final Duration LONGEST_TRY = Duration.ofMinutes(1);
        private static final int MOST_TRIES = 16;

        private final Set<ServerAddress> servers = new LinkedHashSet<>();
        private Duration perTryTimeout = Duration.ofSeconds(3);
        private int tries = 3;
        private int cacheSize = 10_000;
        private Duration ttlFloor = Duration.ZERO;
        private Duration ttlCeiling = Duration.ofHours(1);
        private int inFlight = 256;
        private DnsTimer timer = DnsTimer.system();
        private @Nullable Executor executor;
        private boolean withoutDnssec;

        private Builder() {}

        /**
         * Adds a server: {@code 192.0.2.1}, {@code 192.0.2.1:53}, {@code 2001:db8::1}, {@code [2001:db8::1]} or
         * {@code [2001:db8::1]:53}. The port is 53 unless said otherwise. There are no host names here.
         *
         * @throws IllegalArgumentException for anything else
         */
        public Builder server(String address) {
            servers.add(ServerAddress.parse(address));
            return this;
        }

        /**
         * Adds a server.
         *
         * @throws IllegalArgumentException for a port outside of 1..65535
         */
        public Builder server(IpAddress host, int port) {
            servers.add(ServerAddress.of(host, port));
            return this;
        }

        /**
         * Adds the servers that this machine is set up to use, as dnsjava finds them when first asked in this JVM: in the
         * system property {@code dns.server}, in {@code /etc/resolv.conf}, or in the settings of the operating system.
         * Where there are none it is 127.0.0.1.
         */
        public Builder systemServers() {
            servers.addAll(ServerAddress.ofThisMachine());
            return this;
        }

        /** Answers come without a DNSSEC status: nothing is validated, and no server's word is taken for it. */
        public Builder withoutDnssec() {
            withoutDnssec = true;
            return this;
        }

        /**
         * How long to wait for one server before the next try; 3 seconds by default.
         *
         * @throws IllegalArgumentException unless it is positive and at most a minute
         */
        public Builder perTryTimeout(Duration timeout) {
            require(isPositive(timeout) && timeout.compareTo(LONGEST_TRY) <= 0, "no time for a try", timeout);
            perTryTimeout = timeout;
            return this;
        }

        /**
         * How often to ask in all, over all servers; 3 by default. After this many times the timeout of a try a question has
         * failed, whatever it waited for. (An alias that the servers do not follow themselves leads to a question of its own.)
         *
         * @throws IllegalArgumentException unless from 1 to 16
         */
        public Builder tries(int count) {
            require(count >= 1 && count <= MOST_TRIES, "no number of tries", count);
            tries = count;
            return this;
        }

        /**
         * How many answers to remember, counting a large one as one more for each kibibyte; 10000 by default. None if it is
         * 0.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cacheSize(int answers) {
            require(answers >= 0, "no size of a cache", answers);
            cacheSize = answers;
            return this;
        }

        /**
         * The shortest time for which an answer is remembered; none by default. A negative answer that may not be remembered
         * at all stays so.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder ttlFloor(Duration floor) {
            require(!floor.isNegative(), "no TTL", floor);
            ttlFloor = floor;
            return this;
        }

        /**
         * The longest time for which an answer is remembered; an hour by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder ttlCeiling(Duration ceiling) {
            require(!ceiling.isNegative(), "no TTL", ceiling);
            ttlCeiling = ceiling;
            return this;
        }

        /**
         * How many questions may be at the servers at once; 256 by default. Each takes a socket. Further ones wait, and if
         * that takes all their time they end as {@link DnsFailure#TIMEOUT}.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder inFlight(int questions) {
            require(questions >= 1, "no number of questions", questions);
            inFlight = questions;
            return this;
        }

        /**
         * Completes futures here instead of in threads of the client. It stays the caller's: the client does not close it.
         * If callbacks block on further questions, it needs a thread for each. What it refuses goes to the client's own
         * threads.
         */
        public Builder executor(Executor callersOwn) {
            executor = callersOwn;
            return this;
        }

        /** Another notion of time. */
        Builder timer(DnsTimer other) {
            timer = other;
            return this;
        }

        /**
         * A client as described so far.
         *
         * @throws IllegalStateException without a server, without a word about DNSSEC, or if the TTL bounds cross
         */
        public DnsClient build() {
            requireState(!servers.isEmpty(), "no server to ask");
            requireState(withoutDnssec, "say how DNSSEC is to be treated: withoutDnssec()");
            requireState(ttlFloor.compareTo(ttlCeiling) <= 0, "the floor of the TTL is above its ceiling");
            return new DnsClient(this);
        }

        private static boolean isPositive(Duration duration) {
            return !duration.isNegative() && !duration.isZero();
        }

        private static void require(boolean condition, String problem, Object value) {
            if (!condition) {
                throw new IllegalArgumentException(problem + ": " + value);
            }
        }

        private static void requireState(boolean condition, String problem) {
            if (!condition) {
                throw new IllegalStateException(problem);
            }
        }
    }
}
