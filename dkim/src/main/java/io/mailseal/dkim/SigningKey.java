package io.mailseal.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/** A private key in the hands of the implementation that signs with it. Thread-safe. */
interface SigningKey {

    /** Signs: for RSA the data itself, for Ed25519 its hash, as {@link DkimPrivateKey#sign} prepares it. */
    byte[] sign(byte[] data) throws GeneralSecurityException;

    /** What makes keys for the provider: its own, or if it has none that of the platform. */
    static KeyFactory keyFactory(String type, Provider provider) throws NoSuchAlgorithmException {
        boolean own = provider.getService("KeyFactory", type) != null;
        return own ? KeyFactory.getInstance(type, provider) : KeyFactory.getInstance(type);
    }

    /** Signs by JCA; without a provider by the first one that takes the key. */
    static SigningKey jca(String name, PrivateKey key, @Nullable Provider provider) {
        return data -> {
            Signature signer = provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
            signer.initSign(key);
            signer.update(data);
            return signer.sign();
        };
    }
}
