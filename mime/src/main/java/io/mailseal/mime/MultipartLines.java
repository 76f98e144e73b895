package io.mailseal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Octets with the boundaries of multiparts in them: as a stream, those up to the next delimiter. A line ends at LF, with or
 * without a CR before it; the line end before a delimiter belongs to that. Each octet is looked at a few times, however many
 * multiparts are open.
 *
 * @rfc 2046 5.1.1
 */
final class MultipartLines extends InputStream {

    /** The longest boundary that is read. RFC 2046 has 70. */
    static final int LONGEST_BOUNDARY = 200;

    // Two hyphens on either side, and the octet that follows.
    private static final int LONGEST_DELIMITER = LONGEST_BOUNDARY + 6;
    private static final int CHUNK = 8192;
    private static final int NONE = -1;

    private final InputStream in;
    private final List<byte[]> boundaries = new ArrayList<>();
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private boolean atEnd; // of what is read from

    // At the beginning of a line that may be a delimiter; and of one that is none, by the boundaries open until now.
    private boolean lineStart = true;
    private boolean lineLookedAt;
    // The line end that belongs to the content unless a delimiter follows: LF, or CR LF.
    private int heldBack;
    private int delimiter = NONE;
    private boolean closing;

    MultipartLines(InputStream in) {
        this.in = in;
    }

    // ---- boundaries ----

    /** From now on, this one counts too. It is ASCII. */
    void open(String boundary) {
        boundaries.add(("--" + boundary).getBytes(StandardCharsets.US_ASCII));
        lineStart = lineStart || lineLookedAt;
    }

    /** Only so many of the first ones still count. */
    void keep(int count) {
        boundaries.subList(count, boundaries.size()).clear();
    }

    /** How many count. */
    int openBoundaries() {
        return boundaries.size();
    }

    /** Which one the stream has come to, or -1 if there is nothing more. */
    int delimiter() {
        return delimiter;
    }

    /** Whether the delimiter is the last one of its multipart. */
    boolean isClosing() {
        return closing;
    }

    /** Goes on behind the delimiter. */
    void pass() {
        delimiter = NONE;
        lineStart = true;
    }

    // ---- content ----

    /** Goes to the next delimiter or the end. */
    void skipContent() throws IOException {
        byte[] nothing = new byte[CHUNK];
        while (read(nothing, 0, CHUNK) >= 0) {
            // It is not wanted.
        }
    }

    /** Whether there is something before the next delimiter; a line end that belongs to that is nothing. */
    boolean hasContent() throws IOException {
        while (!isOver()) {
            if (heldBack > 0 || !holdsBackLineEnd()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = 0;
        while (count < length && !isOver()) {
            if (heldBack > 0) {
                target[offset + count++] = (byte) (heldBack == 2 ? '\r' : '\n');
                heldBack--;
            } else {
                count += copyLine(target, offset + count, length - count);
            }
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    // At a delimiter or the end. Otherwise there is something to be given.
    private boolean isOver() throws IOException {
        while (delimiter == NONE && lineStart) {
            fill(LONGEST_DELIMITER);
            if (!isDelimiter()) {
                lineStart = false;
                lineLookedAt = true;
            }
        }
        if (delimiter != NONE) {
            return true;
        }
        fill(2);
        return at == end && heldBack == 0;
    }

    // What is before the line end, as far as it is here. The line end itself is held back.
    private int copyLine(byte[] target, int offset, int length) throws IOException {
        lineLookedAt = false;
        int stop = at;
        int limit = Math.min(end, at + length);
        while (stop < limit && chunk[stop] != '\n' && chunk[stop] != '\r') {
            stop++;
        }
        int count = stop - at;
        System.arraycopy(chunk, at, target, offset, count);
        at = stop;
        if (count > 0 || at == end) {
            return count;
        }
        fill(2);
        if (holdsBackLineEnd()) {
            return 0;
        }
        target[offset] = chunk[at++];
        return 1;
    }

    private boolean holdsBackLineEnd() {
        if (isNext(at, '\n')) {
            holdBack(1);
            return true;
        }
        if (isNext(at, '\r') && isNext(at + 1, '\n')) {
            holdBack(2);
            return true;
        }
        return false;
    }

    private void holdBack(int octets) {
        lineLookedAt = false;
        at += octets;
        heldBack = octets;
        lineStart = true;
    }

    // ---- delimiters ----

    private boolean isDelimiter() throws IOException {
        if (end - at < 2 || chunk[at] != '-' || chunk[at + 1] != '-') {
            return false;
        }
        int longest = 0;
        for (int i = boundaries.size() - 1; i >= 0; i--) {
            int length = boundaries.get(i).length;
            if (length > longest && isBoundary(boundaries.get(i))) {
                longest = length;
                delimiter = i;
            }
        }
        if (longest == 0) {
            return false;
        }
        closing = isNext(at + longest, '-') && isNext(at + longest + 1, '-');
        heldBack = 0;
        skipLine();
        return true;
    }

    // Followed by white space, two hyphens, or nothing.
    private boolean isBoundary(byte[] boundary) {
        for (int i = 0; i < boundary.length; i++) {
            if (!isNext(at + i, boundary[i])) {
                return false;
            }
        }
        int behind = at + boundary.length;
        boolean blank = behind == end || chunk[behind] <= ' ' && chunk[behind] >= 0;
        return blank || isNext(behind, '-') && isNext(behind + 1, '-');
    }

    private boolean isNext(int index, int octet) {
        return index < end && chunk[index] == octet;
    }

    private void skipLine() throws IOException {
        fill(1);
        while (at < end && chunk[at] != '\n') {
            at++;
            fill(1);
        }
        at = Math.min(at + 1, end);
    }

    // So that there are so many, unless there are no more.
    private void fill(int octets) throws IOException {
        if (end - at >= octets || atEnd) {
            return;
        }
        System.arraycopy(chunk, at, chunk, 0, end - at);
        end -= at;
        at = 0;
        while (end < octets && !atEnd) {
            int count = in.read(chunk, end, CHUNK - end);
            atEnd = count < 0;
            end += Math.max(count, 0);
        }
    }
}
