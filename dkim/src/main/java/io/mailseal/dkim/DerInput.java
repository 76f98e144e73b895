package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the little of DER that public keys are made of, with no leniency: definite, shortest lengths, shortest integers.
 * Once something is wrong everything is null.
 */
final class DerInput {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int SEQUENCE = 0x30;

    private final Octets octets;
    private int at;

    DerInput(Octets octets) {
        this.octets = octets;
    }

    boolean isAtEnd() {
        return at == octets.length();
    }

    /** Whether an element of this tag comes next. */
    boolean isNext(int tag) {
        return at < octets.length() && octets.at(at) == tag;
    }

    /** The content of the next element, if it has this tag. */
    @Nullable
    Octets read(int tag) {
        if (!isNext(tag)) {
            return null;
        }
        at++;
        int length = readLength();
        if (length < 0 || length > octets.length() - at) {
            return null;
        }
        at += length;
        return octets.slice(at - length, at);
    }

    private int readLength() {
        if (isAtEnd()) {
            return -1;
        }
        int first = octets.at(at++);
        if (first < 0x80) {
            return first;
        }
        int count = first - 0x80;
        // No text record holds more than two octets of length can say.
        if (count < 1 || count > 2 || count > octets.length() - at) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = 256 * length + octets.at(at++);
        }
        boolean shortest = length >= (count == 1 ? 0x80 : 0x100);
        return shortest ? length : -1;
    }

    /** The next element, if it is a positive integer. */
    @Nullable
    BigInteger readPositive() {
        Octets content = read(INTEGER);
        if (content == null || content.isEmpty() || content.at(0) >= 0x80) {
            return null;
        }
        boolean padded = content.at(0) == 0;
        boolean shortest = !padded || content.length() > 1 && content.at(1) >= 0x80;
        return shortest ? new BigInteger(1, content.toByteArray()) : null;
    }
}
