package io.mailseal.dns;

import static io.mailseal.dns.JdkKey.name;
import static io.mailseal.dns.JdkKey.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

class CanonicalRdataTest {

    private static String canonical(Record record) throws WireParseException {
        return HexFormat.of().formatHex(CanonicalRdata.of(record));
    }

    private static String wire(String type, String hex) throws WireParseException {
        Record record = Record.newRecord(
                name("Owner.Example."),
                Type.value(type, true),
                DClass.IN,
                0,
                HexFormat.of().parseHex(hex));
        assertThat(record).as("dnsjava reads " + type).isNotNull();
        return canonical(record);
    }

    /** A name on the wire, in hexadecimal. */
    private static String hex(String name) {
        return HexFormat.of().formatHex(Name.fromConstantString(name).toWire());
    }

    private static String hexText(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Nested
    class Section_4034_6_2_NamesInLowerCase {

        @ParameterizedTest
        @CsvSource({"NS", "MD", "MF", "CNAME", "MB", "MG", "MR", "PTR", "DNAME"})
        void aName(String type) throws WireParseException {
            assertThat(wire(type, hex("A.Bc.Example."))).isEqualTo(hex("a.bc.example."));
        }

        @ParameterizedTest
        @CsvSource({"MINFO", "RP"})
        void twoNames(String type) throws WireParseException {
            assertThat(wire(type, hex("A.Example.") + hex("B.Example.")))
                    .isEqualTo(hex("a.example.") + hex("b.example."));
        }

        @Test
        void SOA() throws WireParseException {
            String numbers = "4142434445464748494a4b4c4d4e4f5051525354"; // letters, if they were any
            assertThat(wire("SOA", hex("A.Example.") + hex("B.Example.") + numbers))
                    .isEqualTo(hex("a.example.") + hex("b.example.") + numbers);
        }

        @ParameterizedTest
        @CsvSource({"MX", "AFSDB", "RT", "KX"})
        void aNumberAndAName(String type) throws WireParseException {
            assertThat(wire(type, "4142" + hex("A.Example."))).isEqualTo("4142" + hex("a.example."));
        }

        @Test
        void PX() throws WireParseException {
            assertThat(wire("PX", "4142" + hex("A.Example.") + hex("B.Example.")))
                    .isEqualTo("4142" + hex("a.example.") + hex("b.example."));
        }

        @Test
        void SRV() throws WireParseException {
            assertThat(wire("SRV", "414243444546" + hex("A.Example."))).isEqualTo("414243444546" + hex("a.example."));
        }

        @Test
        void NAPTR_butNotTheStrings() throws WireParseException {
            String strings = "01" + hexText("U") + "07" + hexText("E2U+sip") + "05" + hexText("!^.*$");
            assertThat(wire("NAPTR", "41424344" + strings + hex("A.Example.")))
                    .isEqualTo("41424344" + strings + hex("a.example."));
        }

        @Test
        void SIG() throws WireParseException {
            String fields = "004105034142434441424344414243444142";
            assertThat(wire("SIG", fields + hex("A.Example.") + "4142")).isEqualTo(fields + hex("a.example.") + "4142");
        }

        @Test
        void NXT() throws WireParseException {
            assertThat(wire("NXT", hex("A.Example.") + "40")).isEqualTo(hex("a.example.") + "40");
        }

        @Test
        void A6_withAPrefix() throws WireParseException {
            assertThat(wire("A6", "40" + "4142434445464748" + hex("A.Example.")))
                    .isEqualTo("40" + "4142434445464748" + hex("a.example."));
        }

        @Test
        void A6_withoutAPrefix() throws WireParseException {
            String address = "4142434445464748494a4b4c4d4e4f50";
            assertThat(wire("A6", "00" + address)).isEqualTo("00" + address);
        }

        @Test
        void onlyAsciiLetters() throws WireParseException {
            assertThat(wire("NS", "04405b60c3" + "0541" + "5a617ac9" + "00"))
                    .isEqualTo("04405b60c3" + "0561" + "7a617ac9" + "00");
        }

        @Test
        void aLabelLengthIsNoLetter() throws WireParseException {
            String label = "41" + "61".repeat(0x3E);
            assertThat(wire("NS", "3f" + label + "00")).isEqualTo("3f" + "61".repeat(0x3F) + "00");
        }
    }

    @Nested
    class Section_6840_5_1_Corrections {

        @Test
        void RRSIG_signerInLowerCase() throws WireParseException {
            String fields = "00410d034142434441424344414243444142";
            assertThat(wire("RRSIG", fields + hex("A.Example.") + "4142"))
                    .isEqualTo(fields + hex("a.example.") + "4142");
        }

        @Test
        void NSEC_nextNameAsItIs() throws WireParseException {
            assertThat(wire("NSEC", hex("A.Example.") + "000141")).isEqualTo(hex("A.Example.") + "000141");
        }

        @Test
        void HINFO_asItIs() throws WireParseException {
            String strings = "03" + hexText("PDP") + "04" + hexText("UNIX");
            assertThat(wire("HINFO", strings)).isEqualTo(strings);
        }
    }

    /** RFC 3597 §7: those that came later keep the case of their names. */
    @Nested
    class Section_3597_7_OtherTypes {

        @Test
        void SVCB() throws WireParseException {
            String rdata = "0001" + hex("A.Example.") + "0001000302" + hexText("H2");
            assertThat(wire("SVCB", rdata)).isEqualTo(rdata);
            assertThat(wire("HTTPS", rdata)).isEqualTo(rdata);
        }

        @Test
        void IPSECKEY() throws WireParseException {
            String rdata = "0a0302" + hex("Gateway.Example.") + "01034142";
            assertThat(wire("IPSECKEY", rdata)).isEqualTo(rdata);
        }

        @Test
        void HIP() throws WireParseException {
            String rdata = "04020004" + "41424344" + "45464748" + hex("Rvs.Example.");
            assertThat(wire("HIP", rdata)).isEqualTo(rdata);
        }

        @Test
        void unknownTypes() throws WireParseException {
            String rdata = hex("A.Example.") + "4142";
            assertThat(wire("TYPE65280", rdata)).isEqualTo(rdata);
            assertThat(wire("TYPE58", hex("A.Example.") + hex("B.Example."))) // TALINK
                    .isEqualTo(hex("A.Example.") + hex("B.Example."));
        }
    }

    /** What is signed has to be what was received, to the octet. */
    @ParameterizedTest
    @CsvSource({
        "A, 41424344",
        "AAAA, 4142434445464748494a4b4c4d4e4f50",
        "TXT, 0341426103c0ff00",
        "TXT, 00",
        "SPF, 0341426103c0ff00",
        "DS, 41420d0241424344",
        "CDS, 41420d0241424344",
        "DNSKEY, 0101030d41424344",
        "CDNSKEY, 0101030d41424344",
        "TLSA, 03010141424344",
        "SMIMEA, 03010141424344",
        "OPENPGPKEY, 41424344",
        "SSHFP, 0401" + "4142434445464748494a4142434445464748494a",
        "CERT, 00014142ff41424344",
        "CAA, 00056973737565414243",
        "URI, 0001000268747470733a2f2f41",
        "NSEC3, 0101000a04414243440441424344000140",
        "NSEC3PARAM, 0100000a0441424344",
        "LOC, 00121613800000008000000080989680",
        "NULL, 41424344",
        "X25, 0541424344" + "45",
        "ISDN, 0441424344",
        "DHCID, 41424344",
        "ZONEMD, 414243440101" + "414243444546474849505152" + "414243444546474849505152" + "414243444546474849505152"
                + "414243444546474849505152"
    })
    void asItCame(String type, String rdata) throws WireParseException {
        assertThat(wire(type, rdata)).isEqualTo(rdata);
    }

    @Test
    void fromText() throws WireParseException {
        assertThat(canonical(records("Example. MX 10 Mail.EXAMPLE.").get(0))).isEqualTo("000a" + hex("mail.example."));
    }

    @Test
    void dataThatCannotBeWritten() {
        Record broken = new Record(name("a.example."), Type.TXT, DClass.IN, 0) {
            @Override
            protected void rrFromWire(org.xbill.DNS.DNSInput in) {}

            @Override
            protected String rrToString() {
                return "";
            }

            @Override
            protected void rdataFromString(org.xbill.DNS.Tokenizer st, Name origin) {}

            @Override
            protected void rrToWire(org.xbill.DNS.DNSOutput out, org.xbill.DNS.Compression c, boolean canonical) {
                throw new ArrayIndexOutOfBoundsException("as WKS does");
            }
        };
        assertThatThrownBy(() -> CanonicalRdata.of(broken)).isInstanceOf(WireParseException.class);
    }
}
