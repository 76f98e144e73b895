package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as text and as octets. */
class RecordDataTest {

    static RecordSet read(String record) {
        return ZoneText.read(DomainName.of("z"), record).get(0);
    }

    static String format(RecordSet set) {
        StringBuilder text = new StringBuilder();
        ZoneText.format(set, text);
        return text.toString().strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "A 192.0.2.1 | C0000201",
                "AAAA 2001:db8::1 | 20010DB8000000000000000000000001",
                "MX 10 mx.z. | 000A026D78017A00",
                "TXT \"a\" \"b\\\"\\255\" | 0161036222FF",
                "CNAME a.z. | 0161017A00",
                "DNAME . | 00",
                "NS a.z. | 0161017A00",
                "PTR a.z. | 0161017A00",
                "SRV 1 2 3 a.z. | 0001000200030161017A00",
                "TLSA 3 1 1 00AB | 03010100AB",
                "DS 258 13 2 00AB | 01020D0200AB",
                "DNSKEY 257 3 15 AAEC | 0101030F000102",
                "SOA a.z. b.z. 1 2 3 4 5 | 0161017A000162017A000000000100000002000000030000000400000005",
                "TYPE65280 \\# 2 0102 | 0102",
                "TYPE65280 \\# 0 | ''"
            })
    void textBecomesOctetsAndTextAgain(String text, String hex) {
        RecordSet set = read("a 60 IN " + text);
        assertThat(HexFormat.of().withUpperCase().formatHex(set.data().get(0).toByteArray()))
                .isEqualTo(hex);
        assertThat(format(set)).isEqualTo("a.z. 60 IN " + text);
    }

    @Test
    void anyTypeMayBeWrittenAsOctets() {
        assertThat(format(read("a A \\# 4 C0000201"))).isEqualTo("a.z. 3600 IN A 192.0.2.1");
        assertThat(format(read("a TYPE1 \\# 3 C00002"))).isEqualTo("a.z. 3600 IN A \\# 3 C00002");
    }

    @Test
    void namesAreRelativeToTheOrigin() {
        assertThat(format(read("@ CNAME @"))).isEqualTo("z. 3600 IN CNAME z.");
        assertThat(format(read("$ORIGIN y\na CNAME b"))).isEqualTo("a.y.z. 3600 IN CNAME b.y.z.");
        assertThat(format(read("a\\.b CNAME a\\;b"))).isEqualTo("a\\.b.z. 3600 IN CNAME a\\;b.z.");
    }

    @Test
    void recordsOfOneNameAndTypeAreASet() {
        List<RecordSet> sets = ZoneText.read(DomainName.of("z"), "a 60 A 192.0.2.1\na 30 A 192.0.2.2\na A 192.0.2.1");
        assertThat(sets).hasSize(1);
        assertThat(sets.get(0).data()).hasSize(2);
        assertThat(sets.get(0).ttl()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a A 192.0.2",
                "a AAAA 192.0.2.1",
                "a TYPE65280 x",
                "a SRV 1 2 a",
                "a A 192.0.2.1 x",
                "  A 192.0.2.1",
                "a NSEC b A",
                "a TYPE65280 \\# 3 00"
            })
    void mistakesAreTold(String record) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(record.replace("'", "")))
                .withMessageContaining("line 1");
    }

    @Property
    void anyTextSurvives(@ForAll @Size(max = 255) byte[] text) {
        Octets data = new WireWriter().octet(text.length).octets(text).toOctets();
        RecordSet set = RecordSet.of(DomainName.of("a.z"), DnsType.TXT, 60, data);
        assertThat(read(format(set))).isEqualTo(set);
    }

    @Property
    void anyDataOfAnyTypeIsFormatted(@ForAll @IntRange(max = 300) int type, @ForAll @Size(max = 60) byte[] data) {
        assertThat(RecordData.format(new DnsType(type), Octets.of(data))).isNotNull();
    }

    @Property
    void anyOwnerSurvives(@ForAll @Size(min = 1, max = 63) byte[] label) {
        DomainName owner = DomainName.ofLabels(List.of(Octets.of(label), Octets.ofLatin1("z")))
                .orElseThrow();
        RecordSet set = RecordSet.of(owner, DnsType.A, 60, Octets.of((byte) 1, (byte) 2, (byte) 3, (byte) 4));
        assertThat(read(format(set))).isEqualTo(set);
    }
}
