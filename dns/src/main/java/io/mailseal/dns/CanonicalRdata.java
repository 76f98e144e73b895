package io.mailseal.dns;

import java.util.Arrays;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * The data of a record as they are signed: as they are on the wire, with no name compressed, and with the names in the
 * data of some types in lower case. The types are those that were there before DNSSEC, so that all others, unknown ones
 * among them, are signed as they are.
 *
 * @rfc 4034 6.2
 * @rfc 6840 5.1
 * @rfc 3597 7
 */
final class CanonicalRdata {

    private static final int FIXED_FIELDS = 10; // type, class, TTL and length
    private static final int SIG_FIELDS = 18; // those before the signer's name (RFC 4034 §3.1)
    private static final int A6_BITS = 128;

    private final byte[] rdata;
    private int at;

    private CanonicalRdata(byte[] rdata) {
        this.rdata = rdata;
    }

    /** @throws WireParseException where the data are not what the type says; dnsjava lets some such records pass */
    static byte[] of(Record record) throws WireParseException {
        try {
            byte[] wire = record.toWire(Section.ANSWER);
            byte[] rdata = Arrays.copyOfRange(wire, record.getName().length() + FIXED_FIELDS, wire.length);
            new CanonicalRdata(rdata).lowerNames(record.getType());
            return rdata;
        } catch (RuntimeException broken) {
            throw new WireParseException("data that are not of their type", broken);
        }
    }

    private void lowerNames(int type) {
        switch (type) {
            case Type.NS, Type.MD, Type.MF, Type.CNAME, Type.MB, Type.MG, Type.MR, Type.PTR, Type.DNAME, Type.NXT ->
                name();
            case Type.SOA, Type.MINFO, Type.RP -> names();
            case Type.MX, Type.AFSDB, Type.RT, Type.KX -> nameAfter(2);
            case Type.PX -> {
                nameAfter(2);
                name();
            }
            case Type.SRV -> nameAfter(6);
            case Type.NAPTR -> naptr();
            case Type.A6 -> a6();
            // RFC 6840 §5.1: RRSIG is, and NSEC and HINFO are not among these types.
            case Type.SIG, Type.RRSIG -> nameAfter(SIG_FIELDS);
            default -> {}
        }
    }

    private void names() {
        name();
        name();
    }

    private void nameAfter(int octets) {
        at += octets;
        name();
    }

    // RFC 3403 §4.1: order, preference, three strings
    private void naptr() {
        at += 4;
        for (int i = 0; i < 3; i++) {
            at += 1 + octet(at);
        }
        name();
    }

    // RFC 2874 §3.1: without a prefix there is no name.
    private void a6() {
        int prefix = octet(0);
        if (prefix > 0) {
            nameAfter(1 + (A6_BITS - prefix + 7) / 8);
        }
    }

    private void name() {
        while (octet(at) != 0) {
            int end = at + 1 + octet(at);
            for (int i = at + 1; i < end; i++) {
                if (rdata[i] >= 'A' && rdata[i] <= 'Z') {
                    rdata[i] = (byte) (rdata[i] + ('a' - 'A'));
                }
            }
            at = end;
        }
        at++;
    }

    private int octet(int index) {
        return rdata[index] & 0xFF;
    }
}
