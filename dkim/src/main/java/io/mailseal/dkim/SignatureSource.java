package io.mailseal.dkim;

import java.util.concurrent.CompletableFuture;

/** What makes the signatures of one key. */
sealed interface SignatureSource permits LocalKey, ExternalKey {

    /** With what it signs. */
    DkimAlgorithm algorithm();

    /** Whether it is an RSA key that is shorter than it should be. */
    boolean isShort();

    /**
     * Signs octets that were brought into canonical form. The future never fails but by being cancelled, which is
     * passed on.
     */
    CompletableFuture<MadeSignature> sign(byte[] data);
}
