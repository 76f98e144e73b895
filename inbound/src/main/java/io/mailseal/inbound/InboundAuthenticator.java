package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsAttempt;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.inbound.InboundMethod;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.spf.SpfEvaluator;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates messages that come in. Immutable and thread-safe; one serves a whole application.
 *
 * <p>A message may be read from a stream or from memory, or be pushed by an SMTP server, see {@link #begin}; the results are
 * equal. The questions that envelope and header lead to go out before the body is read; the body is read once, in constant
 * memory. All methods share one time, and one DNS session with its deadline; but of a message that is pushed, what the
 * envelope leads to has a session of its own, or a client that takes its time could use up the deadline.
 */
public final class InboundAuthenticator {

    private final DnsSessions sessions;
    private final InboundSettings settings;

    private InboundAuthenticator(DnsSessions sessions, InboundSettings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    /** Begins to make one; it needs {@link Builder#resolver} or {@link Builder#dns}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Authenticates a message, and reads its body. Interruption while waiting for DNS ends it, and leaves the interrupt flag
     * set.
     *
     * @throws IOException from the body
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public InboundResult authenticate(Message message, SmtpEnvelope envelope) throws IOException {
        MailTransaction transaction = transaction(message, envelope);
        if (!sessions.remembers(transaction.questions())) {
            try (DnsSession session = sessions.open()) {
                return read(message, transaction, session).finish();
            }
        }
        transaction.update(message.body());
        DnsAttempt<InboundResult> attempt = attempt(transaction);
        if (attempt.result().isPresent()) {
            return attempt.result().get();
        }
        try (DnsSession session = attempt.open()) {
            return new RunningTransaction(transaction, session).finish();
        }
    }

    /**
     * The same in a session of the caller's, who then can tell what it has cost.
     *
     * @throws IOException from the body
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public InboundResult authenticate(Message message, SmtpEnvelope envelope, DnsSession session) throws IOException {
        return read(message, transaction(message, envelope), session).finish();
    }

    /**
     * Reads the body of a message on this thread, and authenticates the message when the answers of DNS are there. The future
     * fails only for a bug, or when it is cancelled, which takes back the questions.
     *
     * @throws IOException from the body
     */
    public CompletableFuture<InboundResult> authenticateAsync(Message message, SmtpEnvelope envelope)
            throws IOException {
        MailTransaction transaction = transaction(message, envelope);
        if (sessions.remembers(transaction.questions())) {
            transaction.update(message.body());
            return attemptAsync(transaction);
        }
        DnsSession session = sessions.open();
        try {
            return read(message, transaction, session).finishAsync();
        } catch (IOException | RuntimeException | Error failed) {
            session.close();
            throw failed;
        }
    }

    private MailTransaction transaction(Message message, SmtpEnvelope envelope) {
        MailTransaction transaction = new MailTransaction(settings, envelope);
        transaction.header(message.header());
        return transaction;
    }

    // Where what the message leads to first is remembered, mostly everything is: then there is nothing to wait for, and
    // no session.
    private DnsAttempt<InboundResult> attempt(MailTransaction transaction) {
        DnsAttempt<InboundResult> attempt = sessions.attempt(transaction.evaluation());
        attempt.result().ifPresent(result -> transaction.tell(result, attempt::usage));
        return attempt;
    }

    private CompletableFuture<InboundResult> attemptAsync(MailTransaction transaction) {
        DnsAttempt<InboundResult> attempt;
        try {
            attempt = attempt(transaction);
        } catch (RuntimeException | Error bug) {
            return CompletableFuture.failedFuture(bug);
        }
        return attempt.result()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> new RunningTransaction(transaction, attempt.open()).finishAsync());
    }

    private RunningTransaction read(Message message, MailTransaction transaction, DnsSession session)
            throws IOException {
        RunningTransaction running = new RunningTransaction(transaction, session);
        running.prefetch(transaction.questions());
        transaction.update(message.body());
        return running;
    }

    /**
     * For an SMTP server: begins with a message whose envelope is known, and takes the rest as it comes. What the envelope
     * leads to is looked up at once.
     */
    public InboundSession begin(SmtpEnvelope envelope) {
        return InboundSession.begin(settings, envelope, sessions);
    }

    /** Makes authenticators. For one thread. */
    public static final class Builder {

        // These have results of their own.
        private static final Set<String> OURS = Set.of("spf", "iprev", "dkim", "dmarc");

        private @Nullable DnsSessions sessions;
        private InstantSource clock = InstantSource.system();
        private @Nullable DomainName receiver;
        private MessageLimits messageLimits = MessageLimits.DEFAULT;
        private @Nullable SpfEvaluator spf;
        private boolean helo = true;
        private boolean reverseLookup = true;
        private @Nullable IprevEvaluator iprev;
        private @Nullable DkimVerifier dkim;
        private @Nullable DmarcEvaluator dmarc;
        private @Nullable IntSupplier draws;
        private final List<JoinedMethod> methods = new ArrayList<>();
        private @Nullable InboundListener listener;

        private Builder() {}

        /** Asks this resolver, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newSessions) {
            sessions = Objects.requireNonNull(newSessions, "dns");
            return this;
        }

        /**
         * The time; by default that of the system. It is read once for each message, and holds for all methods, whatever
         * clock the evaluators have that are given here.
         */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * The name of this host, for methods that join and for the audit event. (A default evaluator of SPF has no use for
         * it.)
         */
        public Builder receiver(DomainName newReceiver) {
            receiver = Objects.requireNonNull(newReceiver, "receiver");
            return this;
        }

        /** How large the header of a message that is pushed may be; by default {@link MessageLimits#DEFAULT}. */
        public Builder messageLimits(MessageLimits newLimits) {
            messageLimits = Objects.requireNonNull(newLimits, "messageLimits");
            return this;
        }

        /**
         * With this evaluator's limits and other settings, in place of the default ones, which ask for no explanation: a fail
         * is not held up by what the domain has to say about it.
         */
        public Builder spf(SpfEvaluator evaluator) {
            spf = Objects.requireNonNull(evaluator, "spf");
            return this;
        }

        /** Does not evaluate SPF for the HELO name, but where a null reverse-path makes it stand in for the sender. */
        public Builder withoutHelo() {
            helo = false;
            return this;
        }

        /** With this evaluator's limits, in place of the default ones. */
        public Builder iprev(IprevEvaluator evaluator) {
            iprev = Objects.requireNonNull(evaluator, "iprev");
            return this;
        }

        /**
         * Does not look up the names of the client. Verdicts do not depend on them, but the result is complete only when they
         * are there, and reverse zones are often the slowest.
         */
        public Builder withoutIprev() {
            reverseLookup = false;
            return this;
        }

        /** With this verifier's policy, limits and cryptography, in place of the default ones. */
        public Builder dkim(DkimVerifier verifier) {
            dkim = Objects.requireNonNull(verifier, "dkim");
            return this;
        }

        /** With this evaluator's limits and advice, in place of the default ones. */
        public Builder dmarc(DmarcEvaluator evaluator) {
            dmarc = Objects.requireNonNull(evaluator, "dmarc");
            return this;
        }

        /**
         * Draws lots for the percentages of RFC 7489, one for each message: numbers from 0 to 99, each as probable as the
         * others. Without it only a percentage of 100 applies; RFC 9989 knows none.
         *
         * @param newDraws thread-safe
         * @rfc 7489 6.6.4
         */
        public Builder draws(IntSupplier newDraws) {
            draws = Objects.requireNonNull(newDraws, "draws");
            return this;
        }

        /**
         * One more method, which joins the others. Their outcomes are in the order in which they are added here.
         *
         * @throws IllegalArgumentException if its name is no keyword, or taken, be it with letters of another case
         */
        public Builder method(InboundMethod method) {
            MethodResult unused = MethodResult.of(method.name(), "none"); // refuses what is no keyword
            String name = method.name().toLowerCase(Locale.ROOT); // RFC 8601 §2.2: keywords have no case
            if (OURS.contains(name)
                    || methods.stream().anyMatch(other -> other.name().equals(name))) {
                throw new IllegalArgumentException("there is a method of this name: " + name);
            }
            methods.add(new JoinedMethod(name, Objects.requireNonNull(method.stage(), "stage"), method));
            return this;
        }

        /** Who is told of every message. */
        public Builder listener(InboundListener newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /**
         * The authenticator.
         *
         * @throws IllegalStateException without a resolver, or with an evaluator for what is not to be evaluated
         */
        public InboundAuthenticator build() {
            DnsSessions dns = sessions;
            if (dns == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            if (iprev != null && !reverseLookup) {
                throw new IllegalStateException("an evaluator was given for what is not to be evaluated");
            }
            return new InboundAuthenticator(dns, settings(dns));
        }

        private InboundSettings settings(DnsSessions dns) {
            return new InboundSettings(
                    clock,
                    receiver,
                    messageLimits,
                    Objects.requireNonNullElseGet(
                            spf,
                            () -> SpfEvaluator.builder()
                                    .dns(dns)
                                    .withoutExplanation()
                                    .build()),
                    helo,
                    reverseLookup
                            ? Objects.requireNonNullElseGet(
                                    iprev,
                                    () -> IprevEvaluator.builder().dns(dns).build())
                            : null,
                    Objects.requireNonNullElseGet(
                            dkim, () -> DkimVerifier.builder().dns(dns).build()),
                    Objects.requireNonNullElseGet(
                            dmarc, () -> DmarcEvaluator.builder().dns(dns).build()),
                    draws,
                    List.copyOf(methods),
                    listener);
        }
    }
}
