package io.mailseal.dns;

import static io.mailseal.dns.JdkKey.NOW;
import static io.mailseal.dns.JdkKey.name;
import static io.mailseal.dns.JdkKey.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.dns.KeySetCheck.Pointers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Record;

class TrustAnchorsTest {

    private static final String DS_2017 = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
    private static final String DS_2024 = "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16";
    private static final String KEY_2017 = "AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq"
            + "7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnI"
            + "DdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb"
            + "9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTId"
            + "sIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qih"
            + "ylGa8subX2Nn6UwNR1AkUTV74bU=";
    private static final String KEY_2024 = "AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyG"
            + "wCJNnOAlFNKF2jBosZBU5eeHspaQWOmOElZsjICMQMC3aeHbGiShvZsx4wMYSjH8"
            + "e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUiRAAxm9qyJNg/wOZqqzL/"
            + "dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+ZOT4YeGyxMvHmbrxlFzGO"
            + "HOijtzN+u1TQNatX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2"
            + "vaF18UYH9Z9GNUUeayffKC73PYc=";

    private static final DnssecAlgorithms STANDARD = new DnssecAlgorithms(false);

    private static Pointers at(TrustAnchors anchors, String zone, Instant now) {
        return anchors.of(name(zone), now).orElseThrow();
    }

    private static List<Integer> tags(TrustAnchors anchors, String zone, Instant now) {
        return at(anchors, zone, now).digests().stream()
                .map(DSRecord::getFootprint)
                .toList();
    }

    private static void assertRefused(String text, String... words) {
        assertThatIllegalArgumentException()
                .as(text)
                .isThrownBy(() -> TrustAnchors.parse(text))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    @Nested
    class Root {

        @Test
        void SEC_13_bothKeys() {
            assertThat(tags(TrustAnchors.iana(), ".", NOW)).containsExactly(20326, 38696);
            assertThat(TrustAnchors.iana().zones()).containsExactly(DomainName.ROOT);
            assertThat(TrustAnchors.iana().isUsable(STANDARD, NOW)).isTrue();
            assertThat(TrustAnchors.iana()).hasToString("TrustAnchors[. (2)]");
        }

        @Test
        void SEC_13_theDigestsAreThoseOfTheKeys() {
            TrustAnchors keys = TrustAnchors.parse(". DNSKEY 257 3 8 " + KEY_2017 + "\n. DNSKEY 257 3 8 " + KEY_2024);
            List<DSRecord> digests = at(TrustAnchors.iana(), ".", NOW).digests();
            List<DNSKEYRecord> both = at(keys, ".", NOW).keys();
            for (int i = 0; i < 2; i++) {
                assertThat(DigestOfKey.of(both.get(i), 2)).isEqualTo(DigestOfKey.in(digests.get(i)));
            }
        }

        @Test
        void SEC_13_otherZonesHaveNone() {
            assertThat(TrustAnchors.iana().of(name("example."), NOW)).isEmpty();
        }

        // A root with keys of ours, since nobody here has IANA's.
        private final JdkKey old = JdkKey.of(".", 8, "2017").withFlags(257);
        private final JdkKey successor = JdkKey.of(".", 8, "2024").withFlags(257);
        private final TrustAnchors both = TrustAnchors.parse(old.ds(2) + "\n" + successor.ds(2) + "\n");

        private KeySetCheck.Verdict check(JdkKey signer, JdkKey... published) {
            List<Record> keys = List.of(Stream.of(published).map(JdkKey::dnskey).toArray(Record[]::new));
            RecordSet set = set(keys, signer.signing(keys).make());
            return KeySetCheck.check(set, at(both, ".", NOW), STANDARD, NOW, new ValidationWork(DnssecLimits.DEFAULT));
        }

        @Test
        void T86_eachStateOfTheRollover() {
            assertThat(check(old, old)).isInstanceOf(KeySetCheck.Verdict.Trusted.class);
            assertThat(check(old, old, successor)).isInstanceOf(KeySetCheck.Verdict.Trusted.class);
            assertThat(check(successor, old, successor)).isInstanceOf(KeySetCheck.Verdict.Trusted.class);
            assertThat(check(successor, successor)).isInstanceOf(KeySetCheck.Verdict.Trusted.class);
        }

        @Test
        void T86_theOldKeyRevoked() {
            assertThat(check(successor, old.withFlags(257 | 128), successor))
                    .isInstanceOf(KeySetCheck.Verdict.Trusted.class);
        }

        @Test
        void T86_anotherKeyIsNotTrusted() {
            JdkKey other = JdkKey.of(".", 8, "other");
            assertThat(check(other, other, old)).isInstanceOf(KeySetCheck.Verdict.Invalid.class);
        }
    }

    @Nested
    class Section_1035_5_1_MasterFile {

        private final TrustAnchors one = TrustAnchors.parse(". IN DS 20326 8 2 " + DS_2017);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ". DS 20326 8 2 %s",
                    ". 172800 IN DS 20326 8 2 %s",
                    ". IN 172800 DS 20326 8 2 %s",
                    ".\t2d\tin\tds\t20326\tRSASHA256\t2\t%s",
                    "; a comment\n\n. DS 20326 8 2 %s ; another\n;; and (one more",
                    ". DS ( 20326 8 2 ; as dig shows it\n  %s )\n",
                    ". DS (20326 8\n2 %s)",
                    "\uFEFF. DS 20326 8 2 %s\r\n",
                })
        void aDigest(String text) {
            assertThat(TrustAnchors.parse(text.formatted(DS_2017)))
                    .isEqualTo(one)
                    .hasSameHashCodeAs(one);
            assertThat(TrustAnchors.parse(text.formatted(DS_2017.toLowerCase(Locale.ROOT))))
                    .isEqualTo(one);
        }

        @Test
        void dataMayBeDivided() {
            assertThat(TrustAnchors.parse(". DS 20326 8 2 " + DS_2017.substring(0, 20) + " " + DS_2017.substring(20)))
                    .isEqualTo(one);
        }

        @Test
        void aKey() {
            String text = ". 86400 IN DNSKEY 257 3 8 ( " + KEY_2017.substring(0, 100) + "\n" + KEY_2017.substring(100)
                    + " ) ; KSK; alg = RSASHA256 ; key id = 20326";
            assertThat(at(TrustAnchors.parse(text), ".", NOW).keys())
                    .extracting(DNSKEYRecord::getFootprint)
                    .containsExactly(20326);
        }

        @Test
        void severalZones() {
            TrustAnchors anchors = TrustAnchors.parse("""
                    example.com. DS 1 13 2 %1$s
                                 DS 2 13 2 %1$s
                    Example.NET  DS 3 13 4 %1$s%2$s
                    """.formatted(DS_2017, DS_2017.substring(32)));
            assertThat(anchors.zones()).isEqualTo(Set.of(DomainName.of("example.com"), DomainName.of("example.net")));
            assertThat(tags(anchors, "example.com.", NOW)).containsExactly(1, 2);
            assertThat(tags(anchors, "EXAMPLE.net.", NOW)).containsExactly(3);
            assertThat(anchors).hasToString("TrustAnchors[example.com (2), example.net (1)]");
        }

        @Test
        void whatIsThereTwiceCountsOnce() {
            assertThat(TrustAnchors.parse(". DS 20326 8 2 " + DS_2017 + "\n. DS 20326 8 2 " + DS_2017))
                    .isEqualTo(one);
        }

        @Test
        void mnemonics() {
            for (String algorithm : List.of("ECDSAP256SHA256", "ed25519", "RSASHA1-NSEC3-SHA1")) {
                assertThat(TrustAnchors.parse(". DS 1 " + algorithm + " 2 " + DS_2017)
                                .zones())
                        .hasSize(1);
            }
            assertRefused(". DS 1 GOST 2 " + DS_2017, "line 1", "no algorithm: GOST");
        }

        @Test
        void nothing() {
            for (String text : List.of("", "\n", "; nothing", "   ", "\uFEFF")) {
                assertRefused(text, "no trust anchor");
            }
        }

        @Test
        void theFirstRecordHasAnOwner() {
            assertRefused("  DS 20326 8 2 " + DS_2017, "line 1: ", "owner");
        }

        @Test
        void theLineIsTold() {
            assertRefused("; 1\n. DS 20326 8 2 " + DS_2017 + "\n. DS ( 20326\n 8 2 xyz )\n", "line 3: ", "xyz");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ". DS 20326 8 2",
                    ". DS",
                    ".",
                    ". IN 3600",
                    ". DS 65536 8 2 %s",
                    ". DS -1 8 2 %s",
                    ". DS 99999999999999999999 8 2 %s",
                    ". DS 20326 256 2 %s",
                    ". DS 20326 8 256 %s",
                    ". DS 20326 8 x %s",
                    ". DS 20326 8 2 0%s",
                    ". DS 20326 8 2 00%s",
                    ". DS 20326 8 1 %s",
                    ". DS 20326 8 4 %s",
                    ". DS 20326 8 5 00%s",
                    ". DS 20326 8 2 %sxx",
                    ". DS 20326 8 200 0",
                    ". CH DS 20326 8 2 %s",
                    ". NS a.root-servers.net.",
                    ". RRSIG DNSKEY 8 0 172800 20261201000000 20261101000000 20326 . AAAA",
                    ". TYPE43 \\# 4 00000000",
                    "\" .\" DS 20326 8 2 %s",
                    "a\\.b. DS 20326 8 2 %s",
                    "a..b. DS 20326 8 2 %s",
                    "@ DS 20326 8 2 %s",
                    "$ORIGIN example.\n. DS 20326 8 2 %s",
                    "$TTL 3600",
                    ". DS ( 20326 8 2 %s",
                    ". DS 20326 8 2 %s )",
                    ". DS (( 20326 8 2 %s ))",
                    ". DS 20326 8 2 %s\u0000",
                    "b\u00FCcher. DS 20326 8 2 %s",
                    ". DS \uFF12\uFF10 8 2 %s"
                })
        void whatIsWrongIsRefused(String text) {
            assertRefused(text.formatted(DS_2017), "line ");
            assertRefused(". DS 20326 8 2 " + DS_2017 + "\n" + text.formatted(DS_2017), "line ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "257 3 8 AwEAAQ==",
                    "257 3 8 %s=",
                    "257 3 8 *%s",
                    "257 3 13 %s",
                    "257 2 8 %s",
                    "0 3 8 %s",
                    "385 3 8 %s",
                    "65536 3 8 %s",
                    "257 3 15 AAAA",
                    "257 3 200 ="
                })
        void keysThatAreNone(String data) {
            assertRefused(". DNSKEY " + data.formatted(KEY_2017), "line 1: ");
        }

        @Test
        void aKeyWithoutItsEnd() {
            String whole = JdkKey.of(".", 15).dnskey().toString();
            assertThat(whole).endsWith("=");
            assertThat(TrustAnchors.parse(whole).zones()).hasSize(1);
            assertRefused(whole.substring(0, whole.length() - 1), "line 1: ", "base64");
        }

        @Test
        void aKeyOffTheCurve() {
            String zero = "A".repeat(86) + "==";
            assertRefused(". DNSKEY 257 3 13 " + zero, "line 1: the key is malformed");
        }
    }

    @Nested
    class Section_9718_2_Xml {

        private static final String IANA = """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- as IANA has it since 2024 -->
                <TrustAnchor id="E9724F53-1851-4F86-85E5-F1392102940B"
                    source="http://data.iana.org/root-anchors/root-anchors.xml">
                  <Zone>.</Zone>
                  <KeyDigest id="Kjqmt7v" validFrom="2010-07-15T00:00:00+00:00" validUntil="2019-01-11T00:00:00+00:00">
                    <KeyTag>19036</KeyTag>
                    <Algorithm>8</Algorithm>
                    <DigestType>2</DigestType>
                    <Digest>49AAC11D7B6F6446702E54A1607371607A1A41855200FD2CE1CDDE32F24E8FB5</Digest>
                  </KeyDigest>
                  <KeyDigest id="Klajeyz" validFrom="2017-02-02T00:00:00+00:00">
                    <KeyTag>20326</KeyTag>
                    <Algorithm>8</Algorithm>
                    <DigestType>2</DigestType>
                    <Digest>%s</Digest>
                    <PublicKey>%s</PublicKey>
                    <Flags>257</Flags>
                  </KeyDigest>
                  <KeyDigest id="Kmyv6jo" validFrom="2024-07-18T00:00:00+00:00">
                    <KeyTag>38696</KeyTag>
                    <Algorithm>8</Algorithm>
                    <DigestType>2</DigestType>
                    <Digest>
                      %s
                    </Digest>
                  </KeyDigest>
                </TrustAnchor>
                """.formatted(DS_2017, KEY_2017, DS_2024);

        private String with(String old, String replacement) {
            assertThat(IANA).contains(old);
            return IANA.replace(old, replacement);
        }

        @Test
        void SEC_13_ianasFile() {
            TrustAnchors anchors = TrustAnchors.parse(IANA);
            assertThat(at(anchors, ".", NOW)).isEqualTo(at(TrustAnchors.iana(), ".", NOW));
        }

        @Test
        void T86_onlyFromAndUntil() {
            TrustAnchors anchors = TrustAnchors.parse(IANA);
            assertThat(tags(anchors, ".", Instant.parse("2010-07-14T23:59:59Z")))
                    .isEmpty();
            assertThat(tags(anchors, ".", Instant.parse("2010-07-15T00:00:00Z")))
                    .containsExactly(19036);
            assertThat(tags(anchors, ".", Instant.parse("2018-01-01T00:00:00Z")))
                    .containsExactly(19036, 20326);
            assertThat(tags(anchors, ".", Instant.parse("2019-01-11T00:00:00Z")))
                    .containsExactly(20326);
            assertThat(tags(anchors, ".", Instant.parse("2024-07-18T00:00:00Z")))
                    .containsExactly(20326, 38696);
        }

        @Test
        void aZoneWithoutAValidAnchorIsNotOneWithoutAnchor() {
            Instant before = Instant.parse("2000-01-01T00:00:00Z");
            TrustAnchors anchors = TrustAnchors.parse(IANA);
            assertThat(at(anchors, ".", before).isEmpty()).isTrue();
            assertThat(KeySetCheck.areSupported(at(anchors, ".", before), STANDARD))
                    .isTrue();
            assertThat(anchors.isUsable(STANDARD, before)).isFalse();
        }

        @Test
        void otherZones() {
            assertThat(TrustAnchors.parse(with("<Zone>.</Zone>", "<Zone>Example.com.</Zone>")
                                    .replace("<PublicKey>" + KEY_2017 + "</PublicKey>", "")
                                    .replace("<Flags>257</Flags>", ""))
                            .zones())
                    .containsExactly(DomainName.of("example.com"));
        }

        @Test
        void theKeyHasToBeThatOfTheDigest() {
            assertRefused(with(KEY_2017, KEY_2024), "line ", "tag 38696");
            assertRefused(with("<Flags>257</Flags>", "<Flags>256</Flags>"), "line ", "tag 20325");
            assertRefused(with(DS_2017, DS_2024), "line ", "another digest");
            assertRefused(with("<Zone>.</Zone>", "<Zone>example.com</Zone>"), "line ", "another digest");
            assertRefused(with("<Flags>257</Flags>", ""), "line ", "belong together");
        }

        @Test
        void whatIsMissing() {
            assertRefused(with("<Zone>.</Zone>", ""), "line ", "name of its zone");
            assertRefused(with("<KeyTag>38696</KeyTag>", ""), "line ", "KeyTag");
            assertRefused(with("<KeyTag>38696</KeyTag>", "<KeyTag/>"), "line ", "key tag");
            assertRefused("<TrustAnchor><Zone>.</Zone></TrustAnchor>", "no trust anchor");
        }

        @Test
        void whatIsWrong() {
            assertRefused(with("38696", "387xx"), "line 20", "key tag");
            assertRefused(with("2024-07-18T00:00:00+00:00", "2024-07-18"), "line ", "validFrom");
            assertRefused(with("2019-01-11T00:00:00+00:00", "never"), "line ", "validUntil");
            assertRefused(with(DS_2024, DS_2024.substring(2)), "line ", "32 octets");
            assertRefused(with("TrustAnchor", "TrustAnchors"), "line ", "TrustAnchor");
            assertRefused(with("<Zone>.</Zone>", "<Zone>.</Zone><Other/>"), "line ", "not known: Other");
            assertRefused(with("<Flags>257</Flags>", "<Flags>257</Flags><Key/>"), "line ", "not known: Key");
            assertRefused(with("<Flags>257</Flags>", "<Flags>257</Flags><Flags>257</Flags>"), "line ", "second");
            assertRefused(with("<Zone>.</Zone>", "<Zone>.</Zone>text"), "line ");
            assertRefused(IANA.substring(0, IANA.length() - 20), "line ", "XML");
            assertRefused(IANA + "<more/>", "line ", "XML");
            assertRefused("<", "line ");
        }

        @Test
        void entitiesAndDocumentTypesAreRefused(@TempDir Path folder) throws IOException {
            Path secret = Files.writeString(folder.resolve("secret"), "20326");
            assertRefused(
                    with("<!-- as", "<!DOCTYPE TrustAnchor [<!ENTITY tag SYSTEM \"" + secret.toUri() + "\">]><!-- as")
                            .replace("<KeyTag>20326</KeyTag>", "<KeyTag>&tag;</KeyTag>"),
                    "line ");
            StringBuilder lol = new StringBuilder("<!DOCTYPE TrustAnchor [<!ENTITY a0 \"a\">");
            for (int i = 1; i < 30; i++) {
                lol.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
            }
            assertRefused(with("<!-- as", lol + "]><!-- as").replace("<KeyTag>38696", "<KeyTag>&a29;"), "line ");
            assertRefused(with("<!-- as", "<!DOCTYPE TrustAnchor SYSTEM \"" + secret.toUri() + "\"><!-- as"), "line ");
        }
    }

    @Nested
    class Usable {

        private final String unknown = "example.com DS 1 200 2 " + DS_2017 + "\n";

        @Test
        void unknownAlgorithmsOnly() {
            TrustAnchors anchors = TrustAnchors.parse(unknown);
            assertThat(anchors.isUsable(STANDARD, NOW)).isFalse();
            assertThat(anchors.unusable(STANDARD, NOW)).containsExactly(DomainName.of("example.com"));
        }

        @Test
        void unknownAlgorithmsBesideOthers() {
            assertThat(TrustAnchors.parse(unknown + "example.com DS 1 8 2 " + DS_2017)
                            .isUsable(STANDARD, NOW))
                    .isTrue();
        }

        @Test
        void eachZoneNeedsOne() {
            assertThat(TrustAnchors.parse(unknown + ". DS 1 8 2 " + DS_2017).isUsable(STANDARD, NOW))
                    .isFalse();
        }

        @Test
        void SEC_09_sha1OnlyWithTheSwitch() {
            for (String text : List.of(". DS 1 8 1 " + DS_2017.substring(24), ". DS 1 5 2 " + DS_2017)) {
                assertThat(TrustAnchors.parse(text).isUsable(STANDARD, NOW)).isFalse();
                assertThat(TrustAnchors.parse(text).isUsable(DnssecAlgorithms.ALL, NOW))
                        .isTrue();
            }
        }

        @Test
        void SEC_10_smallKeys() {
            TrustAnchors anchors =
                    TrustAnchors.parse(JdkKey.rsa(".", 8, 512).dnskey().toString());
            assertThat(anchors.isUsable(STANDARD, NOW)).isFalse();
        }
    }

    @Nested
    class FromAFile {

        @TempDir
        Path folder;

        private Path file(String content) throws IOException {
            return Files.writeString(folder.resolve("anchors"), content);
        }

        @Test
        void inEachForm() throws IOException {
            assertThat(TrustAnchors.load(file(". DS 20326 8 2 " + DS_2017 + "\n. DS 38696 8 2 " + DS_2024)))
                    .isEqualTo(TrustAnchors.iana());
            assertThat(TrustAnchors.load(file(Section_9718_2_Xml.IANA)))
                    .isEqualTo(TrustAnchors.parse(Section_9718_2_Xml.IANA));
        }

        @Test
        void commentsMayBeInAnyLanguage() throws IOException {
            assertThat(TrustAnchors.load(file("; Schlüssel\n. DS 20326 8 2 " + DS_2017))
                            .zones())
                    .hasSize(1);
        }

        @Test
        void theFileIsNamed() throws IOException {
            Path file = file("nothing of use");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustAnchors.load(file))
                    .withMessageStartingWith(file + ": line 1: ");
        }

        @Test
        void notInUtf8() throws IOException {
            Path file = folder.resolve("latin1");
            Files.write(file, ("; Schl\u00FCssel\n. DS 20326 8 2 " + DS_2017).getBytes(StandardCharsets.ISO_8859_1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustAnchors.load(file))
                    .withMessageContaining("UTF-8");
        }

        @Test
        void tooLarge() throws IOException {
            String most = " ".repeat(TrustAnchors.MAX_OCTETS - 100) + "\n. DS 20326 8 2 " + DS_2017;
            assertThat(TrustAnchors.load(file(most)).zones()).hasSize(1);
            Path file = file(" ".repeat(100) + most);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustAnchors.load(file))
                    .withMessageContaining("octets");
            assertRefused(" ".repeat(100) + most, "octets");
        }

        @Test
        void notThere() {
            assertThatThrownBy(() -> TrustAnchors.load(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        }
    }

    /** Whatever it is, it is read or refused. */
    @Property(tries = 2000)
    void anyText(
            @ForAll
                    @StringLength(max = 80)
                    @Chars({' ', '\n', '(', ')', ';', '.', '$', '<', '>', '/', '&', '"', '\\'})
                    @CharRange(from = '0', to = 'Z')
                    String text) {
        for (String whole : List.of(text, ". DS " + text, ". DNSKEY 257 3 8 " + text, "<TrustAnchor>" + text)) {
            try {
                assertThat(TrustAnchors.parse(whole).zones()).isNotEmpty();
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void equality() {
        String one = ". DS 20326 8 2 " + DS_2017;
        String two = ". DS 38696 8 2 " + DS_2024;
        assertThat(TrustAnchors.parse(one + "\n" + two)).isEqualTo(TrustAnchors.parse(two + "\n" + one));
        assertThat(TrustAnchors.parse(one))
                .isNotEqualTo(TrustAnchors.parse(two))
                .isNotEqualTo("x");
    }
}
