package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodePatternTest {

    private static boolean matches(String pattern, String address) {
        return CodePattern.of(pattern).matches(IpAddress.of(address));
    }

    @Test
    void anAddressIsItself() {
        assertThat(matches("127.0.0.2", "127.0.0.2")).isTrue();
        assertThat(matches("127.0.0.2", "127.0.0.3")).isFalse();
        assertThat(matches("127.0.0.2", "127.0.1.2")).isFalse();
    }

    @Test
    void anIpv6AddressIsNoCode() {
        assertThat(matches("127.0.0.2", "::ffff:127.0.0.2")).isFalse();
    }

    @Test
    void eachOctetMayBeARangeOrAnyOrAMask() {
        assertThat(matches("127.0.2-20.3", "127.0.20.3")).isTrue();
        assertThat(matches("127.0.2-20.3", "127.0.21.3")).isFalse();
        assertThat(matches("127.*.0.2", "127.255.0.2")).isTrue();
        assertThat(matches("127.0.0.&6", "127.0.0.7")).isTrue();
        assertThat(matches("127.0.0.&6", "127.0.0.5")).isFalse();
    }

    @Test
    void everythingElseIsNoPattern() {
        for (String text : List.of(
                "",
                "127",
                "127.0.0",
                "127.0.0.",
                ".127.0.0.2",
                "127.0.0.2.3",
                "127.0.0.02",
                "127.0.0.256",
                "128.0.0.2",
                "*.0.0.2",
                "127-128.0.0.2",
                "&127.0.0.2",
                "127.0.0.&0",
                "127.0.0.&256",
                "127.0.0.&",
                "127.0.0.3-2",
                "127.0.0.2-2",
                "127.0.0.2-",
                "127.0.0.-2",
                "127.0.0.1-2-3",
                "127.0.0.**",
                " 127.0.0.2",
                "127.0.0.2 ",
                "127.0.0.2/32",
                "127.0.0.\u0662",
                "127.0.0." + "2".repeat(1000))) {
            assertThat(CodePattern.parse(text)).as(text).isEmpty();
        }
        assertThatThrownBy(() -> CodePattern.of("203.0.113.1")).isInstanceOf(IllegalArgumentException.class);
    }
}
