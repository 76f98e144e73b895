package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

/**
 * An algorithm that a zone is signed with, made of what the JDK has.
 *
 * @rfc 8624 3.1
 */
public enum SigningAlgorithm {
    /** RSA with SHA-1, which no zone should use any more. */
    RSASHA1(5, "SHA1withRSA"),
    /** The same, for zones with NSEC3. */
    RSASHA1_NSEC3_SHA1(7, "SHA1withRSA"),
    /** RSA with SHA-256. */
    RSASHA256(8, "SHA256withRSA"),
    /** RSA with SHA-512. */
    RSASHA512(10, "SHA512withRSA"),
    /** ECDSA over the curve P-256, with SHA-256. */
    ECDSA_P256(13, "SHA256withECDSAinP1363Format"),
    /** ECDSA over the curve P-384, with SHA-384. */
    ECDSA_P384(14, "SHA384withECDSAinP1363Format"),
    /** Ed25519 (RFC 8080). */
    ED25519(15, "Ed25519"),
    /** Ed448 (RFC 8080). */
    ED448(16, "Ed448");

    private final int number;
    private final String signature;

    SigningAlgorithm(int number, String signature) {
        this.number = number;
        this.signature = signature;
    }

    /** As in DNSKEY, DS and RRSIG records. */
    public int number() {
        return number;
    }

    boolean isRsa() {
        return number <= 10;
    }

    /** A new key; for RSA one of a few that all of this JVM share, with an exponent of its own. */
    KeyPair generate(int rsaBits) {
        if (isRsa()) {
            return RsaKeys.next(rsaBits);
        }
        try {
            return generator().generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + this, e);
        }
    }

    private KeyPairGenerator generator() throws GeneralSecurityException {
        return switch (this) {
            case ECDSA_P256 -> curve("secp256r1");
            case ECDSA_P384 -> curve("secp384r1");
            default -> KeyPairGenerator.getInstance(signature);
        };
    }

    private static KeyPairGenerator curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator;
    }

    /** The public key as in a DNSKEY record. */
    Octets encode(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return encodeRsa(rsa); // RFC 3110 §2
        }
        // RFC 6605 §4, RFC 8080 §3: the raw octets, which are the last of what X.509 has.
        byte[] encoded = key.getEncoded();
        int length = switch (this) {
            case ECDSA_P256 -> 64;
            case ECDSA_P384 -> 96;
            case ED448 -> 57;
            default -> 32;
        };
        return Octets.of(encoded, encoded.length - length, length);
    }

    private static Octets encodeRsa(RSAPublicKey key) {
        byte[] exponent = unsigned(key.getPublicExponent());
        WireWriter out = new WireWriter();
        if (exponent.length < 256) {
            out.octet(exponent.length);
        } else {
            out.octet(0).number16(exponent.length);
        }
        return out.octets(exponent).octets(unsigned(key.getModulus())).toOctets();
    }

    static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** A signature as in an RRSIG record. */
    Octets sign(KeyPair key, byte[] data) {
        try {
            Signature signer = Signature.getInstance(signature);
            signer.initSign(key.getPrivate());
            signer.update(data);
            return Octets.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + this, e);
        }
    }
}
