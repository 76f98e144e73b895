package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A message as a client reads it. */
record WireMessage(
        int id, int flags, List<DnsQuestion> questions, List<Rr> answer, List<Rr> authority, List<Rr> additional) {

    /** A record, its data as on the wire. */
    record Rr(DomainName owner, DnsType type, int recordClass, long ttl, Octets data) {
        @Override
        public String toString() {
            return owner + " " + ttl + " " + type.toString() + " " + RecordData.format(type, data);
        }
    }

    /** Octets of a query that asks with EDNS. */
    static byte[] query(String name, DnsType type) {
        return query(0x1234, name, type, true, 1232);
    }

    static byte[] query(int id, String name, DnsType type, boolean dnssecOk, int size) {
        WireWriter out = question(id, 0x0100, name, type, 1);
        out.octet(0).number16(41).number16(size).number32(dnssecOk ? 0x8000 : 0).number16(0);
        return out.toByteArray();
    }

    static byte[] plainQuery(String name, DnsType type) {
        return question(0x1234, 0x0100, name, type, 0).toByteArray();
    }

    static WireWriter question(int id, int flags, String name, DnsType type, int additional) {
        WireWriter out = new WireWriter().number16(id).number16(flags);
        out.number16(1).number16(0).number16(0).number16(additional);
        return out.name(DomainName.of(name)).number16(type.code()).number16(1);
    }

    static WireMessage parse(byte[] wire) {
        return new Reader(wire).message();
    }

    private static final class Reader {
        private final byte[] wire;
        private int at;

        Reader(byte[] wire) {
            this.wire = wire;
        }

        WireMessage message() {
            int id = number16();
            int flags = number16();
            int[] counts = {number16(), number16(), number16(), number16()};
            List<DnsQuestion> questions = new ArrayList<>();
            for (int i = 0; i < counts[0]; i++) {
                questions.add(new DnsQuestion(name(), new DnsType(number16())));
                number16();
            }
            WireMessage message =
                    new WireMessage(id, flags, questions, records(counts[1]), records(counts[2]), records(counts[3]));
            if (at != wire.length) {
                throw new AssertionError((wire.length - at) + " octets too many: " + message);
            }
            return message;
        }

        private List<Rr> records(int count) {
            List<Rr> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                DomainName owner = name();
                DnsType type = new DnsType(number16());
                int recordClass = number16();
                long ttl = (long) number16() << 16 | number16();
                int length = number16();
                records.add(new Rr(owner, type, recordClass, ttl, Octets.of(wire, at, length)));
                at += length;
            }
            return records;
        }

        private DomainName name() {
            List<Octets> labels = new ArrayList<>();
            int end = -1;
            while (wire[at] != 0) {
                int length = wire[at] & 0xFF;
                if (length >= 0xC0) {
                    int target = (length & 0x3F) << 8 | wire[at + 1] & 0xFF;
                    end = end < 0 ? at + 2 : end;
                    if (target >= at) {
                        throw new AssertionError("a pointer forward");
                    }
                    at = target;
                } else {
                    labels.add(Octets.of(wire, at + 1, length));
                    at += 1 + length;
                }
            }
            at = end < 0 ? at + 1 : end;
            return labels.isEmpty()
                    ? DomainName.ROOT
                    : DomainName.ofLabels(labels).orElseThrow();
        }

        private int number16() {
            at += 2;
            return (wire[at - 2] & 0xFF) << 8 | wire[at - 1] & 0xFF;
        }
    }

    int rcode() {
        return flags & 15;
    }

    boolean isTruncated() {
        return (flags & 0x0200) != 0;
    }

    boolean isAuthenticated() {
        return (flags & 0x0020) != 0;
    }

    List<Rr> answer(DnsType type) {
        return answer.stream().filter(rr -> rr.type().equals(type)).toList();
    }

    List<Rr> authority(DnsType type) {
        return authority.stream().filter(rr -> rr.type().equals(type)).toList();
    }

    Set<DnsType> types() {
        return Stream.of(answer, authority, additional)
                .flatMap(List::stream)
                .map(Rr::type)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The data of the answer's records of this type, as text. */
    List<String> texts(DnsType type) {
        return answer(type).stream()
                .map(rr -> RecordData.format(type, rr.data()))
                .toList();
    }
}
