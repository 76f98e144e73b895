package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * How a list of digests wants to be asked: about what, and how that becomes the first label of a name.
 *
 * @param subject what the digests are of
 * @param digest how a digest is made
 * @param encoding how it is written
 * @param text what is done with a text before; files are always taken as they are
 */
public record HashForm(HashSubject subject, HashDigest digest, HashEncoding encoding, HashedText text) {

    private static final String BASE32_DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

    /**
     * @throws IllegalArgumentException for a digest that is too long for a label when written like this
     */
    public HashForm {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
        if (!fits(digest, encoding)) {
            throw new IllegalArgumentException(digest + " in hexadecimal digits is too long for a label");
        }
    }

    static boolean fits(HashDigest digest, HashEncoding encoding) {
        return encoding == HashEncoding.BASE32 || 2 * digest.octets() <= DomainName.MAX_LABEL;
    }

    /**
     * The label for an e-mail address, a URL or the address of a wallet; empty where the list holds no digests of such, as
     * of an e-mail address without a domain.
     */
    public Optional<String> labelOf(String subjectText) {
        return text.of(subjectText).map(this::labelOf);
    }

    /** The label for a whole file, or anything else that is at hand as octets. */
    public String labelOf(Octets content) {
        MessageDigest algorithm = newDigest();
        algorithm.update(content.toByteBuffer());
        return labelOfDigest(Octets.of(algorithm.digest()));
    }

    /**
     * The label for a digest that somebody else has made, over a file that was too large to be held, for instance.
     *
     * @throws IllegalArgumentException for a digest of another length
     */
    public String labelOfDigest(Octets value) {
        if (value.length() != digest.octets()) {
            throw new IllegalArgumentException("a digest has " + digest.octets() + " octets, not " + value.length());
        }
        return encoding == HashEncoding.HEX ? HexFormat.of().formatHex(value.toByteArray()) : base32(value);
    }

    private MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(digest.algorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + digest.algorithm(), e);
        }
    }

    // RFC 4648 §6, without padding.
    private static String base32(Octets octets) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int count = 0;
        for (int i = 0; i < octets.length(); i++) {
            bits = bits << 8 | octets.at(i);
            count += 8;
            while (count >= 5) {
                count -= 5;
                text.append(BASE32_DIGITS.charAt(bits >> count & 31));
            }
            bits &= (1 << count) - 1;
        }
        return count == 0
                ? text.toString()
                : text.append(BASE32_DIGITS.charAt(bits << (5 - count) & 31)).toString();
    }
}
