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

    // From an octet that is neither blank nor CR: how far everything is canonical already, single spaces and line ends
    // included as long as what follows them is seen to be content.
    private static int contentEnd(byte[] octets, int start, int end) {
        int at = start + 1;
        while (at < end) {
            byte octet = octets[at];
            if (octet > ' ' || octet < 0) {
                at++;
            } else if (octet == ' ') {
                if (at + 1 == end || !isContent(octets[at + 1])) {
                    return at;
                }
                at += 2;
            } else if (octet == '\r') {
                if (at + 2 >= end || octets[at + 1] != '\n' || !isContent(octets[at + 2])) {
                    return at;
                }
                at += 3;
            } else if (octet == '\t') {
                return at;
            } else {
                at++;
            }
        }
        return end;
    }

    private static boolean isContent(byte octet) {
        return octet != '\r' && !isBlank(octet);
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
    void finish() {
        if (cr) {
            releaseCr();
        }
        lineEnds = 0;
        if (!empty) {
            emitCrlf();
        }
    }
}
