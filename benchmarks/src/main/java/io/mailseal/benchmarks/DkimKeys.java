package io.mailseal.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** The two kinds of keys, made for each run, and the signature primitives of the platform for them. */
public enum DkimKeys {
    RSA_2048 {
        @Override
        KeyPair generate() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        }

        @Override
        String primitive() {
            return "SHA256withRSA";
        }

        @Override
        String algorithm() {
            return "rsa-sha256";
        }

        @Override
        String record() {
            return record("rsa", pair().getPublic().getEncoded());
        }

        @Override
        byte[] signed(byte[] header) {
            return header;
        }
    },

    ED25519 {
        @Override
        KeyPair generate() throws GeneralSecurityException {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }

        @Override
        String primitive() {
            return "Ed25519";
        }

        @Override
        String algorithm() {
            return "ed25519-sha256";
        }

        @Override
        String record() {
            return record("ed25519", point());
        }

        // RFC 8463 §3
        @Override
        byte[] signed(byte[] header) throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256").digest(header);
        }
    };

    private final KeyPair pair;

    DkimKeys() {
        try {
            pair = generate();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    abstract KeyPair generate() throws GeneralSecurityException;

    /** As the JDK names it. */
    abstract String primitive();

    /** As {@code a=} names it. */
    abstract String algorithm();

    /** The text of the key record. */
    abstract String record();

    /** What is given to the primitive for a canonical header. */
    abstract byte[] signed(byte[] header) throws GeneralSecurityException;

    KeyPair pair() {
        return pair;
    }

    /** The public key of 32 octets, the end of its encoding. */
    byte[] point() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    /** The private key of Ed25519, 32 octets, the end of its encoding. */
    byte[] seed() {
        byte[] encoded = pair.getPrivate().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    static String record(String type, byte[] key) {
        return "v=DKIM1; k=" + type + "; p=" + Base64.getEncoder().encodeToString(key);
    }

    byte[] sign(byte[] header) {
        try {
            Signature signer = Signature.getInstance(primitive());
            signer.initSign(pair.getPrivate());
            signer.update(signed(header));
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
