package io.mailseal.core.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The octets after the header, unchanged, watched for anomalies: those that come from a stream as they go by, those that are
 * in memory when somebody asks.
 */
final class BodyStream extends InputStream {

    private static final int MAX_LINE = 998;
    private static final int PIECE = 1 << 13;

    // What was read along with the header and does not belong to it.
    private final byte[] ahead;
    private int aheadAt;
    private int aheadWatched;
    private final int aheadEnd;
    private final @Nullable InputStream rest;

    private final Set<MessageAnomaly> anomalies = EnumSet.noneOf(MessageAnomaly.class);
    private boolean afterCr;
    private long lineOctets;
    private boolean ended;

    /** The octets of the array in this range, and then the rest, if there is more. */
    BodyStream(byte[] ahead, int from, int to, @Nullable InputStream rest) {
        this.ahead = ahead;
        this.aheadAt = from;
        this.aheadWatched = from;
        this.aheadEnd = to;
        this.rest = rest;
    }

    /** Of what has been read. */
    Set<MessageAnomaly> anomalies() {
        watchAhead();
        if (ended) {
            end();
        }
        return anomalies;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int count = aheadAt < aheadEnd ? takeAhead(target, offset, length) : takeRest(target, offset, length);
        ended = count < 0;
        return count;
    }

    // What is in memory goes out in place; in pieces that stay in the nearest cache from one look to the next.
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        while (aheadAt < aheadEnd) {
            int some = Math.min(PIECE, aheadEnd - aheadAt);
            out.write(ahead, aheadAt, some);
            aheadAt += some;
            count += some;
        }
        if (rest == null) {
            ended = true;
            return count;
        }
        return count + super.transferTo(out);
    }

    private int takeAhead(byte[] target, int offset, int length) {
        int count = Math.min(length, aheadEnd - aheadAt);
        System.arraycopy(ahead, aheadAt, target, offset, count);
        aheadAt += count;
        return count;
    }

    private int takeRest(byte[] target, int offset, int length) throws IOException {
        if (rest == null) {
            return -1;
        }
        int count = rest.read(target, offset, length);
        watchAhead();
        watch(target, offset, count);
        return count;
    }

    private void watchAhead() {
        watch(ahead, aheadWatched, aheadAt - aheadWatched);
        aheadWatched = aheadAt;
    }

    private void watch(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            if (!afterCr) {
                int plain = ControlScan.find(octets, at, end);
                lengthenLine(plain - at);
                at = plain;
            }
            if (at + 1 < end && octets[at] == '\r' && octets[at + 1] == '\n' && !afterCr) {
                lineOctets = 0;
                at += 2;
            } else if (at < end) {
                watch(octets[at]);
                at++;
            }
        }
    }

    private void watch(byte octet) {
        if (afterCr) {
            afterCr = false;
            if (octet == '\n') {
                lineOctets = 0;
                return;
            }
            reportBareCr();
        }
        if (octet == '\r') {
            afterCr = true;
            return;
        }
        if (octet == '\n') {
            anomalies.add(MessageAnomaly.BARE_LF);
        } else if (octet == 0) {
            anomalies.add(MessageAnomaly.NUL);
        }
        lengthenLine(1);
    }

    // A CR that ends no line is one more octet of it.
    private void reportBareCr() {
        anomalies.add(MessageAnomaly.BARE_CR);
        lengthenLine(1);
    }

    private void lengthenLine(int octets) {
        lineOctets += octets;
        if (lineOctets > MAX_LINE) {
            anomalies.add(MessageAnomaly.LONG_LINE);
        }
    }

    private void end() {
        if (afterCr) {
            afterCr = false;
            reportBareCr();
        }
    }
}
