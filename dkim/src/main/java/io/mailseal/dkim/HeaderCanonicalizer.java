package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderField;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Collects header fields in their canonical form.
 *
 * @rfc 6376 3.4
 */
final class HeaderCanonicalizer {

    private final DkimCanonicalization canonicalization;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(2048);

    HeaderCanonicalizer(DkimCanonicalization canonicalization) {
        this.canonicalization = canonicalization;
    }

    /** Adds a whole field. */
    void add(HeaderField field) {
        Octets raw = field.raw();
        add(
                raw.slice(0, endOfContent(raw)).toByteArray(),
                raw.length() - field.rawValue().length());
        // §3.7: always; without it, the last field of a message that broke off would run into the next.
        out.write('\r');
        out.write('\n');
    }

    /**
     * Adds the signature field itself: as if the value of {@code b=} were empty, and without the line end.
     *
     * @rfc 6376 3.7
     */
    void addUnsigned(DkimSignature signature) {
        Octets raw = signature.field().raw();
        byte[] before = raw.slice(0, signature.signatureStart()).toByteArray();
        byte[] after = raw.slice(signature.signatureEnd(), endOfContent(raw)).toByteArray();
        byte[] unsigned = new byte[before.length + after.length];
        System.arraycopy(before, 0, unsigned, 0, before.length);
        System.arraycopy(after, 0, unsigned, before.length, after.length);
        add(unsigned, raw.length() - signature.field().rawValue().length());
    }

    // A field without its line end.
    private void add(byte[] field, int valueStart) {
        switch (canonicalization) {
            case SIMPLE -> out.write(field, 0, field.length);
            case RELAXED -> addRelaxed(field, valueStart);
        }
    }

    private static int endOfContent(Octets raw) {
        int end = raw.length();
        return end >= 2 && raw.at(end - 2) == '\r' && raw.at(end - 1) == '\n' ? end - 2 : end;
    }

    // §3.4.2, but for the line end: the name in lower case, the value unfolded, each run of white space one space, none
    // at either end of the value or around the colon.
    private void addRelaxed(byte[] field, int valueStart) {
        String name = new String(field, 0, endOfName(field, valueStart - 1), StandardCharsets.ISO_8859_1);
        byte[] lowered = AsciiCase.lower(name).getBytes(StandardCharsets.ISO_8859_1);
        out.write(lowered, 0, lowered.length);
        out.write(':');
        boolean started = false;
        boolean blank = false;
        for (int i = valueStart; i < field.length; i++) {
            byte octet = field[i];
            if (octet == '\r' && i + 1 < field.length && field[i + 1] == '\n') {
                i++;
            } else if (octet == ' ' || octet == '\t') {
                blank = true;
            } else {
                if (blank && started) {
                    out.write(' ');
                }
                out.write(octet);
                started = true;
                blank = false;
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

    /** All that was added. */
    Octets canonical() {
        return Octets.of(out.toByteArray());
    }
}
