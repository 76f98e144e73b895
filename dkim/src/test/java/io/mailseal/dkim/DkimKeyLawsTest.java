package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyFinding.Severity;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** What holds for any key, any record and any text. */
class DkimKeyLawsTest {

    private static final DkimPrivateKey RSA = DkimPrivateKey.generate(DkimAlgorithm.RSA_SHA256);

    @Provide
    Arbitrary<DkimPrivateKey> keys() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(32)
                .map(seed -> DkimPrivateKey.ofEd25519Seed(Octets.of(seed)))
                .edgeCases(config -> config.add(RSA));
    }

    @Property(tries = 100)
    void keysAreReadAsTheyAreWritten(@ForAll("keys") DkimPrivateKey key) {
        DkimPrivateKey read = DkimPrivateKey.parse(key.toPem()).orElseThrow();
        assertThat(read).isEqualTo(key);
        assertThat(read.toPem()).isEqualTo(key.toPem());
    }

    @Property(tries = 200)
    void recordsAreReadAsTheyAreBuilt(
            @ForAll("keys") DkimPrivateKey key, @ForAll @StringLength(max = 40) String notes, @ForAll boolean testing) {
        DkimKeyRecord.Builder builder = DkimKeyRecord.builder(key).notes(notes);
        DkimKeyRecord record = testing ? builder.testing().build() : builder.build();
        DkimKeyRecord read = DkimKeyRecord.parse(Octets.ofLatin1(record.format()));
        assertThat(read).isEqualTo(record);
        assertThat(read.problem()).isEmpty();
        assertThat(read.keyType()).isEqualTo(key.algorithm().keyType());
        assertThat(read.publicKey()).isEqualTo(key.publicKey());
        assertThat(read.isTesting()).isEqualTo(testing);
        assertThat(Octets.ofUtf8(read.notes())).isEqualTo(Octets.ofUtf8(notes));
        assertThat(read.findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Property(tries = 500)
    void anyTextIsARecord(@ForAll @Size(max = 600) byte[] text) {
        DkimKeyRecord record = DkimKeyRecord.parse(Octets.of(text));
        assertThat(record.strings()).allMatch(string -> string.length() <= 255);
        StringBuilder joined = new StringBuilder();
        record.strings().forEach(string -> joined.append(string.toLatin1()));
        assertThat(joined.toString()).isEqualTo(record.format());
        assertThat(record.zoneLine(DomainName.of("s1"), DomainName.of("a.example")))
                .matches("[ -~]+");
        assertThat(record.findings()).allMatch(finding -> finding.explanation().matches("[ -~]+"));
        assertThat(record.notes()).isNotNull();
    }

    @Property(tries = 500)
    void findingsOfAnyTags(@ForAll("tagLists") String text) {
        assertThat(DkimKeyRecord.parse(Octets.ofLatin1(text)).findings())
                .allMatch(finding -> finding.explanation().matches("[ -~]+"));
    }

    @Provide
    Arbitrary<String> tagLists() {
        Arbitrary<String> names = Arbitraries.of("v", "k", "h", "s", "t", "n", "p", "g", "V", "x");
        Arbitrary<String> values = Arbitraries.of(
                "DKIM1", "rsa", "ed25519", "sha1", "sha256", "y:s", "*", "email", "", "QUFB", "\\", "\u00FF", " ; ",
                "=3B");
        return names.flatMap(name -> values.map(value -> name + "=" + value))
                .list()
                .ofMaxSize(8)
                .map(tags -> String.join("; ", tags));
    }

    @Property(tries = 500)
    void anyTextIsAKeyOrAnError(@ForAll("keyFiles") String text) {
        assertThat(DkimPrivateKey.parse(text)).isNotNull();
        assertThat(DkimPrivateKey.parse(text, "secret".toCharArray())).isNotNull();
    }

    @Provide
    Arbitrary<String> keyFiles() {
        List<String> labels = List.of("PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "X");
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(labels).map(label -> "-----BEGIN " + label + "-----\n"),
                Arbitraries.of(labels).map(label -> "-----END " + label + "-----\n"),
                Arbitraries.of(
                        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n", "-----"),
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(40)
                        .map(octets -> Base64.getEncoder().encodeToString(octets) + "\n"),
                Arbitraries.strings().ofMaxLength(20));
        return pieces.list().ofMaxSize(6).map(all -> String.join("", all));
    }
}
