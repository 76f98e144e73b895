package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.testkit.InMemoryDns;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9989 4.10: which names are asked, where it stops, and which domain is the organizational one. */
class TreeWalkTest {

    private static Walk walk(String start, String zone) {
        InMemoryDns dns = InMemoryDns.parse(zone);
        DnsLimits withoutHints = DnsLimits.DEFAULT.withHints(0);
        TreeWalk walk = dns.sessions()
                .withLimits(withoutHints)
                .evaluate(new TreeWalk.From(DomainName.of(start), new ParsedRecords()));
        return new Walk(walk, dns);
    }

    private record Walk(TreeWalk walk, InMemoryDns dns) {

        Walk asked(String... domains) {
            assertThat(dns.questions())
                    .as(this::toString)
                    .containsExactlyElementsOf(
                            Stream.of(domains).map(Mail::recordOf).toList());
            assertThat(walk.steps().stream().map(TreeWalkStep::name))
                    .containsExactlyElementsOf(
                            Stream.of(domains).map(DomainName::of).toList());
            return this;
        }

        Walk organization(String domain) {
            assertThat(walk.organizationalDomain()).as(this::toString).isEqualTo(DomainName.of(domain));
            return this;
        }
    }

    private static List<String> targets(String start) {
        return TreeWalk.targets(DomainName.of(start)).stream()
                .map(DomainName::toString)
                .toList();
    }

    /** Labels l1 to l<count>, the last at the left. */
    private static DomainName deep(int count) {
        List<String> labels = IntStream.iterate(count, i -> i > 0, i -> i - 1)
                .mapToObj(i -> "l" + i)
                .toList();
        return DomainName.of(String.join(".", labels));
    }

    @Nested
    class Section_4_10_names {

        @Test
        @DisplayName("DMT_02 DMT_03 PIT_47 the example: just these eight, in this order")
        void example() {
            walk("a.b.c.d.e.f.g.h.i.j.mail.example.com", "")
                    .asked(
                            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
                            "g.h.i.j.mail.example.com",
                            "h.i.j.mail.example.com",
                            "i.j.mail.example.com",
                            "j.mail.example.com",
                            "mail.example.com",
                            "example.com",
                            "com")
                    .organization("a.b.c.d.e.f.g.h.i.j.mail.example.com");
        }

        @Test
        @DisplayName("DMT_02 nine labels: the one with eight is left out")
        void nine() {
            assertThat(targets("i.h.g.f.e.d.c.b.a"))
                    .containsExactly(
                            "i.h.g.f.e.d.c.b.a",
                            "g.f.e.d.c.b.a",
                            "f.e.d.c.b.a",
                            "e.d.c.b.a",
                            "d.c.b.a",
                            "c.b.a",
                            "b.a",
                            "a");
        }

        @Test
        @DisplayName("DMT_02 eight labels: none is left out")
        void eight() {
            assertThat(targets("h.g.f.e.d.c.b.a"))
                    .containsExactly(
                            "h.g.f.e.d.c.b.a",
                            "g.f.e.d.c.b.a",
                            "f.e.d.c.b.a",
                            "e.d.c.b.a",
                            "d.c.b.a",
                            "c.b.a",
                            "b.a",
                            "a");
        }

        @Test
        @DisplayName("DMT_02 seven labels: seven names")
        void seven() {
            assertThat(targets("g.f.e.d.c.b.a"))
                    .containsExactly("g.f.e.d.c.b.a", "f.e.d.c.b.a", "e.d.c.b.a", "d.c.b.a", "c.b.a", "b.a", "a");
        }

        @ParameterizedTest
        @CsvSource({"1,1", "2,2", "7,7", "8,8", "9,8", "10,8", "13,8", "60,8"})
        @DisplayName("T50 never more than eight, up to the top-level domain")
        void atMostEight(int labels, int questions) {
            DomainName start = deep(labels);
            List<DomainName> targets = TreeWalk.targets(start);
            assertThat(targets).hasSize(questions).doesNotHaveDuplicates();
            assertThat(targets.get(0)).isEqualTo(start);
            assertThat(targets.get(questions - 1)).isEqualTo(DomainName.of("l1"));
        }

        @Test
        @DisplayName("T50 120 labels: eight questions")
        void hundreds() {
            InMemoryDns dns = InMemoryDns.parse("");
            dns.sessions().evaluate(new TreeWalk.From(DomainName.of("a" + ".a".repeat(119)), new ParsedRecords()));
            assertThat(dns.questions()).hasSize(8);
        }

        @Test
        @DisplayName("PIT_47 the top-level domain is asked, and may be where the walk begins")
        void topLevelDomain() {
            walk("example.com", "").asked("example.com", "com").organization("example.com");
            walk("com", "_dmarc.com TXT \"v=DMARC1; p=none\"").asked("com").organization("com");
        }

        @Test
        void theRootAsksNothing() {
            walk(".", "_dmarc TXT \"v=DMARC1; p=none\"").asked().organization(".");
            assertThat(walk(".", "").walk.security()).isEqualTo(DnsSecurity.INDETERMINATE);
        }

        @Test
        void aNameTooLongForTheLabelIsNotAsked() {
            String tooLong =
                    "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(51) + ".com";
            String parent = tooLong.substring(64);
            assertThat(tooLong).hasSize(247);
            walk(tooLong, "_dmarc." + parent + " TXT \"v=DMARC1; p=none; psd=n\"")
                    .asked(parent)
                    .organization(parent);
            assertThat(TreeWalk.questions(DomainName.of(tooLong))).hasSize(4);
        }
    }

    @Nested
    class Section_4_10_records {

        @Test
        @DisplayName("DMT_01 psd=n stops the walk")
        void organizationalStops() {
            walk("a.b.example.com", """
                    _dmarc.b.example.com TXT "v=DMARC1; p=none; psd=n"
                    _dmarc.example.com   TXT "v=DMARC1; p=none"
                    """)
                    .asked("a.b.example.com", "b.example.com")
                    .organization("b.example.com");
        }

        @Test
        @DisplayName("DMT_01 psd=y stops the walk")
        void publicSuffixStops() {
            walk("a.b.example.com", """
                    _dmarc.example.com TXT "v=DMARC1; p=none; psd=y"
                    _dmarc.com         TXT "v=DMARC1; p=none; psd=n"
                    """)
                    .asked("a.b.example.com", "b.example.com", "example.com")
                    .organization("b.example.com");
        }

        @Test
        @DisplayName("DMT_01 at the start, too")
        void stopsAtTheStart() {
            walk("example.com", "_dmarc.example.com TXT \"v=DMARC1; psd=n\"").asked("example.com");
            walk("example.com", "_dmarc.example.com TXT \"v=DMARC1; psd=y\"").asked("example.com");
        }

        @Test
        @DisplayName("DMT_01 T53 PIT_46 several records are none, and the walk goes on")
        void severalAreDiscarded() {
            Walk walk = walk("a.example.com", """
                    _dmarc.a.example.com TXT "v=DMARC1; p=reject; psd=n"
                                         TXT "v=DMARC1; p=none; psd=n"
                    _dmarc.example.com   TXT "v=DMARC1; p=none"
                    """).asked("a.example.com", "example.com", "com");
            walk.organization("example.com");
            assertThat(walk.walk.steps().get(0).records()).hasSize(2);
            assertThat(walk.walk.steps().get(0).record()).isEmpty();
        }

        @Test
        @DisplayName("DMT_01 other text beside a record does not count")
        void otherText() {
            walk("example.com", """
                    _dmarc.example.com TXT "v=spf1 -all"
                                       TXT "v=DMARC1; p=none; psd=n"
                                       TXT "v=dmarc1; p=none"
                                       TXT " v=DMARC1; p=none"
                    """).asked("example.com").organization("example.com");
        }

        @Test
        @DisplayName("DMP_01 the strings of a record are joined, without a space")
        void stringsAreJoined() {
            Walk walk = walk("example.com", "_dmarc.example.com TXT \"v=DMARC1; p=re\" \"ject; ps\" \"d=n\"");
            walk.asked("example.com");
            assertThat(walk.walk.steps().get(0).record().orElseThrow().p().policy())
                    .contains(DmarcPolicy.REJECT);
        }

        @Test
        void recordsAreFoundBehindAliases() {
            walk("example.com", """
                    _dmarc.example.com      CNAME example.com._dmarc.service.net
                    example.com._dmarc.service.net TXT "v=DMARC1; p=none; psd=n"
                    """).asked("example.com").organization("example.com");
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_12 a failure ends the walk, since what comes after depends on it")
        void failure(DnsFailure cause) {
            InMemoryDns dns = InMemoryDns.parse("_dmarc.com TXT \"v=DMARC1; p=none\"")
                    .failing(Mail.recordOf("example.com"), cause);
            TreeWalk walk =
                    dns.sessions().evaluate(new TreeWalk.From(DomainName.of("a.example.com"), new ParsedRecords()));
            assertThat(walk.steps()).hasSize(2);
            assertThat(walk.problem()).isEqualTo(DmarcProblem.dns(Mail.recordOf("example.com"), cause));
            assertThat(walk.security())
                    .isEqualTo(cause == DnsFailure.BOGUS ? DnsSecurity.BOGUS : DnsSecurity.INDETERMINATE);
        }
    }

    @Nested
    class Section_4_10_2_organizational_domain {

        @Test
        @DisplayName("DMT_08 rule 1: psd=n, be there others below")
        void declared() {
            walk("a.b.c.example.com", """
                    _dmarc.a.b.c.example.com TXT "v=DMARC1; p=none"
                    _dmarc.b.c.example.com   TXT "v=DMARC1; p=none; psd=n"
                    _dmarc.c.example.com     TXT "v=DMARC1; p=none; psd=y"
                    """).organization("b.c.example.com");
        }

        @Test
        @DisplayName("DMT_08 PIT_47 rule 2: one label below psd=y, whether there is a record or not")
        void belowPublicSuffix() {
            walk("a.mail.example.com", "_dmarc.com TXT \"v=DMARC1; p=none; psd=y\"")
                    .organization("example.com");
            walk("mail.example.com", "_dmarc.example.com TXT \"v=DMARC1; p=none; psd=y\"")
                    .organization("mail.example.com");
        }

        @Test
        @DisplayName("DMT_17 rule 2 is not about the start: that is its own organizational domain")
        void publicSuffixItself() {
            walk("example.com", "_dmarc.example.com TXT \"v=DMARC1; p=none; psd=y\"")
                    .organization("example.com");
            walk("com", "_dmarc.com TXT \"v=DMARC1; p=none; psd=y\"").organization("com");
        }

        @Test
        @DisplayName("DMT_08 4.1(4) rule 2: one label below also where the walk has jumped over that name")
        void belowPublicSuffixWhereItJumped() {
            walk("j.i.h.g.f.e.d.c.b.a", "_dmarc.g.f.e.d.c.b.a TXT \"v=DMARC1; p=none; psd=y\"")
                    .asked("j.i.h.g.f.e.d.c.b.a", "g.f.e.d.c.b.a")
                    .organization("h.g.f.e.d.c.b.a");
        }

        @Test
        @DisplayName("DMT_08 4.1(2) PIT_47 rule 3: otherwise the shortest name with a record")
        void shortest() {
            walk("a.mail.example.com", """
                    _dmarc.mail.example.com TXT "v=DMARC1; p=none"
                    _dmarc.example.com      TXT "v=DMARC1; p=none"
                    """)
                    .asked("a.mail.example.com", "mail.example.com", "example.com", "com")
                    .organization("example.com");
            walk("a.example.com", "_dmarc.a.example.com TXT \"v=DMARC1; p=none\"")
                    .organization("a.example.com");
            walk("a.example.com", "_dmarc.com TXT \"v=DMARC1; p=none\"").organization("com");
        }

        @Test
        @DisplayName("DMT_08 a record without a usable policy counts, too")
        void unusableRecordsCount() {
            walk("a.example.com", "_dmarc.example.com TXT \"v=DMARC1\"").organization("example.com");
        }

        @Test
        @DisplayName("DMT_08 nothing at all: the start")
        void nothing() {
            walk("a.example.com", "").organization("a.example.com");
        }
    }

    @Test
    void questionsAreWhatAWalkMayAsk() {
        assertThat(DmarcPolicyResolver.builder()
                        .resolver(question -> null)
                        .build()
                        .questions(DomainName.of("a.example.com")))
                .containsExactly(Mail.recordOf("a.example.com"), Mail.recordOf("example.com"), Mail.recordOf("com"));
        assertThat(DmarcPolicyResolver.builder()
                        .resolver(question -> null)
                        .build()
                        .questions(DomainName.ROOT))
                .isEqualTo(List.<DnsQuestion>of());
    }

    @Test
    void questionsOfAnEvaluationLeaveOutWhatCanNotBeAligned() {
        DmarcEvaluator evaluator = DmarcEvaluator.builder()
                .resolver(question -> null)
                .allowAlignmentByPublicSuffixes()
                .maxIdentifiers(2)
                .build();
        List<DomainName> identifiers = Stream.of("a.example.com", "other.example", "b.com", "b.com", "c.com", "d.com")
                .map(DomainName::of)
                .toList();
        assertThat(evaluator.questions(DomainName.of("a.example.com"), identifiers))
                .as("the walk of the author, and of two more that share its top-level domain")
                .containsExactly(
                        Mail.recordOf("a.example.com"),
                        Mail.recordOf("example.com"),
                        Mail.recordOf("com"),
                        Mail.recordOf("b.com"),
                        Mail.recordOf("c.com"));
    }

    @Test
    @DisplayName("with the guard, those are left out, too, that have but a public suffix in common with the author")
    void questionsOfAnEvaluationLeaveOutStrangers() {
        DmarcEvaluator evaluator =
                DmarcEvaluator.builder().resolver(question -> null).build();
        List<DomainName> identifiers =
                Stream.of("b.co.uk", "c.uk", "x.a.co.uk").map(DomainName::of).toList();
        assertThat(evaluator.questions(DomainName.of("a.co.uk"), identifiers))
                .containsExactly(
                        Mail.recordOf("a.co.uk"),
                        Mail.recordOf("co.uk"),
                        Mail.recordOf("uk"),
                        Mail.recordOf("x.a.co.uk"));
    }
}
