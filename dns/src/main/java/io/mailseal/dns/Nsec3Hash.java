package io.mailseal.dns;

import io.mailseal.core.Octets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.xbill.DNS.Name;

/**
 * The hash by which the NSEC3 records of a zone know its names. For one thread.
 *
 * @rfc 5155 5
 */
final class Nsec3Hash {

    /** The only algorithm that there is: SHA-1. */
    static final int ALGORITHM = 1;

    /** How many octets a hash has. */
    static final int LENGTH = 20;

    /**
     * What a zone has chosen.
     *
     * @param iterations how often, beyond the first time, the hash is hashed
     */
    record Parameters(int iterations, Octets salt) {}

    private final MessageDigest sha1;
    private final int iterations;
    private final byte[] saltedHash; // a hash, and the salt after it: what the next round is about

    Nsec3Hash(Parameters parameters) {
        byte[] salt = parameters.salt().toByteArray();
        this.sha1 = sha1();
        this.iterations = parameters.iterations();
        this.saltedHash = new byte[LENGTH + salt.length];
        System.arraycopy(salt, 0, saltedHash, LENGTH, salt.length);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    byte[] of(Name name) {
        sha1.update(name.toWireCanonical());
        sha1.update(saltedHash, LENGTH, saltedHash.length - LENGTH);
        finishRound();
        for (int i = 0; i < iterations; i++) {
            sha1.update(saltedHash);
            finishRound();
        }
        return Arrays.copyOf(saltedHash, LENGTH);
    }

    private void finishRound() {
        try {
            sha1.digest(saltedHash, 0, LENGTH);
        } catch (DigestException impossible) {
            throw new IllegalStateException("SHA-1 has 20 octets", impossible);
        }
    }
}
