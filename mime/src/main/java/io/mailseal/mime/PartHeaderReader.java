package io.mailseal.mime;

import java.io.IOException;
import java.util.Locale;

/**
 * Reads the header of a part: its fields, up to an empty line or to where the part ends. Lines that are no fields are kept
 * aside.
 *
 * @rfc 2046 5.1
 */
final class PartHeaderReader {

    private static final String DESCRIBING = "content-";

    private final MultipartLines in;
    private final MimeLimits limits;
    private final StringBuilder field = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder stray = new StringBuilder();
    private boolean truncated;

    PartHeaderReader(MultipartLines in, MimeLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** The header, which begins here. */
    PartHeader read(String defaultType) throws IOException {
        PartHeaderBuilder header = new PartHeaderBuilder(defaultType);
        int fields = 0;
        while (readLine() && line.length() > 0) {
            boolean goesOn = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (!goesOn) {
                addTo(header);
                fields++;
            }
            if (fields > limits.headerFields()) {
                truncated = true;
            } else {
                append();
            }
        }
        addTo(header);
        return header.build();
    }

    /** Whether there was more than the limits allow. That has been passed. */
    boolean isTruncated() {
        return truncated;
    }

    /** The lines that are no fields, which others take for the beginning of the body; empty if there are none. */
    String stray() {
        return stray.toString();
    }

    private void append() {
        if (field.length() + line.length() > limits.fieldOctets()) {
            truncated = true;
            line.setLength(limits.fieldOctets() - field.length());
        }
        field.append(line);
    }

    private void addTo(PartHeaderBuilder header) {
        int colon = field.indexOf(":");
        if (colon > 0 && field.length() >= DESCRIBING.length()) {
            String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (name.startsWith(DESCRIBING)) {
                header.add(name, field.substring(colon + 1));
            }
        }
        if (field.length() > 0 && !isField(colon) && stray.length() + field.length() < limits.fieldOctets()) {
            stray.append(field).append('\n');
        }
        field.setLength(0);
    }

    // RFC 5322 §3.6.8. What begins with a scheme and two slashes is one only by accident, and the line with which a
    // mailbox separates messages is none, but says nothing.
    private boolean isField(int colon) {
        if (isOfMailbox(field)) {
            return true;
        }
        int end = colon;
        while (end > 0 && (field.charAt(end - 1) == ' ' || field.charAt(end - 1) == '\t')) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (field.charAt(i) <= ' ' || field.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return end > 0 && field.indexOf("//") != colon + 1;
    }

    /** Whether it is the line with which a mailbox separates messages. */
    static boolean isOfMailbox(CharSequence line) {
        int start = line.length() > 0 && line.charAt(0) == '>' ? 1 : 0;
        return line.length() >= start + 5 && "From ".contentEquals(line.subSequence(start, start + 5));
    }

    // Without its end. False if there is none: the part ends before it.
    private boolean readLine() throws IOException {
        line.setLength(0);
        int octet = in.read();
        if (octet < 0) {
            return false;
        }
        while (octet >= 0 && octet != '\n') {
            if (line.length() <= limits.fieldOctets()) {
                line.append((char) octet);
            }
            octet = in.read();
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return true;
    }
}
