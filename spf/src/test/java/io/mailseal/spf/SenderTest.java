package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7208 §4.3, and the paths of RFC 5321 §4.1.2. */
class SenderTest {

    private static Sender sender(String mailFrom) {
        return Sender.of(SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "helo.example", mailFrom));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "alice@a.example, alice, a.example",
                "Alice.B@A.EXAMPLE., Alice.B, a.example",
                "a..b.@a.example, a..b., a.example",
                "!#$%&'*+-/=?^_`{|}~@a.example, !#$%&'*+-/=?^_`{|}~, a.example",
                "Macro Error@a.example, Macro Error, a.example",
                "\"a@b\\\" (c)\"@a.example, \"a@b\\\" (c)\", a.example",
                "\"\"@a.example, \"\", a.example",
                "@a.example, postmaster, a.example",
                "x@_spf.a-b.example, x, _spf.a-b.example",
                "x@1.2.3.4a, x, 1.2.3.4a",
                "x@azAZ09.z-_Z, x, azaz09.z-_z",
                "`a~ \u00A0@a.example`, `a~ \u00A0`, a.example",
                "`\"a~ \u00A0\"@a.example`, `\"a~ \u00A0\"`, a.example",
            })
    void mailboxes(String mailFrom, String localPart, String domain) {
        assertThat(sender(mailFrom).localPart()).isEqualTo(localPart);
        assertThat(sender(mailFrom).domain()).hasToString(domain);
    }

    @Test
    @DisplayName("T05 a source route is ignored")
    void sourceRoute() {
        assertThat(sender("@legit.example,@x.example:any@attacker.example").domain())
                .hasToString("attacker.example");
        assertThat(sender("@legit.example:@attacker.example").domain()).hasToString("attacker.example");
        assertThat(sender("@legit.example(:any@attacker.example")).isNull();
        assertThat(sender("@legit.example:")).isNull();
        assertThat(sender("@azAZ09.z-_Z:any@attacker.example").domain()).hasToString("attacker.example");
        assertThat(sender("@legit.example:\"any@attacker.example")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.example",
                "<a@a.example>",
                "a@",
                "@",
                "\"a@a.example",
                "\"a\"b@a.example",
                "a\"b\"@a.example",
                "\"a\\",
                "\"a\u0000\"@a.example",
                "\"a\\\u0000\"@a.example",
                "a\u0007@a.example",
                "a(c)@a.example",
                "a,b@a.example",
                "a;b@a.example",
                "a@a.example>",
                "a@a.example SIZE=1",
                "a@[IPv6:::1]",
                "a@b@a.example",
                "a@%61.example",
                "a@a\\.example",
                "a@example",
                "a@a.123",
                "a@b/c.example",
                "a\u0085@a.example",
                "a\u001F@a.example",
                "a\u007F@a.example",
                "a\u0080@a.example",
                "a\u009F@a.example",
                "\"a\u001F\"@a.example",
                "\"a\u007F\"@a.example",
                "\"a\u009F\"@a.example",
                "a@a.0",
                "a@a.9",
                "a@a:b.example",
                "a@a`.example",
                "a@a{.example",
                "a\\b@a.example"
            })
    @DisplayName("T02 T04 what is none")
    void malformed(String mailFrom) {
        assertThat(sender(mailFrom)).isNull();
    }

    @Test
    @DisplayName("T42 a local part much longer than SMTP allows is of no use in a name, but its domain is asked")
    void tooLong() {
        Sender allowed = sender("a".repeat(MacroValues.LONGEST) + "@a.example");
        assertThat(allowed.hasUsableLocalPart()).isTrue();
        Sender longer = sender("a".repeat(10_000) + "@a.example");
        assertThat(longer.domain()).hasToString("a.example");
        assertThat(longer.hasUsableLocalPart()).isFalse();
    }
}
