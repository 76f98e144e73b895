package io.mailseal.testkit.junit5;

import static io.mailseal.testkit.junit5.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignature;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestSignerTest {

    private static final TestMessage MESSAGE = TestMessage.builder()
            .from("Alice", "alice@example.com")
            .to("bob@example.net")
            .subject("Grüße")
            .text("Schöne Grüße!")
            .build();

    private static DkimResult verify(TestSigner signer) {
        return DkimVerifier.builder()
                .resolver(signer.publishedIn(InMemoryDns.parse("")))
                .clock(() -> VirtualClock.DEFAULT_START)
                .build()
                .verify(signer.sign(MESSAGE).octets());
    }

    private static DkimSignature signature(DkimResult result) {
        return result.signatures().get(0).signature().orElseThrow();
    }

    @Test
    void whatItSignsVerifiesUnderTheKeyThatItPublishes() {
        DkimResult result = verify(TestSigner.of("example.com"));
        assertThat(result).is(DkimStatus.PASS);
        assertThat(result.signatures().get(0).domain()).contains(DomainName.of("example.com"));
        assertThat(result.signatures().get(0).selector()).contains(DomainName.of("test"));
        assertThat(signature(result).timestamp()).hasValue(VirtualClock.DEFAULT_START);
    }

    @Test
    void theMessageItselfIsLeftAsItIs() {
        TestMessage signed = TestSigner.of("example.com").sign(MESSAGE);
        assertThat(signed.toString()).startsWith("DKIM-Signature: ").endsWith(MESSAGE.toString());
        assertThat(signed).isEqualTo(TestSigner.of("example.com").sign(MESSAGE));
    }

    @Test
    void anotherSelectorAndAnEd25519Key() {
        TestSigner signer = TestSigner.of("example.com").withSelector("ed").withEd25519();
        DkimResult result = verify(signer);
        assertThat(result).is(DkimStatus.PASS);
        assertThat(result.signatures().get(0).algorithm()).contains("ed25519-sha256");
        assertThat(signer.zoneLine()).startsWith("ed._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; ");
    }

    @Test
    void aKeyOfTheTestsOwn() {
        DkimPrivateKey key = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);
        TestSigner signer = TestSigner.of("example.com").withKey(key);
        assertThat(signer.key()).isSameAs(key);
        assertThat(verify(signer)).is(DkimStatus.PASS);
    }

    @Test
    void settingsAddUp() {
        TestSigner signer = TestSigner.of("example.com")
                .with(builder -> builder.validFor(Duration.ofDays(1)))
                .with(builder -> builder.identity("@example.com"))
                .withSelector("other");
        DkimResult result = verify(signer);
        assertThat(result).is(DkimStatus.PASS);
        assertThat(signer.sign(MESSAGE).toString()).contains("x=", "i=@example.com");
    }

    @Test
    void whatCanNotBeSignedIsRefusedWithTheReason() {
        TestMessage anonymous = MESSAGE.withoutField("From");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSigner.of("example.com").sign(anonymous))
                .withMessageContaining("From");
    }

    @Test
    void publishingReplacesWhatWasThere() {
        InMemoryDns revoked = InMemoryDns.parse("test._domainkey.example.com TXT \"v=DKIM1; p=\"");
        InMemoryDns published = TestSigner.of("example.com").publishedIn(revoked);
        DnsQuestion question = DnsQuestion.txt(DomainName.of("test._domainkey.example.com"));
        assertThat(published.answer(question).toString()).contains("p=MII").doesNotContain("p=\"");
    }
}
