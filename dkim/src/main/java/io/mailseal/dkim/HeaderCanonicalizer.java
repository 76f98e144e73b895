package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderField;
import java.util.Arrays;

/**
 * Collects header fields in their canonical form.
 *
 * @rfc 6376 3.4
 */
final class HeaderCanonicalizer {

    // Of the last field, where it is missing.
    private static final int LINE_END = 2;

    private final DkimCanonicalization canonicalization;

    // A field is put after what is there, and then brought into its form in place: that is never longer, but for a line
    // end that was missing.
    private byte[] canonical;
    private int length;

    /** With room for fields that have so many octets together; for more it makes some. */
    HeaderCanonicalizer(DkimCanonicalization canonicalization, int octets) {
        this.canonicalization = canonicalization;
        this.canonical = new byte[octets + LINE_END];
    }

    /** Adds a whole field. */
    void add(HeaderField field) {
        int start = length;
        int end = endOfContent(start, start + append(field));
        if (canonicalization == DkimCanonicalization.RELAXED) {
            int valueStart = start + valueStart(field);
            relaxName(valueStart - 1);
            int relaxedStart = length;
            relax(relaxedStart, valueStart, end);
            trim(relaxedStart);
        } else {
            length = end;
        }
        // §3.7: always; without it, the last field of a message that broke off would run into the next.
        canonical[length++] = '\r';
        canonical[length++] = '\n';
    }

    /**
     * Adds the signature field itself: as if the value of {@code b=} were empty, and without the line end.
     *
     * @rfc 6376 3.7
     */
    void addUnsigned(DkimSignature signature) {
        int start = length;
        int end = endOfContent(start, start + append(signature.field()));
        int signatureStart = start + signature.signatureStart();
        int signatureEnd = start + signature.signatureEnd();
        if (canonicalization == DkimCanonicalization.RELAXED) {
            int valueStart = start + valueStart(signature.field());
            relaxName(valueStart - 1);
            int relaxedStart = length;
            relax(relaxedStart, valueStart, signatureStart);
            relax(relaxedStart, signatureEnd, end);
            trim(relaxedStart);
        } else {
            System.arraycopy(canonical, signatureEnd, canonical, signatureStart, end - signatureEnd);
            length = signatureStart + end - signatureEnd;
        }
    }

    private static int valueStart(HeaderField field) {
        return field.raw().length() - field.rawValue().length();
    }

    // After what is canonical, with room for a line end; how many octets it has.
    private int append(HeaderField field) {
        Octets raw = field.raw();
        int needed = length + raw.length() + LINE_END;
        if (needed > canonical.length) {
            canonical = Arrays.copyOf(canonical, Math.max(2 * canonical.length, needed));
        }
        raw.copyTo(canonical, length);
        return raw.length();
    }

    private int endOfContent(int start, int end) {
        return end >= start + 2 && isLineEnd(end - 2, end) ? end - 2 : end;
    }

    private boolean isLineEnd(int at, int end) {
        return canonical[at] == '\r' && at + 1 < end && canonical[at + 1] == '\n';
    }

    // §3.4.2: in lower case, and without white space before the colon.
    private void relaxName(int colon) {
        int end = endOfName(length, colon);
        for (; length < end; length++) {
            byte octet = canonical[length];
            canonical[length] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + 'a' - 'A') : octet;
        }
        canonical[length++] = ':';
    }

    // Only white space and folding are skipped: a lone CR or LF is part of what was received.
    private int endOfName(int start, int colon) {
        int end = colon;
        while (end > start) {
            if (isBlank(canonical[end - 1])) {
                end--;
            } else if (end >= start + 2 && isLineEnd(end - 2, end)) {
                end -= 2;
            } else {
                break;
            }
        }
        return end;
    }

    // §3.4.2, but for the line end: unfolded, each run of white space one space, none at the beginning; one at the end
    // is still there.
    private void relax(int relaxedStart, int from, int end) {
        int at = from;
        while (at < end) {
            if (isBlank(canonical[at])) {
                separate(relaxedStart);
                at++;
            } else if (isLineEnd(at, end)) {
                at += 2;
            } else {
                int next = BlankScan.findInField(canonical, at + 1, end);
                System.arraycopy(canonical, at, canonical, length, next - at);
                length += next - at;
                at = next;
            }
        }
    }

    private void separate(int relaxedStart) {
        if (length > relaxedStart && canonical[length - 1] != ' ') {
            canonical[length++] = ' ';
        }
    }

    private void trim(int relaxedStart) {
        if (length > relaxedStart && canonical[length - 1] == ' ') {
            length--;
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** All that was added. */
    byte[] canonical() {
        return Arrays.copyOf(canonical, length);
    }
}
