package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Queries on the wire, and what answers them (SEC_15). */
class QueryMessageTest {

    /** Of any octets, up to the longest. */
    @Provide
    Arbitrary<DomainName> names() {
        Arbitrary<Octets> label = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(63)
                .map(Octets::of);
        return label.list().ofMaxSize(20).map(labels -> {
            List<Octets> some = new ArrayList<>(labels);
            while (DomainName.ofLabels(some).isEmpty()) {
                some.remove(0); // too long
            }
            return DomainName.ofLabels(some).orElseThrow();
        });
    }

    private static DnsQuestion question(DomainName name, int type) {
        return new DnsQuestion(name, new DnsType(type));
    }

    private static byte[] wire(QueryMessage query, int id) {
        ByteBuffer out = ByteBuffer.allocate(query.length());
        query.putTo(out, id);
        return out.array();
    }

    private static Message expected(DnsQuestion question, int id) {
        Message message = Message.newQuery(
                Record.newRecord(WireName.of(question.name()), question.type().code(), DClass.IN));
        message.getHeader().setID(id);
        return message;
    }

    @Property
    void isWhatDnsjavaWouldWrite(
            @ForAll("names") DomainName name,
            @ForAll @IntRange(min = 1, max = 65535) int type,
            @ForAll @IntRange(max = 65535) int id,
            @ForAll @IntRange(min = 512, max = 65535) int payload) {
        DnsQuestion question = question(name, type);
        QueryMessage query = QueryMessage.of(question, DnssecRequest.NONE, payload);
        assertThat(wire(query.withoutEdns(), id))
                .isEqualTo(expected(question, id).toWire());
        Message withEdns = expected(question, id);
        withEdns.addRecord(new OPTRecord(payload, 0, 0), Section.ADDITIONAL);
        assertThat(wire(query, id)).isEqualTo(withEdns.toWire());
        assertThat(QueryMessage.id(ByteBuffer.wrap(wire(query, id)))).isEqualTo(id);
    }

    @Property
    void isAnsweredByAResponseThatRepeatsTheQuestion(
            @ForAll("names") DomainName name, @ForAll @IntRange(min = 1, max = 65535) int type) {
        QueryMessage query = QueryMessage.of(question(name, type), DnssecRequest.PROOF, 1232);
        assertThat(query.isAnsweredBy(ByteBuffer.wrap(response(query)))).isTrue();
        assertThat(query.withoutEdns().isAnsweredBy(ByteBuffer.wrap(response(query))))
                .isTrue();
    }

    @Property
    void isNotAnsweredIfOneBitOfTheQuestionDiffers(
            @ForAll("names") DomainName name,
            @ForAll @IntRange(min = 1, max = 65535) int type,
            @ForAll @IntRange(max = 10_000) int place,
            @ForAll @IntRange(max = 7) int bit) {
        QueryMessage query = QueryMessage.of(question(name, type), DnssecRequest.NONE, 1232);
        byte[] response = response(query);
        int questionLength = query.withoutEdns().length() - QueryMessage.HEADER;
        int changed = QueryMessage.HEADER + place % questionLength;
        boolean inName = place % questionLength < questionLength - 4;
        boolean otherCase = inName && bit == 5 && isLetter(response[changed]);
        response[changed] ^= (byte) (1 << bit);
        assertThat(query.isAnsweredBy(ByteBuffer.wrap(response))).isEqualTo(otherCase);
    }

    @Property
    void isNotAnsweredByLessThanTheQuestion(@ForAll("names") DomainName name, @ForAll @IntRange(max = 10_000) int cut) {
        QueryMessage query = QueryMessage.of(question(name, 1), DnssecRequest.NONE, 1232);
        int whole = query.withoutEdns().length();
        int length = QueryMessage.HEADER + cut % (whole - QueryMessage.HEADER);
        assertThat(query.isAnsweredBy(ByteBuffer.wrap(response(query), 0, length)))
                .isFalse();
    }

    @Property
    void noOctetsAreTooStrange(@ForAll byte[] datagram) throws IOException {
        QueryMessage query = QueryMessage.of(question(DomainName.of("a.example"), 1), DnssecRequest.NONE, 1232);
        ByteBuffer message = ByteBuffer.wrap(datagram);
        if (QueryMessage.id(message) < 0) {
            assertThat(datagram.length).isLessThan(QueryMessage.HEADER);
        } else {
            query.isAnsweredBy(message);
            QueryMessage.isTruncated(datagram);
        }
    }

    private static boolean isLetter(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
    }

    private static byte[] response(QueryMessage query) {
        byte[] response = wire(query, 1);
        response[2] |= (byte) 0x80; // QR
        return response;
    }

    @Property(tries = 20)
    void flagsOfDnsjavaAreOurs(@ForAll("names") DomainName name) throws IOException {
        Message query = new Message(wire(QueryMessage.of(question(name, 1), DnssecRequest.PROOF, 1232), 7));
        assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(query.getHeader().getFlag(Flags.CD)).isTrue();
        assertThat(query.getHeader().getFlag(Flags.AD)).isFalse();
    }
}
