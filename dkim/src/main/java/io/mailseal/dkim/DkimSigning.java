package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One message being signed, step by step, for those who have it in pieces: the header is known, the body comes in
 * chunks, and then {@link #finish} makes the fields.
 *
 * <pre>{@code
 * DkimSigning signing = signer.prepare(header);
 * signing.update(chunk, 0, length);
 * String fields = signing.finish().toHeaderFields();
 * }</pre>
 *
 * <p>The body is hashed once, whatever the number of keys, in memory that does not grow with it. For one thread at a
 * time.
 *
 * @rfc 6376 5
 */
public final class DkimSigning {

    private static final int CHUNK = 1 << 14;

    // Servers limit the length of a field; all names of any real message take some hundred octets.
    private static final int MAX_NAMES = 1 << 14;

    // What different programs see differently, or not at all.
    private static final Set<MessageAnomaly> MALFORMED = EnumSet.of(
            MessageAnomaly.NO_COLON,
            MessageAnomaly.LEADING_CONTINUATION,
            MessageAnomaly.EMPTY_NAME,
            MessageAnomaly.INVALID_NAME,
            MessageAnomaly.FOLDED_NAME,
            MessageAnomaly.BLANK_LINE);

    private final DkimSigner signer;
    private final HeaderBlock header;
    private final Instant now;
    private final @Nullable DkimSigningProblem headerProblem;
    private final CanonicalBody body;
    private final BodyHashing hashing;
    private final LineEndWatch lineEnds = new LineEndWatch();
    private boolean finished;

    DkimSigning(DkimSigner signer, HeaderBlock header, Instant now) {
        this.signer = signer;
        this.header = header;
        this.now = now;
        this.headerProblem = findHeaderProblem(header);
        this.body = CanonicalBody.of(signer.bodyCanonicalization());
        this.hashing = body.hashing(Long.MAX_VALUE);
    }

    private static @Nullable DkimSigningProblem findHeaderProblem(HeaderBlock header) {
        if (header.isTruncated()) {
            return DkimSigningProblem.of(Kind.HEADER_TOO_LARGE);
        }
        Set<MessageAnomaly> anomalies = header.anomalies();
        if (anomalies.contains(MessageAnomaly.BARE_CR) || anomalies.contains(MessageAnomaly.BARE_LF)) {
            return new DkimSigningProblem(Kind.BARE_LINE_END, "in the header");
        }
        if (anomalies.contains(MessageAnomaly.NUL)) {
            return new DkimSigningProblem(Kind.NUL, "in the header");
        }
        for (MessageAnomaly anomaly : anomalies) {
            if (MALFORMED.contains(anomaly)) {
                return new DkimSigningProblem(Kind.MALFORMED_HEADER, anomaly.sentence());
            }
        }
        int authors = header.fields("From").size();
        if (authors == 1) {
            return null;
        }
        return DkimSigningProblem.of(authors == 0 ? Kind.NO_FROM : Kind.SEVERAL_FROM);
    }

    /**
     * Whether the result depends on the body. It does not if the header is refused already; then there is no need to
     * feed it.
     */
    public boolean needsBody() {
        return headerProblem == null;
    }

    /**
     * Takes the next octets of the body, after the empty line that ends the header, exactly as they will be sent, but
     * for the transparency dots of SMTP.
     *
     * @throws IndexOutOfBoundsException if the array has no such range
     * @throws IllegalStateException after the end
     */
    public void update(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        requireOpen();
        if (needsBody()) {
            lineEnds.update(octets, offset, length);
            body.update(octets, offset, length);
        }
    }

    /**
     * Takes the rest of the body from a stream, and reads it to its end; or not at all if no result depends on it. The
     * stream stays the caller's to close.
     *
     * @throws IOException from the stream
     * @throws IllegalStateException after the end
     */
    public void update(InputStream rest) throws IOException {
        requireOpen();
        if (!needsBody()) {
            return;
        }
        byte[] chunk = new byte[CHUNK];
        for (int count = rest.read(chunk); count >= 0; count = rest.read(chunk)) {
            update(chunk, 0, count);
        }
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException("the body is over, since its signature was asked for");
        }
    }

    /**
     * Signs what has come. Blocks while an external signer works. Interruption meanwhile cancels that, and leaves the
     * interrupt flag set.
     *
     * @throws IllegalStateException if called twice
     * @throws CancellationException if the thread is interrupted
     */
    public DkimSigningResult finish() {
        CompletableFuture<DkimSigningResult> result = finishAsync();
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for a signature");
            cancelled.initCause(interrupted);
            throw cancelled;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("signing failed", bug.getCause());
        }
    }

    /**
     * Signs what has come. Keys that are here sign on this thread; the future is complete on return unless there is an
     * external signer that is not done. It fails only for a bug, or when it is cancelled, which cancels the external
     * signer's.
     *
     * @throws IllegalStateException if called twice
     */
    public CompletableFuture<DkimSigningResult> finishAsync() {
        requireOpen();
        finished = true;
        DkimSigningProblem problem = headerProblem != null ? headerProblem : bodyProblem();
        return problem == null ? sign() : CompletableFuture.completedFuture(refused(problem));
    }

    private @Nullable DkimSigningProblem bodyProblem() {
        Kind kind = lineEnds.problem();
        return kind == null ? null : new DkimSigningProblem(kind, "in the body");
    }

    private DkimSigningResult refused(DkimSigningProblem problem) {
        List<DkimSigningOutcome> outcomes = new ArrayList<>();
        signer.keys()
                .forEach((selector, key) ->
                        outcomes.add(DkimSigningOutcome.refused(selector, key.algorithm(), problem)));
        return new DkimSigningResult(outcomes);
    }

    private CompletableFuture<DkimSigningResult> sign() {
        body.finish();
        BodyHash hash = hashing.result(body.length());
        List<String> names = signer.signedFields().namesFor(header);
        if (names.stream().mapToInt(String::length).sum() > MAX_NAMES) {
            return CompletableFuture.completedFuture(refused(DkimSigningProblem.of(Kind.SIGNATURE_TOO_LARGE)));
        }
        Octets fields = canonicalFields(names);
        List<CompletableFuture<DkimSigningOutcome>> outcomes = new ArrayList<>();
        List<CompletableFuture<MadeSignature>> signatures = new ArrayList<>();
        signer.keys().forEach((selector, key) -> {
            SignatureText text = signer.signatureText(selector, key.algorithm(), names, hash, now);
            CompletableFuture<MadeSignature> signature = key.sign(signedData(fields, text));
            signatures.add(signature);
            outcomes.add(signature.thenApply(made -> outcome(selector, key.algorithm(), text, made)));
        });
        CompletableFuture<DkimSigningResult> result = CompletableFuture.allOf(
                        outcomes.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new DkimSigningResult(
                        outcomes.stream().map(CompletableFuture::join).toList()));
        CompletableFuture<DkimSigningResult> unused = result.whenComplete((done, thrown) -> {
            if (thrown instanceof CancellationException) {
                signatures.forEach(signature -> signature.cancel(true));
            }
        });
        return result;
    }

    private static DkimSigningOutcome outcome(
            DomainName selector, DkimAlgorithm algorithm, SignatureText text, MadeSignature made) {
        Octets signature = made.octets();
        if (signature == null) {
            return DkimSigningOutcome.refused(selector, algorithm, Objects.requireNonNull(made.problem()));
        }
        String base64 = Base64.getEncoder().encodeToString(signature.toByteArray());
        return DkimSigningOutcome.signed(selector, algorithm, text.signed(base64));
    }

    // §5.4.2: of each name the lowest field that is left; none where none is left
    private Octets canonicalFields(List<String> names) {
        Map<String, List<HeaderField>> left = new HashMap<>();
        for (HeaderField field : header.fields()) {
            left.computeIfAbsent(AsciiCase.lower(field.name()), name -> new ArrayList<>())
                    .add(field);
        }
        HeaderCanonicalizer canonicalizer = new HeaderCanonicalizer(signer.headerCanonicalization());
        for (String name : names) {
            List<HeaderField> named = left.getOrDefault(AsciiCase.lower(name), List.of());
            if (!named.isEmpty()) {
                canonicalizer.add(named.remove(named.size() - 1));
            }
        }
        return canonicalizer.canonical();
    }

    // §3.7: the fields, then the signature field with an empty b= and without its line end
    private byte[] signedData(Octets fields, SignatureText text) {
        byte[] own = text.canonical(signer.headerCanonicalization()).getBytes(StandardCharsets.US_ASCII);
        byte[] before = fields.toByteArray();
        byte[] data = Arrays.copyOf(before, before.length + own.length);
        System.arraycopy(own, 0, data, before.length, own.length);
        return data;
    }
}
