package io.mailseal.dns;

import static io.mailseal.dns.DenialRecords.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.utils.base32;

class Nsec3HashTest {

    private static Nsec3Hash hash(int iterations, byte... salt) {
        return new Nsec3Hash(new Nsec3Hash.Parameters(iterations, Octets.of(salt)));
    }

    private static byte[] decoded(String text) {
        return Base32Hex.decode(text.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void sameAsDnsjavas(
            @ForAll @Size(max = 5) List<@Size(min = 1, max = 40) byte[]> labels,
            @ForAll @IntRange(max = 20) int iterations,
            @ForAll @Size(max = 255) byte[] salt)
            throws NoSuchAlgorithmException {
        Name name = WireName.of(io.mailseal.core.DomainName.ofLabels(
                        labels.stream().map(Octets::of).toList())
                .orElseThrow());
        NSEC3Record record = new NSEC3Record(Name.root, DClass.IN, 0, 1, 0, iterations, salt, new byte[20], new int[0]);
        assertThat(hash(iterations, salt).of(name)).isEqualTo(record.hashName(name));
    }

    @Property
    void base32ThereAndBack(@ForAll @Size(20) byte[] octets) {
        String text = new base32(base32.Alphabet.BASE32HEX, false, true).toString(octets);
        assertThat(decoded(text)).isEqualTo(octets);
    }

    @Nested
    class Rfc5155AppendixA {

        private final Nsec3Hash hash = hash(12, (byte) 0xaa, (byte) 0xbb, (byte) 0xcc, (byte) 0xdd);

        @ParameterizedTest
        @CsvSource({
            "example, 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
            "a.example, 35mthgpgcu1qg68fab165klnsnk3dpvl",
            "ai.example, gjeqe526plbf1g8mklp59enfd789njgi",
            "ns1.example, 2t7b4g4vsa5smi47k61mv5bv1a22bojr",
            "ns2.example, q04jkcevqvmu85r014c7dkba38o0ji5r",
            "w.example, k8udemvp1j2f7eg6jebps17vp3n8i58h",
            "*.w.example, r53bq7cc2uvmubfu5ocmm6pers9tk9en",
            "x.w.example, b4um86eghhds6nea196smvmlo4ors995",
            "y.w.example, ji6neoaepv8b5o6k4ev33abha8ht9fgc",
            "x.y.w.example, 2vptu5timamqttgl4luu9kg21e0aor3s",
            "xx.example, t644ebqk9bibcna874givr6joj62mlhv",
            "2t7b4g4vsa5smi47k61mv5bv1a22bojr.example, kohar7mbb8dc2ce8a9qvl8hon4k53uhi"
        })
        void names(String name, String expected) {
            assertThat(hash.of(name(name))).isEqualTo(decoded(expected));
        }

        @Test
        void caseDoesNotMatter() {
            assertThat(hash.of(name("A.EXAMPLE"))).isEqualTo(decoded("35mthgpgcu1qg68fab165klnsnk3dpvl"));
        }

        @Test
        void oneHashLeavesNothingToTheNext() {
            hash.of(name("example"));
            assertThat(hash.of(name("a.example"))).isEqualTo(decoded("35mthgpgcu1qg68fab165klnsnk3dpvl"));
        }
    }

    @Nested
    class Rfc4648Section_7_base32Hex {

        @Test
        void everyDigit() {
            byte[] octets = decoded("0123456789ABCDEFGHIJKLMNOPQRSTUV");
            assertThat(octets).hasSize(20).isEqualTo(decoded("0123456789abcdefghijklmnopqrstuv"));
            assertThat(octets).startsWith(0x00, 0x44, 0x32, 0x14, 0xc7).endsWith(0x75, 0xbe, 0x77, 0xdf);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0000000W",
                    "0000000w",
                    "000000Z0",
                    "0000000=",
                    "0000000@",
                    "0000000`",
                    "0000000/",
                    "0000000:",
                    "000000 0",
                    "0000000\u00e1",
                    "0000000-"
                })
        void otherCharacters(String text) {
            assertThat(decoded(text)).isNull();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 31, 33, 63})
        void noWholeOctets(int length) {
            assertThat(decoded("0".repeat(length))).isNull();
        }

        @Test
        void nothing() {
            assertThat(decoded("")).isEmpty();
        }
    }

    /** The hashes of a corpus of Unbound's, beside the project. */
    @Tag("corpora")
    @Nested
    class UnboundsHashes {

        @Test
        void all() throws IOException {
            String root = System.getenv("MAILSEAL_CORPORA");
            assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
            assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
            Path file = Path.of(root, "dnssec-unbound", "unit", "test_nsec3_hash.1");
            List<List<String>> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith(";"))
                    .map(line -> List.of(line.strip().split("\\s+")))
                    .toList();
            List<String> checked = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).get(0).equals("ENTRY_BEGIN")) {
                    check(lines.get(i + 2), lines.get(i + 4), lines.get(i + 6));
                    checked.add(lines.get(i + 2).get(0));
                }
            }
            System.out.printf("conformance | dnssec-unbound/unit: NSEC3 hashes | %1$d | %1$d | 0%n", checked.size());
            assertThat(checked).hasSizeGreaterThan(12);
        }

        private void check(List<String> question, List<String> answer, List<String> nsec3) {
            int iterations = Integer.parseInt(nsec3.get(4));
            byte[] salt = nsec3.get(5).equals("-")
                    ? new byte[0]
                    : java.util.HexFormat.of().parseHex(nsec3.get(5));
            Name expected = Name.fromConstantString(answer.get(0));
            byte[] hashed = hash(iterations, salt).of(Name.fromConstantString(question.get(0)));
            assertThat(hashed).as(question.get(0)).isEqualTo(Base32Hex.decode(expected.getLabel(0), 1));
        }
    }
}
