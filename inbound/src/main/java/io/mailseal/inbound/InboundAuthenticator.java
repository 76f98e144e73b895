package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.Message;
import io.mailseal.dkim.DkimCheck;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates messages that come in. Immutable and thread-safe; one serves a whole application.
 *
 * <p>The questions that the header leads to go out before the body is read; the body is read once, in constant memory. All
 * methods share one DNS session with its deadline.
 */
public final class InboundAuthenticator {

    private final DnsSessions sessions;
    private final SpfEvaluator spf;
    private final DkimVerifier dkim;
    private final DmarcEvaluator dmarc;

    private InboundAuthenticator(DnsSessions sessions, Builder builder) {
        this.sessions = sessions;
        InstantSource clock = Objects.requireNonNullElseGet(builder.clock, InstantSource::system);
        this.spf = Objects.requireNonNullElseGet(
                builder.spf,
                () -> SpfEvaluator.builder()
                        .dns(sessions)
                        .clock(clock)
                        .withoutExplanation()
                        .build());
        this.dkim = Objects.requireNonNullElseGet(
                builder.dkim,
                () -> DkimVerifier.builder().dns(sessions).clock(clock).build());
        this.dmarc = Objects.requireNonNullElseGet(
                builder.dmarc, () -> DmarcEvaluator.builder().dns(sessions).build());
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
        try (DnsSession session = sessions.open()) {
            return authenticate(message, envelope, session);
        }
    }

    /**
     * The same in a session of the caller's, who then can tell what it has cost.
     *
     * @throws IOException from the body
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public InboundResult authenticate(Message message, SmtpEnvelope envelope, DnsSession session) throws IOException {
        return session.evaluate(read(message, envelope, session));
    }

    /**
     * Reads the body of a message on this thread, and authenticates the message when the answers of DNS are there. The future
     * fails only for a bug, or when it is cancelled, which takes back the questions.
     *
     * @throws IOException from the body
     */
    public CompletableFuture<InboundResult> authenticateAsync(Message message, SmtpEnvelope envelope)
            throws IOException {
        DnsSession session = sessions.open();
        try {
            return session.evaluateAsyncAndClose(read(message, envelope, session));
        } catch (IOException | RuntimeException | Error failed) {
            session.close();
            throw failed;
        }
    }

    private DnsEvaluation<InboundResult> read(Message message, SmtpEnvelope envelope, DnsSession session)
            throws IOException {
        AuthorAddresses author = AuthorAddresses.of(message.header());
        DkimCheck check = dkim.prepare(message.header());
        List<DnsEvaluation<SpfResult>> spfRules = envelope
                .client()
                .map(client -> spf.evaluation(SpfRequest.mailFrom(client, envelope.helo(), envelope.mailFrom())))
                .stream()
                .toList();
        Optional<DomainName> sender = senderDomain(envelope);
        session.prefetch(check.keyQuestions());
        session.prefetch(sender.map(DnsQuestion::txt).stream().toList());
        Set<DomainName> identifiers = new LinkedHashSet<>(sender.stream().toList());
        identifiers.addAll(check.signingDomains());
        author.authorDomain().ifPresent(domain -> session.prefetch(dmarc.questions(domain, identifiers)));
        check.update(message.body());
        return new InboundEvaluation(author, spfRules, check.evaluation(), dmarc);
    }

    // Whose SPF record will be asked for, as far as can be told without the rules of SPF: a hint.
    private static Optional<DomainName> senderDomain(SmtpEnvelope envelope) {
        if (envelope.client().isEmpty()) {
            return Optional.empty();
        }
        String mailFrom = envelope.mailFrom();
        return DomainName.ofUnicode(
                mailFrom.isEmpty() ? envelope.helo() : mailFrom.substring(mailFrom.lastIndexOf('@') + 1));
    }

    /** Makes authenticators. For one thread. */
    public static final class Builder {

        private @Nullable DnsSessions sessions;
        private @Nullable InstantSource clock;
        private @Nullable SpfEvaluator spf;
        private @Nullable DkimVerifier dkim;
        private @Nullable DmarcEvaluator dmarc;

        private Builder() {}

        /** Asks this resolver, within the default limits. */
        public Builder resolver(DnsResolver resolver) {
            return dns(DnsSessions.over(resolver));
        }

        /** Asks in sessions that are opened so. */
        public Builder dns(DnsSessions newSessions) {
            sessions = newSessions;
            return this;
        }

        /**
         * What tells whether a signature has expired; by default the clock of the system. Not for a verifier or an SPF
         * evaluator that is given.
         */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /**
         * With this evaluator's limits, clock and other settings, in place of the default ones, which ask for no explanation:
         * a fail is not held up by what the domain has to say about it.
         */
        public Builder spf(SpfEvaluator evaluator) {
            spf = evaluator;
            return this;
        }

        /** With this verifier's policy, limits, clock and cryptography, in place of the default ones. */
        public Builder dkim(DkimVerifier verifier) {
            dkim = verifier;
            return this;
        }

        /** With this evaluator's limits, in place of the default ones. */
        public Builder dmarc(DmarcEvaluator evaluator) {
            dmarc = evaluator;
            return this;
        }

        /**
         * The authenticator.
         *
         * @throws IllegalStateException without a resolver, or with both a verifier and a clock for one
         */
        public InboundAuthenticator build() {
            if (sessions == null) {
                throw new IllegalStateException("a resolver is needed");
            }
            if (clock != null && dkim != null) {
                throw new IllegalStateException("the verifier that was given has a clock of its own");
            }
            return new InboundAuthenticator(sessions, this);
        }
    }
}
