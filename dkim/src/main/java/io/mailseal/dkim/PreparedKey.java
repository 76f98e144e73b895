package io.mailseal.dkim;

import java.security.GeneralSecurityException;

/** A public key in the form in which its implementation verifies with it. May be used by several threads. */
interface PreparedKey {

    /**
     * Whether it is a signature of these octets.
     *
     * @throws java.security.InvalidKeyException if it is no key after all
     */
    boolean verifies(byte[] signed, byte[] signature) throws GeneralSecurityException;
}
