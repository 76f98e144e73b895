package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.IpAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are connected to (T73). */
class AddressGuardTest {

    private static final AddressGuard STRICT = new AddressGuard(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.0",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255"
            })
    @DisplayName("T73 STS_19 special addresses of IPv4 are refused")
    void specialV4(String address) {
        assertThat(STRICT.allows(IpAddress.of(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255"
            })
    @DisplayName("T73 the addresses beside them are not")
    void publicV4(String address) {
        assertThat(STRICT.allows(IpAddress.of(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::7f00:1",
                "::ffff:10.0.0.1",
                "::ffff:1.1.1.1",
                "::ffff:0:10.0.0.1",
                "100::1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "2001::1",
                "2001:0:7f00:1::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:0a00:1::1",
                "2002:101:101::1",
                "3fff::1",
                "3fff:fff:ffff::1",
                "5f00::1",
                "4000::1",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::1.1.1.1",
                "64:ff9b:0:0:0:1::",
                "2600::5efe:10.0.0.1",
                "2600::200:5efe:127.0.0.1"
            })
    @DisplayName("T73 STS_19 special addresses of IPv6 are refused, and those that hold a special one of IPv4")
    void specialV6(String address) {
        assertThat(STRICT.allows(IpAddress.of(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2600::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2a00::1",
                "3ffe::1",
                "64:ff9b::1.1.1.1",
                "2600::5efe:1.1.1.1",
                "2600::1:5efe:10.0.0.1"
            })
    @DisplayName("T73 the others are not, nor what a NAT64 makes of public ones")
    void publicV6(String address) {
        assertThat(STRICT.allows(IpAddress.of(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2600:1:a00:1::, 10.0.0.1, 32",
        "2600:1:0:a00:0:100::, 10.0.0.1, 48",
        "2600:1:2:300:a:0:100:0, 10.0.0.1, 64",
        "2600:1:a:0:1::, 10.0.0.1, 40",
        "2600:1:2:30a:0:1::, 10.0.0.1, 56",
        "2600:1:2:3::a00:1, 10.0.0.1, 96",
        "2600:1:2:3::101:101, 1.1.1.1, 96",
        "64:ff9b:1::101:101, 1.1.1.1, 96",
        "64:ff9b:1:101:1:100::, 1.1.1.1, 48"
    })
    @DisplayName("T73 RFC 6052 §2.2 behind a NAT64 with a prefix of its own an address is judged by the one inside")
    void nat64(String address, String inside, int length) {
        IpAddress host = IpAddress.of(address);
        AddressGuard behind = new AddressGuard(List.of(), List.of(new Nat64Prefix(host, length)));
        assertThat(behind.target(host)).isEqualTo(IpAddress.of(inside));
        assertThat(behind.allows(host)).isEqualTo(STRICT.allows(IpAddress.of(inside)));
        assertThat(behind.allows(IpAddress.of("64:ff9b::10.0.0.1")))
                .as("beside the well-known one")
                .isFalse();
        assertThat(behind.allows(IpAddress.of("2a00::a00:1")))
                .as("and no other")
                .isTrue();
    }

    @Test
    @DisplayName("T73 RFC 6052 §2.2 the prefixes of a NAT64 have certain lengths")
    void nat64Prefixes() {
        for (int length : new int[] {0, 24, 31, 33, 72, 95, 97, 128}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Nat64Prefix(IpAddress.of("2600::"), length));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Nat64Prefix(IpAddress.of("10.0.0.0"), 32));
    }

    @Test
    @DisplayName("T73 allowAddresses allows what it names, and nothing else")
    void allowed() {
        AddressGuard guard = new AddressGuard(List.of(AddressGuard.Network.of("10.1.0.0", 16)), List.of());
        assertThat(guard.allows(IpAddress.of("10.1.2.3"))).isTrue();
        assertThat(guard.allows(IpAddress.of("10.2.2.3"))).isFalse();
        assertThat(guard.allows(IpAddress.of("64:ff9b::10.1.2.3"))).isTrue();
        assertThat(guard.allows(IpAddress.of("64:ff9b::10.2.2.3"))).isFalse();
        assertThat(guard.allows(IpAddress.of("::ffff:10.1.2.3"))).isFalse();
    }
}
