package io.mailseal.dnsbl.uri;

import java.io.IOException;
import java.io.Reader;

/** So many characters of another reader, and whether there would have been more. */
final class LimitedReader extends Reader {

    private final Reader in;
    private int left;
    private boolean cut;

    LimitedReader(Reader in, int limit) {
        this.in = in;
        this.left = limit;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (left == 0) {
            cut = cut || in.read() >= 0;
            return -1;
        }
        int count = in.read(target, offset, Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    /** How many more could be read. */
    int left() {
        return left;
    }

    /** Whether something was not read because of the limit. */
    boolean isCut() {
        return cut;
    }

    @Override
    public void close() {
        // The text belongs to the caller.
    }
}
