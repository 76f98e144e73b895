package io.mailseal.dns;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC.Algorithm;

/**
 * A point on P-256 or P-384, used with BouncyCastle's plain classes, which are several times as fast as the JDK's. What
 * they compute of the point in the first few verifications stays with it, so it pays to keep this object.
 *
 * @rfc 6605 4
 */
final class EcdsaVerificationKey implements VerificationKey {

    // Names, digests and lengths as RFC 6605 §4 has them.
    private static final Curve P256 = new Curve("P-256", "SHA-256", 32);
    private static final Curve P384 = new Curve("P-384", "SHA-384", 48);

    private static final class Curve {

        private final X9ECParameters parameters;
        private final ECDomainParameters domain;
        private final String digest;
        private final int octets;

        Curve(String name, String digest, int octets) {
            this.parameters = CustomNamedCurves.getByName(name);
            this.domain = new ECDomainParameters(parameters);
            this.digest = digest;
            this.octets = octets;
        }
    }

    private final Curve curve;
    private final ECPublicKeyParameters point;

    private EcdsaVerificationKey(Curve curve, ECPublicKeyParameters point) {
        this.curve = curve;
        this.point = point;
    }

    /** Null where the octets are not the two coordinates of a point on the curve. */
    static @Nullable EcdsaVerificationKey of(int algorithm, byte[] key) {
        Curve curve = algorithm == Algorithm.ECDSAP256SHA256 ? P256 : P384;
        if (key.length != 2 * curve.octets) {
            return null;
        }
        try {
            return new EcdsaVerificationKey(
                    curve,
                    new ECPublicKeyParameters(
                            curve.parameters.getCurve().validatePoint(first(key), second(key)), curve.domain));
        } catch (IllegalArgumentException notOnTheCurve) {
            return null;
        }
    }

    @Override
    public boolean verifies(byte[] data, byte[] signature) {
        if (signature.length != 2 * curve.octets) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner(); // looks itself whether r and s are in range
        verifier.init(false, point);
        return verifier.verifySignature(hash(data), first(signature), second(signature));
    }

    private byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance(curve.digest).digest(data);
        } catch (NoSuchAlgorithmException lacking) {
            throw new IllegalStateException("a Java platform without " + curve.digest, lacking);
        }
    }

    private static BigInteger first(byte[] pair) {
        return new BigInteger(1, Arrays.copyOf(pair, pair.length / 2));
    }

    private static BigInteger second(byte[] pair) {
        return new BigInteger(1, Arrays.copyOfRange(pair, pair.length / 2, pair.length));
    }
}
