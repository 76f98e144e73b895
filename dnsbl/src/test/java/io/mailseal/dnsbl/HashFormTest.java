package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashFormTest {

    private static Optional<String> text(HashedText how, String text) {
        return how.of(text).map(Octets::toLatin1);
    }

    @Nested
    class Labels {

        @Test
        @DisplayName("DBL_11 e-mail addresses: SHA-1 in hexadecimal digits")
        void email() {
            HashForm form = new HashForm(HashSubject.EMAIL, HashDigest.SHA1, HashEncoding.HEX, HashedText.LOWER_CASE);
            // FIPS 180: the digest of "abc".
            assertThat(form.labelOf("ABC")).contains("a9993e364706816aba3e25717850c26c9cd0d89d");
        }

        @Test
        @DisplayName("DBL_11 files: SHA-256 in base32 without padding")
        void file() {
            HashForm form = new HashForm(HashSubject.FILE, HashDigest.SHA256, HashEncoding.BASE32, HashedText.AS_IS);
            // FIPS 180: ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad.
            assertThat(form.labelOf(Octets.ofLatin1("abc")))
                    .isEqualTo("xj4bnp4pahh6uqkbidpf3lrceoyagyndsylxvhfucd7wd4qacwwq");
        }

        @Test
        @DisplayName("DBL_11 a digest that somebody else has made")
        void digest() {
            HashForm form = new HashForm(HashSubject.FILE, HashDigest.MD5, HashEncoding.HEX, HashedText.AS_IS);
            assertThat(form.labelOfDigest(Octets.of(new byte[16]))).isEqualTo("0".repeat(32));
            assertThatThrownBy(() -> form.labelOfDigest(Octets.of(new byte[20])))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void sha256InHexIsTooLongForALabel() {
            assertThatThrownBy(
                            () -> new HashForm(HashSubject.FILE, HashDigest.SHA256, HashEncoding.HEX, HashedText.AS_IS))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Texts {

        @Test
        @DisplayName("DBL_11 mailboxes: lower case, no tag, no dots where the provider takes no notice of them")
        void mailbox() {
            assertThat(text(HashedText.MAILBOX, "First.Last+Tag@Example.COM")).contains("first.last@example.com");
            assertThat(text(HashedText.MAILBOX, "F.irst+x@GoogleMail.com")).contains("first@gmail.com");
            assertThat(text(HashedText.MAILBOX, "f.i.r.s.t@gmail.com.")).contains("first@gmail.com");
            assertThat(text(HashedText.MAILBOX, "+x@example.com")).contains("+x@example.com");
            assertThat(text(HashedText.MAILBOX, "a@b@example.com")).contains("a@b@example.com");
            assertThat(text(HashedText.MAILBOX, "a@b\u00fccher.example")).contains("a@xn--bcher-kva.example");
        }

        @Test
        @DisplayName("DBL_11 what is no mailbox has no digest")
        void noMailbox() {
            for (String address : new String[] {"", "@", "a@", "@example.com", "example.com", "a@..", "a@.", "a@b c"}) {
                assertThat(text(HashedText.MAILBOX, address)).as(address).isEmpty();
            }
        }

        @Test
        @DisplayName("DBL_11 wallets: as they are, but for those whose case is a checksum")
        void wallet() {
            assertThat(text(HashedText.WALLET, "0x" + "AbCdEf0123".repeat(4))).contains("0x" + "abcdef0123".repeat(4));
            assertThat(text(HashedText.WALLET, "1JaSs2bTZYVbj6jaqZ5Mjfs8gSLY9vYCrK"))
                    .contains("1JaSs2bTZYVbj6jaqZ5Mjfs8gSLY9vYCrK");
            assertThat(text(HashedText.WALLET, "0x" + "AbCdEf012G".repeat(4))).contains("0x" + "AbCdEf012G".repeat(4));
        }

        @Test
        @DisplayName("DBL_11 URLs: host in lower case, then what the rule for paths takes, decoded")
        void url() {
            assertThat(text(HashedText.URL, "https://user:pass@Bit.LY:8080/AbC-1?x"))
                    .contains("bit.ly:8080/AbC-1");
            assertThat(text(HashedText.URL, "http://t.co/a%2Fb%fFc&d")).contains("t.co/a/b\u00ffc");
            assertThat(text(HashedText.URL, "bit.ly?q=1#x")).contains("bit.ly?q=1");
            assertThat(text(HashedText.URL, "http://bit.ly/a%2")).isEmpty();
            assertThat(text(HashedText.URL, "http://bit.ly/" + "a".repeat(600))).contains("bit.ly/" + "a".repeat(512));
        }

        @Test
        @DisplayName("DBL_11 a URL without host or path has no digest")
        void noUrl() {
            for (String url :
                    new String[] {"", "http://", "http:///ab", "http://bit.ly", "http://bit.ly/", "bit.ly/a", "x@/ab"
                    }) {
                assertThat(text(HashedText.URL, url)).as(url).isEmpty();
            }
        }
    }
}
