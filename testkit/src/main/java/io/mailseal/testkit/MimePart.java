package io.mailseal.testkit;

import io.mailseal.core.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A part of a message: the fields that say what it is, and what it is, with CRLF at the end of each line.
 *
 * @rfc 2045 2.4
 * @rfc 2046 5.1
 */
record MimePart(String fields, String body) {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int LINE_LENGTH = 76;

    static MimePart text(String subtype, String text) {
        boolean ascii = MessageText.isAscii(text);
        String charset = ascii ? "us-ascii" : "utf-8";
        String fields = MessageText.field("Content-Type", "text/" + subtype + "; charset=" + charset);
        // A body that says nothing about octets above 127 may be changed on its way.
        String encoding = ascii ? "" : MessageText.field("Content-Transfer-Encoding", "8bit");
        return new MimePart(fields + encoding, text);
    }

    static MimePart attachment(String fileName, String contentType, Octets content) {
        String fields = MessageText.field("Content-Type", contentType)
                + MessageText.field("Content-Transfer-Encoding", "base64")
                + MessageText.field(
                        "Content-Disposition", "attachment; " + MessageText.parameter("filename", fileName));
        byte[] encoded = Base64.getMimeEncoder(LINE_LENGTH, LINE_END).encode(content.toByteArray());
        return new MimePart(fields, MessageText.lines(new String(encoded, StandardCharsets.US_ASCII)));
    }

    static MimePart multipart(String subtype, List<MimePart> parts) {
        String boundary = boundary(parts);
        StringBuilder body = new StringBuilder();
        for (MimePart part : parts) {
            // RFC 2046 §5.1.1: the line end before a boundary belongs to it, so that of the part stays.
            body.append("--")
                    .append(boundary)
                    .append("\r\n")
                    .append(part.fields)
                    .append("\r\n")
                    .append(part.body);
        }
        body.append("--").append(boundary).append("--\r\n");
        String fields = MessageText.field("Content-Type", "multipart/" + subtype + "; boundary=\"" + boundary + "\"");
        return new MimePart(fields, body.toString());
    }

    // The first that is in none of the parts, so that it is the same each time.
    private static String boundary(List<MimePart> parts) {
        int number = 1;
        while (isThere("=_part_" + number, parts)) {
            number++;
        }
        return "=_part_" + number;
    }

    private static boolean isThere(String boundary, List<MimePart> parts) {
        return parts.stream().anyMatch(part -> (part.fields + part.body).contains(boundary));
    }

    /** Whether it can stand in a message without MIME. */
    boolean isPlainAscii() {
        return fields.equals(text("plain", "").fields);
    }
}
