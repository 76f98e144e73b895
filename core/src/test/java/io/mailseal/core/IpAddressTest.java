package io.mailseal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    private static IpAddress ip(String text) {
        return IpAddress.of(text);
    }

    @Nested
    class DottedQuads {

        @ParameterizedTest
        @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "255.255.255.255", "1.10.100.0"})
        void areRead(String text) {
            assertThat(ip(text)).hasToString(text);
            assertThat(ip(text).isV4()).isTrue();
            assertThat(ip(text).isV6()).isFalse();
            assertThat(ip(text).bits()).isEqualTo(32);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    ".",
                    "1",
                    "1.2",
                    "1.2.3",
                    "1.2.3.",
                    "1.2.3.4.",
                    ".1.2.3.4",
                    "1.2.3.4.5",
                    "1..2.3",
                    "1.2.3.256",
                    "1.2.3.999",
                    "1.2.3.1000",
                    "01.2.3.4",
                    "1.2.3.00",
                    "1.2.3.04",
                    "0x1.2.3.4",
                    "1.2.3.a",
                    "1.2.3.-4",
                    "+1.2.3.4",
                    " 1.2.3.4",
                    "1.2.3.4 ",
                    "1.2.3.4\n",
                    "1.2.3.4/32",
                    "[1.2.3.4]",
                    "16909060",
                    "1.2.772",
                    "١.2.3.4",
                    "１.2.3.4",
                    "1,2.3.4",
                    "99999999999999999999.1.1.1",
                    "localhost",
                    "1.2.3.4\u0000"
                })
        void thatAreNone(String text) {
            assertThat(IpAddress.parse(text)).isEmpty();
            assertThatThrownBy(() -> ip(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Rfc4291_Section_2_2_text {

        @ParameterizedTest
        @CsvSource({
            "2001:db8:0:0:8:800:200c:417a, 2001:db8::8:800:200c:417a",
            "FF01:0:0:0:0:0:0:101, ff01::101",
            "0:0:0:0:0:0:0:1, ::1",
            "0:0:0:0:0:0:0:0, ::",
            "::, ::",
            "1::, 1::",
            "::8, ::8",
            "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
            "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
            "1::3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
            "0001:0002::0008, 1:2::8",
            "::13.1.68.3, ::d01:4403",
            "::FFFF:129.144.52.38, ::ffff:129.144.52.38",
            "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
            "1:2:3:4:5::1.2.3.4, 1:2:3:4:5:0:102:304",
            "1::1.2.3.4, 1::102:304",
            "64:ff9b::192.0.2.33, 64:ff9b::c000:221"
        })
        void forms(String text, String canonical) {
            assertThat(ip(text)).hasToString(canonical);
            assertThat(ip(text).isV6()).isTrue();
            assertThat(ip(text).bits()).isEqualTo(128);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ":",
                    ":::",
                    "::::",
                    ":1",
                    "1:",
                    "1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:",
                    ":1:2:3:4:5:6:7:8",
                    ":2:3:4:5:6:7:8",
                    "1:2:3:4:5:6:7:8:",
                    "1:2:3:4:5:6:7:8:9",
                    "1:2:3:4:5:6:7:8::",
                    "::1:2:3:4:5:6:7:8",
                    "1:2:3:4::5:6:7:8",
                    "1::2::3",
                    "::1::",
                    ":::1",
                    "1:::2",
                    "1:::",
                    "12345::",
                    "::12345",
                    "00001::",
                    "g::",
                    "::g",
                    "1::-2",
                    "1:2:3:4:5:6:7:1.2.3.4",
                    "1:2:3:4:5:6::1.2.3.4",
                    "1:2:3:4:5:1.2.3.4",
                    "::1.2.3",
                    "::1.2.3.4.5",
                    "::1.2.3.4:",
                    "::1.2.3.4:5",
                    "1.2.3.4::",
                    "1.2.3.4:5::",
                    "::1.2.3.256",
                    "::01.2.3.4",
                    "::1.2.3.",
                    "::.1.2.3",
                    "::a.1.2.3",
                    "::ffff:1.2.3.4.",
                    "fe80::1%eth0",
                    "fe80::1%",
                    "[::1]",
                    "::1/128",
                    " ::1",
                    "::1 ",
                    "::1\n",
                    "::\u0000",
                    "::１",
                    "::ａ",
                    "1;2",
                    "::1,",
                    "2001:db8::x",
                    "\uD835\uDFD8::"
                })
        void thatAreNone(String text) {
            assertThat(IpAddress.parse(text)).isEmpty();
        }

        @Test
        void aMegabyteIsRefusedWithoutEffort_T98() {
            assertThat(IpAddress.parse(":".repeat(1 << 20))).isEmpty();
            assertThat(IpAddress.parse("1".repeat(1 << 20))).isEmpty();
            assertThat(IpAddress.parse("1:".repeat(1 << 19))).isEmpty();
            assertThat(IpAddress.parse("::" + "1".repeat(1 << 20))).isEmpty();
            assertThat(IpAddress.parse("1.".repeat(1 << 19))).isEmpty();
        }
    }

    @Nested
    class Rfc5952_Section_4_output {

        @ParameterizedTest
        @CsvSource({
            "2001:0db8::0001, 2001:db8::1", // §4.1
            "2001:db8:0:0:0:0:2:1, 2001:db8::2:1", // §4.2.1
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // §4.2.2
            "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // §4.2.3: the longest
            "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", // §4.2.3: the first of equals
            "2001:DB8::ABCD, 2001:db8::abcd", // §4.3
            "0:0:0:1:0:0:0:0, 0:0:0:1::",
            "0:0:1:0:0:0:0:0, 0:0:1::",
            "1:0:0:0:0:0:0:0, 1::",
            "::ffff:0:0, ::ffff:0.0.0.0", // §5
            "::fffe:1.2.3.4, ::fffe:102:304"
        })
        void isCanonical(String text, String canonical) {
            assertThat(ip(text)).hasToString(canonical);
        }
    }

    @Nested
    class Rfc4291_Section_2_5_5_2_mapped {

        @Test
        void staysWhatItIsUntilItIsUnmapped() {
            IpAddress mapped = ip("::ffff:192.0.2.1");
            assertThat(mapped.isV6()).isTrue();
            assertThat(mapped).isNotEqualTo(ip("192.0.2.1"));
            assertThat(mapped.unmapped()).isEqualTo(ip("192.0.2.1"));
            assertThat(ip("::ffff:255.255.255.255").unmapped()).isEqualTo(ip("255.255.255.255"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"::192.0.2.1", "::fffe:192.0.2.1", "::1:ffff:192.0.2.1", "1::ffff:192.0.2.1", "192.0.2.1"})
        void nothingElseIs(String text) {
            assertThat(ip(text).unmapped()).isEqualTo(ip(text));
        }
    }

    @Nested
    class Networks {

        @ParameterizedTest
        @CsvSource({
            "192.0.2.1, 192.0.2.0, 24, true",
            "192.0.3.1, 192.0.2.0, 24, false",
            "192.0.3.1, 192.0.2.0, 23, true",
            "192.0.2.129, 192.0.2.1, 25, false",
            "255.0.0.0, 0.0.0.0, 0, true",
            "128.0.0.0, 0.0.0.0, 1, false",
            "192.0.2.1, 192.0.2.1, 32, true",
            "192.0.2.0, 192.0.2.1, 32, false",
            "2001:db8::1, 2001:db8::, 32, true",
            "2001:db9::1, 2001:db8::, 32, false",
            "ffff::, ::, 0, true",
            "8000::, ::, 1, false",
            "1:2:3:4:ffff::, 1:2:3:4::, 64, true",
            "1:2:3:5::, 1:2:3:4::, 64, false",
            "1:2:3:5::, 1:2:3:4::, 63, true",
            "1:2:3:4:8000::, 1:2:3:4::, 65, false",
            "1:2:3:4:7fff::, 1:2:3:4::, 65, true",
            "::1, ::1, 128, true",
            "::1, ::, 128, false",
            "::1, ::, 127, true",
            "192.0.2.1, ::ffff:192.0.2.1, 0, false",
            "::ffff:192.0.2.1, 192.0.2.0, 0, false"
        })
        void hold(String address, String network, int prefix, boolean expected) {
            assertThat(ip(address).isIn(ip(network), prefix)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({"192.0.2.1, 33", "192.0.2.1, -1", "::, 129", "::, -1"})
        void withImpossiblePrefixes(String network, int prefix) {
            assertThatThrownBy(() -> ip("::1").isIn(ip(network), prefix)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Rfc3596_Section_2_5_reverse_names {

        @Test
        void ofIpv4() {
            assertThat(ip("192.0.2.1").toReversedLabels()).isEqualTo("1.2.0.192");
            assertThat(ip("192.0.2.1").toReverseName()).isEqualTo(DomainName.of("1.2.0.192.in-addr.arpa"));
        }

        @Test
        void ofIpv6AreNibbles() {
            assertThat(ip("4321:0:1:2:3:4:567:89ab").toReverseName())
                    .isEqualTo(
                            DomainName.of("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa"));
            assertThat(ip("::").toReverseName().labelCount()).isEqualTo(34);
        }
    }

    @Nested
    class Octets_ {

        @Test
        void haveFourOrSixteen() {
            assertThat(IpAddress.ofBytes(new byte[16])).isEqualTo(ip("::"));
            assertThat(IpAddress.ofBytes((byte) 255, (byte) 0, (byte) 128, (byte) 1))
                    .isEqualTo(ip("255.0.128.1"));
            assertThatThrownBy(() -> IpAddress.ofBytes(new byte[5])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(IpAddress::ofBytes).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void ofIpv6AreNeverMadeIpv4() {
            assertThat(IpAddress.ofBytes(ip("::ffff:1.2.3.4").toByteArray()).isV6())
                    .isTrue();
        }
    }

    @Test
    void ipv4ComesFirstAndNumbersAreUnsigned() {
        assertThat(ip("255.255.255.255")).isLessThan(ip("::"));
        assertThat(ip("128.0.0.0")).isGreaterThan(ip("127.255.255.255"));
        assertThat(ip("8000::")).isGreaterThan(ip("7fff::"));
        assertThat(ip("::8000:0:0:0")).isGreaterThan(ip("::7fff:0:0:0"));
    }

    @Provide
    Arbitrary<byte[]> addresses() {
        Arbitrary<Byte> octet = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just((byte) 0)),
                Tuple.of(1, Arbitraries.just((byte) 0xFF)),
                Tuple.of(2, Arbitraries.bytes()));
        return Arbitraries.oneOf(
                octet.array(byte[].class).ofSize(4), octet.array(byte[].class).ofSize(16));
    }

    @Property
    void textIsReadBack(@ForAll("addresses") byte[] bytes) {
        IpAddress address = IpAddress.ofBytes(bytes);
        assertThat(IpAddress.parse(address.toString())).contains(address);
        assertThat(address.toByteArray()).isEqualTo(bytes);
    }

    @Property
    void theJdkReadsOurTextAsWeDo(@ForAll("addresses") byte[] bytes) throws UnknownHostException {
        IpAddress address = IpAddress.ofBytes(bytes);
        assertThat(IpAddress.of(InetAddress.getByName(address.toString()))).isEqualTo(address.unmapped());
        assertThat(ip(jdkText(bytes))).isEqualTo(IpAddress.of(InetAddress.getByAddress(bytes)));
    }

    private static String jdkText(byte[] bytes) throws UnknownHostException {
        return InetAddress.getByAddress(bytes).getHostAddress();
    }

    @Provide
    Arbitrary<String> nearlyIpv6() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("0123456789abcF:.")
                        .ofMaxLength(20)
                        .map(text -> ":" + text),
                Arbitraries.of("::", ":", "1", "0", "ffff", "12345", "1.2.3.4", "1.2", ":1:2:3", "a:")
                        .list()
                        .ofMaxSize(9)
                        .map(parts -> String.join(":", parts) + (parts.isEmpty() ? ":" : "")));
    }

    // A colon makes the JDK take it for a literal, so no name server is asked.
    @Property(tries = 5000)
    void theJdkAgreesWhatIsAnIpv6Address(@ForAll("nearlyIpv6") String text) {
        if (text.indexOf(':') >= 0 && !isReadLooselyByTheJdk(text)) {
            assertThat(IpAddress.parse(text).map(IpAddress::unmapped)).as(text).isEqualTo(jdk(text));
        }
    }

    private static Optional<IpAddress> jdk(String text) {
        try {
            return Optional.of(IpAddress.of(InetAddress.getByName(text)));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    // The JDK takes any number of zeros before a group (RFC 4291: one to four digits) and before the numbers of a
    // dotted quad, where other programs take them for octal.
    private static boolean isReadLooselyByTheJdk(String text) {
        String groups = ':' + text.replace('.', ':');
        return groups.contains(":0") && (text.indexOf('.') >= 0 || longestGroup(text) > 4);
    }

    private static int longestGroup(String text) {
        int longest = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ':') {
                longest = Math.max(longest, i - start);
                start = i + 1;
            }
        }
        return longest;
    }

    @Property
    void anAddressIsInANetworkWhereTheBitsAreTheSame(
            @ForAll("addresses") byte[] one,
            @ForAll("addresses") byte[] other,
            @ForAll @IntRange(max = 128) int prefix) {
        IpAddress network = IpAddress.ofBytes(other);
        int length = Math.min(prefix, network.bits());
        boolean expected = one.length == other.length && commonBits(one, other) >= length;
        assertThat(IpAddress.ofBytes(one).isIn(network, length)).isEqualTo(expected);
    }

    private static int commonBits(byte[] one, byte[] other) {
        int octet = Arrays.mismatch(one, other);
        return octet < 0
                ? 8 * one.length
                : 8 * octet + Integer.numberOfLeadingZeros((one[octet] ^ other[octet]) & 0xFF) - 24;
    }

    @Property
    void noTextThrows(@ForAll String text) {
        IpAddress.parse(text);
        IpAddress.parse("::" + text);
        IpAddress.parse("1.2.3." + text);
    }
}
