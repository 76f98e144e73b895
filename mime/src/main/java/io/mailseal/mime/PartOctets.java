package io.mailseal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;

/** The octets of a part, up to the limits; none any more as soon as the walk has gone on. */
final class PartOctets extends InputStream {

    /** What all parts of a message may still give. */
    static final class Allowance {

        private long octets;

        Allowance(long octets) {
            this.octets = octets;
        }
    }

    private final InputStream in;
    private final Allowance ofMessage;
    private final Set<MimeAnomaly> anomalies;
    private long ofPart;
    private boolean over;

    PartOctets(InputStream in, long ofPart, Allowance ofMessage, Set<MimeAnomaly> anomalies) {
        this.in = in;
        this.ofPart = ofPart;
        this.ofMessage = ofMessage;
        this.anomalies = anomalies;
    }

    /** Whatever is left is not to be read any more: the stream below belongs to others now. */
    void leave() {
        over = true;
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
        long allowed = Math.min(ofPart, ofMessage.octets);
        if (allowed == 0) {
            lookBeyond();
        }
        if (over) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, allowed));
        over = count < 0;
        ofPart -= Math.max(count, 0);
        ofMessage.octets -= Math.max(count, 0);
        return count;
    }

    // The limit may be just what there is.
    private void lookBeyond() throws IOException {
        if (!over && in.read() >= 0) {
            anomalies.add(ofPart == 0 ? MimeAnomaly.PART_TOO_LARGE : MimeAnomaly.MESSAGE_TOO_LARGE);
        }
        over = true;
    }
}
