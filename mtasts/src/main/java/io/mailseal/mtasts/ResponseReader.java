package io.mailseal.mtasts;

import io.mailseal.core.Octets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one response of HTTP/1.1, within limits: whatever the server sends, no more is kept than they allow, and not much
 * more is read.
 *
 * @rfc 9112 6.3
 */
final class ResponseReader {

    private static final int MOST_INTERIM_RESPONSES = 5;
    private static final int LONGEST_CHUNK_LINE = 256;

    private final InputStream in;
    private final PolicyFetchLimits limits;
    private int headLeft;
    private int wrappingLeft;

    ResponseReader(InputStream in, PolicyFetchLimits limits) {
        this.in = in;
        this.limits = limits;
        this.headLeft = limits.headOctets();
        this.wrappingLeft = limits.bodyOctets();
    }

    /** The whole response; of one whose status is not 200 only the head. */
    PolicyResponse.Answered read() throws IOException {
        ResponseHead head = readHead();
        Octets body = head.status() == 200 ? readBody(head) : Octets.EMPTY;
        return new PolicyResponse.Answered(
                head.status(), head.values("content-type"), head.values("content-encoding"), body);
    }

    /** The head of the final response, after interim ones. */
    ResponseHead readHead() throws IOException {
        for (int i = 0; i <= MOST_INTERIM_RESPONSES; i++) {
            ResponseHead head = ResponseHead.parse(readLines());
            boolean interim = head.status() >= 100 && head.status() < 200;
            // 101 would be another protocol, which nobody has asked for.
            if (!interim || head.status() == 101) {
                return head;
            }
        }
        throw ResponseProblem.malformed("The answer is put off again and again.");
    }

    private List<String> readLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readHeadLine(); !line.isEmpty(); line = readHeadLine()) {
            lines.add(line);
        }
        return lines;
    }

    private String readHeadLine() throws IOException {
        String line = readLine(headLeft, "The header of the answer is too long.");
        headLeft -= line.length() + 1;
        return line;
    }

    // Up to LF, without it and the CR before it. Each character is an octet.
    private String readLine(int most, String problem) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw ResponseProblem.lost();
            }
            if (octet == '\n') {
                break;
            }
            if (line.size() >= most) {
                throw ResponseProblem.tooLarge(problem);
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 && text.charAt(i) != '\t' || text.charAt(i) == 0x7F) {
                throw ResponseProblem.malformed("A line of the answer holds a control character.");
            }
        }
        return text;
    }

    private Octets readBody(ResponseHead head) throws IOException {
        boolean chunked = head.has("transfer-encoding");
        boolean counted = head.has("content-length");
        if (chunked && counted) {
            throw ResponseProblem.malformed("The answer says in two ways how long it is.");
        }
        if (chunked) {
            if (!head.values("transfer-encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
                throw ResponseProblem.malformed("The answer has a transfer encoding that nobody asked for.");
            }
            return readChunks();
        }
        if (!counted) {
            // It would end with the connection, and who cuts that could cut the policy.
            throw ResponseProblem.malformed("The answer does not say how long it is.");
        }
        return Octets.of(readOctets(length(head.values("content-length"))));
    }

    private int length(String text) throws ResponseProblem {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw ResponseProblem.malformed("The length of the answer is no number.");
            }
            length = Math.min(10 * length + c - '0', Integer.MAX_VALUE);
        }
        if (text.isEmpty()) {
            throw ResponseProblem.malformed("The length of the answer is no number.");
        }
        return requireAllowed(length);
    }

    private int requireAllowed(long length) throws ResponseProblem {
        if (length > limits.bodyOctets()) {
            throw ResponseProblem.tooLarge("The policy is longer than " + limits.bodyOctets() + " octets.");
        }
        return (int) length;
    }

    private byte[] readOctets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw ResponseProblem.lost();
        }
        return octets;
    }

    // §7.1: each chunk after its size; then the trailer, which says nothing to us.
    private Octets readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = chunkSize(readWrapping());
            if (size == 0) {
                break;
            }
            requireAllowed((long) body.size() + size);
            body.writeBytes(readOctets(size));
            if (!readWrapping().isEmpty()) {
                throw ResponseProblem.malformed("A chunk of the answer does not end where it should.");
            }
        }
        while (!readHeadLine().isEmpty()) {
            // a field of the trailer
        }
        return Octets.of(body.toByteArray());
    }

    private String readWrapping() throws IOException {
        String line = readLine(Math.min(LONGEST_CHUNK_LINE, wrappingLeft), "The chunks of the answer are too small.");
        wrappingLeft -= line.length() + 1;
        return line;
    }

    private int chunkSize(String line) throws ResponseProblem {
        int semicolon = line.indexOf(';');
        String digits = semicolon < 0 ? line : line.substring(0, semicolon);
        int end = digits.length();
        while (end > 0 && RecordParser.isBlank(digits.charAt(end - 1))) {
            end--;
        }
        long size = 0;
        for (int i = 0; i < end; i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw ResponseProblem.malformed("The size of a chunk is no number.");
            }
            size = Math.min(16 * size + digit, Integer.MAX_VALUE);
        }
        if (end == 0) {
            throw ResponseProblem.malformed("The size of a chunk is no number.");
        }
        return requireAllowed(size);
    }
}
