package io.mailseal.dkim;

import io.mailseal.dkim.Cryptography.Verdict;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Ed25519 by BouncyCastle's plain classes. A class of its own, so that a program which meets no such signature does not
 * open that library, which is large and signed.
 *
 * @rfc 8032 5.1.7
 */
final class BouncyCastleEd25519 {

    private BouncyCastleEd25519() {}

    static Verdict verify(byte[] point, byte[] message, byte[] signature) {
        Ed25519PublicKeyParameters key;
        try {
            key = new Ed25519PublicKeyParameters(point, 0);
        } catch (IllegalArgumentException notOnTheCurve) {
            return Verdict.UNUSABLE_KEY;
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature) ? Verdict.MATCH : Verdict.MISMATCH;
    }
}
