package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsTimer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Fetches policies over HTTPS, from hosts that strangers have named. It asks DNS once, refuses addresses that nobody on the
 * Internet has, and connects to exactly what is left, on port 443. The certificate must be for the policy host, over TLS 1.2
 * or later. No redirect is followed, no cache is asked, nothing compressed is taken, no proxy is used unless it is given,
 * and after {@link PolicyFetchLimits#time} it is over. Immutable and thread-safe.
 *
 * <p>Connections block; they do so on threads of their own, never on those that DNS answers come on. What depends on the
 * future may block, too: it runs on a thread that nobody else waits for. There are as many of these as callers that block.
 *
 * <p>A stranger who has many hosts, all of them silent, can't keep others from their policies: of all that is under way at the
 * same time four are of one owner, by the last labels of the name, and sixteen go to one network (/24, /48). More wait for
 * their turn, for no longer than a fetch may take, and have all of that time when it has come. Who has no turn by then, or
 * finds no place to wait or no thread, is told so as {@link MtaStsProblem.Kind#TOO_BUSY}: a limit of ours, which says nothing
 * of the domain.
 *
 * @rfc 8461 3.3
 */
public final class HttpsPolicyFetcher implements PolicyFetcher {

    private final DnsSessions dns;
    private final HttpsSettings settings;
    private final DnsTimer timer;
    private final FetchThreads threads;

    private HttpsPolicyFetcher(DnsSessions dns, HttpsSettings settings, DnsTimer timer, FetchThreads threads) {
        this.dns = dns;
        this.settings = settings;
        this.timer = timer;
        this.threads = threads;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /** Fetches. Cancelling the future takes back the questions, and closes the connection. */
    @Override
    public CompletableFuture<PolicyResponse> fetch(DomainName policyHost) {
        return Callers.handOver(ask(policyHost));
    }

    /** The same, on whatever thread: what depends on it must not block. */
    CompletableFuture<PolicyResponse> ask(DomainName policyHost) {
        if (!HostName.isOne(policyHost)) {
            String explanation = policyHost + " is not the name of a host.";
            return CompletableFuture.completedFuture(
                    PolicyResponse.Failed.of(MtaStsProblem.Kind.NO_POLICY_HOST, explanation));
        }
        return new Fetch(policyHost).start();
    }

    /** How far a fetch has come. */
    private enum Phase {
        ADDRESSES,
        TURN,
        EXCHANGE
    }

    /** One fetch: addresses, then a turn and a thread, then the exchange; whatever comes first ends it. */
    private final class Fetch {

        private final CompletableFuture<PolicyResponse> result = new CompletableFuture<>();
        private final HttpsExchange exchange;
        private final DomainName host;
        private volatile Phase phase = Phase.ADDRESSES;

        Fetch(DomainName host) {
            this.host = host;
            this.exchange = new HttpsExchange(host, settings);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
        CompletableFuture<PolicyResponse> start() {
            afterTime(this::notBegun);
            CompletableFuture<HostAddresses.Answer> addresses = dns.evaluateAsync(new HostAddresses(host));
            // However it ends: nothing of it goes on.
            result.whenComplete((response, failure) -> {
                addresses.cancel(true);
                exchange.abort();
            });
            addresses.whenComplete((answer, failure) -> {
                if (answer == null) {
                    result.completeExceptionally(Objects.requireNonNull(failure));
                } else {
                    connect(answer);
                }
            });
            return result;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
        private void afterTime(Runnable task) {
            Runnable alarm = timer.schedule(settings.limits().time(), task);
            result.whenComplete((response, failure) -> alarm.run());
        }

        // The host was not asked, so it has not failed.
        private void notBegun() {
            switch (phase) {
                case ADDRESSES ->
                    end(
                            MtaStsProblem.Kind.HOST_DNS_LIMIT,
                            "The addresses of " + host + " were not found in " + time() + ".");
                case TURN ->
                    end(
                            MtaStsProblem.Kind.TOO_BUSY,
                            "Too many policies are being fetched: there was no turn for " + host + " in " + time()
                                    + ".");
                case EXCHANGE -> {} // which has a time of its own
            }
        }

        private void timeOut() {
            end(MtaStsProblem.Kind.TIMEOUT, "There was no policy from " + host + " after " + time() + ".");
        }

        private String time() {
            return settings.limits().time().toSeconds() + " seconds";
        }

        private void end(MtaStsProblem.Kind kind, String explanation) {
            result.complete(PolicyResponse.Failed.of(kind, explanation));
        }

        private void connect(HostAddresses.Answer answer) {
            if (answer instanceof HostAddresses.Answer.None none) {
                result.complete(new PolicyResponse.Failed(none.problem()));
                return;
            }
            List<IpAddress> found = ((HostAddresses.Answer.Found) answer).addresses();
            List<IpAddress> allowed = found.stream()
                    .filter(settings.guard()::allows)
                    .limit(settings.limits().addresses())
                    .toList();
            if (allowed.isEmpty()) {
                end(
                        MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED,
                        "The policy host " + host + " has no address on the Internet, but " + found.get(0) + ".");
                return;
            }
            takeTurn(allowed);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
        private void takeTurn(List<IpAddress> addresses) {
            phase = Phase.TURN;
            List<IpAddress> targets =
                    addresses.stream().map(settings.guard()::target).toList();
            Optional<FetchTurns.Turn> turn =
                    threads.turns().ask(FetchShare.of(host, targets), mine -> toThread(mine, addresses));
            turn.ifPresentOrElse(
                    mine -> result.whenComplete((response, failure) -> mine.abandon()),
                    () -> end(
                            MtaStsProblem.Kind.TOO_BUSY,
                            "Too many policies are being fetched already, of this owner or in all."));
        }

        // It may be refused, or there may be no memory for another thread: neither is the host's fault.
        private void toThread(FetchTurns.Turn turn, List<IpAddress> addresses) {
            try {
                threads.executor().execute(() -> run(turn, addresses));
            } catch (Throwable noThread) {
                end(MtaStsProblem.Kind.TOO_BUSY, "No thread is free to fetch the policy of " + host + " on.");
            }
        }

        private void run(FetchTurns.Turn turn, List<IpAddress> addresses) {
            if (!turn.begin()) {
                return; // it has waited too long for a thread
            }
            phase = Phase.EXCHANGE;
            try {
                // However late the turn has come, the host has the whole time: else whoever keeps others waiting could
                // make their hosts fail.
                afterTime(this::timeOut);
                result.complete(exchange.run(addresses));
            } catch (Throwable bug) {
                result.completeExceptionally(bug);
            } finally {
                turn.end();
            }
        }
    }

    /** Makes a fetcher. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private PolicyFetchLimits limits = PolicyFetchLimits.DEFAULT;
        private CertificateTrust trust = CertificateTrust.system();
        private final List<AddressGuard.Network> allowed = new ArrayList<>();
        private final List<Nat64Prefix> translated = new ArrayList<>();
        private int port = 443;
        private @Nullable InetSocketAddress proxy;
        private DnsTimer timer = DnsTimer.system();
        private @Nullable Executor executor;

        private Builder() {}

        /** Asks this resolver for addresses, with {@link io.mailseal.core.dns.DnsLimits#DEFAULT}. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks for addresses in sessions that are opened so. */
        public Builder dns(DnsSessions newDns) {
            dns = Objects.requireNonNull(newDns, "dns");
            return this;
        }

        /** Other limits than {@link PolicyFetchLimits#DEFAULT}. */
        public Builder limits(PolicyFetchLimits newLimits) {
            limits = Objects.requireNonNull(newLimits, "limits");
            return this;
        }

        /** Other authorities than {@link CertificateTrust#system}. */
        public Builder trust(CertificateTrust newTrust) {
            trust = Objects.requireNonNull(newTrust, "trust");
            return this;
        }

        /**
         * Connects to the addresses that begin with these bits, too, although they are private or otherwise special: for a
         * laboratory, or a policy host in one's own network. Whoever owns any domain can make us knock there.
         *
         * @throws IllegalArgumentException for a prefix longer than the address
         */
        public Builder allowAddresses(IpAddress network, int prefixLength) {
            AddressGuard.Network added = new AddressGuard.Network(network, prefixLength);
            if (prefixLength < 0 || prefixLength > network.bits()) {
                throw new IllegalArgumentException("prefix length " + prefixLength + " of " + network);
            }
            allowed.add(added);
            return this;
        }

        /**
         * Says that the network translates addresses with this prefix to IPv4 (NAT64, RFC 6052), beside the well-known one,
         * 64:ff9b::/96. They are then judged by the IPv4 address inside. Whoever sends mail from behind a NAT64 with a prefix
         * of its own must say so: nobody can tell such an address from any other, and without this it is a way to the
         * private IPv4 addresses that the NAT64 reaches.
         *
         * @param prefixLength 32, 40, 48, 56, 64 or 96
         * @throws IllegalArgumentException for another length, or an address of IPv4
         * @rfc 6052 2.2
         */
        public Builder nat64Prefix(IpAddress prefix, int prefixLength) {
            translated.add(new Nat64Prefix(prefix, prefixLength));
            return this;
        }

        /**
         * Connects to this port instead of 443: for a laboratory.
         *
         * @throws IllegalArgumentException for what is no port
         */
        public Builder allowPort(int newPort) {
            if (newPort < 1 || newPort > 0xFFFF) {
                throw new IllegalArgumentException("no port: " + newPort);
            }
            port = newPort;
            return this;
        }

        /**
         * Goes through this HTTP proxy (CONNECT), which is told addresses, not names: they are vetted here all the same.
         * Those of the system's properties are never used.
         */
        public Builder proxy(InetSocketAddress newProxy) {
            proxy = Objects.requireNonNull(newProxy, "proxy");
            return this;
        }

        /** Another notion of time. */
        public Builder timer(DnsTimer newTimer) {
            timer = Objects.requireNonNull(newTimer, "timer");
            return this;
        }

        /**
         * Other threads to connect on: each fetch blocks one for as long as it takes. What it throws, such as a rejection, is
         * {@link MtaStsProblem.Kind#TOO_BUSY}. It must not run what it is given on the thread that gives it: that one starts
         * the others. Without it there are at most 64, shared by all fetchers. The bounds for one owner and one network hold
         * here, too, so it takes more than 16 threads for them to be of use.
         */
        public Builder executor(Executor newExecutor) {
            executor = Objects.requireNonNull(newExecutor, "executor");
            return this;
        }

        /**
         * The fetcher.
         *
         * @throws IllegalStateException if it was not said how to ask DNS
         */
        public HttpsPolicyFetcher build() {
            if (dns == null) {
                throw new IllegalStateException("no resolver");
            }
            AddressGuard guard = new AddressGuard(allowed, translated);
            HttpsSettings settings = new HttpsSettings(limits, trust, guard, port, proxy);
            FetchThreads threads = executor == null ? FetchThreads.shared() : FetchThreads.of(executor);
            return new HttpsPolicyFetcher(dns, settings, timer, threads);
        }
    }
}
