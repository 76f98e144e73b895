package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.dkim.DkimSigningFinding.Code;
import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
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

    private final DkimSigner signer;
    private final HeaderBlock header;
    private final Instant now;
    private final SigningScreening screening;
    private final @Nullable DkimSigningProblem headerProblem;
    private final CanonicalBody body;
    private final BodyHashing hashing;
    private final LineEndWatch lineEnds = new LineEndWatch();
    private final TransportWatch transport = new TransportWatch();
    private boolean finished;

    DkimSigning(DkimSigner signer, HeaderBlock header, Instant now) {
        this.signer = signer;
        this.header = header;
        this.now = now;
        this.screening = new SigningScreening(header, signer.allowances());
        this.headerProblem = screening.headerProblem();
        this.body = CanonicalBody.of(signer.bodyCanonicalization());
        this.hashing = body.hashing(Long.MAX_VALUE);
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
            transport.update(octets, offset, length);
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
        DkimSigningProblem problem = headerProblem != null ? headerProblem : screening.bodyProblem(lineEnds, transport);
        return problem == null ? sign() : CompletableFuture.completedFuture(refused(problem));
    }

    private DkimSigningResult refused(DkimSigningProblem problem) {
        List<DkimSigningOutcome> outcomes = new ArrayList<>();
        signer.keys()
                .forEach((selector, key) ->
                        outcomes.add(DkimSigningOutcome.refused(selector, key.algorithm(), problem)));
        return new DkimSigningResult(outcomes, List.of());
    }

    private CompletableFuture<DkimSigningResult> sign() {
        body.finish();
        DkimSignedFields.Selection selection = signer.signedFields().select(header);
        DkimSigningProblem problem = namesProblem(selection.names());
        return problem == null ? sign(selection) : CompletableFuture.completedFuture(refused(problem));
    }

    private @Nullable DkimSigningProblem namesProblem(List<String> names) {
        long octets = 0;
        for (String name : names) {
            octets += name.length();
        }
        return octets > MAX_NAMES ? DkimSigningProblem.of(Kind.SIGNATURE_TOO_LARGE) : screening.namesProblem(names);
    }

    private CompletableFuture<DkimSigningResult> sign(DkimSignedFields.Selection selection) {
        BodyHash hash = hashing.result(body.length());
        List<String> names = selection.names();
        byte[] fields = canonical(selection.fields());
        List<CompletableFuture<DkimSigningOutcome>> outcomes = new ArrayList<>();
        List<CompletableFuture<MadeSignature>> signatures = new ArrayList<>();
        try {
            signer.keys().forEach((selector, key) -> {
                SignatureText text = signer.signatureText(selector, key.algorithm(), names, hash, now);
                CompletableFuture<MadeSignature> signature = key.sign(signedData(fields, text));
                signatures.add(signature);
                outcomes.add(signature.thenApply(made -> outcome(selector, key.algorithm(), text, made)));
            });
        } catch (RuntimeException | Error broken) {
            // Of the provider, such as a native part that is missing: nothing goes on working for nobody.
            signatures.forEach(signature -> signature.cancel(true));
            throw broken;
        }
        CompletableFuture<DkimSigningResult> result = CompletableFuture.allOf(
                        outcomes.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> result(joined(outcomes), names));
        CompletableFuture<DkimSigningResult> unused = result.whenComplete((done, thrown) -> {
            if (thrown != null) {
                // Cancelled, or ended by the caller, as orTimeout does: nobody waits any more.
                signatures.forEach(signature -> signature.cancel(true));
            }
        });
        return result;
    }

    private static List<DkimSigningOutcome> joined(List<CompletableFuture<DkimSigningOutcome>> outcomes) {
        List<DkimSigningOutcome> joined = new ArrayList<>(outcomes.size());
        for (CompletableFuture<DkimSigningOutcome> outcome : outcomes) {
            joined.add(outcome.join());
        }
        return joined;
    }

    private DkimSigningResult result(List<DkimSigningOutcome> outcomes, List<String> names) {
        List<DkimSigningFinding> findings = new ArrayList<>();
        boolean any = false;
        for (DkimSigningOutcome outcome : outcomes) {
            SignatureSource key = signer.keys().get(outcome.selector());
            boolean signed = outcome.status() == DkimSigningStatus.SIGNED;
            any |= signed;
            if (signed && key != null && key.isShort()) {
                findings.add(new DkimSigningFinding(
                        Code.SHORT_KEY, outcome.selector().toString()));
            }
        }
        if (any) {
            findings.addAll(0, screening.findings(transport, names));
        }
        return new DkimSigningResult(outcomes, findings);
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

    private byte[] canonical(List<HeaderField> fields) {
        HeaderCanonicalizer canonicalizer = new HeaderCanonicalizer(
                signer.headerCanonicalization(), header.raw().length());
        fields.forEach(canonicalizer::add);
        return canonicalizer.canonical();
    }

    // §3.7: the fields, then the signature field with an empty b= and without its line end
    private byte[] signedData(byte[] fields, SignatureText text) {
        byte[] own = text.canonical(signer.headerCanonicalization()).getBytes(StandardCharsets.US_ASCII);
        byte[] data = Arrays.copyOf(fields, fields.length + own.length);
        System.arraycopy(own, 0, data, fields.length, own.length);
        return data;
    }
}
