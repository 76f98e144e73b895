package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadyProfilesTest {

    /** Each row of each profile: the list, an address, what it means, and which row says so. */
    private static final String ANSWERS = """
            barracuda               127.0.0.2        LISTED         BARRACUDA
            barracuda               127.0.0.1        nothing
            barracuda               127.0.0.3        nothing
            dnswl                   127.0.0.255      REFUSED        DNSWL-BLOCKED
            dnswl                   127.0.1.0        nothing
            dnswl                   127.0.2.0        LISTED         DNSWL-NONE        DNSWL-FINANCE
            dnswl                   127.0.3.1        LISTED         DNSWL-LOW         DNSWL-ESP
            dnswl                   127.0.4.2        LISTED         DNSWL-MEDIUM      DNSWL-ORGANISATION
            dnswl                   127.0.5.3        LISTED         DNSWL-HIGH        DNSWL-NETWORK
            dnswl                   127.0.6.3        LISTED         DNSWL-HIGH        DNSWL-PERSONAL
            dnswl                   127.0.7.0        LISTED         DNSWL-NONE        DNSWL-TRAVEL
            dnswl                   127.0.8.1        LISTED         DNSWL-LOW         DNSWL-PUBLIC
            dnswl                   127.0.9.2        LISTED         DNSWL-MEDIUM      DNSWL-MEDIA
            dnswl                   127.0.10.0       LISTED         DNSWL-NONE        DNSWL-SPECIAL
            dnswl                   127.0.11.3       LISTED         DNSWL-HIGH        DNSWL-EDUCATION
            dnswl                   127.0.12.0       LISTED         DNSWL-NONE        DNSWL-HEALTH
            dnswl                   127.0.13.1       LISTED         DNSWL-LOW         DNSWL-INDUSTRY
            dnswl                   127.0.14.2       LISTED         DNSWL-MEDIUM      DNSWL-TRADE
            dnswl                   127.0.15.0       LISTED         DNSWL-NONE        DNSWL-MARKETING
            dnswl                   127.0.20.3       LISTED         DNSWL-HIGH
            dnswl                   127.0.5.4        nothing
            dnswl                   127.0.21.3       nothing
            mailspike-bl            127.0.0.2        LISTED         MAILSPIKE-Z
            mailspike-bl            127.0.0.10       LISTED         MAILSPIKE-L5
            mailspike-bl            127.0.0.11       LISTED         MAILSPIKE-L4
            mailspike-bl            127.0.0.12       LISTED         MAILSPIKE-L3
            mailspike-bl            127.0.0.13       nothing
            mailspike-rep           127.0.0.10       LISTED         MAILSPIKE-L5
            mailspike-rep           127.0.0.11       LISTED         MAILSPIKE-L4
            mailspike-rep           127.0.0.12       LISTED         MAILSPIKE-L3
            mailspike-rep           127.0.0.13       LISTED         MAILSPIKE-L2
            mailspike-rep           127.0.0.14       LISTED         MAILSPIKE-L1
            mailspike-rep           127.0.0.15       INFORMATIONAL  MAILSPIKE-H0
            mailspike-rep           127.0.0.16       LISTED         MAILSPIKE-H1
            mailspike-rep           127.0.0.17       LISTED         MAILSPIKE-H2
            mailspike-rep           127.0.0.18       LISTED         MAILSPIKE-H3
            mailspike-rep           127.0.0.19       LISTED         MAILSPIKE-H4
            mailspike-rep           127.0.0.20       LISTED         MAILSPIKE-H5
            mailspike-rep           127.0.0.2        nothing
            mailspike-wl            127.0.0.17       LISTED         MAILSPIKE-H2
            mailspike-wl            127.0.0.18       LISTED         MAILSPIKE-H3
            mailspike-wl            127.0.0.19       LISTED         MAILSPIKE-H4
            mailspike-wl            127.0.0.20       LISTED         MAILSPIKE-H5
            mailspike-wl            127.0.0.10       nothing
            psbl                    127.0.0.2        LISTED         PSBL
            spamcop                 127.0.0.2        LISTED         SPAMCOP
            spamhaus-authbl-dqs     127.0.0.20       LISTED         AUTHBL
            spamhaus-authbl-dqs     127.0.0.2        nothing
            spamhaus-dbl            127.0.1.2        LISTED         DBL-SPAM
            spamhaus-dbl            127.0.1.4        LISTED         DBL-PHISH
            spamhaus-dbl            127.0.1.5        LISTED         DBL-MALWARE
            spamhaus-dbl            127.0.1.6        LISTED         DBL-BOTNET
            spamhaus-dbl            127.0.1.102      LISTED         DBL-ABUSED-SPAM
            spamhaus-dbl            127.0.1.103      LISTED         DBL-ABUSED-REDIRECTOR
            spamhaus-dbl            127.0.1.104      LISTED         DBL-ABUSED-PHISH
            spamhaus-dbl            127.0.1.105      LISTED         DBL-ABUSED-MALWARE
            spamhaus-dbl            127.0.1.106      LISTED         DBL-ABUSED-BOTNET
            spamhaus-dbl            127.0.1.255      WRONG_QUERY    DBL-NO-ADDRESSES
            spamhaus-dbl            127.0.1.3        nothing
            spamhaus-dbl            127.0.0.2        nothing
            spamhaus-hbl-cw-dqs     127.0.3.20       LISTED         HBL-WALLET
            spamhaus-hbl-email-dqs  127.0.3.2        LISTED         HBL-EMAIL
            spamhaus-hbl-file-dqs   127.0.3.10       LISTED         HBL-FILE-MALICIOUS
            spamhaus-hbl-file-dqs   127.0.3.15       LISTED         HBL-FILE-SUSPICIOUS
            spamhaus-hbl-url-dqs    127.0.3.30       LISTED         HBL-URL
            spamhaus-zen            127.0.0.2        LISTED         SBL
            spamhaus-zen            127.0.0.3        LISTED         CSS
            spamhaus-zen            127.0.0.4        LISTED         XBL
            spamhaus-zen            127.0.0.5        LISTED         XBL
            spamhaus-zen            127.0.0.6        LISTED         XBL
            spamhaus-zen            127.0.0.7        LISTED         XBL
            spamhaus-zen            127.0.0.8        nothing
            spamhaus-zen            127.0.0.9        LISTED         DROP
            spamhaus-zen            127.0.0.10       LISTED         PBL-ISP
            spamhaus-zen            127.0.0.11       LISTED         PBL
            spamhaus-zen            127.0.0.30       LISTED         BCL
            spamhaus-zen            127.0.0.12       nothing
            spamhaus-zen            127.0.1.2        nothing
            spamhaus-zrd-dqs        127.0.2.1        nothing
            spamhaus-zrd-dqs        127.0.2.2        LISTED         ZRD-VERY-FRESH
            spamhaus-zrd-dqs        127.0.2.4        LISTED         ZRD-VERY-FRESH
            spamhaus-zrd-dqs        127.0.2.5        LISTED         ZRD-FRESH
            spamhaus-zrd-dqs        127.0.2.24       LISTED         ZRD-FRESH
            spamhaus-zrd-dqs        127.0.2.25       nothing
            spamhaus-zrd-dqs        127.0.2.255      WRONG_QUERY    ZRD-NO-ADDRESSES
            surbl-multi             127.0.0.1        REFUSED        SURBL-BLOCKED
            surbl-multi             127.0.0.9        REFUSED        SURBL-BLOCKED
            surbl-multi             127.0.0.4        INFORMATIONAL  SURBL-DM
            surbl-multi             127.0.0.32       INFORMATIONAL  SURBL-CT
            surbl-multi             127.0.0.8        LISTED         SURBL-PH
            surbl-multi             127.0.0.16       LISTED         SURBL-MW
            surbl-multi             127.0.0.64       LISTED         SURBL-ABUSE
            surbl-multi             127.0.0.80       LISTED         SURBL-MW          SURBL-ABUSE
            surbl-multi             127.0.0.128      LISTED         SURBL-CR
            surbl-multi             127.0.0.36       INFORMATIONAL  SURBL-DM          SURBL-CT
            surbl-multi             127.0.0.2        nothing
            surbl-multi             127.3.1.8        LISTED         SURBL-PH
            uribl-multi             127.0.0.1        REFUSED        URIBL-BLOCKED
            uribl-multi             127.0.0.255      REFUSED        URIBL-BLOCKED
            uribl-multi             127.0.0.2        LISTED         URIBL-BLACK
            uribl-multi             127.0.0.4        LISTED         URIBL-GREY
            uribl-multi             127.0.0.8        LISTED         URIBL-RED
            uribl-multi             127.0.0.14       LISTED         URIBL-BLACK       URIBL-GREY       URIBL-RED
            uribl-multi             127.0.0.16       nothing
            """;

    /** All test points: the list, the kind, the subject, whether it is listed, the name that is asked for. */
    private static final String TEST_POINTS = """
            barracuda IPV4 127.0.0.2 listed 2.0.0.127.b.barracudacentral.org
            barracuda IPV4 127.0.0.1 clean 1.0.0.127.b.barracudacentral.org
            dnswl IPV4 127.0.0.2 listed 2.0.0.127.list.dnswl.org
            dnswl IPV4 127.0.0.1 clean 1.0.0.127.list.dnswl.org
            dnswl IPV6 ::ffff:127.0.0.1 clean 1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.list.dnswl.org
            mailspike-bl IPV4 127.0.0.2 listed 2.0.0.127.bl.mailspike.net
            mailspike-bl IPV4 127.0.0.1 clean 1.0.0.127.bl.mailspike.net
            mailspike-rep IPV4 127.0.0.1 clean 1.0.0.127.rep.mailspike.net
            mailspike-wl IPV4 127.0.0.1 clean 1.0.0.127.wl.mailspike.net
            psbl IPV4 127.0.0.2 listed 2.0.0.127.psbl.surriel.com
            psbl IPV4 127.0.0.1 clean 1.0.0.127.psbl.surriel.com
            spamcop IPV4 127.0.0.2 listed 2.0.0.127.bl.spamcop.net
            spamcop IPV4 127.0.0.1 clean 1.0.0.127.bl.spamcop.net
            spamhaus-authbl-dqs IPV4 127.0.0.1 clean 1.0.0.127.***.authbl.dq.spamhaus.net
            spamhaus-authbl-dqs IPV6 ::ffff:127.0.0.1 clean 1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.***.authbl.dq.spamhaus.net
            spamhaus-dbl DOMAIN dbltest.com listed dbltest.com.dbl.spamhaus.org 127.0.1.2
            spamhaus-dbl DOMAIN invalid clean invalid.dbl.spamhaus.org
            spamhaus-dbl URI_HOST dbltest.com listed dbltest.com.dbl.spamhaus.org 127.0.1.2
            spamhaus-dbl URI_HOST invalid clean invalid.dbl.spamhaus.org
            spamhaus-dbl-dqs DOMAIN dbltest.com listed dbltest.com.***.dbl.dq.spamhaus.net 127.0.1.2
            spamhaus-dbl-dqs DOMAIN invalid clean invalid.***.dbl.dq.spamhaus.net
            spamhaus-dbl-dqs URI_HOST dbltest.com listed dbltest.com.***.dbl.dq.spamhaus.net 127.0.1.2
            spamhaus-dbl-dqs URI_HOST invalid clean invalid.***.dbl.dq.spamhaus.net
            spamhaus-hbl-cw-dqs HASH tv7qrqpgbkf4x3k4t5qyilri3sp5ciwviioh25yuogvoj3sbtyna listed tv7qrqpgbkf4x3k4t5qyilri3sp5ciwviioh25yuogvoj3sbtyna._cw.***.hbl.dq.spamhaus.net 127.0.3.20
            spamhaus-hbl-cw-dqs HASH tbbnafic7o3rq6pmqrfg6erm5renlfquwt72nlv22svpt7wj4s2q clean tbbnafic7o3rq6pmqrfg6erm5renlfquwt72nlv22svpt7wj4s2q._cw.***.hbl.dq.spamhaus.net
            spamhaus-hbl-email-dqs HASH 4eebd6f99fcca75a3013368b052b0a1eecd1b5d9 clean 4eebd6f99fcca75a3013368b052b0a1eecd1b5d9._email.***.hbl.dq.spamhaus.net
            spamhaus-hbl-file-dqs HASH tbbnafic7o3rq6pmqrfg6erm5renlfquwt72nlv22svpt7wj4s2q clean tbbnafic7o3rq6pmqrfg6erm5renlfquwt72nlv22svpt7wj4s2q._file.***.hbl.dq.spamhaus.net
            spamhaus-hbl-url-dqs HASH tbbnafic7o3rq6pmqrfg6erm5renlfquwt72nlv22svpt7wj4s2q clean tbbnafic7o3rq6pmqrfg6erm5renlfquwt72nlv22svpt7wj4s2q._url.***.hbl.dq.spamhaus.net
            spamhaus-zen IPV4 127.0.0.2 listed 2.0.0.127.zen.spamhaus.org
            spamhaus-zen IPV4 127.0.0.1 clean 1.0.0.127.zen.spamhaus.org
            spamhaus-zen IPV6 ::ffff:127.0.0.1 clean 1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.zen.spamhaus.org
            spamhaus-zen-dqs IPV4 127.0.0.2 listed 2.0.0.127.***.zen.dq.spamhaus.net
            spamhaus-zen-dqs IPV4 127.0.0.1 clean 1.0.0.127.***.zen.dq.spamhaus.net
            spamhaus-zen-dqs IPV6 ::ffff:127.0.0.1 clean 1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.***.zen.dq.spamhaus.net
            spamhaus-zrd-dqs DOMAIN invalid clean invalid.***.zrd.dq.spamhaus.net
            spamhaus-zrd-dqs URI_HOST invalid clean invalid.***.zrd.dq.spamhaus.net
            surbl-multi URI_HOST surbl-org-permanent-test-point.com listed surbl-org-permanent-test-point.com.multi.surbl.org
            surbl-multi URI_HOST invalid clean invalid.multi.surbl.org
            uribl-multi URI_HOST test.uribl.com listed test.uribl.com.multi.uribl.com 127.0.0.14
            uribl-multi URI_HOST invalid clean invalid.multi.uribl.com
            """;

    private static BlocklistProfile named(String name) {
        return BlocklistProfiles.named(name).orElseThrow(() -> new AssertionError(name));
    }

    @Nested
    class Rows {

        @Test
        @DisplayName("DBL_03 DBL_04 DBL_08 DBL_09 DBL_12 PIT_61 each return and error code of each ready profile")
        void answers() {
            List<String> wrong = new ArrayList<>();
            Set<String> covered = new HashSet<>();
            for (String line : lines(ANSWERS)) {
                List<String> words = words(line);
                BlocklistProfile profile = named(words.get(0));
                Interpretation meaning = profile.interpret(List.of(IpAddress.of(words.get(1))));
                covered.addAll(rows(profile.name(), meaning));
                if (!shown(meaning).equals(String.join(" ", words.subList(2, words.size())))) {
                    wrong.add(line + "\n  but was " + shown(meaning));
                }
            }
            assertThat(wrong).isEmpty();
            Set<String> missing = allRows();
            missing.removeAll(covered);
            assertThat(missing).as("rows that no line covers").isEmpty();
        }

        // The errors of Spamhaus are in each of its lists, and what is there by key is the same as what is public.
        private Set<String> allRows() {
            Set<String> all = new TreeSet<>();
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                boolean twin = profile.name().equals("spamhaus-zen-dqs")
                        || profile.name().equals("spamhaus-dbl-dqs");
                for (ReturnCode code : profile.codes()) {
                    if (!twin && !code.name().startsWith("SPAMHAUS-")) {
                        all.add(profile.name() + " " + code.name());
                    }
                }
            }
            return all;
        }

        @Test
        @DisplayName("DBL_09 T91 the errors of Spamhaus are errors in each of its lists, and listings in none")
        void spamhausErrors() {
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                if (profile.name().startsWith("spamhaus-")) {
                    assertThat(error(profile, "127.255.255.252")).isEqualTo("MISCONFIGURED SPAMHAUS-TYPO");
                    assertThat(error(profile, "127.255.255.254")).isEqualTo("OPEN_RESOLVER SPAMHAUS-OPEN-RESOLVER");
                    assertThat(error(profile, "127.255.255.255")).isEqualTo("QUOTA SPAMHAUS-QUOTA");
                    assertThat(error(profile, "127.255.255.253")).isEqualTo("UNKNOWN_ERROR");
                }
            }
        }

        @Test
        @DisplayName("T90 T91 no list takes an error, or an address outside of 127.0.0.0/8, for a listing")
        void neverListings() {
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                for (int last = 0; last < 256; last++) {
                    Interpretation error = profile.interpret(List.of(IpAddress.of("127.255.255." + last)));
                    assertThat(error.error()).as(profile + " " + last).isPresent();
                    assertThat(error.isListed()).isFalse();
                    Interpretation foreign = profile.interpret(List.of(IpAddress.of("203.0.113." + last)));
                    assertThat(foreign.error()).contains(BlocklistError.FOREIGN_ANSWER);
                    assertThat(foreign.isListed()).isFalse();
                }
            }
        }

        @Test
        @DisplayName("DBL_08 the lists by key say what the public ones do")
        void twins() {
            assertThat(named("spamhaus-zen-dqs").codes())
                    .isEqualTo(named("spamhaus-zen").codes());
            assertThat(named("spamhaus-dbl-dqs").codes())
                    .isEqualTo(named("spamhaus-dbl").codes());
        }

        @Test
        @DisplayName("DBL_08 PBL, and nothing else, is for clients only")
        void clientOnly() {
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                for (ReturnCode code : profile.codes()) {
                    assertThat(code.isClientOnly())
                            .as(profile + " " + code)
                            .isEqualTo(code.name().startsWith("PBL"));
                }
            }
        }

        @Test
        void eachRowHasASourceAndEachListTerms() {
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                assertThat(profile.terms()).as(profile.name()).isPresent();
                assertThat(profile.title()).isNotEqualTo(profile.name());
                for (ReturnCode code : profile.codes()) {
                    assertThat(code.source()).as(profile + " " + code).startsWith("https://");
                    assertThat(code.meaning()).endsWith(".");
                }
            }
        }

        @Test
        void theWeightsHaveTheSignOfThePurpose() {
            assertThat(named("dnswl").codes()).allMatch(code -> code.weight() <= 0);
            assertThat(named("mailspike-wl").codes()).allMatch(code -> code.weight() < 0);
            assertThat(named("mailspike-rep").codes()).anyMatch(code -> code.weight() < 0);
            assertThat(named("spamhaus-zen").codes()).allMatch(code -> code.weight() >= 0);
        }
    }

    @Nested
    class Points {

        @Test
        @DisplayName("DBL_05 PIT_63 each test point of each ready profile, as it is asked for")
        void testPoints() {
            List<String> found = new ArrayList<>();
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                BlocklistProfile usable = profile.needsKey() ? profile.withKey("k3y") : profile;
                for (TestPoint point : profile.testPoints().all()) {
                    StringJoiner line = new StringJoiner(" ");
                    line.add(profile.name()).add(point.kind().name()).add(point.subject());
                    line.add(point.listed() ? "listed" : "clean");
                    line.add(usable.query(point)
                            .shown()
                            .map(DomainName::toString)
                            .orElse("nothing"));
                    point.codes().forEach(code -> line.add(code.toString()));
                    found.add(line.toString());
                }
            }
            assertThat(found).containsExactlyElementsOf(lines(TEST_POINTS));
        }

        @Test
        @DisplayName("DBL_05 every list says of each kind what it never lists; promised codes are listings")
        void clean() {
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                for (BlocklistKind kind : profile.kinds()) {
                    assertThat(profile.testPoints().clean(kind))
                            .as(profile + " " + kind)
                            .isNotEmpty();
                }
                for (TestPoint point : profile.testPoints().all()) {
                    assertThat(point.codes())
                            .allMatch(code -> profile.interpret(List.of(code)).isListed());
                }
            }
        }
    }

    @Nested
    class Names {

        @Test
        void areThoseOfTheIssue() {
            assertThat(BlocklistProfiles.ready())
                    .extracting(BlocklistProfile::name)
                    .isSorted()
                    .contains(
                            "spamhaus-zen",
                            "spamhaus-dbl",
                            "surbl-multi",
                            "uribl-multi",
                            "dnswl",
                            "spamcop",
                            "barracuda",
                            "psbl")
                    .hasSize(19);
            assertThat(BlocklistProfiles.named("spamhaus-xyz")).isEmpty();
        }

        @Test
        @DisplayName("DBL_10 the lists by key want one, and the others have no place for it")
        void keys() {
            for (BlocklistProfile profile : BlocklistProfiles.ready()) {
                assertThat(profile.needsKey()).isEqualTo(profile.name().endsWith("-dqs"));
                assertThat(profile.isUsable()).isNotEqualTo(profile.needsKey());
            }
        }

        @Test
        @DisplayName("DBL_13 SURBL and URIBL want registered domains and reversed addresses, Spamhaus full names")
        void reductions() {
            assertThat(named("surbl-multi").reduction()).isEqualTo(HostReduction.REGISTERED_DOMAIN);
            assertThat(named("surbl-multi").numericHosts()).isEqualTo(NumericHosts.REVERSED);
            assertThat(named("uribl-multi").reduction()).isEqualTo(HostReduction.REGISTERED_DOMAIN);
            assertThat(named("uribl-multi").numericHosts()).isEqualTo(NumericHosts.REVERSED);
            assertThat(named("spamhaus-dbl").reduction()).isEqualTo(HostReduction.FULL_HOST);
            assertThat(named("spamhaus-dbl").numericHosts()).isEqualTo(NumericHosts.NOT_ASKED);
        }
    }

    private static String error(BlocklistProfile profile, String address) {
        Interpretation meaning = profile.interpret(List.of(IpAddress.of("127.0.0.2"), IpAddress.of(address)));
        assertThat(meaning.isListed()).isFalse();
        return shown(meaning);
    }

    private static String shown(Interpretation meaning) {
        if (meaning.error().isPresent()) {
            return meaning.error().get()
                    + meaning.errorCode().map(code -> " " + code.name()).orElse("");
        }
        StringJoiner text = new StringJoiner(" ");
        text.setEmptyValue("nothing");
        if (meaning.isListed()) {
            text.add("LISTED");
        } else if (!meaning.informational().isEmpty()) {
            text.add("INFORMATIONAL");
        }
        meaning.listings().forEach(code -> text.add(code.name()));
        meaning.informational().forEach(code -> text.add(code.name()));
        assertThat(meaning.unknown().isEmpty()).isEqualTo(text.length() > "nothing".length());
        return text.toString();
    }

    private static Set<String> rows(String list, Interpretation meaning) {
        Set<String> rows = new HashSet<>();
        meaning.listings().forEach(code -> rows.add(list + " " + code.name()));
        meaning.informational().forEach(code -> rows.add(list + " " + code.name()));
        meaning.errorCode().ifPresent(code -> rows.add(list + " " + code.name()));
        return rows;
    }

    private static List<String> lines(String table) {
        return table.lines().toList();
    }

    private static List<String> words(String line) {
        return List.of(line.trim().split(" +"));
    }
}
