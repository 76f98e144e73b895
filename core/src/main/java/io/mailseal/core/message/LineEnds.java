package io.mailseal.core.message;

import java.io.IOException;
import java.io.InputStream;

/** What a file at rest has for line ends, and what is to be done about it. */
enum LineEnds {
    /** LF alone, everywhere. */
    LOCAL,
    /** CRLF, or a mixture, or none: not to be touched. */
    AS_THEY_ARE;

    private static final int CHUNK = 1 << 16;

    /** Looks at all of it. */
    static LineEnds of(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        boolean afterCr = false;
        boolean someLf = false;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    if (afterCr) {
                        return AS_THEY_ARE;
                    }
                    someLf = true;
                }
                afterCr = chunk[i] == '\r';
            }
        }
        return someLf ? LOCAL : AS_THEY_ARE;
    }

    InputStream apply(InputStream in) {
        return this == LOCAL ? new CrlfStream(in) : in;
    }

    /** A CR before each LF. */
    private static final class CrlfStream extends InputStream {

        private final InputStream in;
        private boolean lfIsDue;

        CrlfStream(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (lfIsDue) {
                lfIsDue = false;
                return '\n';
            }
            int octet = in.read();
            if (octet == '\n') {
                lfIsDue = true;
                return '\r';
            }
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int octet = read();
                if (octet < 0) {
                    break;
                }
                target[offset + count++] = (byte) octet;
            }
            return count == 0 && length > 0 ? -1 : count;
        }
    }
}
