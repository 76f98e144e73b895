package io.mailseal.dkim;

import java.util.Optional;

/**
 * The signing algorithms that can pass. {@code rsa-sha1} is known, too, and never passes.
 *
 * @rfc 8301 3.1
 */
public enum DkimAlgorithm {
    /**
     * RSA with PKCS #1 v1.5 padding over SHA-256. Whether a signature passes whose DigestInfo lacks the NULL that it should
     * have is for the provider to say; those of the JDK and of BouncyCastle take it, as the standard lets them. Nobody but
     * the holder of the private key can make one. Any other encoding than these two does not pass.
     *
     * @rfc 8017 8.2.2
     * @rfc 6376 3.3.2
     */
    RSA_SHA256("rsa"),
    /**
     * Ed25519 over the SHA-256 hash of what is signed.
     *
     * @rfc 8463 3
     */
    ED25519_SHA256("ed25519");

    private final String keyType;
    private final String word;

    DkimAlgorithm(String keyType) {
        this.keyType = keyType;
        this.word = keyType + "-sha256";
    }

    /** As in the tag {@code a=} of a signature. */
    public String word() {
        return word;
    }

    /** As in the tag {@code k=} of a key record. */
    public String keyType() {
        return keyType;
    }

    /** The algorithm of this word; letters in the wrong case are not understood. */
    public static Optional<DkimAlgorithm> parse(String word) {
        for (DkimAlgorithm algorithm : values()) {
            if (algorithm.word.equals(word)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
