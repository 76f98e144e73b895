package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import io.mailseal.psl.PublicSuffixList;
import java.io.IOException;
import java.io.InputStream;
import java.security.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the DKIM signatures of messages. Immutable and thread-safe: one serves a whole application.
 *
 * <pre>{@code
 * DkimVerifier verifier = DkimVerifier.builder().resolver(resolver).build();
 * DkimResult result = verifier.verify(message);
 * }</pre>
 *
 * <p>A message may come as a stream, from memory, or in chunks, see {@link #begin}. The questions for the keys go out before
 * the body is read; the body is read once, in constant memory, and not at all if no signature is worth it. Every outcome is
 * a value, see {@link DkimResult}.
 *
 * @rfc 6376 6
 */
public final class DkimVerifier {

    private final DnsSessions dns;
    private final InstantSource clock;
    private final DkimPolicy policy;
    private final int maxSignatures;
    private final MessageReader reader;
    private final Predicate<DomainName> publicSuffixes;
    private final Cryptography cryptography;

    private DkimVerifier(DnsSessions dns, Builder builder) {
        this.dns = dns;
        this.clock = builder.clock;
        this.policy = builder.policy;
        this.maxSignatures = builder.maxSignatures;
        this.reader = MessageReader.strict().withLimits(builder.messageLimits);
        this.publicSuffixes = builder.publicSuffixes;
        this.cryptography = new Cryptography(builder.providers);
    }

    /** To be told at least where DNS is: {@link Builder#resolver} or {@link Builder#dns}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a verifier needs; not for several threads. */
    public static final class Builder {

        private static final int DEFAULT_MAX_SIGNATURES = 10;

        private @Nullable DnsResolver resolver;
        private @Nullable DnsSessions sessions;
        private InstantSource clock = InstantSource.system();
        private DkimPolicy policy = DkimPolicy.strict();
        private int maxSignatures = DEFAULT_MAX_SIGNATURES;
        private MessageLimits messageLimits = MessageLimits.DEFAULT;
        private Predicate<DomainName> publicSuffixes =
                name -> PublicSuffixList.bundled().icannOnly().isPublicSuffix(name);
        private final Map<DkimAlgorithm, Provider> providers = new EnumMap<>(DkimAlgorithm.class);

        private Builder() {}

        /** What answers the questions for keys, within the default limits. */
        public Builder resolver(DnsResolver newResolver) {
            resolver = Objects.requireNonNull(newResolver, "resolver");
            return this;
        }

        /** The sessions in which the questions for keys are asked. */
        public Builder dns(DnsSessions newSessions) {
            sessions = Objects.requireNonNull(newSessions, "dns");
            return this;
        }

        /** What tells whether a signature has expired; read once for each message. By default the clock of the system. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** Which good signatures are accepted. By default {@link DkimPolicy#strict}. */
        public Builder policy(DkimPolicy newPolicy) {
            policy = Objects.requireNonNull(newPolicy, "policy");
            return this;
        }

        /**
         * How many signatures of a message are looked at, counted from the top of its header; the others get the result
         * {@link DkimProblem.Kind#LIMIT_EXCEEDED}. By default 10.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxSignatures(int newMaxSignatures) {
            if (newMaxSignatures < 1) {
                throw new IllegalArgumentException("a limit that allows nothing: " + newMaxSignatures);
            }
            maxSignatures = newMaxSignatures;
            return this;
        }

        /**
         * How large a header may be where the verifier reads it: in {@link #verify(InputStream)} and the like, and in
         * {@link #begin}. Beyond that the only result is a {@link DkimProblem.Kind#LIMIT_EXCEEDED}. By default
         * {@link MessageLimits#DEFAULT}.
         */
        public Builder messageLimits(MessageLimits newMessageLimits) {
            messageLimits = Objects.requireNonNull(newMessageLimits, "messageLimits");
            return this;
        }

        /**
         * The list that tells which signing domains can't be anybody's own, such as {@code co.uk}: the ICANN section of it
         * counts, since a private suffix has an owner who may sign. By default the one that comes with the library, which
         * is read when the first signature is looked at.
         *
         * @rfc 6376 6.1.1
         */
        public Builder publicSuffixList(PublicSuffixList list) {
            PublicSuffixList registries = list.icannOnly();
            return publicSuffixes(registries::isPublicSuffix);
        }

        Builder publicSuffixes(Predicate<DomainName> newPublicSuffixes) {
            publicSuffixes = newPublicSuffixes;
            return this;
        }

        /**
         * Whose implementation verifies signatures of this algorithm; it need not be registered. By default RSA is verified
         * by that of the first registered provider (one of the JDK, unless the application has put another first), and
         * Ed25519 by BouncyCastle's.
         *
         * @throws IllegalArgumentException if the provider does not have the algorithm
         */
        public Builder provider(DkimAlgorithm algorithm, Provider provider) {
            Cryptography.serviceName(algorithm, provider);
            providers.put(algorithm, provider);
            return this;
        }

        /**
         * The verifier.
         *
         * @throws IllegalStateException unless exactly one of {@link #resolver} and {@link #dns} was given
         */
        public DkimVerifier build() {
            DnsResolver givenResolver = resolver;
            DnsSessions givenSessions = sessions;
            if (givenResolver != null && givenSessions == null) {
                return new DkimVerifier(DnsSessions.over(givenResolver), this);
            }
            if (givenSessions != null && givenResolver == null) {
                return new DkimVerifier(givenSessions, this);
            }
            throw new IllegalStateException("either a resolver or sessions are needed, and not both");
        }
    }

    /**
     * Verifies a message, and reads its body. Blocks until it is done. Interruption while waiting for DNS ends it, and
     * leaves the interrupt flag set.
     *
     * @throws IOException from the body
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimResult verify(Message message) throws IOException {
        DkimCheck check = prepare(message.header());
        Set<DnsQuestion> questions = check.keyQuestions();
        if (dns.remembers(questions)) {
            check.update(message.body());
            return dns.evaluate(check.evaluation());
        }
        try (DnsSession session = dns.open()) {
            session.prefetch(questions);
            check.update(message.body());
            return session.evaluate(check.evaluation());
        }
    }

    /**
     * Reads the body of a message on this thread, and verifies the message when the keys are there. The future fails only
     * for a bug, or when it is cancelled, which takes back the questions.
     *
     * @throws IOException from the body
     */
    public CompletableFuture<DkimResult> verifyAsync(Message message) throws IOException {
        DkimCheck check = prepare(message.header());
        Set<DnsQuestion> questions = check.keyQuestions();
        if (dns.remembers(questions)) {
            check.update(message.body());
            return dns.evaluateAsync(check.evaluation());
        }
        DnsSession session = dns.open();
        try {
            session.prefetch(questions);
            check.update(message.body());
            return session.evaluateAsyncAndClose(check.evaluation());
        } catch (IOException | RuntimeException | Error failed) {
            session.close();
            throw failed;
        }
    }

    /**
     * The same as {@link #verify(Message)} for the octets of a whole message as they came, without the transparency dots of
     * SMTP. The stream stays the caller's to close; it is read to its end only if a result depends on the body.
     *
     * @throws IOException from the stream
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimResult verify(InputStream message) throws IOException {
        try (DkimVerification verification = begin()) {
            verification.update(message);
            return verification.finish();
        }
    }

    /**
     * The same as {@link #verifyAsync(Message)} for the octets of a whole message as they came, which are read on this
     * thread.
     *
     * @throws IOException from the stream
     */
    public CompletableFuture<DkimResult> verifyAsync(InputStream message) throws IOException {
        DkimVerification verification = begin();
        try {
            verification.update(message);
            return verification.finishAsync();
        } catch (IOException | RuntimeException | Error failed) {
            verification.close();
            throw failed;
        }
    }

    /**
     * The same as {@link #verify(Message)} for a whole message in memory.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimResult verify(Octets message) {
        try (DkimVerification verification = begin()) {
            verification.update(message);
            return verification.finish();
        }
    }

    /** The same as {@link #verifyAsync(Message)} for a whole message in memory. */
    public CompletableFuture<DkimResult> verifyAsync(Octets message) {
        DkimVerification verification = begin();
        try {
            verification.update(message);
            return verification.finishAsync();
        } catch (RuntimeException | Error failed) {
            verification.close();
            throw failed;
        }
    }

    /** For a message that comes in chunks, as in the DATA phase of SMTP: takes them all, header and body. */
    public DkimVerification begin() {
        return new DkimVerification(this, dns, reader.feed());
    }

    /**
     * The first step, for those who read the message and ask DNS themselves: reads all signatures in the header, as of now.
     */
    public DkimCheck prepare(HeaderBlock header) {
        return prepare(header, clock.instant());
    }

    /** The same, where the caller has looked at the clock already: one time for all that is said about a message. */
    public DkimCheck prepare(HeaderBlock header, Instant now) {
        return new DkimCheck(header, policy, cryptography, publicSuffixes, maxSignatures, now);
    }
}
