package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.util.Optional;

/**
 * What a query says: header, question and EDNS.
 *
 * @param question as it was written, to be sent back so: name, type and class
 * @rfc 1035 4.1
 * @rfc 6891 6.1
 */
record WireQuery(
        int id,
        int flags,
        Octets question,
        DnsQuestion asked,
        int questionClass,
        boolean edns,
        boolean dnssecOk,
        int size) {

    static final int HEADER = 12;
    static final int IN = 1;
    private static final int MINIMUM_SIZE = 512;

    /** Empty where these octets are no query with one question. */
    static Optional<WireQuery> parse(byte[] wire) {
        try {
            return Optional.of(parse(Octets.of(wire)));
        } catch (IndexOutOfBoundsException notOne) {
            return Optional.empty();
        }
    }

    private static WireQuery parse(Octets wire) {
        WireReader in = new WireReader(wire);
        int id = in.number16();
        int flags = in.number16();
        if (in.number16() != 1 || in.number16() != 0 || in.number16() != 0) {
            throw new IndexOutOfBoundsException("one question and no answers, please");
        }
        int additional = in.number16();
        DnsQuestion asked = new DnsQuestion(in.name(), new DnsType(in.number16()));
        int questionClass = in.number16();
        Octets question = wire.slice(HEADER, in.position());
        boolean edns = false;
        boolean dnssecOk = false;
        int size = MINIMUM_SIZE;
        for (int i = 0; i < additional; i++) {
            in.name();
            DnsType type = new DnsType(in.number16());
            int recordClass = in.number16();
            long ttl = in.number32();
            in.octets(in.number16());
            if (type.equals(RecordTypes.OPT)) {
                edns = true;
                dnssecOk = (ttl & 0x8000) != 0;
                size = Math.max(MINIMUM_SIZE, recordClass);
            }
        }
        return new WireQuery(id, flags, question, asked, questionClass, edns, dnssecOk, size);
    }

    boolean isResponse() {
        return (flags & 0x8000) != 0;
    }

    int opcode() {
        return flags >> 11 & 15;
    }

    boolean isRecursionDesired() {
        return (flags & 0x0100) != 0;
    }

    boolean isCheckingDisabled() {
        return (flags & 0x0010) != 0;
    }
}
