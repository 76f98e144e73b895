package io.mailseal.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsTypeTest {

    @Nested
    class Mnemonics {

        @ParameterizedTest
        @CsvSource({"A,1", "ns,2", "TXT,16", "aaaa,28", "DnsKey,48", "tlsa,52"})
        void areReadInAnyCase(String text, int code) {
            assertThat(DnsType.parse(text)).contains(new DnsType(code));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "SPF", "A ", "ſOA", "TLſA", "DNS\u212AEY", "D\u017F", "\uFF21"})
        void thatAreNone(String text) {
            assertThat(DnsType.parse(text)).isEmpty();
        }

        @Test
        void doNotDependOnTheLocale_T100() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                assertThat(DnsType.parse("type15")).contains(DnsType.MX);
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Nested
    class Rfc3597_Section_5_numbers {

        @ParameterizedTest
        @CsvSource({"TYPE16,16", "type0,0", "TYPE65535,65535", "TYPE00016,16"})
        void areRead(String text, int code) {
            assertThat(DnsType.parse(text)).contains(new DnsType(code));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "TYPE",
                    "TYPE65536",
                    "TYPE99999",
                    "TYPE100000",
                    "TYPE-1",
                    "TYPE+1",
                    "TYPE 1",
                    "TYPE1a",
                    "TYPE１"
                })
        void thatAreNone(String text) {
            assertThat(DnsType.parse(text)).isEmpty();
        }

        @Test
        void haveSixteenBits() {
            assertThatThrownBy(() -> new DnsType(65536)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DnsType(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void textIsReadBack(@ForAll @IntRange(max = 65535) int code) {
        assertThat(DnsType.parse(new DnsType(code).toString())).contains(new DnsType(code));
    }
}
