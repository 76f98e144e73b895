package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a response on the wire. Owner names are compressed, names in data are not.
 *
 * @rfc 1035 4.1
 */
final class ResponseWriter {

    private static final int ANSWER_COUNT = 6;
    private static final int AUTHORITY_COUNT = 8;
    private static final int ADDITIONAL_COUNT = 10;
    private static final int MAX_POINTER = 0x3FFF;
    private static final int EXTENDED_ERROR = 15;
    private static final int OWN_SIZE = 1232;

    private final WireQuery query;
    private final Response response;
    private final WireWriter out = new WireWriter();
    private final Map<DomainName, Integer> written = new HashMap<>();
    private final boolean dnssec;
    private int records; // in the section

    private ResponseWriter(WireQuery query, Response response) {
        this.query = query;
        this.response = response;
        this.dnssec = query.dnssecOk() && response.dnssec;
    }

    static byte[] write(WireQuery query, Response response, int limit) {
        byte[] message = new ResponseWriter(query, response).write(false);
        boolean tooLong = message.length > limit;
        return tooLong ? new ResponseWriter(query, response).write(true) : message;
    }

    private byte[] write(boolean truncated) {
        out.number16(query.id()).number16(flags(truncated)).number16(1);
        out.number16(0).number16(0).number16(0).octets(query.question());
        written.put(query.asked().name(), WireQuery.HEADER);
        if (!truncated) {
            section(ANSWER_COUNT, response.answer);
            section(AUTHORITY_COUNT, response.authority);
            section(ADDITIONAL_COUNT, response.additional);
        }
        if (query.edns() && response.edns) {
            edns();
        }
        return out.toByteArray();
    }

    private int flags(boolean truncated) {
        // QR and RA; the opcode, RD and CD come back as they were.
        int flags = 0x8080 | query.flags() & 0x7910 | response.rcode;
        return flags | (truncated ? 0x0200 : 0) | (response.authenticated ? 0x0020 : 0);
    }

    private void section(int countAt, List<Response.Placed> placed) {
        records = 0;
        for (Response.Placed one : placed) {
            RecordSet set = one.set();
            boolean asked = set.type().equals(query.asked().type());
            if (dnssec
                    || asked
                    || !RecordTypes.isDenial(set.type()) && !set.type().equals(DnsType.RRSIG)) {
                set.data().forEach(data -> record(set, set.type().code(), data));
            }
            if (dnssec) {
                one.signatures().forEach(data -> record(set, DnsType.RRSIG.code(), data));
            }
        }
        out.patch16(countAt, records);
    }

    private void record(RecordSet set, int type, Octets data) {
        name(set.owner());
        out.number16(type)
                .number16(WireQuery.IN)
                .number32(set.ttl())
                .number16(data.length())
                .octets(data);
        records++;
    }

    private void name(DomainName name) {
        List<Octets> labels = name.labels();
        for (int i = 0; i < labels.size(); i++) {
            DomainName suffix = name.suffix(labels.size() - i);
            Integer pointer = written.get(suffix);
            if (pointer != null) {
                out.number16(0xC000 | pointer);
                return;
            }
            if (out.length() <= MAX_POINTER) {
                written.put(suffix, out.length());
            }
            out.octet(labels.get(i).length()).octets(labels.get(i));
        }
        out.octet(0);
    }

    private void edns() {
        out.octet(0).number16(RecordTypes.OPT.code()).number16(OWN_SIZE);
        out.number32(query.dnssecOk() ? 0x8000 : 0).number16(0);
        int options = out.length();
        for (Response.ExtendedError error : response.errors) {
            Octets text = Octets.ofUtf8(error.text());
            out.number16(EXTENDED_ERROR)
                    .number16(2 + text.length())
                    .number16(error.code())
                    .octets(text);
        }
        out.patch16(options - 2, out.length() - options);
        out.patch16(ADDITIONAL_COUNT, records + 1);
    }
}
