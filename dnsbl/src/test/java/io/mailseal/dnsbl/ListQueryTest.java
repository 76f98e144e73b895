package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 5782 §2.1, §2.4 and §3: which name is asked for. */
class ListQueryTest {

    private static final ReturnCode LISTED = ReturnCode.listed(CodePattern.of("127.0.0.2"), "X", "X.", 1);

    private static BlocklistProfile list(BlocklistKind... kinds) {
        return BlocklistProfile.builder("test", "bad.example.com")
                .kinds(kinds)
                .code(LISTED)
                .build();
    }

    private static String name(ListQuery query) {
        return query.name()
                .map(DomainName::toString)
                .orElseGet(() -> "not asked: " + query.reason().orElseThrow());
    }

    @Nested
    class Addresses {

        private final BlocklistProfile both = list(BlocklistKind.IPV4, BlocklistKind.IPV6);

        @Test
        @DisplayName("DBL_01 IPv4: the octets reversed")
        void ipv4() {
            assertThat(name(both.query(IpAddress.of("144.137.3.98")))).isEqualTo("98.3.137.144.bad.example.com");
        }

        @Test
        @DisplayName("DBL_01 PIT_62 IPv6: 32 nibbles reversed, in lower case")
        void ipv6() {
            assertThat(name(both.query(IpAddress.of("2A00:1450:1:2:3:4:567:89AB"))))
                    .isEqualTo("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.5.4.1.0.0.a.2.bad.example.com");
        }

        @Test
        @DisplayName("DBL_01 an IPv4-mapped address is the IPv4 address in it")
        void mapped() {
            assertThat(name(both.query(IpAddress.of("::ffff:144.137.3.98")))).isEqualTo("98.3.137.144.bad.example.com");
        }

        @Test
        @DisplayName("DBL_07 PIT_62 special addresses are not asked about, mapped or not")
        void special() {
            for (String address : new String[] {
                "10.0.0.1", "127.0.0.2", "192.0.2.1", "169.254.1.1", "::1", "fe80::1", "2001:db8::1", "::ffff:127.0.0.2"
            }) {
                assertThat(name(both.query(IpAddress.of(address)))).isEqualTo("not asked: SPECIAL_ADDRESS");
            }
        }

        @Test
        @DisplayName("DBL_07 a list of one family is not asked about the other, and a list of domains about neither")
        void kinds() {
            assertThat(name(list(BlocklistKind.IPV4).query(IpAddress.of("2a00::1"))))
                    .isEqualTo("not asked: WRONG_KIND");
            assertThat(name(list(BlocklistKind.IPV6).query(IpAddress.of("8.8.8.8"))))
                    .isEqualTo("not asked: WRONG_KIND");
            assertThat(name(list(BlocklistKind.DOMAIN).query(IpAddress.of("8.8.8.8"))))
                    .isEqualTo("not asked: WRONG_KIND");
        }
    }

    @Nested
    class Names {

        @Test
        @DisplayName("DBL_01 PIT_62 domains: the name before the zone, as A-labels in lower case")
        void domains() {
            assertThat(name(list(BlocklistKind.DOMAIN).queryDomain(DomainName.of("Invalid.EDU"))))
                    .isEqualTo("invalid.edu.bad.example.com");
            assertThat(name(list(BlocklistKind.DOMAIN)
                            .queryDomain(
                                    DomainName.ofUnicode("b\u00fccher.example").orElseThrow())))
                    .isEqualTo("xn--bcher-kva.example.bad.example.com");
        }

        @Test
        @DisplayName("DBL_07 a list of domains is asked about no address, whatever it looks like")
        void literals() {
            BlocklistProfile list = list(BlocklistKind.DOMAIN, BlocklistKind.URI_HOST);
            assertThat(name(list.queryDomain(DomainName.of("8.8.8.8")))).isEqualTo("not asked: SPECIAL_NAME");
            assertThat(name(list.queryHost(DomainName.of("8.8.8.8")))).isEqualTo("not asked: SPECIAL_NAME");
            assertThat(name(list.queryHost(IpAddress.of("8.8.8.8")))).isEqualTo("not asked: WRONG_KIND");
            assertThat(name(list.queryDomain(DomainName.of("localhost")))).isEqualTo("not asked: SPECIAL_NAME");
        }

        @Test
        @DisplayName("DBL_13 numeric hosts are reversed where the list wants it; IPv6 and special ones never")
        void numericHosts() {
            BlocklistProfile surbl = BlocklistProfiles.named("surbl-multi").orElseThrow();
            assertThat(name(surbl.queryHost(IpAddress.of("8.8.4.1")))).isEqualTo("1.4.8.8.multi.surbl.org");
            assertThat(name(surbl.queryHost(IpAddress.of("::ffff:8.8.4.1")))).isEqualTo("1.4.8.8.multi.surbl.org");
            assertThat(name(surbl.queryHost(IpAddress.of("2a00::1")))).isEqualTo("not asked: WRONG_KIND");
            assertThat(name(surbl.queryHost(IpAddress.of("192.168.1.1")))).isEqualTo("not asked: SPECIAL_ADDRESS");
            assertThat(name(surbl.queryDomain(DomainName.of("example.com")))).isEqualTo("not asked: WRONG_KIND");
        }

        @Test
        @DisplayName("DBL_14 a name that is too long with the zone behind it is not asked for, nor cut")
        void tooLong() {
            BlocklistProfile list = list(BlocklistKind.DOMAIN);
            int room = DomainName.MAX_TEXT - ".bad.example.com".length();
            assertThat(list.queryDomain(ofLength(room)).name())
                    .map(name -> name.toString().length())
                    .contains(DomainName.MAX_TEXT);
            assertThat(name(list.queryDomain(ofLength(room + 1)))).isEqualTo("not asked: NAME_TOO_LONG");
        }

        private DomainName ofLength(int length) {
            String labels = ("a".repeat(49) + ".").repeat(4);
            return DomainName.of(labels + "b".repeat(length - labels.length()));
        }
    }

    @Nested
    class Keys {

        private static final String KEY = "aip7yig6sahg6ehsohn5shco3z";

        @Test
        @DisplayName("DBL_10 the key is a label of the name, where the zone says so")
        void names() {
            assertThat(name(BlocklistProfiles.named("spamhaus-zen-dqs")
                            .orElseThrow()
                            .withKey(KEY)
                            .query(IpAddress.of("8.8.4.1"))))
                    .isEqualTo("1.4.8.8." + KEY + ".zen.dq.spamhaus.net");
            assertThat(name(BlocklistProfiles.named("spamhaus-hbl-file-dqs")
                            .orElseThrow()
                            .withKey(KEY)
                            .queryDigest("abc")))
                    .isEqualTo("abc._file." + KEY + ".hbl.dq.spamhaus.net");
        }

        @Test
        @DisplayName("DBL_10 without the key such a list is not asked")
        void missing() {
            BlocklistProfile keyless =
                    BlocklistProfiles.named("spamhaus-zen-dqs").orElseThrow();
            assertThat(name(keyless.query(IpAddress.of("8.8.4.1")))).isEqualTo("not asked: KEY_MISSING");
            assertThat(keyless.isUsable()).isFalse();
        }

        @Test
        @DisplayName("T94 DBL_10 no text of a profile, a query or an exception shows the key")
        void hidden() {
            for (BlocklistProfile ready : BlocklistProfiles.ready()) {
                if (ready.needsKey()) {
                    BlocklistProfile keyed = ready.withKey(KEY);
                    StringBuilder all = new StringBuilder()
                            .append(keyed)
                            .append(keyed.zone())
                            .append(keyed.format())
                            .append(keyed.codes())
                            .append(keyed.testPoints());
                    keyed.testPoints()
                            .all()
                            .forEach(point -> all.append(keyed.query(point))
                                    .append(keyed.query(point).shown()));
                    assertThat(all.toString()).doesNotContainIgnoringCase(KEY).contains("***");
                }
            }
        }

        @Test
        @DisplayName("T94 DBL_10 where *** makes a name too long to be shown, the zone alone is")
        void longNames() {
            BlocklistProfile list = BlocklistProfile.builder("test", "{key}.bad.example.com")
                    .kinds(BlocklistKind.DOMAIN)
                    .code(LISTED)
                    .build()
                    .withKey("k");
            String labels = ("a".repeat(49) + ".").repeat(4);
            String longest = labels + "b".repeat(DomainName.MAX_TEXT - ".k.bad.example.com".length() - labels.length());
            ListQuery query = list.queryDomain(DomainName.of(longest));
            assertThat(name(query)).hasSize(DomainName.MAX_TEXT);
            assertThat(query.shown()).contains(DomainName.of("***.bad.example.com"));
        }

        @Test
        @DisplayName("T94 DBL_10 what is no key is refused without being repeated")
        void refused() {
            BlocklistProfile list = BlocklistProfiles.named("spamhaus-zen-dqs").orElseThrow();
            for (String key :
                    new String[] {"", "a.b", "se cret", "secr\u00e9t", "secret\n", "secret".repeat(11), "{key}"}) {
                assertThatThrownBy(() -> list.withKey(key))
                        .isInstanceOf(IllegalArgumentException.class)
                        .message()
                        .doesNotContain("secr")
                        .doesNotContain("se cret");
            }
            assertThatThrownBy(() -> list(BlocklistKind.IPV4).withKey("secret"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("secret");
        }

        @Test
        @DisplayName("DBL_10 keys take part in equality, in any case of letters")
        void equality() {
            BlocklistProfile list = BlocklistProfiles.named("spamhaus-zen-dqs").orElseThrow();
            assertThat(list.withKey(KEY)).isEqualTo(list.withKey(KEY.toUpperCase(Locale.ROOT)));
            assertThat(list.withKey(KEY)).isNotEqualTo(list.withKey("other")).isNotEqualTo(list);
            assertThat(list.withKey("other").withKey(KEY)).isEqualTo(list.withKey(KEY));
        }
    }

    @Test
    @DisplayName(
            "DBL_05 PIT_63 the test points of RFC 5782 for each kind, which are there unless a profile says otherwise")
    void testPoints() {
        BlocklistProfile list =
                list(EnumSet.complementOf(EnumSet.of(BlocklistKind.HASH)).toArray(BlocklistKind[]::new));
        assertThat(list.testPoints().all().stream()
                        .map(point -> (point.listed() ? "+" : "-") + name(list.query(point))))
                .containsExactly(
                        "+2.0.0.127.bad.example.com",
                        "-1.0.0.127.bad.example.com",
                        "+2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bad.example.com",
                        "-1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bad.example.com",
                        "+test.bad.example.com",
                        "-invalid.bad.example.com",
                        "+test.bad.example.com",
                        "-invalid.bad.example.com");
    }
}
