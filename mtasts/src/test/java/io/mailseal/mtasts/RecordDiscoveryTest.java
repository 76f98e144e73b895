package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which record applies (§3.1, §3.4). */
class RecordDiscoveryTest {

    static final DnsQuestion QUESTION = DnsQuestion.txt(DomainName.of("_mta-sts.example.com"));

    static MtaStsFetcher fetcher(InMemoryDns dns) {
        return MtaStsFetcher.builder()
                .dns(dns.sessions())
                .policies(host -> CompletableFuture.completedFuture(World.answer(200, MtaStsPolicyTest.GOOD)))
                .build();
    }

    static RecordDiscovery discover(InMemoryDns dns) {
        return fetcher(dns).discover(World.DOMAIN);
    }

    static void assertId(String zone, String id) {
        RecordDiscovery discovery = discover(InMemoryDns.parse(zone));
        assertThat(discovery.record().map(MtaStsRecord::id))
                .as(discovery::explanation)
                .contains(id);
        assertThat(discovery.problem()).isEmpty();
    }

    static void assertProblem(String zone, MtaStsProblem.Kind kind) {
        assertProblem(InMemoryDns.parse(zone), kind);
    }

    static void assertProblem(InMemoryDns dns, MtaStsProblem.Kind kind) {
        RecordDiscovery discovery = discover(dns);
        assertThat(discovery.problem().map(MtaStsProblem::kind)).contains(kind);
        assertThat(discovery.record()).isEmpty();
        // No record, so the policy is not fetched either.
        assertThat(fetcher(dns).fetch(World.DOMAIN).problem()).isEqualTo(discovery.problem());
    }

    @Nested
    class Section_3_1 {

        @Test
        @DisplayName("STS_01 the record at _mta-sts, and the policy that it leads to")
        void found() {
            InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a;\"");
            RecordDiscovery discovery = discover(dns);
            assertThat(discovery.record()).contains(MtaStsRecord.of("a"));
            assertThat(discovery.explanation()).isEqualTo("example.com announces the policy a.");
            assertThat(dns.questions()).containsExactly(QUESTION);
            PolicyFetch fetch = fetcher(dns).fetch(World.DOMAIN);
            assertThat(fetch.record()).contains(MtaStsRecord.of("a"));
            assertThat(fetch.policy()).isPresent();
        }

        @Test
        @DisplayName("STS_01 the strings of a record are joined without spaces")
        void strings() {
            assertId("_mta-sts.example.com TXT \"v=STSv\" \"1; id=\" \"ab\" \"c;\"", "abc");
        }

        @Test
        @DisplayName("STS_01 §8.2 aliases are followed")
        void aliases() {
            assertId("""
                    _mta-sts.example.com CNAME a.example
                    a.example CNAME _mta-sts.provider.example
                    _mta-sts.provider.example TXT "v=STSv1; id=a;"
                    """, "a");
        }

        @Test
        @DisplayName("STS_01 records of something else are discarded")
        void others() {
            assertId("""
                    _mta-sts.example.com TXT "v=spf1 -all"
                    _mta-sts.example.com TXT "v=STSv1; id=a;"
                    _mta-sts.example.com TXT "v=STSv2; id=b;"
                    _mta-sts.example.com TXT "v=STSv1 ; id=c;"
                    _mta-sts.example.com TXT " v=STSv1; id=d;"
                    """, "a");
            assertProblem("_mta-sts.example.com TXT \"v=STSv2; id=b;\"", MtaStsProblem.Kind.NO_RECORD);
        }

        @Test
        @DisplayName("STS_01 more than one record is none, also where one of them is malformed or they are equal")
        void several() {
            for (String other : new String[] {"v=STSv1; id=b;", "v=STSv1; id=;", "v=STSv1;", "v=STSv1; id=a"}) {
                assertProblem(
                        "_mta-sts.example.com TXT \"v=STSv1; id=a;\"\n_mta-sts.example.com TXT \"" + other + "\"",
                        MtaStsProblem.Kind.MULTIPLE_RECORDS);
            }
        }

        @Test
        @DisplayName("STS_01 a malformed record is none, and its findings are told")
        void malformed() {
            InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a-b;\"");
            assertProblem(dns, MtaStsProblem.Kind.INVALID_RECORD);
            assertThat(discover(dns).findings())
                    .extracting(MtaStsFinding::code)
                    .containsExactly(MtaStsFinding.Code.INVALID_ID);
        }

        @Test
        @DisplayName("STS_01 no such name, no text, no record, and each failure stay apart")
        void absence() {
            assertProblem("other.example TXT x", MtaStsProblem.Kind.NO_SUCH_NAME);
            assertProblem("_mta-sts.example.com A 192.0.2.1", MtaStsProblem.Kind.NO_TEXT);
            assertProblem("_mta-sts.example.com TXT x", MtaStsProblem.Kind.NO_RECORD);
            for (DnsFailure cause : DnsFailure.values()) {
                InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a;\"")
                        .failing(QUESTION, cause);
                assertProblem(
                        dns, cause.isOwnLimit() ? MtaStsProblem.Kind.DNS_LIMIT : MtaStsProblem.Kind.DNS_UNAVAILABLE);
                assertThat(discover(dns).explanation()).contains(cause.sentence());
            }
        }

        @Test
        @DisplayName("§2 MTA-STS does not need DNSSEC, and says what it was")
        void security() {
            InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a;\"");
            assertThat(discover(dns).security()).isEqualTo(DnsSecurity.INDETERMINATE);
            assertThat(discover(dns.withSecurity(World.DOMAIN, DnsSecurity.SECURE))
                            .security())
                    .isEqualTo(DnsSecurity.SECURE);
        }
    }

    @Nested
    class Section_3_4 {

        @Test
        @DisplayName("STS_12 the domain of the address, and never its parent")
        void notTheParent() {
            InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a;\"");
            assertThat(fetcher(dns)
                            .discover(DomainName.of("mail.example.com"))
                            .problem()
                            .map(MtaStsProblem::kind))
                    .contains(MtaStsProblem.Kind.NO_SUCH_NAME);
            assertThat(dns.questions()).hasSize(1);
        }

        @Test
        @DisplayName("STS_12 address literals and what is no domain have no policy; U-labels become A-labels")
        void policyDomain() {
            assertThat(PolicyDomain.of("example.com")).contains(World.DOMAIN);
            assertThat(PolicyDomain.of("EXAMPLE.com.")).contains(World.DOMAIN);
            assertThat(PolicyDomain.of("b\u00fccher.example")).contains(DomainName.of("xn--bcher-kva.example"));
            for (String none : new String[] {
                "[192.0.2.1]",
                "[IPv6:2001:db8::1]",
                "192.0.2.1",
                "192.0.2.1.",
                "mail.example.1",
                "1",
                "",
                ".",
                "a..example",
                "_x.example",
                "a b.example",
                "-a.example",
                ("a".repeat(63) + ".").repeat(3) + "a".repeat(55)
            }) {
                assertThat(PolicyDomain.of(none)).as(none).isEmpty();
            }
        }

        @Test
        @DisplayName("STS_12 of a name that leaves no room for a label more nothing is asked")
        void tooLong() {
            InMemoryDns dns = InMemoryDns.parse("other.example TXT x");
            DomainName longest = DomainName.of(("a".repeat(63) + ".").repeat(3) + "a".repeat(61));
            assertThat(fetcher(dns).fetch(longest).problem().map(MtaStsProblem::kind))
                    .contains(MtaStsProblem.Kind.INVALID_DOMAIN);
            assertThat(fetcher(dns).fetchPolicy(longest).problem().map(MtaStsProblem::kind))
                    .contains(MtaStsProblem.Kind.INVALID_DOMAIN);
            assertThat(dns.questions()).isEmpty();
        }
    }

    @Test
    @DisplayName("The rules are a record: equal for the same domain, the same answers give an equal result")
    void laws() {
        InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a;\"");
        DnsEvaluation<RecordDiscovery> rules = fetcher(dns).discovery(World.DOMAIN);
        assertThat(rules).isEqualTo(fetcher(dns).discovery(World.DOMAIN)).isInstanceOf(Record.class);
        assertThat(CompleteDnsView.over(dns).evaluate(rules)).isEqualTo(discover(dns));
    }

    @Test
    @Timeout(60)
    @DisplayName("Who waits for a policy waits in the time of DNS, be it virtual")
    void blockingInVirtualTime() {
        VirtualClock clock = new VirtualClock();
        InMemoryDns dns = InMemoryDns.parse("""
                        _mta-sts.example.com TXT "v=STSv1; id=a;"
                        mta-sts.example.com A 10.0.0.1
                        """).withClock(clock).withLatency(Duration.ofMillis(20));
        MtaStsFetcher fetcher = MtaStsFetcher.builder().dns(dns.sessions()).build();
        assertThat(fetcher.fetch(World.DOMAIN).problem().map(MtaStsProblem::kind))
                .contains(MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(40));
    }

    @Test
    @DisplayName("Waiting costs one question; cancelling takes it back")
    void asynchronous() {
        VirtualClock clock = new VirtualClock();
        InMemoryDns dns = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=a;\"")
                .withClock(clock)
                .withLatency(Duration.ofMillis(20));
        CompletableFuture<PolicyFetch> fetch = fetcher(dns).fetchAsync(World.DOMAIN);
        assertThat(fetch).isNotDone();
        fetch.cancel(true);
        assertThat(dns.cancelled()).containsExactly(QUESTION);
        assertThat(clock.pending()).isZero();
        assertThat(fetcher(dns).fetch(World.DOMAIN).policy()).isPresent();
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(20));
    }
}
