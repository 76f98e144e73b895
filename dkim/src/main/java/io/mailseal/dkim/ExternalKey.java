package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A key that is elsewhere. What comes back is verified before it is believed. */
record ExternalKey(
        DkimAlgorithm algorithm, PublicKeyMaterial publicKey, DkimExternalSigner signer, Cryptography cryptography)
        implements SignatureSource {

    @Override
    public boolean isShort() {
        return publicKey instanceof RsaKey key && key.isShort();
    }

    @Override
    public CompletableFuture<MadeSignature> sign(byte[] data) {
        try {
            CompletionStage<byte[]> stage =
                    signer.sign(algorithm, Sha256.newDigest().digest(data));
            return stage == null
                    ? CompletableFuture.completedFuture(failed("it gave no stage"))
                    : linked(stage, stage.handle((signature, thrown) -> examine(data, signature, thrown)));
        } catch (Throwable thrown) {
            // Whatever a client of some service throws, errors included: the other keys sign all the same.
            return CompletableFuture.completedFuture(failed(nameOf(thrown)));
        }
    }

    private static MadeSignature failed(String detail) {
        return MadeSignature.none(new DkimSigningProblem(Kind.EXTERNAL_SIGNER_FAILED, detail));
    }

    // Without the message, which is the client's and may hold anything, such as a token; and without asking the
    // exception for anything.
    private static String nameOf(Throwable thrown) {
        return Octets.ofUtf8(thrown.getClass().getName()).toString();
    }

    private MadeSignature examine(byte[] data, byte @Nullable [] signature, @Nullable Throwable thrown) {
        if (thrown != null) {
            return failed(nameOf(withoutWrapping(thrown)));
        }
        if (signature == null) {
            return failed("it gave nothing");
        }
        if (signature.length != publicKey.signatureOctets()) {
            return MadeSignature.none(new DkimSigningProblem(
                    Kind.EXTERNAL_SIGNATURE_INVALID,
                    signature.length + " octets instead of " + publicKey.signatureOctets()));
        }
        SignedHeader header = new SignedHeader(data);
        Octets examined = Octets.of(signature); // what was verified is what is used, whatever becomes of the array
        return switch (cryptography.verify(publicKey, header, examined)) {
            case MATCH -> MadeSignature.of(examined);
            case MISMATCH, UNUSABLE_KEY ->
                MadeSignature.none(
                        new DkimSigningProblem(Kind.EXTERNAL_SIGNATURE_INVALID, "it does not verify under its key"));
        };
    }

    private static Throwable withoutWrapping(Throwable thrown) {
        Throwable cause = thrown.getClass() == CompletionException.class ? thrown.getCause() : null;
        return cause == null ? thrown : cause;
    }

    // A future of our own, so that nobody who completes or cancels it meddles with the caller's.
    private static CompletableFuture<MadeSignature> linked(
            CompletionStage<byte[]> stage, CompletionStage<MadeSignature> examined) {
        CompletableFuture<MadeSignature> made = new CompletableFuture<>();
        CompletionStage<MadeSignature> unused = examined.whenComplete((signature, bug) -> {
            if (bug == null) {
                made.complete(signature);
            } else {
                made.completeExceptionally(bug);
            }
        });
        CompletableFuture<MadeSignature> unusedToo = made.whenComplete((signature, thrown) -> {
            if (thrown instanceof CancellationException) {
                cancel(stage);
            }
        });
        return made;
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (RuntimeException notAFuture) {
            // Mostly UnsupportedOperationException: then it can't be cancelled.
        }
    }
}
