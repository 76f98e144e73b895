package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
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

    private final Octets raw;
    private final byte[] octets; // the same, to be looked at one by one
    private final MessageLimits limits;
    private final Set<MessageAnomaly> anomalies = EnumSet.noneOf(MessageAnomaly.class);
    private final List<HeaderField> fields = new ArrayList<>();

    HeaderParser(Octets raw, MessageLimits limits, boolean separated, boolean full) {
        this.raw = raw;
        this.octets = raw.toByteArray();
        this.limits = limits;
        if (full) {
            anomalies.add(MessageAnomaly.LIMIT_EXCEEDED);
        } else if (!separated) {
            anomalies.add(MessageAnomaly.NO_SEPARATOR);
        }
    }

    HeaderBlock parse() {
        int start = 0;
        while (start < raw.length()) {
            int end = fieldEnd(start);
            if (fields.size() == limits.fields() || end - start > limits.fieldOctets()) {
                anomalies.add(MessageAnomaly.LIMIT_EXCEEDED);
                break;
            }
            fields.add(field(start, end));
            start = end;
        }
        reportRepeated();
        return new HeaderBlock(fields, raw, anomalies);
    }

    private int fieldEnd(int start) {
        int end = lineEnd(start);
        while (end < raw.length() && HeaderField.isBlank(raw.at(end))) {
            end = lineEnd(end);
        }
        return end;
    }

    // After the CRLF, or the end of all.
    private int lineEnd(int start) {
        for (int i = start + 1; i < octets.length; i++) {
            if (octets[i] == '\n' && octets[i - 1] == '\r') {
                return i + 1;
            }
        }
        return octets.length;
    }

    private HeaderField field(int start, int end) {
        Set<MessageAnomaly> found = EnumSet.noneOf(MessageAnomaly.class);
        int colon = -1;
        int lineStart = start;
        for (int i = start; i < end; i++) {
            byte octet = octets[i];
            if (octet >= ' ') {
                // Nearly all of them.
                if (octet == ':' && colon < 0) {
                    colon = i;
                }
            } else if (octet == '\r' && i + 1 < end && octets[i + 1] == '\n') {
                reportLine(lineStart, i, found);
                i++;
                lineStart = i + 1;
            } else {
                report(octet, found);
            }
        }
        reportLine(lineStart, end, found);
        String name = name(start, colon, found);
        anomalies.addAll(found);
        return new HeaderField(
                raw.slice(start, end), name, colon < 0 ? -1 : colon - start, HeaderBlock.unmodifiable(found));
    }

    // One line without its end; the last one of a field is empty where the field has an end.
    private void reportLine(int start, int end, Set<MessageAnomaly> found) {
        if (end - start > MAX_LINE) {
            found.add(MessageAnomaly.LONG_LINE);
        }
        int at = start;
        while (at < end && HeaderField.isBlank(raw.at(at))) {
            at++;
        }
        if (at == end && at > start) {
            found.add(MessageAnomaly.BLANK_LINE);
        }
    }

    private static void report(byte octet, Set<MessageAnomaly> found) {
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

    // "From : x", a header that begins with " From: x", and "From CRLF : x" all have the name From, so that whoever
    // counts the From fields counts these, too.
    private String name(int start, int colon, Set<MessageAnomaly> found) {
        int from = start;
        if (HeaderField.isBlank(raw.at(start))) {
            found.add(MessageAnomaly.LEADING_CONTINUATION);
        }
        if (colon < 0) {
            found.add(MessageAnomaly.NO_COLON);
            return "";
        }
        while (from < colon && isFoldingOctet(raw.at(from))) {
            from++;
        }
        int to = colon;
        while (to > from && isFoldingOctet(raw.at(to - 1))) {
            to--;
        }
        if (to < colon) {
            found.add(MessageAnomaly.SPACE_BEFORE_COLON);
        }
        if (hasLineEnd(to, colon)) {
            found.add(MessageAnomaly.FOLDED_NAME);
        }
        if (from == to) {
            found.add(MessageAnomaly.EMPTY_NAME);
        }
        for (int i = from; i < to; i++) {
            if (raw.at(i) <= 0x20 || raw.at(i) >= 0x7F) {
                found.add(MessageAnomaly.INVALID_NAME);
            }
        }
        return raw.slice(from, to).toLatin1();
    }

    private boolean hasLineEnd(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HeaderField.isBlank(raw.at(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFoldingOctet(int octet) {
        return HeaderField.isBlank(octet) || octet == '\r' || octet == '\n';
    }

    private void reportRepeated() {
        Set<String> seen = new HashSet<>();
        for (HeaderField field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (SINGLE.contains(name) && !seen.add(name)) {
                anomalies.add(MessageAnomaly.REPEATED_FIELD);
            }
        }
    }
}
