package io.mailseal.dkim;

/** A public key as it is published, decoded and checked, before any provider of cryptography sees it. */
sealed interface PublicKeyMaterial permits RsaKey, Ed25519Key {

    /** Its strength as the type counts it. */
    int bits();

    /** Whether it is neither too short to count nor too long to compute with. */
    boolean isOfAllowedSize();

    /** The one length that its signatures have. */
    int signatureOctets();
}
