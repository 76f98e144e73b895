package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainAddressTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '\'',
            value = {
                "a@b.example|a@b.example",
                "a=b|a=003Db",
                "é|=00E9",
                "😀|=D83D=DE00",
                "\"a.b\"|\"a=002Eb\"",
                "\"a\\\"b\"|\"a=0022b\"",
                "\"a|\"a",
                "\"a\\|\"a",
                "a \t b|a b",
                "a (x) (y(z)) b|a b",
                "(\\))b| b",
                "(\\|(",
                "(a(b)|(",
                "a)|a)",
                "[1.2]|[1=002E2]",
                "[[]|[[]",
                "[\\]]|[=005D]",
                "a\\b|a\\b",
            })
    void plain(String field, String plain) {
        assertThat(PlainAddressText.of(field)).isEqualTo(plain);
    }

    @Property
    void isAsciiWithoutCommentsAndNoLargerThanItMustBe(@ForAll String field) {
        String plain = PlainAddressText.of(field);
        assertThat(plain.chars()).allMatch(c -> c < 0x80);
        assertThat(plain.length()).isLessThanOrEqualTo(5 * field.length());
        int comment = plain.indexOf('(');
        assertThat(comment).as("only a comment that never ends is left").isIn(-1, plain.length() - 1);
    }

    @Property
    void quotedTextComesBack(@ForAll String text) {
        String quoted = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String plain = PlainAddressText.of(quoted);
        assertThat(PlainAddressText.unescape(plain.substring(1, plain.length() - 1)))
                .isEqualTo(text);
    }
}
