package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.psl.PublicSuffixList;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages for one domain, with one key or several. Immutable and thread-safe: one serves a whole application.
 *
 * <pre>{@code
 * DkimSigner signer = DkimSigner.builder()
 *         .domain("example.org")
 *         .key("s2026", key)
 *         .build();
 * DkimSigningResult result = signer.sign(message);
 * out.write(result.toHeaderFields().getBytes(US_ASCII));
 * out.write(message);
 * }</pre>
 *
 * <p>What is signed is what must be sent, octet by octet: sign last, after everything that changes the message, such as
 * encoding for servers that take seven bits only; the transparency dots of SMTP come later. Nothing is done about
 * signatures that are there already.
 *
 * <p>A message whose signature would probably break on the way, or that people and programs may read in two ways, is
 * refused, and the {@link DkimSigningProblem} says why: no From field, several, or one without an address; other fields
 * that may be there once, and are repeated; lines of more than 998 octets; octets above 127 in a body that is not declared
 * to have any; NUL; a CR or LF alone, of which {@link #signNormalisingLineEnds} makes something that can be signed. What
 * can be had all the same has a method of the {@link Builder} that begins with {@code allow}. Of a message that was signed,
 * {@link DkimSigningResult#findings} says what may still break it.
 *
 * <p>The body is read once, in constant memory. Every outcome is a value, see {@link DkimSigningResult}.
 *
 * @rfc 6376 5
 * @rfc 8301 3
 * @rfc 8463 3
 */
public final class DkimSigner {

    private final DomainName domain;
    private final Map<DomainName, SignatureSource> keys;
    private final DkimCanonicalization headerCanonicalization;
    private final DkimCanonicalization bodyCanonicalization;
    private final DkimSignedFields signedFields;
    private final InstantSource clock;
    private final boolean timestamp;
    private final @Nullable Duration validity;
    private final @Nullable String identity;
    private final boolean bodyLength;
    private final SigningScreening.Allowances allowances;

    private DkimSigner(DomainName domain, Builder builder) {
        this.domain = domain;
        this.keys = Collections.unmodifiableMap(new LinkedHashMap<>(builder.sources()));
        this.headerCanonicalization = builder.headerCanonicalization;
        this.bodyCanonicalization = builder.bodyCanonicalization;
        this.signedFields = builder.signedFields;
        this.clock = builder.clock;
        this.timestamp = builder.timestamp;
        this.validity = builder.validity;
        this.identity = builder.identity == null ? null : SigningIdentity.encode(builder.identity, domain);
        this.bodyLength = builder.bodyLength;
        this.allowances =
                new SigningScreening.Allowances(builder.longLines, builder.undeclaredEightBit, builder.repeatedFields);
    }

    /** To be told at least a domain and a key. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a signer needs; not for several threads. */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofDays(36_500);

        /** A key that was given, as soon as all providers are known. */
        private interface Given {
            SignatureSource source(Map<DkimAlgorithm, Provider> providers);
        }

        private @Nullable DomainName domain;
        private final Map<DomainName, Given> keys = new LinkedHashMap<>();
        private DkimCanonicalization headerCanonicalization = DkimCanonicalization.RELAXED;
        private DkimCanonicalization bodyCanonicalization = DkimCanonicalization.RELAXED;
        private DkimSignedFields signedFields = DkimSignedFields.recommended();
        private InstantSource clock = InstantSource.system();
        private boolean timestamp = true;
        private @Nullable Duration validity;
        private @Nullable String identity;
        private boolean bodyLength;
        private boolean longLines;
        private boolean undeclaredEightBit;
        private boolean repeatedFields;
        private boolean publicSuffixDomain;
        private Predicate<DomainName> publicSuffixes =
                name -> PublicSuffixList.bundled().icannOnly().isPublicSuffix(name);
        private final List<DkimKeyRecord> publishedRecords = new ArrayList<>();
        private final Map<DkimAlgorithm, Provider> providers = new EnumMap<>(DkimAlgorithm.class);

        private Builder() {}

        /**
         * {@code d=}: the domain that takes responsibility. That it is no public suffix is checked by {@link #build}.
         *
         * @throws IllegalArgumentException unless it has two labels at least, of letters, digits, hyphens and
         *     underscores
         */
        public Builder domain(DomainName newDomain) {
            return domain(newDomain.toString());
        }

        /**
         * The same as text. U-labels are written as A-labels.
         *
         * @throws IllegalArgumentException if it is no such domain name
         */
        public Builder domain(String newDomain) {
            domain = SigningDomain.parse(Octets.ofUtf8(newDomain).toLatin1());
            if (domain == null) {
                throw new IllegalArgumentException("no domain that can sign: " + newDomain);
            }
            return this;
        }

        /**
         * Adds a key: there is one signature for each, over one reading of the message. Two are usual while Ed25519 is
         * not understood by everybody.
         *
         * @param selector {@code s=}: which of the keys of the domain; its public half is at
         *     {@code selector._domainkey.domain}
         * @throws IllegalArgumentException if the selector is no domain name or was given before
         */
        public Builder key(String selector, DkimPrivateKey key) {
            Objects.requireNonNull(key, "key");
            keys.put(newSelector(selector), known -> {
                Provider provider = known.get(key.algorithm());
                return new LocalKey(provider == null ? key : key.using(provider));
            });
            return this;
        }

        /**
         * Adds a key that is elsewhere, such as in a hardware module.
         *
         * @param published the record that its public half is, or will be, published in; each signature is verified
         *     under it before it is used
         * @throws IllegalArgumentException if the selector is no domain name or was given before, or if verifiers would
         *     not take signatures under this record: it holds no key or a revoked one, it is not for mail ({@code s=}
         *     with neither {@code email} nor {@code *}; a key for the reports of RFC 8460 has {@code s=email:tlsrpt}),
         *     it is not for SHA-256 ({@code h=}), or it is an RSA key of less than 1024 bits, or of more than 4096,
         *     which verifiers need not take
         * @rfc 6376 3.6.1
         * @rfc 8301 3.2
         */
        public Builder externalKey(String selector, DkimKeyRecord published, DkimExternalSigner signer) {
            Objects.requireNonNull(signer, "signer");
            DkimAlgorithm algorithm = null;
            for (DkimAlgorithm candidate : DkimAlgorithm.values()) {
                algorithm = candidate.keyType().equals(published.keyType()) ? candidate : algorithm;
            }
            PublicKeyMaterial publicKey =
                    algorithm == null || published.problem().isPresent() ? null : material(algorithm, published);
            if (algorithm == null || publicKey == null) {
                throw new IllegalArgumentException("the record holds no usable key: " + published);
            }
            requireUse(published);
            requireSize(algorithm, publicKey.bits());
            DkimAlgorithm known = algorithm;
            keys.put(
                    newSelector(selector),
                    any -> new ExternalKey(known, publicKey, signer, new Cryptography(Map.of())));
            publishedRecords.add(published);
            return this;
        }

        private static void requireUse(DkimKeyRecord published) {
            if (!published.allowsService("email")) {
                throw new IllegalArgumentException("the record says that the key is not for mail (s=): " + published);
            }
            if (!published.allowsHash("sha256")) {
                throw new IllegalArgumentException(
                        "the record says that the key is not for SHA-256 (h=): " + published);
            }
        }

        private static @Nullable PublicKeyMaterial material(DkimAlgorithm algorithm, DkimKeyRecord published) {
            return switch (algorithm) {
                case RSA_SHA256 -> RsaKey.parse(published.publicKey());
                case ED25519_SHA256 -> Ed25519Key.parse(published.publicKey());
            };
        }

        private static void requireSize(DkimAlgorithm algorithm, int bits) {
            boolean right = algorithm != DkimAlgorithm.RSA_SHA256 || bits >= RsaKey.MIN_BITS && bits <= RsaKey.MAX_BITS;
            if (!right) {
                throw new IllegalArgumentException("an RSA key of " + bits + " bits: verifiers take " + RsaKey.MIN_BITS
                        + " to " + RsaKey.MAX_BITS);
            }
        }

        private DomainName newSelector(String text) {
            DomainName selector =
                    SigningDomain.parseSelector(Octets.ofUtf8(text).toLatin1());
            if (selector == null) {
                throw new IllegalArgumentException("no selector: " + text);
            }
            if (keys.containsKey(selector)) {
                throw new IllegalArgumentException("one selector for two keys: " + selector);
            }
            return selector;
        }

        private Map<DomainName, SignatureSource> sources() {
            Map<DomainName, SignatureSource> sources = new LinkedHashMap<>();
            keys.forEach((selector, given) -> sources.put(selector, given.source(providers)));
            return sources;
        }

        /** {@code c=}: what may happen to header and body on the way. By default both are relaxed. */
        public Builder canonicalization(DkimCanonicalization header, DkimCanonicalization body) {
            headerCanonicalization = Objects.requireNonNull(header, "header");
            bodyCanonicalization = Objects.requireNonNull(body, "body");
            return this;
        }

        /** Which fields are signed. By default {@link DkimSignedFields#recommended}. */
        public Builder signedFields(DkimSignedFields newSignedFields) {
            signedFields = Objects.requireNonNull(newSignedFields, "signedFields");
            return this;
        }

        /** What tells the time of signing; read once for each message. By default the clock of the system. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** Does not say when the signature was made: no {@code t=}. */
        public Builder withoutTimestamp() {
            timestamp = false;
            return this;
        }

        /**
         * {@code x=}: for how long the signature is good. By default for ever. Not less than the message may be on its
         * way, some days; it makes replaying it harder later on.
         *
         * @throws IllegalArgumentException for less than a second or more than a hundred years
         */
        public Builder validFor(Duration newValidity) {
            if (newValidity.compareTo(Duration.ofSeconds(1)) < 0 || newValidity.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("no time that a signature is good for: " + newValidity);
            }
            validity = newValidity;
            return this;
        }

        /**
         * {@code i=}: on whose behalf the domain signs, like a mail address; the part before the {@code @} may be
         * empty. By default the tag is left out, which means the domain itself. Whether it is at or below the domain is
         * checked by {@link #build}. One that is below is good only under a key record that allows it, see {@link
         * DkimKeyRecord.Builder#allowIdentitiesBelowDomain}; that is checked where the record is known, for an {@link
         * #externalKey}.
         */
        public Builder identity(String newIdentity) {
            identity = Objects.requireNonNull(newIdentity, "identity");
            return this;
        }

        /**
         * {@code l=}: gives up that the body ends where it ended when it was signed. Anybody may append to it, and in a
         * message of several parts replace all that people see, under a signature that is good. Verifiers do not trust
         * such signatures, this library's by default included. Reports to other domains must not have them.
         *
         * @rfc 6376 8.2
         */
        public Builder allowOthersToAppendToTheBody() {
            bodyLength = true;
            return this;
        }

        /**
         * Signs messages with lines of more than 998 octets. RFC 5322 forbids them, SMTP servers need not take them, and
         * some break them, which no signature survives.
         *
         * @rfc 5322 2.1.1
         */
        public Builder allowLongLines() {
            longLines = true;
            return this;
        }

        /**
         * Signs messages with octets above 127 in a body that is not declared to have any: no {@code
         * Content-Transfer-Encoding} of {@code 8bit} or {@code binary}. Servers on the way may encode such a body, or add
         * the field, which no signature survives that seals it. A body of several parts is signed in any case, since the
         * parts may declare it.
         *
         * @rfc 6376 5.3
         */
        public Builder allowUndeclaredEightBitBody() {
            undeclaredEightBit = true;
            return this;
        }

        /**
         * Signs messages in which a field that may be there once, such as Subject or To, is there several times. Which of
         * them people see depends on the program they use; the signature says that each of them is genuine. From is not
         * among these: it must be there once.
         *
         * @rfc 5322 3.6
         * @rfc 6376 8.15
         */
        public Builder allowRepeatedFields() {
            repeatedFields = true;
            return this;
        }

        /**
         * Signs for a domain that is a public suffix, such as {@code co.uk}: for those who run such a registry. Verifiers do
         * not accept these signatures, this library's by default included, since they would speak for everybody below.
         *
         * @rfc 6376 6.1.1
         */
        public Builder allowPublicSuffixDomain() {
            publicSuffixDomain = true;
            return this;
        }

        /**
         * The list that tells which domains are public suffixes: the ICANN section of it counts, since a private suffix has
         * an owner who may sign. By default the one that comes with the library.
         *
         * @rfc 6376 6.1.1
         */
        public Builder publicSuffixList(PublicSuffixList list) {
            PublicSuffixList registries = list.icannOnly();
            publicSuffixes = registries::isPublicSuffix;
            return this;
        }

        /**
         * Whose implementation signs with this algorithm; it need not be registered. By default RSA signatures are made
         * by the first registered provider that takes the key, and those of Ed25519 by BouncyCastle's.
         *
         * @throws IllegalArgumentException if the provider does not have the algorithm
         */
        public Builder provider(DkimAlgorithm algorithm, Provider provider) {
            Cryptography.serviceName(algorithm, provider);
            providers.put(algorithm, provider);
            return this;
        }

        /**
         * The signer.
         *
         * @throws IllegalStateException without a domain or a key
         * @throws IllegalArgumentException if the domain is a public suffix and not allowed to be one, the identity is not
         *     at or below the domain, or below it where the record of an {@link #externalKey} forbids that ({@code t=s}),
         *     a selector is too long for the domain, or a provider does not take a key
         */
        public DkimSigner build() {
            DomainName signingDomain = domain;
            if (signingDomain == null || keys.isEmpty()) {
                throw new IllegalStateException("a domain and a key are needed");
            }
            for (DomainName selector : keys.keySet()) {
                if (signingDomain.below(selector + "._domainkey").isEmpty()) {
                    throw new IllegalArgumentException("too long together: " + selector + " and " + signingDomain);
                }
            }
            if (!publicSuffixDomain && publicSuffixes.test(signingDomain)) {
                throw new IllegalArgumentException("nobody's own domain, but a public suffix: " + signingDomain);
            }
            DkimSigner signer = new DkimSigner(signingDomain, this);
            requireIdentityAllowed(signingDomain);
            return signer;
        }

        // §3.6.1: t=s. The identity is known to be one.
        private void requireIdentityAllowed(DomainName signingDomain) {
            boolean below =
                    identity != null && !SigningIdentity.domain(identity).equals(signingDomain);
            for (DkimKeyRecord published : publishedRecords) {
                if (below && published.requiresExactDomain()) {
                    throw new IllegalArgumentException(
                            "the record of the key forbids an identity below the domain (t=s): " + identity);
                }
            }
        }
    }

    /**
     * Signs a message, and reads its body. Blocks until it is done, as {@link DkimSigning#finish} does.
     *
     * @throws IOException from the body
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimSigningResult sign(Message message) throws IOException {
        return read(message).finish();
    }

    /**
     * Signs a message in memory.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimSigningResult sign(Octets message) {
        return sign(message.toByteArray());
    }

    /**
     * Signs a message in memory.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public DkimSigningResult sign(byte[] message) {
        return read(message).finish();
    }

    /**
     * Reads the body of a message on this thread, and signs the message as {@link DkimSigning#finishAsync} does.
     *
     * @throws IOException from the body
     */
    public CompletableFuture<DkimSigningResult> signAsync(Message message) throws IOException {
        return read(message).finishAsync();
    }

    /** Signs a message in memory as {@link DkimSigning#finishAsync} does. */
    public CompletableFuture<DkimSigningResult> signAsync(Octets message) {
        return signAsync(message.toByteArray());
    }

    /** Signs a message in memory as {@link DkimSigning#finishAsync} does. */
    public CompletableFuture<DkimSigningResult> signAsync(byte[] message) {
        return read(message).finishAsync();
    }

    /**
     * Signs a message whose line ends may be anything, after each CR alone and each LF alone was made a CRLF. What is
     * signed is another message, then, and that one must be sent: it is written to {@code normalised}, all of it, also
     * where it can't be signed. Not for what strangers sent by SMTP, where a CR or LF alone is an attempt to be read in
     * two ways.
     *
     * @param message read to its end, and left open
     * @param normalised left open
     * @throws IOException from the streams
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     * @rfc 6376 5.3
     */
    public DkimSigningResult signNormalisingLineEnds(InputStream message, OutputStream normalised) throws IOException {
        return read(message, normalised).finish();
    }

    /**
     * The same; reads and writes on this thread, and then signs as {@link DkimSigning#finishAsync} does.
     *
     * @throws IOException from the streams
     */
    public CompletableFuture<DkimSigningResult> signNormalisingLineEndsAsync(
            InputStream message, OutputStream normalised) throws IOException {
        return read(message, normalised).finishAsync();
    }

    /** The first step, for those who read the message themselves: takes its header, as of now. */
    public DkimSigning prepare(HeaderBlock header) {
        return new DkimSigning(this, header, clock.instant());
    }

    private DkimSigning read(Message message) throws IOException {
        DkimSigning signing = prepare(message.header());
        signing.update(message.body());
        return signing;
    }

    private DkimSigning read(byte[] octets) {
        HeaderBlock header = MessageReader.strict().read(octets).header();
        DkimSigning signing = prepare(header);
        // After the fields and an empty line, which may be missing where there is no body.
        int start = Math.min(octets.length, header.raw().length() + 2);
        signing.update(octets, start, octets.length - start);
        return signing;
    }

    private DkimSigning read(InputStream in, OutputStream normalised) throws IOException {
        NormalisedStream stream = new NormalisedStream(in, normalised);
        DkimSigning signing = read(MessageReader.strict().read(stream));
        stream.drain();
        return signing;
    }

    Map<DomainName, SignatureSource> keys() {
        return keys;
    }

    DkimCanonicalization headerCanonicalization() {
        return headerCanonicalization;
    }

    DkimCanonicalization bodyCanonicalization() {
        return bodyCanonicalization;
    }

    DkimSignedFields signedFields() {
        return signedFields;
    }

    SigningScreening.Allowances allowances() {
        return allowances;
    }

    /** The field of one key, up to the value of its last tag, which is the signature. */
    SignatureText signatureText(
            DomainName selector, DkimAlgorithm algorithm, List<String> names, BodyHash hash, Instant now) {
        SignatureText text = new SignatureText();
        text.tag("v", "1");
        text.tag("a", algorithm.word());
        text.tag("c", headerCanonicalization.word() + "/" + bodyCanonicalization.word());
        text.tag("d", domain.toString());
        text.tag("s", selector.toString());
        if (identity != null) {
            text.tag("i", identity);
        }
        long made = Math.max(0, now.getEpochSecond());
        if (timestamp) {
            text.tag("t", Long.toString(made));
        }
        if (validity != null) {
            text.tag("x", Long.toString(made + validity.toSeconds()));
        }
        if (bodyLength) {
            text.tag("l", Long.toString(hash.total()));
        }
        text.list("h", names);
        text.tag("bh", Base64.getEncoder().encodeToString(hash.hash().toByteArray()));
        text.beginSignature();
        return text;
    }

    /** For people: the domain and the selectors. */
    @Override
    public String toString() {
        return "d=" + domain + " s=" + keys.keySet();
    }
}
