package io.mailseal.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A message in which each CR and each LF that stood alone is a CRLF, and which leaves a copy of all that is read of it.
 *
 * @rfc 6376 5.3
 */
final class NormalisedStream extends InputStream {

    private static final int CHUNK = 1 << 14;

    private final InputStream in;
    private final OutputStream copy;
    private final byte[] raw = new byte[CHUNK];
    // Twice as much, and a LF that is due from before.
    private final byte[] normalised = new byte[2 * CHUNK + 1];
    private int at;
    private int end;
    private boolean afterCr;
    private boolean over;

    NormalisedStream(InputStream in, OutputStream copy) {
        this.in = in;
        this.copy = copy;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (at == end && !over) {
            fill();
        }
        if (at == end) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(normalised, at, target, offset, count);
        at += count;
        return count;
    }

    /** Reads what is left, for the sake of the copy. */
    void drain() throws IOException {
        while (!over) {
            fill();
        }
    }

    private void fill() throws IOException {
        int count = in.read(raw);
        at = 0;
        end = 0;
        if (count < 0) {
            over = true;
            return;
        }
        for (int i = 0; i < count; i++) {
            take(raw[i]);
        }
        copy.write(normalised, 0, end);
    }

    // A CR is a line end at once; a LF right after it has been written already.
    private void take(byte octet) {
        boolean lineEnd = octet == '\r' || octet == '\n' && !afterCr;
        if (lineEnd) {
            normalised[end++] = '\r';
            normalised[end++] = '\n';
        } else if (octet != '\n') {
            normalised[end++] = octet;
        }
        afterCr = octet == '\r';
    }
}
