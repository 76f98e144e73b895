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

    private final DkimCanonicalization canonicalization;
    private byte[] canonical = new byte[1024];
    private int length;

    HeaderCanonicalizer(DkimCanonicalization canonicalization) {
        this.canonicalization = canonicalization;
    }

    /** Adds a whole field. */
    void add(HeaderField field) {
        byte[] raw = field.raw().toByteArray();
        int valueStart = raw.length - field.rawValue().length();
        int end = endOfContent(raw);
        makeRoom(end + 3);
        switch (canonicalization) {
            case SIMPLE -> put(raw, 0, end);
            case RELAXED -> {
                putName(raw, valueStart - 1);
                putRelaxed(raw, valueStart, end, new Unfolding());
            }
        }
        // §3.7: always; without it, the last field of a message that broke off would run into the next.
        put('\r');
        put('\n');
    }

    /**
     * Adds the signature field itself: as if the value of {@code b=} were empty, and without the line end.
     *
     * @rfc 6376 3.7
     */
    void addUnsigned(DkimSignature signature) {
        byte[] raw = signature.field().raw().toByteArray();
        int valueStart = raw.length - signature.field().rawValue().length();
        int end = endOfContent(raw);
        makeRoom(end + 1);
        switch (canonicalization) {
            case SIMPLE -> {
                put(raw, 0, signature.signatureStart());
                put(raw, signature.signatureEnd(), end);
            }
            case RELAXED -> {
                putName(raw, valueStart - 1);
                Unfolding unfolding = new Unfolding();
                putRelaxed(raw, valueStart, signature.signatureStart(), unfolding);
                putRelaxed(raw, signature.signatureEnd(), end, unfolding);
            }
        }
    }

    private static int endOfContent(byte[] raw) {
        int end = raw.length;
        return end >= 2 && raw[end - 2] == '\r' && raw[end - 1] == '\n' ? end - 2 : end;
    }

    // §3.4.2: in lower case, and without white space before the colon.
    private void putName(byte[] field, int colon) {
        int end = endOfName(field, colon);
        for (int i = 0; i < end; i++) {
            byte octet = field[i];
            put(octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet);
        }
        put(':');
    }

    /** What has been seen of a value. */
    private static final class Unfolding {
        private boolean started;
        private boolean blank;
    }

    // §3.4.2, but for the line end: unfolded, each run of white space one space, none at either end.
    private void putRelaxed(byte[] field, int start, int end, Unfolding seen) {
        for (int i = start; i < end; i++) {
            byte octet = field[i];
            if (octet == ' ' || octet == '\t') {
                seen.blank = true;
            } else if (octet == '\r' && i + 1 < end && field[i + 1] == '\n') {
                i++;
            } else {
                if (seen.blank && seen.started) {
                    put(' ');
                }
                put(octet);
                seen.started = true;
                seen.blank = false;
            }
        }
    }

    // Only white space and folding are skipped: a lone CR or LF is part of what was received.
    private static int endOfName(byte[] field, int colon) {
        int end = colon;
        while (end > 0) {
            byte last = field[end - 1];
            if (last == ' ' || last == '\t') {
                end--;
            } else if (last == '\n' && end > 1 && field[end - 2] == '\r') {
                end -= 2;
            } else {
                break;
            }
        }
        return end;
    }

    private void put(byte[] octets, int start, int end) {
        System.arraycopy(octets, start, canonical, length, end - start);
        length += end - start;
    }

    private void put(int octet) {
        canonical[length++] = (byte) octet;
    }

    // No canonical form is longer than the field, but for a line end that was missing.
    private void makeRoom(int octets) {
        if (octets > canonical.length - length) {
            canonical = Arrays.copyOf(canonical, Math.max(2 * canonical.length, length + octets));
        }
    }

    /** All that was added. */
    Octets canonical() {
        return Octets.of(canonical, 0, length);
    }
}
