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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches policies over HTTPS, from hosts that strangers have named. It asks DNS once, refuses addresses that nobody on the
 * Internet has, and connects to exactly what is left, on port 443. The certificate must be for the policy host, over TLS 1.2
 * or later. No redirect is followed, no cache is asked, nothing compressed is taken, no proxy is used unless it is given,
 * and after the time for the whole it is over. Immutable and thread-safe.
 *
 * <p>Connections block; they do so on threads of their own, never on those that DNS answers come on.
 *
 * @rfc 8461 3.3
 */
public final class HttpsPolicyFetcher implements PolicyFetcher {

    private final DnsSessions dns;
    private final HttpsSettings settings;
    private final DnsTimer timer;
    private final Executor executor;

    private HttpsPolicyFetcher(DnsSessions dns, HttpsSettings settings, DnsTimer timer, Executor executor) {
        this.dns = dns;
        this.settings = settings;
        this.timer = timer;
        this.executor = executor;
    }

    /** Begins to make one; {@link Builder#resolver} or {@link Builder#dns} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /** Fetches. Cancelling the future takes back the questions, and closes the connection. */
    @Override
    public CompletableFuture<PolicyResponse> fetch(DomainName policyHost) {
        if (!policyHost.isHostName()) {
            String explanation = policyHost + " is not the name of a host.";
            return CompletableFuture.completedFuture(
                    PolicyResponse.Failed.of(MtaStsProblem.Kind.NO_POLICY_HOST, explanation));
        }
        return new Fetch(policyHost).start();
    }

    /** One fetch: addresses, then a thread, then the exchange; whatever comes first ends it. */
    private final class Fetch {

        private final CompletableFuture<PolicyResponse> result = new CompletableFuture<>();
        private final HttpsExchange exchange;
        private final DomainName host;

        Fetch(DomainName host) {
            this.host = host;
            this.exchange = new HttpsExchange(host, settings);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
        CompletableFuture<PolicyResponse> start() {
            Runnable alarm = timer.schedule(settings.limits().time(), this::timeOut);
            CompletableFuture<HostAddresses.Answer> addresses = dns.evaluateAsync(new HostAddresses(host));
            // However it ends: nothing of it goes on.
            result.whenComplete((response, failure) -> {
                alarm.run();
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

        private void timeOut() {
            result.complete(PolicyResponse.Failed.of(
                    MtaStsProblem.Kind.TIMEOUT,
                    "There was no policy from " + host + " after "
                            + settings.limits().time().toSeconds() + " seconds."));
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
                result.complete(PolicyResponse.Failed.of(
                        MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED,
                        "The policy host " + host + " has no address on the Internet, but " + found.get(0) + "."));
                return;
            }
            try {
                executor.execute(() -> run(allowed));
            } catch (RejectedExecutionException full) {
                result.complete(PolicyResponse.Failed.of(
                        MtaStsProblem.Kind.TOO_BUSY, "Too many policies are being fetched already."));
            }
        }

        private void run(List<IpAddress> addresses) {
            if (result.isDone()) {
                return; // it has waited too long for a thread
            }
            try {
                result.complete(exchange.run(addresses));
            } catch (Throwable bug) {
                result.completeExceptionally(bug);
            }
        }
    }

    /** Makes a fetcher. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DnsSessions dns;
        private PolicyFetchLimits limits = PolicyFetchLimits.DEFAULT;
        private CertificateTrust trust = CertificateTrust.system();
        private final List<AddressGuard.Network> allowed = new ArrayList<>();
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

        /** Another notion of time, for the time of the whole. */
        public Builder timer(DnsTimer newTimer) {
            timer = Objects.requireNonNull(newTimer, "timer");
            return this;
        }

        /**
         * Other threads to connect on: each fetch blocks one for as long as it takes. What it rejects is
         * {@link MtaStsProblem.Kind#TOO_BUSY}. Without it there are at most 64, shared by all fetchers.
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
            HttpsSettings settings = new HttpsSettings(limits, trust, new AddressGuard(allowed), port, proxy);
            Executor chosen = executor == null ? FetchThreads.shared() : executor;
            return new HttpsPolicyFetcher(dns, settings, timer, chosen);
        }
    }
}
