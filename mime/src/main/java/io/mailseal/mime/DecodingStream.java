package io.mailseal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/** A stream of octets that another stream holds in a transfer encoding. */
abstract class DecodingStream extends InputStream {

    private static final int CHUNK = 2048;

    // What is decoded at a time, if so much is wanted.
    private static final int BATCH = 512;

    private final InputStream in;
    private final Set<MimeAnomaly> anomalies;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;

    // What has been decoded and not been taken yet: one encoded octet may lead to several.
    private byte[] decoded = new byte[BATCH + 4];
    private int decodedAt;
    private int decodedEnd;
    private boolean over;

    DecodingStream(InputStream in, Set<MimeAnomaly> anomalies) {
        this.in = in;
        this.anomalies = anomalies;
    }

    /** Takes an octet, which may lead to {@link #put some}. */
    abstract void decode(int octet);

    /** There are no more. */
    abstract void end();

    final void put(int octet) {
        if (decodedEnd == decoded.length) {
            decoded = Arrays.copyOf(decoded, 2 * decoded.length);
        }
        decoded[decodedEnd++] = (byte) octet;
    }

    final void odd(MimeAnomaly anomaly) {
        anomalies.add(anomaly);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = 0;
        while (count < length && (decodedAt < decodedEnd || decodeMore(count == 0, length - count))) {
            int some = Math.min(length - count, decodedEnd - decodedAt);
            System.arraycopy(decoded, decodedAt, target, offset + count, some);
            decodedAt += some;
            count += some;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    // Until there is something, or nothing more; from the stream below only if that is needed.
    private boolean decodeMore(boolean needed, int wanted) throws IOException {
        decodedAt = 0;
        decodedEnd = 0;
        int enough = Math.min(wanted, BATCH);
        while (decodedEnd < enough && !over && (at < end || needed && decodedEnd == 0)) {
            if (at < end) {
                decode(chunk[at++] & 0xFF);
            } else {
                fill();
            }
        }
        return decodedEnd > 0;
    }

    private void fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(chunk, 0, chunk.length));
        if (end == 0) {
            over = true;
            end();
        }
    }
}
