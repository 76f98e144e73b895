package io.mailseal.dns;

/** A public key, for one algorithm of DNSSEC. Safe for use by several threads. */
interface VerificationKey {

    /**
     * Whether the signature is one of these data by this key. Not for a signature of another length than the
     * algorithm's.
     */
    boolean verifies(byte[] data, byte[] signature);
}
