package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the tags, one by one. */
class SignatureTagsTest {

    private static SignatureTags tags(String value) {
        HeaderField field = HeaderBlock.parse(Octets.ofLatin1("DKIM-Signature: " + value + "\r\n"))
                .fields()
                .get(0);
        return new SignatureTags(field, SignatureParser.tags(field));
    }

    @Nested
    class Section_3_5_domains {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a.example",
                    "a-b.example",
                    "a--b.example",
                    "1-2.az09",
                    "a.b-c",
                    "_a.example",
                    "a_.example",
                    "a-_.z",
                    "0.9",
                    "A-Z.EXAMPLE"
                })
        @DisplayName("DKV_12 letters, digits and underscores, with hyphens inside of labels")
        void domain(String text) {
            assertThat(SigningDomain.parse(text)).isEqualTo(DomainName.of(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-a.example",
                    "a-.example",
                    "a.-example",
                    "a.-",
                    "-.a",
                    "a.example-",
                    "a.b.-c.d",
                    "a.b-.c",
                    "a`.b",
                    "a{.b",
                    "a/.b",
                    "a:.b",
                    "a@.b",
                    "a^.b",
                    "a .b",
                    "a\u007F.b",
                    "a,b.c",
                    "a+b.c"
                })
        @DisplayName("DKV_12 T33 nothing else gets into a question")
        void noDomain(String text) {
            assertThat(SigningDomain.parse(text)).as(text).isNull();
            assertThat(SigningDomain.parseSelector(text)).as(text).isNull();
        }

        @Test
        @DisplayName("DKV_12 a selector may have one label, a domain may not")
        void labels() {
            assertThat(SigningDomain.parseSelector("s-1")).isEqualTo(DomainName.of("s-1"));
            assertThat(SigningDomain.parseSelector("a.b.c")).isEqualTo(DomainName.of("a.b.c"));
            assertThat(SigningDomain.parse("example")).isNull();
        }
    }

    @Nested
    class Section_2_10_base64 {

        @ParameterizedTest
        @ValueSource(strings = {"azAZ09+/", "a", "z", "A", "Z", "0", "9", "+", "/", "=", "a=b", "====", "QUE=QUE="})
        @DisplayName("RFC 6008 4 too few or too many characters of the alphabet still name a signature")
        void ofAlphabet(String text) {
            assertThat(ClaimedIdentifiers.signature(tags("b=" + text))).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"`", "{", "@", "[", ":", ".", ",", "*", "-", "_", "~", "\"", "<", ">", "\u00E9"})
        @DisplayName("RFC 6008 4 characters of another alphabet don't")
        void notOfAlphabet(String text) {
            assertThat(ClaimedIdentifiers.signature(tags("b=" + text))).isEmpty();
            assertThat(ClaimedIdentifiers.signature(tags("b=" + text + "QUE"))).isEmpty();
            assertThat(ClaimedIdentifiers.signature(tags("b=QUE" + text))).isEmpty();
        }

        @Test
        void blanksAreNothing() {
            assertThat(ClaimedIdentifiers.signature(tags("b= Q U\r\n\t E"))).isEqualTo("QUE");
            assertThat(ClaimedIdentifiers.signature(tags("a=x"))).isEmpty();
        }
    }

    @Nested
    class Section_3_5_algorithm {

        @ParameterizedTest
        @CsvSource({
            "rsa-sha256, rsa-sha256",
            "azAZ09, azAZ09",
            "a`, ''",
            "a{, ''",
            "a@, ''",
            "a[, ''",
            "a/, ''",
            "a:, ''",
            "a b, ''",
            "a_b, ''",
            "a., ''",
            "a(b), ''"
        })
        @DisplayName("RFC 8601 2.7.1 what a report repeats of a= is a word")
        void reported(String value, String word) {
            assertThat(ClaimedIdentifiers.read(tags("a=" + value), "").algorithm())
                    .isEqualTo(word);
        }
    }

    @Nested
    class Section_2_11_quoted_printable {

        @ParameterizedTest
        @CsvSource(
                ignoreLeadingAndTrailingWhitespace = false,
                value = {
                    "=41,A",
                    "a=3Db,a=b",
                    "=0F=F0,\u000F\u00F0",
                    "=00,\u0000",
                    "!:<~\u0080\u00FF,!:<~\u0080\u00FF",
                    "a b\tc,abc",
                    "'a\r\n b\r\n\tc',abc",
                    "'a\r\n ',a"
                })
        @DisplayName("hexadecimal, white space that is nothing, and all the rest")
        void decoded(String encoded, String decoded) {
            assertThat(QuotedPrintable.decode(encoded)).isEqualTo(decoded);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "=",
                    "a=",
                    "=4",
                    "=4g",
                    "=g4",
                    "=4G",
                    "=ff",
                    "=4:",
                    "=/0",
                    "a;b",
                    "\u0000",
                    "\u001F",
                    "\u007F",
                    "a\rb",
                    "a\nb",
                    "a\r",
                    "a\r\n",
                    "a\r\nb",
                    "a\r b",
                    "a\n b",
                    "a\r\r\n b"
                })
        @DisplayName("T30 what is not encoded right")
        void malformed(String encoded) {
            assertThat(QuotedPrintable.decode(encoded)).isNull();
        }
    }

    @Nested
    class Rfc8616_5_octets {

        @Test
        @DisplayName("octets are UTF-8, or no text at all")
        void utf8() {
            assertThat(Utf8Text.decode("a~")).isEqualTo("a~");
            assertThat(Utf8Text.decode("\u00C3\u00BC")).isEqualTo("\u00FC");
            assertThat(Utf8Text.decode("a\u00C3\u00BC")).isEqualTo("a\u00FC");
            for (String octets : List.of("\u0080", "a\u00FF", "\u00C3", "\u00FC")) {
                assertThat(Utf8Text.decode(octets)).isNull();
            }
        }
    }

    @Nested
    class Section_3_6_1_notes {

        @ParameterizedTest
        @CsvSource(
                ignoreLeadingAndTrailingWhitespace = false,
                value = {
                    "' a b ',=20a b=20",
                    "' ',=20",
                    "!~,!~",
                    "a;b=c,a=3Bb=3Dc",
                    "\u001F\u007F,=1F=7F",
                    "\u00FC,=C3=BC"
                })
        @DisplayName("RFC 2045 6.7 what is written is read again")
        void written(String notes, String encoded) {
            assertThat(KeyNotes.encode(notes)).isEqualTo(encoded);
            assertThat(KeyNotes.decode(encoded)).isEqualTo(notes);
        }

        @ParameterizedTest
        @CsvSource({
            "=, =",
            "=4, =4",
            "a=, a=",
            "=4g, =4g",
            "=g4, =g4",
            "=ff, =ff",
            "=41=, A=",
            "=00, '\u0000'",
            "=F, =F"
        })
        @DisplayName("what is not encoded right stands for itself")
        void malformed(String encoded, String notes) {
            assertThat(KeyNotes.decode(encoded)).isEqualTo(notes);
        }
    }

    @Nested
    class Rfc2045_6_declared_octets {

        private static boolean isEightBit(String value) {
            return ContentDeclaration.isEightBit(
                    HeaderBlock.parse(Octets.ofLatin1("Content-Transfer-Encoding: " + value + "\r\n")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "8bit",
                    "8BIT",
                    "binary",
                    " 8bit ",
                    "8bit;",
                    "8bit/",
                    "8bit:",
                    "8bit@",
                    "8bit[",
                    "8bit`",
                    "8bit{",
                    "8bit (x)",
                    "(a (b) \\) c) 8bit"
                })
        @DisplayName("the first token says it")
        void eightBit(String value) {
            assertThat(isEightBit(value)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "7bit",
                    "8bit0",
                    "8bit9",
                    "8bitA",
                    "8bitZ",
                    "8bita",
                    "8bitz",
                    "8bit-",
                    "(8bit)",
                    "(8bit",
                    "x 8bit",
                    "(a\\) 8bit"
                })
        @DisplayName("nothing else does")
        void notEightBit(String value) {
            assertThat(isEightBit(value)).isFalse();
        }
    }

    @Nested
    class Section_2_11_identity_that_is_written {

        private static final DomainName DOMAIN = DomainName.of("a.example");

        @Test
        @DisplayName("DKS_17 what a tag can hold stands for itself")
        void asItIs() {
            String visible = "!\"#$%&'()*+,-./09:<>?@AZ[\\]^_`az{|}~";
            assertThat(SigningIdentity.encode(visible + "@a.example", DOMAIN)).isEqualTo(visible + "@a.example");
            assertThat(SigningIdentity.encode("@sub.A.example", DOMAIN)).isEqualTo("@sub.a.example");
        }

        @Test
        @DisplayName("DKS_17 the space, ; and =, and what is not ASCII, are encoded")
        void encoded() {
            assertThat(SigningIdentity.encode(" ;=\u0080\u07FF\uFFFD@a.example", DOMAIN))
                    .isEqualTo("=20=3B=3D=C2=80=DF=BF=EF=BF=BD@a.example");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u0000", "\t", "\r", "\n", "\u001F", "\u007F"})
        @DisplayName("T30 control characters are refused")
        void controls(String control) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningIdentity.encode("a" + control + "@a.example", DOMAIN));
        }

        @Test
        @DisplayName("RFC 5321 4.5.3.1.1 a local part has up to 64 octets")
        void length() {
            String longest = "a".repeat(62) + "\u00E9";
            assertThat(SigningIdentity.encode(longest + "@a.example", DOMAIN))
                    .isEqualTo("a".repeat(62) + "=C3=A9@a.example");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningIdentity.encode("a" + longest + "@a.example", DOMAIN));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "@", "a.example", "x@", "x@example", "x@ba.example", "x@b.example"})
        @DisplayName("DKS_17 it is at or below the domain")
        void elsewhere(String identity) {
            assertThatIllegalArgumentException().isThrownBy(() -> SigningIdentity.encode(identity, DOMAIN));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", " ;=", "b@c", "!~", "\u00FC\uD83D\uDE00"})
        @DisplayName("what is written is read again")
        void roundTrip(String localPart) {
            String encoded = SigningIdentity.encode(localPart + "@a.example", DOMAIN);
            assertThat(tags("i=" + encoded).identity()).isEqualTo(localPart + "@a.example");
        }
    }
}
