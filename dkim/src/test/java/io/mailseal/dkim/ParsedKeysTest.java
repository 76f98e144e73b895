package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ParsedKeysTest {

    private final ParsedKeys keys = new ParsedKeys();

    private static Octets rsa(int bits) {
        byte[] key = TestSigner.rsa(bits).getPublic().getEncoded();
        return Octets.ofLatin1("v=DKIM1; p=" + Base64.getEncoder().encodeToString(key));
    }

    private void isParsedEachTime(Octets text) {
        assertThat(keys.parse(text).record())
                .isEqualTo(keys.parse(text).record())
                .isNotSameAs(keys.parse(text).record());
    }

    @Test
    void theSameTextIsParsedOnce() {
        Octets text = Octets.ofLatin1(TestSigner.rsa().record());
        Octets copy = Octets.of(text.toByteArray());
        assertThat(keys.parse(text)).isSameAs(keys.parse(copy));
        assertThat(keys.parse(text).material()).isInstanceOf(RsaKey.class);
    }

    @Test
    void anotherTextIsAnotherRecord() {
        String text = TestSigner.ed25519().record();
        assertThat(keys.parse(Octets.ofLatin1(text)).record().isTesting()).isFalse();
        assertThat(keys.parse(Octets.ofLatin1(text + "; t=y")).record().isTesting())
                .isTrue();
        assertThat(keys.parse(Octets.ofLatin1(text)).record().isTesting()).isFalse();
    }

    @Test
    void nothingElseIsKeptAlive() {
        Octets answer = Octets.ofLatin1("##" + TestSigner.rsa().record() + "##");
        Octets text = answer.slice(2, answer.length() - 2);
        Octets kept = keys.parse(text).record().text();
        assertThat(kept).isEqualTo(text);
        assertThat(kept.compact()).isSameAs(kept);
    }

    @Test
    void onlyKeysThatCanVerifyAreKept() {
        isParsedEachTime(Octets.ofLatin1("v=DKIM1; p="));
        isParsedEachTime(Octets.ofLatin1("v=DKIM1; p=AAAA"));
        isParsedEachTime(Octets.ofLatin1("v=DKIM1; p=#"));
        isParsedEachTime(Octets.ofLatin1("v=DKIM1; k=other; p=AAAA"));
        isParsedEachTime(rsa(512));
        assertThat(keys.parse(rsa(512)).material()).isNotNull();
    }

    @Test
    void noLongTextIsKept() {
        String record = TestSigner.rsa().record();
        isParsedEachTime(Octets.ofLatin1(record + "; n=" + "x".repeat(ParsedKeys.LONGEST_KEPT)));
    }
}
