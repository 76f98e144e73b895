package io.mailseal.dkim;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** A public key in the form in which its implementation verifies with it. May be used by several threads. */
interface PreparedKey {

    /**
     * Whether it is a signature of these octets.
     *
     * @throws java.security.InvalidKeyException if it is no key after all
     */
    boolean verifies(byte[] signed, byte[] signature) throws GeneralSecurityException;

    /** Makes what verifies with the key; anew each time, since it is for one thread. */
    interface Verifiers {
        Signature newVerifier() throws GeneralSecurityException;
    }

    /** A key of Java's cryptography architecture. */
    static PreparedKey of(PublicKey key, Verifiers verifiers) {
        return (signed, signature) -> {
            Signature verifier = verifiers.newVerifier();
            verifier.initVerify(key);
            verifier.update(signed);
            try {
                return verifier.verify(signature);
            } catch (SignatureException mismatch) {
                // A signature that is no number below the modulus: to some providers that is an exception.
                return false;
            }
        };
    }
}
