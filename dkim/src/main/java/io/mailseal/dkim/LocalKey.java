package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.util.concurrent.CompletableFuture;

/** A key that is here. It signs at once. */
record LocalKey(DkimPrivateKey key) implements SignatureSource {

    @Override
    public DkimAlgorithm algorithm() {
        return key.algorithm();
    }

    @Override
    public boolean isShort() {
        return key.isShort();
    }

    @Override
    public CompletableFuture<MadeSignature> sign(byte[] data) {
        return CompletableFuture.completedFuture(made(data));
    }

    private MadeSignature made(byte[] data) {
        try {
            return MadeSignature.of(Octets.of(key.sign(data)));
        } catch (RuntimeException broken) {
            // Without the message, which is the provider's and may hold anything.
            String name = broken.getClass().getName();
            return MadeSignature.none(new DkimSigningProblem(Kind.KEY_FAILED, name));
        }
    }
}
