package io.mailseal.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of everything that is signed; always that of the platform, which is the fastest there is. */
final class Sha256 {

    private Sha256() {}

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
