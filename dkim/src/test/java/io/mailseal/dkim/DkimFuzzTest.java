package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.Tag;
import io.mailseal.core.syntax.TagList;
import io.mailseal.testkit.InMemoryDns;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as a list of tags, as a signature field, as a key record, as a file with a private key, and as a message. Among the other tests only the
 * inputs in {@code DkimFuzzTestInputs} run. To look for ten minutes for inputs that break something, one of them at a time:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl dkim -am -Dtest='DkimFuzzTest#message' -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class DkimFuzzTest {

    private static final String FIELDS = "From: ann@a.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello\r\n";
    private static final TestSigner SIGNER = TestSigner.ed25519();
    // Signing is the slow part, and the same every time.
    private static final List<Octets> SIGNED = List.of(
            Octets.of(SIGNER.sign(FIELDS, BODY)), Octets.of(TestSigner.rsa().sign(FIELDS, BODY)));
    private static final DomainName KEY_NAME = DomainName.of("s1._domainkey.a.example");
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final InMemoryDns DNS =
            InMemoryDns.parse(SIGNER.zone() + RfcExamples.RFC6376_ZONE + RfcExamples.RFC8463_ZONE);
    private static final DkimVerifier VERIFIER = DkimVerifier.builder()
            .resolver(DNS)
            .policy(DkimPolicy.strict().allowMalformedHeader().allowExpiredSignatures())
            .build();

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void tagList(byte[] octets) {
        TagList list = TagList.parse(Octets.of(octets));
        assertThat(TagList.parse(Octets.of(octets).toLatin1()).tags()).isEqualTo(list.tags());
        assertThat(list.tags()).hasSizeLessThanOrEqualTo(TagList.MAX_TAGS);
        for (Tag tag : list.tags()) {
            assertThat(tag.valueStart()).isBetween(0, octets.length);
            assertThat(tag.valueEnd()).isBetween(tag.valueStart(), octets.length);
            assertThat(list.first(tag.name()).orElseThrow().name()).isEqualTo(tag.name());
            QuotedPrintable.decode(tag.value());
            Base64Value.decode(tag);
        }
        list.faults().forEach(fault -> {
            assertThat(fault.position()).isBetween(0, octets.length);
            assertVisible(fault.sentence());
        });
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void signatureField(byte[] octets) {
        String text = Octets.of(octets).toLatin1();
        for (HeaderField field : HeaderBlock.parse(Octets.ofLatin1("DKIM-Signature:" + text + "\r\n"))
                .fields("DKIM-Signature")) {
            SignatureParser.Parsed parsed = new SignatureParser(field, SignatureParser.tags(field)).parse();
            assertThat(parsed.signature() == null).isNotEqualTo(parsed.problem() == null);
            if (parsed.problem() != null) {
                assertVisible(parsed.problem().sentence());
            }
        }
        verify(Octets.ofLatin1("DKIM-Signature:" + text + "\r\n" + FIELDS + "\r\n" + BODY), VERIFIER);
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void keyRecord(byte[] octets) {
        Octets text = Octets.of(octets, 0, Math.min(octets.length, 60_000));
        DkimKeyRecord record = DkimKeyRecord.parse(text);
        assertThat(record).isEqualTo(DkimKeyRecord.parse(text));
        record.problem().ifPresent(problem -> assertVisible(problem.sentence()));
        RsaKey.parse(record.publicKey());
        Ed25519Key.parse(record.publicKey());
        RsaKey.parse(text);
        InMemoryDns dns =
                InMemoryDns.builder().record(KEY_NAME, new DnsRecord.Txt(text)).build();
        DkimVerifier verifier = DkimVerifier.builder().resolver(dns).build();
        SIGNED.forEach(message -> examine(verifier.verify(message)));
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void keyFile(byte[] octets) {
        Octets der = Octets.of(octets);
        String text = der.toLatin1();
        examine(DkimPrivateKey.parse(text));
        if (!text.contains("ENCRYPTED PRIVATE KEY")) {
            examine(DkimPrivateKey.parse(text, PASSWORD.clone()));
        }
        // The rest of what can be in such a file, without its frame, and without the seconds that one may cost.
        String base64 = Base64.getMimeEncoder().encodeToString(octets);
        for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY")) {
            examine(DkimPrivateKey.parse("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----"));
        }
        Decrypted decrypted = Pbes2.decrypt(der, PASSWORD.clone(), new Pbes2.Effort(100, 1 << 8));
        if (decrypted.error() == null) {
            examine(PrivateKeyReader.pkcs8(decrypted.octets()));
        } else {
            examine(decrypted.error());
        }
    }

    private static void examine(DkimKeyParse parse) {
        if (parse instanceof DkimKeyError error) {
            assertVisible(error.explanation());
            return;
        }
        DkimPrivateKey key = parse.orElseThrow();
        assertThat(key.sign(new byte[] {1})).hasSize(key.signatureOctets());
        assertThat(DkimPrivateKey.parse(key.toPem())).isEqualTo(key);
        assertThat(key.keyRecord().problem()).isEmpty();
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void message(byte[] octets) {
        verify(Octets.of(octets), VERIFIER);
        String text = Octets.of(octets).toLatin1();
        DkimResult result = verify(Octets.ofLatin1(SIGNER.signature(FIELDS, text) + FIELDS + "\r\n" + text), VERIFIER);
        assertThat(result.status()).isEqualTo(DkimStatus.PASS);
    }

    private static DkimResult verify(Octets message, DkimVerifier verifier) {
        DkimResult result = verifier.verify(message);
        assertThat(pushed(message, verifier)).isEqualTo(result);
        examine(result);
        return result;
    }

    private static void examine(DkimResult result) {
        for (DkimSignatureResult signature : result.signatures()) {
            assertVisible(signature.explanation());
            signature.findings().forEach(finding -> assertVisible(finding.explanation()));
            assertThat(signature.status()).isNotEqualTo(DkimStatus.NONE);
            assertThat(signature.problem().isEmpty()).isEqualTo(signature.status() == DkimStatus.PASS);
        }
    }

    // In chunks whose sizes the message itself chooses.
    private static DkimResult pushed(Octets message, DkimVerifier verifier) {
        byte[] octets = message.toByteArray();
        try (DkimVerification verification = verifier.begin()) {
            int at = 0;
            while (at < octets.length) {
                int some = Math.min(1 + (octets[at] & 0x3F), octets.length - at);
                verification.update(octets, at, some);
                at += some;
            }
            return verification.finish();
        }
    }

    private static void assertVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new AssertionError("not visible at " + i + ": " + text);
            }
        }
    }
}
