package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpecialAddressesTest {

    @Test
    @DisplayName("DBL_07 PIT_62 the first and the last address of each range, and their neighbours")
    void ranges() {
        String table = """
                0.0.0.0 0.255.255.255 - 1.0.0.0
                10.0.0.0 10.255.255.255 9.255.255.255 11.0.0.0
                100.64.0.0 100.127.255.255 100.63.255.255 100.128.0.0
                127.0.0.0 127.255.255.255 126.255.255.255 128.0.0.0
                169.254.0.0 169.254.255.255 169.253.255.255 169.255.0.0
                172.16.0.0 172.31.255.255 172.15.255.255 172.32.0.0
                192.0.0.0 192.0.0.255 191.255.255.255 192.0.1.0
                192.0.2.0 192.0.2.255 192.0.1.255 192.0.3.0
                192.168.0.0 192.168.255.255 192.167.255.255 192.169.0.0
                198.18.0.0 198.19.255.255 198.17.255.255 198.20.0.0
                198.51.100.0 198.51.100.255 198.51.99.255 198.51.101.0
                203.0.113.0 203.0.113.255 203.0.112.255 203.0.114.0
                224.0.0.0 239.255.255.255 223.255.255.255 -
                240.0.0.0 255.255.255.255 - -
                :: ::255.255.255.255 - ::1:0:0:0
                64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff 64:ff9b:0:ffff:: 64:ff9b:2::
                100:: 100::ffff:ffff:ffff:ffff ff:: 100:0:0:2::
                100:0:0:1:: 100::1:ffff:ffff:ffff:ffff - 100:0:0:2::
                2001:2:: 2001:2:0:ffff:ffff:ffff:ffff:ffff 2001:1:: 2001:2:1::
                2001:10:: 2001:1f:ffff:ffff:ffff:ffff:ffff:ffff 2001:f:: 2001:20::
                2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:db7:: 2001:db9::
                3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 3ffe:: 3fff:1000::
                5f00:: 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff 5eff:: 5f01::
                fc00:: fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fbff:: fe00::
                fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe7f:: -
                fec0:: feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff - -
                ff00:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff - -
                """;
        List<String> lines = table.lines().toList();
        assertThat(SpecialAddresses.ranges()).hasSameSizeAs(lines);
        for (String line : lines) {
            String[] words = line.split(" ");
            for (int i = 0; i < words.length; i++) {
                if (!words[i].equals("-")) {
                    assertThat(SpecialAddresses.contains(IpAddress.of(words[i])))
                            .as(line + ": " + words[i])
                            .isEqualTo(i < 2);
                }
            }
        }
    }

    @Test
    @DisplayName("DBL_07 an address that is translated to a special one is special")
    void translated() {
        assertThat(SpecialAddresses.contains(IpAddress.of("64:ff9b::192.168.1.1")))
                .isTrue();
        assertThat(SpecialAddresses.contains(IpAddress.of("2002:c0a8:101::1"))).isTrue();
        assertThat(SpecialAddresses.contains(IpAddress.of("64:ff9b::44.1.1.1"))).isFalse();
        assertThat(SpecialAddresses.contains(IpAddress.of("2002:2c01:101::1"))).isFalse();
    }

    @Test
    @DisplayName("DBL_07 an IPv4-mapped address is judged as the IPv4 address in it")
    void mapped() {
        assertThat(SpecialAddresses.rangeOf(IpAddress.of("::ffff:10.1.2.3")))
                .hasToString("Optional[10.0.0.0/8 (private use)]");
        assertThat(SpecialAddresses.contains(IpAddress.of("::ffff:8.8.8.8"))).isFalse();
    }

    @Test
    @DisplayName("DBL_07 names that nobody on the Internet has, and addresses in the form of names")
    void names() {
        for (String name : List.of(
                "localhost",
                "com",
                "a.localhost",
                "printer.local",
                "x.invalid",
                "x.onion",
                "x.internal",
                "x.home.arpa",
                "x.alt",
                "192.0.2.1",
                "8.8.8.8",
                "a.1",
                "[44.3.2.1]",
                "a/b.example",
                ".")) {
            assertThat(SpecialNames.contains(DomainName.of(name))).as(name).isTrue();
        }
        for (String name : List.of("example.com", "mail.example", "x.test", "local.example", "1.a", "x.arpa")) {
            assertThat(SpecialNames.contains(DomainName.of(name))).as(name).isFalse();
        }
    }
}
