package io.mailseal.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimVerifier;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Whose cryptography verifies and signs. */
public enum DkimProvider {
    /** What a verifier has without being told: the JDK for RSA, BouncyCastle's plain classes for Ed25519. */
    DEFAULT {
        @Override
        DkimVerifier verifier(DnsResolver dns) {
            return DkimVerifier.builder().resolver(dns).build();
        }

        @Override
        Primitive primitive(DkimKeys keys) throws GeneralSecurityException {
            return keys == DkimKeys.RSA_2048
                    ? ofSignature(
                            Signature.getInstance(keys.primitive()), keys.pair().getPublic())
                    : ofBouncyCastle(keys.point());
        }

        @Override
        DkimSigner signer(DkimSigner.Builder builder) {
            return builder.build();
        }

        @Override
        SigningPrimitive signingPrimitive(DkimKeys keys) throws GeneralSecurityException {
            return keys == DkimKeys.RSA_2048
                    ? ofSignature(
                            Signature.getInstance(keys.primitive()), keys.pair().getPrivate())
                    : ofBouncyCastleSeed(keys.seed());
        }
    },

    /** Amazon Corretto Crypto Provider, which is native code for Linux. */
    CORRETTO {
        @Override
        DkimVerifier verifier(DnsResolver dns) {
            return DkimVerifier.builder()
                    .resolver(dns)
                    .provider(DkimAlgorithm.RSA_SHA256, corretto())
                    .provider(DkimAlgorithm.ED25519_SHA256, corretto())
                    .build();
        }

        @Override
        Primitive primitive(DkimKeys keys) throws GeneralSecurityException {
            String name = keys == DkimKeys.RSA_2048 ? keys.primitive() : "EdDSA";
            return ofSignature(
                    Signature.getInstance(name, corretto()), keys.pair().getPublic());
        }

        @Override
        DkimSigner signer(DkimSigner.Builder builder) {
            return builder.provider(DkimAlgorithm.RSA_SHA256, corretto())
                    .provider(DkimAlgorithm.ED25519_SHA256, corretto())
                    .build();
        }

        @Override
        SigningPrimitive signingPrimitive(DkimKeys keys) throws GeneralSecurityException {
            String name = keys == DkimKeys.RSA_2048 ? keys.primitive() : "EdDSA";
            return ofSignature(
                    Signature.getInstance(name, corretto()), keys.pair().getPrivate());
        }
    };

    /** Verifies a signature of what {@link DkimKeys#signed} gives, with a key that is ready. */
    interface Primitive {
        boolean verify(byte[] signed, byte[] signature) throws GeneralSecurityException;
    }

    /** Signs what {@link DkimKeys#signed} gives, with a key that is ready. */
    interface SigningPrimitive {
        byte[] sign(byte[] signed) throws GeneralSecurityException;
    }

    abstract DkimVerifier verifier(DnsResolver dns);

    abstract Primitive primitive(DkimKeys keys) throws GeneralSecurityException;

    abstract DkimSigner signer(DkimSigner.Builder builder);

    abstract SigningPrimitive signingPrimitive(DkimKeys keys) throws GeneralSecurityException;

    // It must be told before it loads that it is to read keys of Ed25519.
    static AmazonCorrettoCryptoProvider corretto() {
        System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        provider.assertHealthy();
        return provider;
    }

    private static Primitive ofSignature(Signature verifier, PublicKey key) throws GeneralSecurityException {
        verifier.initVerify(key);
        return (signed, signature) -> {
            verifier.update(signed);
            return verifier.verify(signature);
        };
    }

    private static Primitive ofBouncyCastle(byte[] point) {
        Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(Arrays.copyOf(point, point.length), 0);
        Ed25519Signer verifier = new Ed25519Signer();
        return (signed, signature) -> {
            verifier.init(false, key);
            verifier.update(signed, 0, signed.length);
            return verifier.verifySignature(signature);
        };
    }

    private static SigningPrimitive ofSignature(Signature signer, PrivateKey key) throws GeneralSecurityException {
        signer.initSign(key);
        return signed -> {
            signer.update(signed);
            return signer.sign();
        };
    }

    private static SigningPrimitive ofBouncyCastleSeed(byte[] seed) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed, 0);
        Ed25519Signer signer = new Ed25519Signer();
        return signed -> {
            signer.init(true, key);
            signer.update(signed, 0, signed.length);
            return signer.generateSignature();
        };
    }
}
