package io.mailseal.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Octets with the boundaries of multiparts in them: as a stream, those up to the next delimiter. A line ends at LF, with or
 * without a CR before it; the line end before a delimiter belongs to that. Each octet is looked at a few times, however many
 * multiparts are open.
 *
 * @rfc 2046 5.1.1
 */
final class MultipartLines extends InputStream {

    /** The longest boundary that is read. RFC 2046 has 70. */
    static final int LONGEST_BOUNDARY = 1000;

    // White space that is looked through behind a boundary; where there is more, it is one all the same.
    private static final int LONGEST_PADDING = 1000;

    // Two hyphens on either side, and the line end.
    private static final int LONGEST_DELIMITER = LONGEST_BOUNDARY + LONGEST_PADDING + 20;
    private static final int CHUNK = 4096; // twice a delimiter, or each would move it all

    // How far is looked for what decides whether there is an encoding.
    private static final int AHEAD = 8192;

    /** In how many ways the boundary of one multipart may be written. */
    static final int MOST_DELIMITERS = 10;

    private static final String CONTENT = "content-";
    private static final int NONE = -1;

    private final InputStream in;
    private final List<Boundary> boundaries = new ArrayList<>();
    private byte[] chunk = new byte[CHUNK];
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
    private boolean expectsUnknown;

    private final Set<MimeAnomaly> anomalies;

    MultipartLines(InputStream in, Set<MimeAnomaly> anomalies) {
        this.in = in;
        this.anomalies = anomalies;
    }

    // ---- boundaries ----

    /** That of one multipart: the delimiters with which it is written, mostly one. */
    private static final class Boundary {

        private final List<byte[]> delimiters = new ArrayList<>();
        private boolean closed;

        void add(byte[] delimiter) {
            if (delimiters.size() < MOST_DELIMITERS) {
                delimiters.add(delimiter);
            }
        }
    }

    /** From now on, one counts too that is written in any of these ways. Each character is an octet. */
    void open(List<String> written) {
        openUnknown();
        for (String each : written) {
            boundaries.get(boundaries.size() - 1).add(("--" + each).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** There is one that nobody has named. */
    void openUnknown() {
        boundaries.add(new Boundary());
        lineStart = lineStart || lineLookedAt;
    }

    /** The multipart of this one is over; should it go on all the same, its delimiter still counts. */
    void close(int index) {
        boundaries.get(index).closed = true;
    }

    /** Until the next delimiter, a line of two hyphens and more before a Content field is one of the last multipart. */
    void expectUnknown() {
        expectsUnknown = true;
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
        expectsUnknown = false;
    }

    // ---- content ----

    /** Goes to the next delimiter or the end. */
    void skipContent() throws IOException {
        if (isOver()) {
            return;
        }
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
        if (delimiter == NONE && !lineStart && heldBack == 0 && at < end && chunk[at] > '\r') {
            lineLookedAt = false;
            return chunk[at++];
        }
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
            fill(2);
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
        fill(LONGEST_DELIMITER);
        int longest = 0;
        for (int i = boundaries.size() - 1; i >= 0; i--) {
            int length = match(boundaries.get(i));
            boolean better =
                    length == longest && length > 0 && boundaries.get(delimiter).closed && !boundaries.get(i).closed;
            if (length > longest || better) {
                longest = length;
                delimiter = i;
            }
        }
        if (longest == 0 && expectsUnknown && !boundaries.isEmpty()) {
            longest = adopt();
        }
        if (longest == 0) {
            return false;
        }
        if (boundaries.get(delimiter).closed) {
            anomalies.add(MimeAnomaly.UNEXPECTED_PARTS);
        }
        closing = isNext(at + longest, '-');
        heldBack = 0;
        skipLine();
        return true;
    }

    // The length of the delimiter that is here, or 0.
    private int match(Boundary boundary) {
        int longest = 0;
        for (byte[] each : boundary.delimiters) {
            longest = each.length > longest && isBoundary(each) ? each.length : longest;
        }
        return longest;
    }

    // Where a line is to be taken for a delimiter since it is followed by a Content field.
    private int adopt() {
        int stop = Math.min(end, at + LONGEST_BOUNDARY + 2);
        int lineEnd = at + 2;
        while (lineEnd < stop && chunk[lineEnd] != '\n' && chunk[lineEnd] != '\r') {
            lineEnd++;
        }
        int next = isNext(lineEnd, '\r') ? lineEnd + 2 : lineEnd + 1;
        if (lineEnd == at + 2 || lineEnd == stop || !begins(next, CONTENT)) {
            return 0;
        }
        delimiter = boundaries.size() - 1;
        byte[] line = Arrays.copyOfRange(chunk, at, lineEnd);
        boundaries.get(delimiter).add(line);
        anomalies.add(MimeAnomaly.UNEXPECTED_PARTS);
        return line.length;
    }

    private boolean begins(int start, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            int index = start + i;
            if (index >= end || Character.toLowerCase((char) chunk[index]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // ---- what is ahead ----

    /** Whether a delimiter with one of these boundaries is among what comes next, as far as it is looked at. */
    boolean isAhead(List<String> written) throws IOException {
        fill(AHEAD);
        String ahead = "\n" + new String(chunk, at, end - at, StandardCharsets.ISO_8859_1);
        return written.stream().anyMatch(each -> ahead.contains("\n--" + each));
    }

    /** Whether what comes next may be base64, as far as it is looked at, or up to the first delimiter. */
    boolean isBase64Ahead() throws IOException {
        fill(AHEAD);
        int i = at;
        while (i < end && (Base64Stream.isOfAlphabet(chunk[i]) || chunk[i] == '=' || chunk[i] <= ' ' && chunk[i] > 0)) {
            i++;
        }
        return i == end || isNext(i, '-') && isNext(i + 1, '-') && (i == at || chunk[i - 1] == '\n');
    }

    /** Whether a header begins here, and no base64. */
    boolean isHeaderAhead() throws IOException {
        fill(AHEAD);
        int i = at;
        while (i < end && chunk[i] > ' ' && chunk[i] != ':') {
            i++;
        }
        return i > at && isNext(i, ':');
    }

    // §5.1.1: followed by white space up to the end of the line, perhaps with two hyphens before it, and by nothing
    // else.
    private boolean isBoundary(byte[] boundary) {
        for (int i = 0; i < boundary.length; i++) {
            if (!isNext(at + i, boundary[i])) {
                return false;
            }
        }
        int behind = at + boundary.length;
        boolean hyphens = isNext(behind, '-') && isNext(behind + 1, '-');
        if (isPadding(behind) || hyphens && isPadding(behind + 2)) {
            return true;
        }
        anomalies.add(MimeAnomaly.SIMILAR_BOUNDARY);
        return false;
    }

    private boolean isPadding(int start) {
        int stop = Math.min(end, start + LONGEST_PADDING);
        int i = start;
        while (i < stop && (chunk[i] == ' ' || chunk[i] >= '\t' && chunk[i] <= '\r' && chunk[i] != '\n')) {
            i++;
        }
        return i == stop || chunk[i] == '\n';
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
        byte[] filled = octets > chunk.length ? new byte[octets] : chunk;
        System.arraycopy(chunk, at, filled, 0, end - at);
        chunk = filled;
        end -= at;
        at = 0;
        while (end < octets && !atEnd) {
            int count = in.read(chunk, end, chunk.length - end);
            atEnd = count < 0;
            end += Math.max(count, 0);
        }
    }
}
