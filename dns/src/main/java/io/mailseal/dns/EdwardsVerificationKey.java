package io.mailseal.dns;

import java.util.function.BiPredicate;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC.Algorithm;

/**
 * An Ed25519 or Ed448 key, used with BouncyCastle's plain classes, which are several times as fast as the JDK's.
 *
 * @rfc 8080 3
 */
final class EdwardsVerificationKey implements VerificationKey {

    private static final byte[] NO_CONTEXT = {};

    private final int signatureOctets;
    private final BiPredicate<byte[], byte[]> verifier;

    private EdwardsVerificationKey(int signatureOctets, BiPredicate<byte[], byte[]> verifier) {
        this.signatureOctets = signatureOctets;
        this.verifier = verifier;
    }

    /** Null where the octets are no point on the curve. */
    static @Nullable EdwardsVerificationKey of(int algorithm, byte[] key) {
        try {
            return algorithm == Algorithm.ED25519 ? ed25519(key) : ed448(key);
        } catch (IllegalArgumentException noPoint) {
            return null;
        }
    }

    private static EdwardsVerificationKey ed25519(byte[] key) {
        Ed25519PublicKeyParameters point = new Ed25519PublicKeyParameters(key);
        return new EdwardsVerificationKey(
                Ed25519.SIGNATURE_SIZE,
                (data, signature) -> point.verify(Ed25519.Algorithm.Ed25519, null, data, 0, data.length, signature, 0));
    }

    private static EdwardsVerificationKey ed448(byte[] key) {
        Ed448PublicKeyParameters point = new Ed448PublicKeyParameters(key);
        return new EdwardsVerificationKey(
                Ed448.SIGNATURE_SIZE,
                (data, signature) ->
                        point.verify(Ed448.Algorithm.Ed448, NO_CONTEXT, data, 0, data.length, signature, 0));
    }

    @Override
    public boolean verifies(byte[] data, byte[] signature) {
        return signature.length == signatureOctets && verifier.test(data, signature);
    }
}
