package io.mailseal.core.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** The octets after the header, unchanged, watched for anomalies as they go by. */
final class BodyStream extends InputStream {

    private static final int MAX_LINE = 998;

    // What was read along with the header and does not belong to it.
    private final byte[] ahead;
    private int aheadAt;
    private final int aheadEnd;
    private final InputStream rest;

    private final Set<MessageAnomaly> anomalies = EnumSet.noneOf(MessageAnomaly.class);
    private boolean afterCr;
    private long lineOctets;

    BodyStream(byte[] ahead, int from, int to, InputStream rest) {
        this.ahead = ahead;
        this.aheadAt = from;
        this.aheadEnd = to;
        this.rest = rest;
    }

    Set<MessageAnomaly> anomalies() {
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
        int count = take(target, offset, length);
        if (count < 0) {
            end();
        } else {
            watch(target, offset, count);
        }
        return count;
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        if (aheadAt == aheadEnd) {
            return rest.read(target, offset, length);
        }
        int count = Math.min(length, aheadEnd - aheadAt);
        System.arraycopy(ahead, aheadAt, target, offset, count);
        aheadAt += count;
        return count;
    }

    private void watch(byte[] octets, int offset, int count) {
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            if (!afterCr) {
                int plain = ControlScan.find(octets, i, end);
                lengthenLine(plain - i);
                i = plain;
                if (i == end) {
                    break;
                }
            }
            byte octet = octets[i];
            if (afterCr) {
                afterCr = false;
                if (octet == '\n') {
                    lineOctets = 0;
                    continue;
                }
                reportBareCr();
            }
            if (octet == '\r') {
                afterCr = true;
                continue;
            }
            if (octet == '\n') {
                anomalies.add(MessageAnomaly.BARE_LF);
            } else if (octet == 0) {
                anomalies.add(MessageAnomaly.NUL);
            }
            lengthenLine(1);
        }
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
