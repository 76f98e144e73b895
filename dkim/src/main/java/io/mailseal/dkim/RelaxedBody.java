package io.mailseal.dkim;

/**
 * The body without white space at the ends of lines, with one space for each run of white space within them, and without
 * empty lines at its end. An empty body is nothing at all; any other ends in CRLF. White space is space and tab, and
 * nothing else.
 *
 * @rfc 6376 3.4.4
 */
final class RelaxedBody extends CanonicalBody {

    // What is withheld because it may be the end of the body or of a line, in this order.
    private long lineEnds;
    private boolean blank;
    private boolean cr;

    private boolean empty = true;

    @Override
    void update(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = withhold(octets, offset, end);
        while (at < end) {
            release();
            int contentEnd = contentEnd(octets, at, end);
            boolean clean = contentEnd - at >= IN_PLACE || end - at < 8 + BlankScan.LOOKAHEAD;
            if (clean) {
                emit(octets, at, contentEnd - at);
            } else {
                contentEnd = squeeze(octets, at, end);
            }
            at = withhold(octets, contentEnd, end);
        }
    }

    // Takes what may be the end of the body or of a line, up to an octet that is content for certain.
    private int withhold(byte[] octets, int start, int end) {
        int at = start;
        while (at < end) {
            byte octet = octets[at];
            if (cr) {
                at = completeLineEnd(octet, at);
            } else if (octet == '\r') {
                if (at + 1 < end && octets[at + 1] != '\n') {
                    return at;
                }
                at = lineEnds(octets, at, end);
            } else if (octet == ' ' || octet == '\t') {
                blank = true;
                at = BlankScan.skipBlanks(octets, at + 1, end);
            } else {
                return at;
            }
        }
        return end;
    }

    // The octet after a withheld CR: LF makes it a line end, anything else makes it content.
    private int completeLineEnd(byte octet, int at) {
        if (octet != '\n') {
            release();
            emit((byte) '\r');
            cr = false;
            return at;
        }
        endLines(1);
        return at + 1;
    }

    // From a CR: all CRLFs that follow each other, or only the CR.
    private int lineEnds(byte[] octets, int start, int end) {
        int at = BlankScan.skipLineEnds(octets, start, end);
        if (at > start) {
            endLines((at - start) / 2);
            return at;
        }
        cr = true;
        return start + 1;
    }

    private void endLines(int count) {
        lineEnds += count;
        blank = false;
        cr = false;
    }

    // From an octet that is neither blank nor CR: how far everything is canonical as it is. Not the line ends before
    // white space or at the end of the chunk: they may turn out to be those at the end of the body.
    private static int contentEnd(byte[] octets, int start, int end) {
        int at = BlankScan.find(octets, start, end);
        if (at == end && octets[end - 1] == '\r') {
            at--;
        }
        return withoutLineEnds(octets, start, at);
    }

    private static int withoutLineEnds(byte[] octets, int start, int end) {
        int at = end;
        while (at - 2 > start && octets[at - 2] == '\r' && octets[at - 1] == '\n') {
            at -= 2;
        }
        return at;
    }

    // From such an octet, where there is much to change: emits the canonical form of some of what comes. Looks
    // ahead, so that no white space is withheld, but takes back what may be the line ends at the end of the body.
    private int squeeze(byte[] octets, int start, int end) {
        int from = makeRoom(IN_PLACE);
        byte[] target = gathered();
        int at = start + (Math.min(GATHERED - from, end - start - BlankScan.LOOKAHEAD) & -8);
        int to = BlankScan.squeeze(octets, start, at, target, from);
        if (target[to - 1] == '\r' && octets[at] == '\n') {
            at--;
            to--;
        }
        int contentEnd = withoutLineEnds(target, from, to);
        int takenBack = to - contentEnd;
        lineEnds = takenBack / 2;
        gatheredUpTo(contentEnd);
        return at;
    }

    private void release() {
        empty = false;
        if (lineEnds > 0) {
            emitCrlfs(lineEnds);
            lineEnds = 0;
        }
        if (blank) {
            emit((byte) ' ');
            blank = false;
        }
    }

    @Override
    void end() {
        if (cr) {
            release();
            emit((byte) '\r');
        }
        if (!empty) {
            emitLastCrlf();
        }
    }
}
