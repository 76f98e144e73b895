package io.mailseal.dkim;

import java.security.InvalidKeyException;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Ed25519 by BouncyCastle's plain classes. A class of its own, so that a program which meets no such signature does not
 * open that library, which is large and signed.
 *
 * @rfc 8032 5.1.7
 */
final class BouncyCastleEd25519 implements PreparedKey {

    private final Ed25519PublicKeyParameters key;

    private BouncyCastleEd25519(Ed25519PublicKeyParameters key) {
        this.key = key;
    }

    static BouncyCastleEd25519 of(byte[] point) throws InvalidKeyException {
        try {
            return new BouncyCastleEd25519(new Ed25519PublicKeyParameters(point, 0));
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new InvalidKeyException(notOnTheCurve);
        }
    }

    @Override
    public boolean verifies(byte[] signed, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(signed, 0, signed.length);
        return verifier.verifySignature(signature);
    }
}
