package io.mailseal.dkim;

/**
 * The body without white space at the ends of lines, with one space for each run of white space within them, and without
 * empty lines at its end. An empty body is nothing at all; any other ends in CRLF. White space is space and tab, and
 * nothing else.
 *
 * @rfc 6376 3.4.4
 */
final class RelaxedBody extends CanonicalBody {

    private static final byte[] SPACE = {' '};

    // What is withheld because it may be the end of the body or of a line, in this order.
    private long lineEnds;
    private boolean blank;
    private boolean cr;

    private boolean empty = true;

    @Override
    void update(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            byte octet = octets[at];
            if (cr && octet == '\n') {
                endLine();
                at++;
                continue;
            }
            if (cr) {
                releaseCr();
            }
            if (octet == '\r') {
                cr = true;
                at++;
            } else if (isBlank(octet)) {
                blank = true;
                at++;
            } else {
                int contentEnd = contentEnd(octets, at, end);
                release();
                emit(octets, at, contentEnd - at);
                at = contentEnd;
            }
        }
    }

    // From an octet that is neither blank nor CR: how far everything is canonical as it is. Not the line ends before
    // white space or at the end of the chunk: they may turn out to be those at the end of the body.
    private static int contentEnd(byte[] octets, int start, int end) {
        int at = BlankScan.find(octets, start, end);
        if (at == end && octets[end - 1] == '\r') {
            at--;
        }
        while (at - 2 > start && octets[at - 2] == '\r' && octets[at - 1] == '\n') {
            at -= 2;
        }
        return at;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private void endLine() {
        cr = false;
        blank = false;
        lineEnds++;
    }

    // A CR that no LF follows is content.
    private void releaseCr() {
        release();
        emitCr();
        cr = false;
    }

    private void release() {
        emitCrlfs(lineEnds);
        lineEnds = 0;
        if (blank) {
            emit(SPACE, 0, 1);
            blank = false;
        }
        empty = false;
    }

    @Override
    void end() {
        if (cr) {
            releaseCr();
        }
        lineEnds = 0;
        if (!empty) {
            emitCrlf();
        }
    }
}
