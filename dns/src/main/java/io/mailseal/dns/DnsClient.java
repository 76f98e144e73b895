package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.dns.AnswerRules.Answered;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers: a few recursive ones, by UDP and, for large answers, by TCP, or over TLS. A question that gets no answer
 * is sent again, to the next server if there are several. Answers are remembered for as long as their TTL allows; equal
 * questions at the same time are asked once.
 *
 * <p>How far its answers can be believed is chosen by name when it is built:
 *
 * <ul>
 *   <li>{@link Builder#validating} proves each answer itself, from a trust anchor down: it is
 *       {@link io.mailseal.core.dns.DnsSecurity#SECURE}, {@link io.mailseal.core.dns.DnsSecurity#INSECURE}, or a failure by
 *       {@link DnsFailure#BOGUS} or {@link DnsFailure#UNPROVEN}. What could not be proven is never an absent record.
 *   <li>{@link Builder#trustingAuthenticatedData} takes the word of a server that validates.
 *   <li>{@link Builder#withoutDnssec} leaves every answer {@link io.mailseal.core.dns.DnsSecurity#INDETERMINATE}: as
 *       trustworthy as the servers and the way to them.
 * </ul>
 *
 * <p>The RCODE tells the outcome: 0 is {@link DnsAnswer.Found} or {@link DnsAnswer.NoData}, 3 is
 * {@link DnsAnswer.NoSuchName}. Anything else fails: 2 as {@link DnsFailure#SERVER_FAILURE}, all others as
 * {@link DnsFailure#REFUSED}, and where nothing readable came back as {@link DnsFailure#TIMEOUT}, {@link DnsFailure#NETWORK}
 * or {@link DnsFailure#MALFORMED}. At most eight aliases are followed; more, or a circle, is {@link DnsFailure#LOOP}.
 *
 * <p>Thread-safe; one serves a whole application. Futures are completed in threads of the client (daemons, started with
 * the first answer and closed with the client) or in the executor that the {@linkplain Builder#executor builder} was given,
 * and never in one that the network depends on. In the client's own threads a callback may block on further questions, and
 * should not on anything else.
 */
public final class DnsClient implements DnsResolver, AutoCloseable {

    private final List<ServerAddress> servers;
    private final Mode mode;
    private final ClientThreads threads;
    private final DnsTimer timer;
    private final AnswerCache cache;
    private final ZoneCache zones = new ZoneCache();
    private final NameServers nameServers;
    private final SharedQuestions shared;
    private final RawCache raw;
    private final AnswerRules rules;
    private final int maxQuestions;
    private final @Nullable Observation observation;
    private volatile boolean closed;

    /** How a client treats DNSSEC. */
    private enum Mode {
        VALIDATING(DnssecRequest.PROOF, "validating"),
        TRUSTING(DnssecRequest.VERDICT, "trusting authenticated data"),
        WITHOUT(DnssecRequest.NONE, "without DNSSEC");

        private final DnssecRequest request;
        private final String words;

        Mode(DnssecRequest request, String words) {
            this.request = request;
            this.words = words;
        }
    }

    private DnsClient(Builder builder, Mode mode) {
        this.mode = mode;
        servers = List.copyOf(builder.servers);
        threads = new ClientThreads(builder.executor);
        timer = builder.timer;
        cache = new AnswerCache(builder.cacheSize, builder.ttlFloor, builder.ttlCeiling, timer);
        nameServers = new NameServers(builder.transport(mode.request), timer, threads);
        raw = new RawCache(nameServers, builder.cacheSize, builder.ttlCeiling, timer);
        shared = new SharedQuestions(raw, threads, raw::keep);
        rules = builder.rules(mode, zones);
        maxQuestions = 1 + builder.dnssecLimits.questions();
        observation = builder.observer == null ? null : new Observation(builder.observer, timer);
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
            return CompletableFuture.completedFuture(closed(question));
        }
        Optional<DnsAnswer> known = known(question);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        long asked = timer.nanoTime();
        CompletableFuture<Answered> answered = new Resolution(question, rules, shared, maxQuestions).begin();
        CompletableFuture<DnsAnswer> answer = answered.thenApply(done -> told(kept(done), asked));
        CompletableFuture<DnsAnswer> unused = answer.whenComplete((done, cancelled) -> answered.cancel(false));
        return answer;
    }

    private DnsAnswer told(DnsAnswer answer, long asked) {
        if (observation != null) {
            observation.fromNetwork(answer, asked);
        }
        return answer;
    }

    private DnsAnswer kept(Answered answered) {
        return cache.keep(answered.answer(), answered.octets());
    }

    /**
     * Finds the answer anew and shows what proves it, or where the proof breaks. Zones that are already known are not
     * verified again. The observer is not told.
     *
     * @throws IllegalArgumentException as with {@link #resolve}
     */
    public CompletableFuture<DnsProof> prove(DnsQuestion question) {
        requireRecordType(question);
        if (closed) {
            return CompletableFuture.completedFuture(new DnsProof(closed(question), List.of()));
        }
        CompletableFuture<Answered> answered = new Resolution(question, rules, shared, maxQuestions).begin();
        CompletableFuture<DnsProof> proof = answered.thenApply(done -> new DnsProof(done.answer(), done.steps()));
        CompletableFuture<DnsProof> unused = proof.whenComplete((done, cancelled) -> answered.cancel(false));
        return proof;
    }

    private static DnsAnswer closed(DnsQuestion question) {
        return DnsAnswer.failed(question, DnsFailure.NETWORK).withReason("the DNS client is closed");
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
        Optional<DnsAnswer> known = cache.find(question);
        if (observation != null) {
            known.ifPresent(observation::fromCache);
        }
        return known;
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
        shared.close();
        nameServers.close();
        cache.clear();
        raw.clear();
        zones.clear();
        threads.close();
    }

    /** {@code DnsClient[192.0.2.1:53], without DNSSEC}. */
    @Override
    public String toString() {
        return "DnsClient" + servers + ", " + mode.words;
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
        private @Nullable DnsObserver observer;
        private @Nullable SSLContext tls;
        private boolean overTcp;
        private int udpPayload = 1232;
        private final Set<Mode> modes = EnumSet.noneOf(Mode.class);
        private @Nullable TrustAnchors anchors;
        private DnssecLimits dnssecLimits = DnssecLimits.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private boolean allowSha1;
        private boolean allowExcessiveIterations;
        private boolean allowRemoteVerdicts;

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

        /**
         * Adds a server that is spoken to over TLS only (RFC 7858), and only if its certificate proves this name.
         *
         * @param address as in {@link #server(String)}; the port is 853 unless said otherwise
         * @param name for which the certificate has to be, such as {@code dns.example.net}
         * @throws IllegalArgumentException if the address is none, or the name no host name
         */
        public Builder serverOverTls(String address, DomainName name) {
            servers.add(ServerAddress.parseOverTls(address, name));
            return this;
        }

        /** Whose certificates are good for servers over TLS; those that the JDK trusts by default. */
        public Builder tls(SSLContext context) {
            tls = Objects.requireNonNull(context, "context");
            return this;
        }

        /** Leaves UDP out: every question goes by TCP (or over TLS, where a server was added so). */
        public Builder tcpOnly() {
            overTcp = true;
            return this;
        }

        /**
         * The largest answer that servers may send by UDP; 1232 octets by default, which pass everywhere without fragments.
         *
         * @throws IllegalArgumentException unless from 512 to 4096
         */
        public Builder ednsSize(int octets) {
            require(octets >= 512 && octets <= 4096, "no size of a UDP message", octets);
            udpPayload = octets;
            return this;
        }

        /**
         * Proves every answer, from these trust anchors down. The servers are asked for signatures and keys, and not for
         * their opinion; they need not be trusted, but they have to pass these records on.
         *
         * <p>Answers are SECURE or INSECURE, or fail: by {@link DnsFailure#BOGUS} where they are not authentic, by
         * {@link DnsFailure#UNPROVEN} where what the proof takes could not be fetched, or where no anchor is above the name.
         * {@link DnsAnswer#reason} and {@link DnsAnswer#extendedError} say why, {@link DnsClient#prove} shows all of it.
         * BOGUS is remembered for 30 seconds.
         *
         * <p>Algorithms 8, 10, 13, 14, 15 and 16 and digests 2 and 4 count; zones that are signed with others only are
         * INSECURE.
         *
         * @rfc 4035 5
         */
        public Builder validating(TrustAnchors trustAnchors) {
            modes.add(Mode.VALIDATING);
            anchors = Objects.requireNonNull(trustAnchors, "anchors");
            return this;
        }

        /**
         * Takes the word of the servers, which have to validate: their AD bit makes an answer SECURE, and without it it is
         * INSECURE; SERVFAIL with an extended error about DNSSEC is {@link DnsFailure#BOGUS}. Only for servers on this machine
         * (loopback) or over TLS.
         *
         * @rfc 4035 4.9.3
         */
        public Builder trustingAuthenticatedData() {
            modes.add(Mode.TRUSTING);
            return this;
        }

        /**
         * With {@link #trustingAuthenticatedData}: takes the word of servers that are reached over a network in clear text.
         * Whoever can change packets on the way then decides what is SECURE.
         */
        public Builder allowRemoteAuthenticatedData() {
            allowRemoteVerdicts = true;
            return this;
        }

        /** Answers come without a DNSSEC status: nothing is validated, and no server's word is taken for it. */
        public Builder withoutDnssec() {
            modes.add(Mode.WITHOUT);
            return this;
        }

        /** How much work an answer may cause in validation; {@link DnssecLimits#DEFAULT}. */
        public Builder dnssecLimits(DnssecLimits limits) {
            dnssecLimits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * When validating: signatures of algorithms 5 and 7 and digests of type 1 count, although they rest on SHA-1.
         * Otherwise zones that have nothing else are INSECURE.
         *
         * @rfc 8624 3.1
         */
        public Builder allowSha1() {
            allowSha1 = true;
            return this;
        }

        /**
         * When validating: a signed denial by NSEC3 records with more iterations than {@link DnssecLimits#nsec3Iterations}
         * is INSECURE, instead of BOGUS. Then nobody can tell a forged denial of that zone from a real one.
         *
         * @rfc 9276 3.2
         */
        public Builder allowInsecureNsec3Iterations() {
            allowExcessiveIterations = true;
            return this;
        }

        /** The time by which signatures are valid or not; that of the machine by default. */
        public Builder clock(InstantSource source) {
            clock = Objects.requireNonNull(source, "clock");
            return this;
        }

        /** Who is told of each answer; nobody by default. */
        public Builder observer(DnsObserver listener) {
            observer = Objects.requireNonNull(listener, "observer");
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
         * at all stays so, and what is SECURE is not remembered beyond its signature.
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
         * If callbacks block, on further questions or on anything else, it needs a thread for each and one more. What it refuses goes to the client's own
         * threads.
         */
        public Builder executor(Executor callersOwn) {
            executor = Objects.requireNonNull(callersOwn, "executor");
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
         * @throws IllegalStateException without a server; without exactly one word about DNSSEC; with a relaxation that does
         *     not belong to it; if no trust anchor can be used; if servers whose word is taken are far away; or if the TTL
         *     bounds cross
         */
        public DnsClient build() {
            requireState(!servers.isEmpty(), "no server to ask");
            requireState(
                    modes.size() == 1,
                    "say in one way how DNSSEC is to be treated:"
                            + " validating(anchors), trustingAuthenticatedData() or withoutDnssec()");
            requireState(ttlFloor.compareTo(ttlCeiling) <= 0, "the floor of the TTL is above its ceiling");
            Mode mode = modes.iterator().next();
            requireState(
                    mode == Mode.VALIDATING || !allowSha1 && !allowExcessiveIterations,
                    "allowSha1() and allowInsecureNsec3Iterations() go with validating(anchors)");
            requireState(
                    mode == Mode.TRUSTING || !allowRemoteVerdicts,
                    "allowRemoteAuthenticatedData() goes with trustingAuthenticatedData()");
            requireState(
                    mode != Mode.TRUSTING
                            || allowRemoteVerdicts
                            || servers.stream().allMatch(Builder::isTrustworthy),
                    "the AD bit of a server in a network can be forged: use one on this machine or over TLS, or"
                            + " allowRemoteAuthenticatedData()");
            requireState(
                    anchors == null || anchors.isUsable(new DnssecAlgorithms(allowSha1), clock.instant()),
                    "no trust anchor is of an algorithm and digest that count, and valid now");
            return new DnsClient(this, mode);
        }

        private TransportSettings transport(DnssecRequest request) {
            return new TransportSettings(
                    List.copyOf(servers),
                    overTcp,
                    tls == null ? defaultTls() : tls,
                    tries,
                    perTryTimeout,
                    udpPayload,
                    inFlight,
                    request);
        }

        // Nobody can change what comes from this machine itself, or over TLS.
        private static boolean isTrustworthy(ServerAddress server) {
            return server.isOverTls() || server.socket().getAddress().isLoopbackAddress();
        }

        private static SSLContext defaultTls() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException none) {
                throw new IllegalStateException("this JVM has no TLS", none);
            }
        }

        private AnswerRules rules(Mode mode, ZoneCache zones) {
            TrustAnchors trusted = anchors;
            if (trusted == null) {
                return new UnvalidatedAnswers(mode == Mode.TRUSTING);
            }
            return new ValidatedAnswers(
                    trusted,
                    new DnssecAlgorithms(allowSha1),
                    dnssecLimits,
                    allowExcessiveIterations,
                    clock,
                    ttlCeiling,
                    zones);
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
