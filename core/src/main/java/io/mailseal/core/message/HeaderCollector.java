package io.mailseal.core.message;

import java.util.Arrays;

/**
 * Takes the octets of a message as they come, keeps those of the header, and knows where it ends: at the first empty line.
 * Only CRLF ends a line.
 */
final class HeaderCollector {

    private final MessageLimits limits;
    private byte[] bytes = new byte[0];
    private int length;

    // How much of CR LF CR LF has been seen. The beginning of the message counts as the beginning of a line.
    private int matched = 2;
    private boolean full;

    HeaderCollector(MessageLimits limits) {
        this.limits = limits;
    }

    /** Takes what belongs to the header, the empty line included; how many octets that was. */
    int append(byte[] source, int offset, int count) {
        int used = measure(source, offset, count);
        keep(source, offset, used);
        return used;
    }

    /** The same, but keeps nothing: for those who have all of it anyway. */
    int measure(byte[] source, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end && matched < 4 && !full) {
            int run = ordinary(source, at, end);
            if (run > 0) {
                matched = 0;
                length += run;
                at += run;
            } else {
                matched = nextMatch(source[at++]);
                length++;
                full = matched < 4 && length - ofEmptyLine() > limits.headerOctets();
            }
        }
        return at - offset;
    }

    // The last ones that were counted.
    private void keep(byte[] source, int offset, int count) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length));
        }
        System.arraycopy(source, offset, bytes, length - count, count);
    }

    // How many octets, within the limit, come before the place where CR LF CR LF may begin next.
    private int ordinary(byte[] source, int offset, int end) {
        if (matched > 0) {
            return 0;
        }
        int stop = offset + Math.min(end - offset, limits.headerOctets() - length);
        int at = ControlScan.find(source, offset, stop);
        while (at + 4 <= stop && !isEmptyLine(source, at)) {
            at = ControlScan.find(source, source[at + 1] == '\n' ? at + 2 : at + 1, stop);
        }
        return at - offset;
    }

    private static boolean isEmptyLine(byte[] source, int at) {
        return source[at + 2] == '\r' && source[at] == '\r' && source[at + 1] == '\n' && source[at + 3] == '\n';
    }

    private int nextMatch(byte octet) {
        boolean wanted = octet == (matched % 2 == 0 ? '\r' : '\n');
        if (wanted) {
            return matched + 1;
        }
        return octet == '\r' ? 1 : 0;
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
        return finish(bytes);
    }

    /** The same, where this array begins with all that was measured. */
    HeaderBlock finish(byte[] octets) {
        boolean ended = matched == 4;
        int end = ended ? length - ofEmptyLine() : length;
        return new HeaderParser(octets, end, limits, ended, full).parse();
    }
}
