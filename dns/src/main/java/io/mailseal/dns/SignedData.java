package io.mailseal.dns;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.WireParseException;

/**
 * A record set in the form and the order in which it was signed, for any of its signatures.
 *
 * @rfc 4035 5.3.2
 */
final class SignedData {

    private final Name owner;
    private final int type;
    private final List<byte[]> rdata;

    private SignedData(Name owner, int type, List<byte[]> rdata) {
        this.owner = owner;
        this.type = type;
        this.rdata = rdata;
    }

    /** @throws WireParseException where the data of a record are not what the type says */
    static SignedData of(RecordSet set) throws WireParseException {
        List<byte[]> all = new ArrayList<>();
        for (Record record : set.records()) {
            all.add(CanonicalRdata.of(record));
        }
        all.sort(Arrays::compareUnsigned); // RFC 4034 §6.3
        return new SignedData(set.owner(), set.type(), withoutDuplicates(all));
    }

    // RFC 4034 §6.3: all but one must be removed.
    private static List<byte[]> withoutDuplicates(List<byte[]> sorted) {
        List<byte[]> distinct = new ArrayList<>();
        byte[] last = null;
        for (byte[] rdata : sorted) {
            if (last == null || !Arrays.equals(last, rdata)) {
                distinct.add(rdata);
            }
            last = rdata;
        }
        return distinct;
    }

    /** What this signature was made of: its own fields but the signature, and then the records. */
    byte[] by(RRSIGRecord signature) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(fields(signature));
        byte[] head = head(signature);
        for (byte[] one : rdata) {
            data.writeBytes(head);
            data.write(one.length >> 8);
            data.write(one.length);
            data.writeBytes(one);
        }
        return data.toByteArray();
    }

    // RFC 4034 §3.1
    private static byte[] fields(RRSIGRecord signature) {
        DNSOutput out = new DNSOutput();
        out.writeU16(signature.getTypeCovered());
        out.writeU8(signature.getAlgorithm());
        out.writeU8(signature.getLabels());
        out.writeU32(signature.getOrigTTL());
        out.writeU32(signature.getExpire().getEpochSecond() & 0xFFFF_FFFFL);
        out.writeU32(signature.getTimeSigned().getEpochSecond() & 0xFFFF_FFFFL);
        out.writeU16(signature.getFootprint());
        signature.getSigner().toWireCanonical(out);
        return out.toByteArray();
    }

    // What each record begins with, up to the length of its data.
    private byte[] head(RRSIGRecord signature) {
        DNSOutput out = new DNSOutput();
        signedOwner(signature.getLabels()).toWireCanonical(out);
        out.writeU16(type);
        out.writeU16(DClass.IN);
        out.writeU32(signature.getOrigTTL());
        return out.toByteArray();
    }

    // "*." and the rightmost labels, if these are fewer than the owner has
    private Name signedOwner(int labels) {
        return labels < SignatureCheck.labelsOf(owner) ? owner.wild(owner.labels() - 1 - labels) : owner;
    }
}
