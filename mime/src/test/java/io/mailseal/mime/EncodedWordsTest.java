package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {

    // RFC 2047 §8, and some more.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?US-ASCII?Q?Keith_Moore?=|Keith Moore",
                "=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=|Keld Jørn Simonsen",
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=|If you can read this yo",
                "=?ISO-8859-1?Q?a?= b|a b",
                "=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=|ab",
                "=?ISO-8859-1?Q?a_?= =?ISO-8859-1?Q?b?=|a b",
                "=?utf-8*en?q?=E2=82=AC?=|€",
                "x =?utf-8?Q?y?= z =?utf-8?Q?q?=|x y z q"
            })
    void areShownDecoded(String text, String shown) {
        assertThat(EncodedWords.decode(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=?",
                "=??=",
                "=?utf-8?Q?x",
                "=?utf-8?Q?=",
                "=?utf-8?X?x?=",
                "=?utf-8?QQ?x?=",
                "=?no-such-charset?Q?x?=",
                "=?a b?Q?x?=",
                "=??Q?x?=",
                "=?utf-8?Q?=4?=",
                "=?utf-8?Q?=zz?=",
                "=?=?=?=?"
            })
    void whatIsNoneStaysAsItIs(String text) {
        assertThat(EncodedWords.decode(text)).isEqualTo(text);
    }

    @Property
    void giveTheTextBack(@ForAll String text) {
        String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String word = "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
        assertThat(EncodedWords.decode("(" + word + ")")).isEqualTo("(" + utf8 + ")");
    }

    private static AuthorAddress author(String from) {
        return AuthorAddresses.of(HeaderBlock.parse(Octets.ofUtf8("From: " + from + "\r\n\r\n")))
                .addresses()
                .get(0);
    }

    @DisplayName("T11: a display name that reads like another address")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ceo@bank.example\" <x@evil.example>",
                "\"The CEO (ceo@bank.example)\" <x@evil.example>",
                "=?utf-8?B?Y2VvQGJhbmsuZXhhbXBsZQ==?= <x@evil.example>",
                "=?utf-8?Q?ceo?= =?utf-8?Q?=40bank=2Eexample?= <x@evil.example>",
                "\"ceo＠bank.example\" <x@evil.example>",
                "\"x@bank.example\" <x@evil.example>",
                "\"ceo@evil.example\" <x@evil.example>",
                "\"x@evil.example.bank.example\" <x@evil.example>",
                "\"not.x@evil.example\" <x@evil.example>"
            })
    void isReported(String from) {
        assertThat(author(from).anomalies()).containsExactly(AuthorAnomaly.ADDRESS_IN_DISPLAY_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x@c.example",
                "\"x@c.example\" <x@c.example>",
                "\"x@C.Example\" <x@c.example>",
                "\"Ann (x@c.example)\" <x@c.example>",
                "\"Ann @ Home\" <x@c.example>",
                "\"@ann\" <x@c.example>",
                "=?utf-8?Q?Ann_A=2E?= <x@c.example>"
            })
    void othersAreNot(String from) {
        assertThat(author(from).anomalies()).isEmpty();
    }
}
