package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A private Ed25519 key: the seed that everything else comes from.
 *
 * @rfc 8032 5.1.5
 */
final class Ed25519PrivateKey implements PrivateKeyMaterial {

    static final int SEED_OCTETS = 32;

    /** The content of an AlgorithmIdentifier: the name alone, 1.3.101.112. */
    static final Octets ALGORITHM = Octets.of(new byte[] {0x06, 0x03, 0x2B, 0x65, 0x70});

    private final Ed25519PrivateKeyParameters key;
    private final Octets published;

    Ed25519PrivateKey(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.published = Octets.of(key.generatePublicKey().getEncoded());
    }

    @Override
    public DkimAlgorithm algorithm() {
        return DkimAlgorithm.ED25519_SHA256;
    }

    @Override
    public PublicKeyMaterial publicKey() {
        return new Ed25519Key(published);
    }

    @Override
    public Octets published() {
        return published;
    }

    // RFC 8410 §7
    @Override
    public byte[] pkcs8() {
        DerOutput seed = new DerOutput().add(PrivateKeyReader.OCTET_STRING, key.getEncoded());
        DerOutput info = new DerOutput()
                .add(BigInteger.ZERO)
                .add(DerInput.SEQUENCE, ALGORITHM)
                .add(PrivateKeyReader.OCTET_STRING, seed);
        return new DerOutput().add(DerInput.SEQUENCE, info).toByteArray();
    }

    @Override
    public SigningKey signingKey() {
        return data -> {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(data, 0, data.length);
            return signer.generateSignature();
        };
    }

    @Override
    public SigningKey signingKey(Provider provider) throws GeneralSecurityException {
        String name = Cryptography.serviceName(DkimAlgorithm.ED25519_SHA256, provider);
        PrivateKey jcaKey = SigningKey.keyFactory(name, provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8()));
        return SigningKey.jca(name, jcaKey, provider);
    }
}
