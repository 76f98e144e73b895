package io.mailseal.dns;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A question as it goes to a server, and what tells a response to it from everything else that may arrive. It is
 * compared on the wire, so that nothing is parsed that nobody has asked for.
 *
 * @rfc 1035 4.1
 */
final class QueryMessage {

    /** How long the header of every message is. */
    static final int HEADER = 12;

    private static final int QR = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int TC = 0x0200;
    private static final int RD = 0x0100;
    private static final int AD = 0x0020;
    private static final int CD = 0x0010;
    private static final int RCODE = 0x000F;
    private static final int NXDOMAIN = 3;

    private static final int CLASS_IN = 1;
    private static final int TYPE_AND_CLASS = 4;
    private static final int OPT = 41;
    private static final int OPT_RECORD = 11;
    private static final int DO = 0x8000;

    private final byte[] octets;
    private final int nameEnd;

    private QueryMessage(byte[] octets, int nameEnd) {
        this.octets = octets;
        this.nameEnd = nameEnd;
    }

    /**
     * A query with EDNS.
     *
     * @param udpPayload the largest UDP message that the server may send
     */
    static QueryMessage of(DnsQuestion question, DnssecRequest dnssec, int udpPayload) {
        List<Octets> labels = question.name().labels();
        byte[] octets = new byte[HEADER + length(labels) + TYPE_AND_CLASS + OPT_RECORD];
        ByteBuffer out = ByteBuffer.wrap(octets);
        out.putShort((short) 0); // the ID, another one for each time it is sent
        out.putShort((short) flags(dnssec));
        out.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
        putName(out, labels);
        int nameEnd = out.position();
        out.putShort((short) question.type().code()).putShort((short) CLASS_IN);
        // RFC 6891 §6.1.2: the root as owner, the payload size as class; extended RCODE and version are 0.
        out.put((byte) 0).putShort((short) OPT).putShort((short) udpPayload).putShort((short) 0);
        out.putShort((short) (dnssec == DnssecRequest.PROOF ? DO : 0)).putShort((short) 0);
        return new QueryMessage(octets, nameEnd);
    }

    private static int flags(DnssecRequest dnssec) {
        return switch (dnssec) {
            case NONE -> RD;
            case VERDICT -> RD | AD;
            case PROOF -> RD | CD;
        };
    }

    private static int length(List<Octets> labels) {
        int length = 1;
        for (Octets label : labels) {
            length += 1 + label.length();
        }
        return length;
    }

    private static void putName(ByteBuffer out, List<Octets> labels) {
        for (Octets label : labels) {
            out.put((byte) label.length()).put(label.toByteBuffer());
        }
        out.put((byte) 0);
    }

    /** The same question to a server that does not know EDNS. */
    QueryMessage withoutEdns() {
        byte[] plain = Arrays.copyOf(octets, questionEnd());
        plain[HEADER - 1] = 0; // ARCOUNT
        return new QueryMessage(plain, nameEnd);
    }

    private int questionEnd() {
        return nameEnd + TYPE_AND_CLASS;
    }

    int length() {
        return octets.length;
    }

    /** Adds the query with this ID, at the buffer's position. */
    void putTo(ByteBuffer out, int id) {
        int start = out.position();
        out.put(octets);
        out.putShort(start, (short) id);
    }

    /** The ID of a message, or -1 if it is too short for one. */
    static int id(ByteBuffer message) {
        return message.limit() < HEADER ? -1 : message.getShort(0) & 0xFFFF;
    }

    /** Whether the message, which has the right ID and begins at index 0, is a response to this question. */
    boolean isAnsweredBy(ByteBuffer message) {
        int flags = message.getShort(2);
        if ((flags & QR) == 0 || (flags & OPCODE) != 0) {
            return false;
        }
        return switch (message.getShort(4)) {
            case 0 -> saysNothingOfTheName(flags);
            case 1 -> asksTheSame(message);
            default -> false;
        };
    }

    // Some old servers answer with no more than a header when something is wrong with them or with the query.
    private static boolean saysNothingOfTheName(int flags) {
        int rcode = flags & RCODE;
        return rcode != 0 && rcode != NXDOMAIN;
    }

    private boolean asksTheSame(ByteBuffer message) {
        if (message.limit() < questionEnd()) {
            return false;
        }
        // RFC 4343 §3: ASCII letters in either case. Octets that tell the length of a label are below those of letters.
        for (int i = HEADER; i < nameEnd; i++) {
            if (octets[i] != message.get(i) && lowerCase(octets[i]) != lowerCase(message.get(i))) {
                return false;
            }
        }
        for (int i = nameEnd; i < questionEnd(); i++) {
            if (octets[i] != message.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /** Whether the server says that there is more than this. */
    static boolean isTruncated(byte[] message) {
        return (message[2] & TC >> 8) != 0;
    }
}
