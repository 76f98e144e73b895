package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.dkim.SignatureOutcome.Facts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one message, step by step, for those who read the message themselves: the header is known, the body
 * comes in chunks, and then {@link #evaluation} is ready to be run over DNS, alone or joined with others.
 *
 * <pre>{@code
 * DkimCheck check = verifier.prepare(message.header());
 * session.prefetch(check.keyQuestions());
 * check.update(message.body());
 * DkimResult result = session.evaluate(check.evaluation());
 * }</pre>
 *
 * <p>The body is hashed once for each form and length that the signatures need, in memory that does not grow with it, and
 * not at all where no signature is worth it. For one thread at a time.
 */
public final class DkimCheck {

    private final DkimPolicy policy;
    private final Cryptography cryptography;
    private final Predicate<DomainName> publicSuffixes;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<DkimCanonicalization, CanonicalBody> bodies = new EnumMap<>(DkimCanonicalization.class);
    private @Nullable MessageEvaluation evaluation;

    /** A field, and either its result or what is needed for one. */
    private record Candidate(
            ClaimedIdentifiers identifiers,
            @Nullable DkimSignatureResult result,
            @Nullable Pending pending) {}

    /** A signature that waits for the body. */
    private record Pending(
            DkimSignature signature,
            SignedFields fields,
            DkimAlgorithm algorithm,
            SignedHeader header,
            BodyHashing hashing,
            @Nullable DkimProblem reservation) {}

    DkimCheck(
            HeaderBlock header,
            DkimPolicy policy,
            Cryptography cryptography,
            Predicate<DomainName> publicSuffixes,
            int maxSignatures,
            Instant now) {
        this.policy = policy;
        this.cryptography = cryptography;
        this.publicSuffixes = publicSuffixes;
        if (header.isTruncated()) {
            add(Facts.UNKNOWN, DkimProblem.of(Kind.LIMIT_EXCEEDED, "the header is too large"));
        } else {
            prepare(header, maxSignatures, now);
        }
    }

    private void prepare(HeaderBlock header, int maxSignatures, Instant now) {
        List<HeaderField> fields = header.fields("DKIM-Signature");
        if (fields.isEmpty()) {
            return;
        }
        List<SignatureTags> tags = new ArrayList<>(fields.size());
        List<String> signatures = new ArrayList<>(fields.size());
        for (HeaderField field : fields) {
            SignatureTags read = new SignatureTags(field, SignatureParser.tags(field));
            tags.add(read);
            signatures.add(ClaimedIdentifiers.signature(read));
        }
        SignaturePrefixes prefixes = new SignaturePrefixes(signatures);
        HeaderSelection selection = new HeaderSelection(header);
        SignatureScreening screening = new SignatureScreening(header, policy, publicSuffixes, now);
        SignedFields signedFields = new SignedFields(header);
        for (int i = 0; i < fields.size(); i++) {
            String prefix = prefixes.of(signatures.get(i));
            ClaimedIdentifiers identifiers = ClaimedIdentifiers.read(tags.get(i), prefix);
            if (i < maxSignatures) {
                prepare(tags.get(i), identifiers, selection, signedFields, screening);
            } else {
                add(
                        Facts.of(identifiers, null, null),
                        DkimProblem.of(Kind.LIMIT_EXCEEDED, "more than " + maxSignatures + " signatures"));
            }
        }
    }

    private void prepare(
            SignatureTags tags,
            ClaimedIdentifiers identifiers,
            HeaderSelection selection,
            SignedFields signedFields,
            SignatureScreening screening) {
        SignatureParser.Parsed parsed = new SignatureParser(tags).parse();
        DkimSignature signature = parsed.signature();
        DkimProblem refusal = signature == null ? parsed.problem() : screening.refusal(signature);
        if (refusal != null) {
            add(Facts.of(identifiers, signature, signedFields), refusal);
        } else {
            DkimSignature understood = Objects.requireNonNull(signature);
            Pending pending = new Pending(
                    understood,
                    signedFields,
                    DkimAlgorithm.parse(understood.algorithm()).orElseThrow(),
                    selection.signedBy(understood),
                    hashing(understood),
                    screening.reservation(understood));
            candidates.add(new Candidate(identifiers, null, pending));
        }
    }

    private void add(Facts facts, DkimProblem problem) {
        candidates.add(new Candidate(facts.identifiers(), new NotPassedSignature(facts, problem), null));
    }

    private BodyHashing hashing(DkimSignature signature) {
        return bodies.computeIfAbsent(signature.bodyCanonicalization(), CanonicalBody::of)
                .hashing(signature.bodyLength().orElse(Long.MAX_VALUE));
    }

    /** Where the keys are: to be asked for as early as possible. None for signatures that can't count anyway. */
    public Set<DnsQuestion> keyQuestions() {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            if (candidate.pending() != null) {
                questions.add(candidate.pending().signature().keyQuestion());
            }
        }
        return questions;
    }

    /** Whose signatures may turn out to pass: what DMARC may have to ask about. */
    public Set<DomainName> signingDomains() {
        Set<DomainName> domains = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            if (candidate.pending() != null) {
                domains.add(candidate.pending().signature().domain());
            }
        }
        return domains;
    }

    /** Whether any result depends on the body. If not, there is no need to feed it. */
    public boolean needsBody() {
        return !bodies.isEmpty();
    }

    /**
     * Takes the next octets of the body, after the empty line that ends the header, exactly as they arrived.
     *
     * @throws IndexOutOfBoundsException if the array has no such range
     * @throws IllegalStateException after {@link #evaluation} was called
     */
    public void update(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        requireOpen();
        for (CanonicalBody body : bodies.values()) {
            body.update(octets, offset, length);
        }
    }

    /**
     * Takes the rest of the body from a stream, and reads it to its end; or not at all if no result depends on it. The
     * stream stays the caller's to close.
     *
     * @throws IOException from the stream
     * @throws IllegalStateException after {@link #evaluation} was called
     */
    public void update(InputStream body) throws IOException {
        requireOpen();
        if (!needsBody()) {
            return;
        }
        body.transferTo(new OutputStream() {
            @Override
            public void write(int octet) {
                update(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                update(octets, offset, length);
            }
        });
    }

    private void requireOpen() {
        if (evaluation != null) {
            throw new IllegalStateException("the body is over, since its evaluation was asked for");
        }
    }

    /**
     * The rules, for the body that came so far, which is taken to be all of it. A record, so that it can be a part of
     * {@link io.mailseal.core.dns.DnsView#join}; each signature is a part of its own within, so that it is verified once
     * however often the rules run. May be called again.
     */
    public DnsEvaluation<DkimResult> evaluation() {
        MessageEvaluation ready = evaluation;
        if (ready == null) {
            bodies.values().forEach(CanonicalBody::finish);
            List<DnsEvaluation<DkimSignatureResult>> parts = new ArrayList<>(candidates.size());
            candidates.forEach(candidate -> parts.add(part(candidate)));
            ready = new MessageEvaluation(List.copyOf(parts));
            evaluation = ready;
        }
        return ready;
    }

    private DnsEvaluation<DkimSignatureResult> part(Candidate candidate) {
        Pending pending = candidate.pending();
        if (pending == null) {
            return new SettledSignature(Objects.requireNonNull(candidate.result()));
        }
        DkimSignature signature = pending.signature();
        CanonicalBody body = Objects.requireNonNull(bodies.get(signature.bodyCanonicalization()));
        return new SignatureEvaluation(
                candidate.identifiers(),
                signature,
                pending.fields(),
                pending.algorithm(),
                pending.header(),
                pending.hashing().result(body.length()),
                pending.reservation(),
                policy,
                cryptography);
    }
}
