package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.security.GeneralSecurityException;
import java.security.Provider;

/** What a private key is made of, checked. */
sealed interface PrivateKeyMaterial permits RsaPrivateKey, Ed25519PrivateKey {

    DkimAlgorithm algorithm();

    /** The public half of it. */
    PublicKeyMaterial publicKey();

    /** The public half as it is published in {@code p=}. */
    Octets published();

    /** The key in PKCS #8. */
    byte[] pkcs8();

    /** What signs with it, of the implementation that is the default. */
    SigningKey signingKey();

    /** What signs with it, of this provider. */
    SigningKey signingKey(Provider provider) throws GeneralSecurityException;
}
