package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.Arrays;

/**
 * Takes the octets of a message as they come, keeps those of the header, and knows where it ends: at the first empty line.
 * Only CRLF ends a line.
 */
final class HeaderCollector {

    private static final int INITIAL = 4096;

    private final MessageLimits limits;
    private byte[] bytes = new byte[INITIAL];
    private int length;

    // How much of CR LF CR LF has been seen. The beginning of the message counts as the beginning of a line.
    private int matched = 2;
    private boolean full;

    HeaderCollector(MessageLimits limits) {
        this.limits = limits;
    }

    /** Takes what belongs to the header, the empty line included; how many octets that was. */
    int append(byte[] source, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end && matched < 4 && !full) {
            int run = untilCr(source, at, end);
            if (run > 0) {
                add(source, at, run);
                at += run;
            } else {
                byte octet = source[at++];
                matched = nextMatch(octet);
                add(octet);
            }
        }
        return at - offset;
    }

    // How many octets come before the next CR, within the limit: they end no line, whatever they are, unless a CR
    // has just come and waits for its LF.
    private int untilCr(byte[] source, int offset, int end) {
        int stop = offset + Math.min(end - offset, limits.headerOctets() - length);
        int at = offset;
        while (matched % 2 == 0 && at < stop && source[at] != '\r') {
            at++;
        }
        return at - offset;
    }

    private void add(byte[] source, int offset, int count) {
        matched = 0;
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private int nextMatch(byte octet) {
        boolean wanted = octet == (matched % 2 == 0 ? '\r' : '\n');
        if (wanted) {
            return matched + 1;
        }
        return octet == '\r' ? 1 : 0;
    }

    private void add(byte octet) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = octet;
        full = matched < 4 && length - ofEmptyLine() > limits.headerOctets();
    }

    // The empty line is no part of the fields, nor is what may become one.
    private int ofEmptyLine() {
        return Math.max(0, matched - 2);
    }

    /** Whether the header is over, by its empty line or by the limit. */
    boolean isComplete() {
        return matched == 4 || full;
    }

    /** The header of what has come. */
    HeaderBlock finish() {
        boolean ended = matched == 4;
        int end = ended ? length - ofEmptyLine() : length;
        return new HeaderParser(Octets.of(bytes, 0, end), limits, ended, full).parse();
    }
}
