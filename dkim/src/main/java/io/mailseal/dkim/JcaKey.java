package io.mailseal.dkim;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A key of Java's cryptography architecture. */
final class JcaKey implements PreparedKey {

    private final PublicKey key;
    private final Verifiers verifiers;

    // One that is for this key and has verified a good signature, and so is ready for the next one. It is taken out
    // while it works, since it is for one thread.
    private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

    /** Makes what verifies. */
    interface Verifiers {
        Signature newVerifier() throws GeneralSecurityException;
    }

    JcaKey(PublicKey key, Verifiers verifiers) {
        this.key = key;
        this.verifiers = verifiers;
    }

    @Override
    public boolean verifies(byte[] signed, byte[] signature) throws GeneralSecurityException {
        Signature verifier = verifier();
        verifier.update(signed);
        try {
            boolean good = verifier.verify(signature);
            if (good) {
                idle.set(verifier);
            }
            return good;
        } catch (SignatureException mismatch) {
            // A signature that is no number below the modulus: to some providers that is an exception.
            return false;
        }
    }

    private Signature verifier() throws GeneralSecurityException {
        Signature ready = idle.getAndSet(null);
        if (ready != null) {
            return ready;
        }
        Signature verifier = verifiers.newVerifier();
        verifier.initVerify(key);
        return verifier;
    }
}
