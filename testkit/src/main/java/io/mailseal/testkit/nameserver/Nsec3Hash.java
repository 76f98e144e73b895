package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * How a zone hashes its names.
 *
 * @rfc 5155 5
 */
record Nsec3Hash(Octets salt, int iterations) {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";

    Octets hash(DomainName name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] hash = new WireWriter().name(name).toByteArray();
            for (int i = 0; i <= iterations; i++) {
                sha1.update(hash);
                hash = sha1.digest(salt.toByteArray());
            }
            return Octets.of(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * In base32 with the extended hex alphabet, without padding.
     *
     * @rfc 4648 7
     */
    static String format(Octets hash) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < hash.length(); i++) {
            buffer = (buffer << 8 | hash.at(i)) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(DIGITS.charAt(buffer >> bits - 5 & 31));
            }
        }
        return (bits > 0 ? text.append(DIGITS.charAt(buffer << 5 - bits & 31)) : text).toString();
    }
}
