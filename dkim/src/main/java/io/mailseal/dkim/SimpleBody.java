package io.mailseal.dkim;

/**
 * The body as it is, but for empty lines at its end, which are not there, and the end of the last line, which always is: an
 * empty body is one CRLF.
 *
 * @rfc 6376 3.4.3
 */
final class SimpleBody extends CanonicalBody {

    // What is withheld because it may be the end of the body: CRLFs, and then perhaps the CR of one more.
    private long lineEnds;
    private boolean cr;

    @Override
    void update(byte[] octets, int offset, int count) {
        int start = offset;
        int end = offset + count;
        if (start < end && cr) {
            start = completeLineEnd(octets, start);
        }
        int contentEnd = contentEnd(octets, start, end);
        if (contentEnd > start) {
            release();
            emit(octets, start, contentEnd - start);
        }
        int tail = end - contentEnd;
        lineEnds += tail / 2;
        cr |= tail % 2 == 1;
    }

    // The octet after a withheld CR: LF makes it a line end, anything else makes it content.
    private int completeLineEnd(byte[] octets, int start) {
        if (octets[start] != '\n') {
            release();
            return start;
        }
        cr = false;
        lineEnds++;
        return start + 1;
    }

    // Where the trailing sequence of CRLFs, and perhaps one CR, begins.
    private static int contentEnd(byte[] octets, int start, int end) {
        int at = end;
        if (at > start && octets[at - 1] == '\r') {
            at--;
        }
        while (at - 2 >= start && octets[at - 1] == '\n' && octets[at - 2] == '\r') {
            at -= 2;
        }
        return at;
    }

    private void release() {
        emitCrlfs(lineEnds);
        lineEnds = 0;
        if (cr) {
            emit((byte) '\r');
            cr = false;
        }
    }

    @Override
    void end() {
        if (cr) {
            release();
        }
        lineEnds = 0;
        emitLastCrlf();
    }
}
