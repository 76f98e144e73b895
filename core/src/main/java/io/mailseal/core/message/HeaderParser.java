package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts the octets of a header into fields. A line ends at CRLF and nowhere else; a line that begins with a blank continues
 * the one before. Nothing is dropped, nothing is repaired.
 *
 * @rfc 5322 2.2
 */
final class HeaderParser {

    /** §2.1.1: without the CRLF. */
    private static final int MAX_LINE = 998;

    // §3.6: the fields that may occur at most once.
    private static final Set<String> SINGLE = Set.of(
            "date",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "message-id",
            "in-reply-to",
            "references",
            "subject",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-id",
            "content-description");

    // Of their names, sorted. Most repeated fields, such as Received, are none of them; then no name need be made.
    private static final int[] SINGLE_HASHES =
            SINGLE.stream().mapToInt(HeaderField::hash).sorted().toArray();

    private final byte[] octets;
    private final int length;
    private final Octets raw; // the same
    private final MessageLimits limits;
    private final Set<MessageAnomaly> anomalies = EnumSet.noneOf(MessageAnomaly.class);
    private final List<HeaderField> fields = new ArrayList<>();

    // Of the field that is being read.
    private final Set<MessageAnomaly> found = EnumSet.noneOf(MessageAnomaly.class);

    /** The first {@code length} octets of the array are the header. */
    HeaderParser(byte[] octets, int length, MessageLimits limits, boolean separated, boolean full) {
        this.octets = octets;
        this.length = length;
        this.raw = Octets.of(octets, 0, length);
        this.limits = limits;
        if (full) {
            anomalies.add(MessageAnomaly.LIMIT_EXCEEDED);
        } else if (!separated) {
            anomalies.add(MessageAnomaly.NO_SEPARATOR);
        }
    }

    HeaderBlock parse() {
        int start = 0;
        while (start < length) {
            found.clear();
            int end = readLines(start);
            if (fields.size() == limits.fields() || end - start > limits.fieldOctets()) {
                anomalies.add(MessageAnomaly.LIMIT_EXCEEDED);
                break;
            }
            fields.add(field(start, end));
            start = end;
        }
        FieldIndex index = new FieldIndex(fields);
        reportRepeated(index);
        return new HeaderBlock(List.copyOf(fields), index, raw, anomalies);
    }

    // Reports what is odd about the lines of a field; where it ends.
    private int readLines(int start) {
        int lineStart = start;
        int at = ControlScan.findOddities(octets, start, length);
        while (at < length) {
            if (isLineEnd(at)) {
                reportLine(lineStart, at);
                lineStart = at + 2;
                at = lineStart;
                if (at == length || !HeaderField.isBlank(octets[at])) {
                    return at;
                }
            } else {
                report(octets[at]);
                at++;
            }
            at = ControlScan.findOddities(octets, at, length);
        }
        reportLine(lineStart, length);
        return length;
    }

    private boolean isLineEnd(int at) {
        return octets[at] == '\r' && at + 1 < length && octets[at + 1] == '\n';
    }

    private HeaderField field(int start, int end) {
        int colon = start;
        boolean plain = true;
        while (colon < end && octets[colon] != ':') {
            plain &= isOfName(octets[colon]);
            colon++;
        }
        HeaderField field = colon == end
                ? nameless(start, end)
                : plain && colon > start ? named(start, start, colon, colon, end) : oddlyNamed(start, colon, end);
        anomalies.addAll(found);
        return field;
    }

    // One line without its end.
    private void reportLine(int start, int end) {
        if (end - start > MAX_LINE) {
            found.add(MessageAnomaly.LONG_LINE);
        }
        int at = start;
        while (at < end && HeaderField.isBlank(octets[at])) {
            at++;
        }
        if (at == end && at > start) {
            found.add(MessageAnomaly.BLANK_LINE);
        }
    }

    private void report(byte octet) {
        if (octet < 0) {
            found.add(MessageAnomaly.NON_ASCII_HEADER);
        } else if (octet == 0) {
            found.add(MessageAnomaly.NUL);
        } else if (octet == '\r') {
            found.add(MessageAnomaly.BARE_CR);
        } else if (octet == '\n') {
            found.add(MessageAnomaly.BARE_LF);
        }
    }

    private HeaderField nameless(int start, int end) {
        if (HeaderField.isBlank(octets[start])) {
            found.add(MessageAnomaly.LEADING_CONTINUATION);
        }
        found.add(MessageAnomaly.NO_COLON);
        return new HeaderField(raw.slice(start, end), 0, 0, 0, -1, HeaderBlock.unmodifiable(found));
    }

    // "From : x", a header that begins with " From: x", and "From CRLF : x" all have the name From, so that whoever
    // counts the From fields counts these, too.
    private HeaderField oddlyNamed(int start, int colon, int end) {
        if (HeaderField.isBlank(octets[start])) {
            found.add(MessageAnomaly.LEADING_CONTINUATION);
        }
        int from = start;
        while (from < colon && isFoldingOctet(octets[from])) {
            from++;
        }
        int to = colon;
        while (to > from && isFoldingOctet(octets[to - 1])) {
            to--;
        }
        if (from == to) {
            found.add(MessageAnomaly.EMPTY_NAME);
        }
        reportName(from, to);
        reportGap(to, colon);
        return named(start, from, to, colon, end);
    }

    private void reportGap(int from, int colon) {
        if (from < colon) {
            found.add(MessageAnomaly.SPACE_BEFORE_COLON);
        }
        for (int i = from; i < colon; i++) {
            if (!HeaderField.isBlank(octets[i])) {
                found.add(MessageAnomaly.FOLDED_NAME);
            }
        }
    }

    private void reportName(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isOfName(octets[i])) {
                found.add(MessageAnomaly.INVALID_NAME);
            }
        }
    }

    // §2.2: printable ASCII; the colon is looked for elsewhere.
    private static boolean isOfName(byte octet) {
        return octet > 0x20 && octet != 0x7F;
    }

    private HeaderField named(int start, int from, int to, int colon, int end) {
        return new HeaderField(
                raw.slice(start, end),
                from - start,
                to - start,
                HeaderField.hash(octets, from, to),
                colon - start,
                HeaderBlock.unmodifiable(found));
    }

    private static boolean isFoldingOctet(int octet) {
        return HeaderField.isBlank(octet) || octet == '\r' || octet == '\n';
    }

    private void reportRepeated(FieldIndex index) {
        for (HeaderField repeated : index.repeated()) {
            if (isSingle(repeated)) {
                anomalies.add(MessageAnomaly.REPEATED_FIELD);
            }
        }
    }

    private static boolean isSingle(HeaderField field) {
        return Arrays.binarySearch(SINGLE_HASHES, field.nameHash()) >= 0
                && SINGLE.contains(field.name().toLowerCase(Locale.ROOT));
    }
}
