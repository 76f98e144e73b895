package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsAnswer.Outcome;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered, when, and what is remembered of it. */
@SuppressWarnings("FutureReturnValueIgnored") // what is asked is seen in the log
class InMemoryDnsTest {

    private static DomainName name(String text) {
        return DomainName.of(text);
    }

    private static DnsQuestion txt(String name) {
        return DnsQuestion.txt(name(name));
    }

    private static DnsAnswer ask(InMemoryDns dns, String name) {
        return dns.answer(txt(name));
    }

    /** {@code FOUND text}, the failure's cause, or the outcome. */
    private static String shown(DnsAnswer answer) {
        if (answer instanceof DnsAnswer.Found found) {
            return "FOUND " + found.records(DnsRecord.Txt.class).get(0).text().toLatin1();
        }
        return answer instanceof DnsAnswer.Failed failed
                ? failed.cause().name()
                : answer.outcome().name();
    }

    private static Duration ms(long milliseconds) {
        return Duration.ofMillis(milliseconds);
    }

    @Nested
    class Section_1034_4_3_2_names {

        private final InMemoryDns dns = InMemoryDns.parse("""
            a.example        TXT a
            x.y.example      TXT deep
            """);

        @ParameterizedTest
        @CsvSource({
            "a.example,     FOUND a",
            "A.EXAMPLE,     FOUND a",
            "b.a.example,   NO_SUCH_NAME",
            "b.example,     NO_SUCH_NAME",
            "org,           NO_SUCH_NAME",
            "y.example,     NO_DATA",
            "example,       NO_DATA",
            "'.',           NO_DATA",
        })
        void existWithRecordsOrNamesBelow(String name, String expected) {
            assertThat(shown(ask(dns, name))).isEqualTo(expected);
        }

        @Test
        void withoutThatTypeHaveNoData() {
            DnsAnswer answer = dns.answer(DnsQuestion.mx(name("a.example")));
            assertThat(answer.outcome()).isEqualTo(Outcome.NO_DATA);
        }

        @Test
        void areNoneInAnEmptyZone() {
            assertThat(ask(InMemoryDns.parse(""), "example").outcome()).isEqualTo(Outcome.NO_SUCH_NAME);
        }

        @Test
        void withASoaRecordHaveIt() {
            InMemoryDns signed = InMemoryDns.parse("example SOA ns hostmaster 1 2 3 4 5");
            assertThat(signed.answer(new DnsQuestion(name("example"), DnsType.SOA))
                            .outcome())
                    .isEqualTo(Outcome.FOUND);
        }
    }

    @Nested
    class Section_4592_wildcards {

        // The zone of RFC 4592 §2.2.1, with TXT in place of SRV.
        private final InMemoryDns dns = InMemoryDns.parse("""
            $ORIGIN example.
            *                  TXT   "this is a wildcard"
            *                  MX    10 host1
            sub.*              TXT   "this is not a wildcard"
            host1              A     192.0.2.1
            _ssh._tcp.host1    TXT   ssh
            _ssh._tcp.host2    TXT   ssh
            subdel             NS    ns.example.com.
            alias.*.c          TXT   "below an asterisk"
            *.cn               CNAME host1
            *.text             TXT   text
            host1              TXT   one
            """);

        @ParameterizedTest
        @CsvSource({
            "host3.example,            FOUND this is a wildcard",
            "foo.bar.example,          FOUND this is a wildcard",
            "host1.example,            FOUND one",
            "sub.*.example,            FOUND this is not a wildcard",
            "*.example,                FOUND this is a wildcard",
            "_telnet._tcp.host1.example, NO_SUCH_NAME",
            "host.subdel.example,      NO_SUCH_NAME",
            "ghost.*.example,          NO_SUCH_NAME",
            "host2.example,            NO_DATA",
            "_tcp.host2.example,       NO_DATA",
            "a.text.example,           FOUND text",
            "b.a.text.example,         FOUND text",
            "text.example,             NO_DATA",
            "z.c.example,              NO_DATA",
            "z.cn.example,             FOUND one",
        })
        void standForNamesRightBelowTheClosestEncloser(String name, String expected) {
            assertThat(shown(ask(dns, name))).isEqualTo(expected);
        }

        @Test
        void withoutThatTypeHaveNoData() {
            assertThat(dns.answer(DnsQuestion.a(name("host3.example"))).outcome())
                    .isEqualTo(Outcome.NO_DATA);
        }

        @Test
        void answerInTheNameThatWasAsked() {
            DnsAnswer answer = ask(dns, "z.cn.example");
            assertThat(answer.aliases())
                    .containsExactly(new DnsAlias(
                            name("z.cn.example"), DnsType.CNAME, name("host1.example"), DnsSecurity.INDETERMINATE));
            assertThat(ask(dns, "host3.example").canonicalName()).isEqualTo(name("host3.example"));
        }
    }

    @Nested
    class Section_1034_3_6_2_aliases {

        private static final String ZONE = """
            a        60  CNAME b
            b        30  CNAME c
            c        90  TXT   end
            toNoData     CNAME empty
            empty        A     192.0.2.1
            toNothing    CNAME nothing
            self         CNAME self
            round        CNAME about
            about        CNAME round
            h8 CNAME h7
            h7 CNAME h6
            h6 CNAME h5
            h5 CNAME h4
            h4 CNAME h3
            h3 CNAME h2
            h2 CNAME h1
            h1 CNAME h0
            h0 TXT   "eight hops"
            h9 CNAME h8
            """;

        private final InMemoryDns dns = InMemoryDns.parse(ZONE);

        @ParameterizedTest
        @CsvSource({
            "a,         FOUND end,         2, c",
            "c,         FOUND end,         0, c",
            "toNoData,  NO_DATA,           1, empty",
            "toNothing, NO_SUCH_NAME,      1, nothing",
            "self,      LOOP,              1, self",
            "round,     LOOP,              2, round",
            "h8,        FOUND eight hops,  8, h0",
            "h9,        LOOP,              9, h0",
        })
        void areFollowedToTheirEnd(String name, String expected, int aliases, String canonical) {
            DnsAnswer answer = ask(dns, name);
            assertThat(shown(answer)).isEqualTo(expected);
            assertThat(answer.aliases()).hasSize(aliases);
            assertThat(answer.canonicalName()).isEqualTo(name(canonical));
            assertThat(answer.question()).isEqualTo(txt(name));
        }

        @Test
        void areRecordsToThoseWhoAskForThem() {
            DnsAnswer answer = dns.answer(new DnsQuestion(name("a"), DnsType.CNAME));
            assertThat(((DnsAnswer.Found) answer).records())
                    .containsExactly(new DnsRecord.Pointer(DnsType.CNAME, name("b")));
            assertThat(answer.aliases()).isEmpty();
        }

        @Test
        void countForTheTimeToLive() {
            assertThat(ask(dns, "a").ttl()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void haveAStatusEach() {
            InMemoryDns mixed =
                    dns.withSecurity(DomainName.ROOT, DnsSecurity.SECURE).withSecurity(name("b"), DnsSecurity.INSECURE);
            DnsAnswer answer = ask(mixed, "a");
            assertThat(answer.aliases())
                    .extracting(DnsAlias::security)
                    .containsExactly(DnsSecurity.SECURE, DnsSecurity.INSECURE);
            assertThat(answer.security()).isEqualTo(DnsSecurity.INSECURE);
        }

        @Test
        void leadIntoFaults() {
            DnsAnswer answer = ask(dns.failing(name("c"), DnsFailure.SERVER_FAILURE), "a");
            assertThat(shown(answer)).isEqualTo("SERVER_FAILURE");
            assertThat(answer.aliases()).hasSize(2);
        }
    }

    @Nested
    class Section_6672_dname {

        private final InMemoryDns dns = InMemoryDns.parse("""
            old.example  60  DNAME new.example
            old.example      TXT   apex
            x.old.example    TXT   hidden
            x.new.example    TXT   x
            circle.example   DNAME a.circle.example
            long.example     DNAME %1$s.%1$s.%1$s.example
            """.formatted("x".repeat(63)));

        @ParameterizedTest
        @CsvSource({
            "x.old.example,     FOUND x,      x.new.example",
            "y.old.example,     NO_SUCH_NAME, y.new.example",
            "old.example,       FOUND apex,   old.example",
        })
        void redirectsWhatIsBelow(String name, String expected, String canonical) {
            DnsAnswer answer = ask(dns, name);
            assertThat(shown(answer)).isEqualTo(expected);
            assertThat(answer.canonicalName()).isEqualTo(name(canonical));
        }

        @Test
        void isAnAliasOfItsOwnType() {
            DnsAnswer answer = ask(dns.withSecurity(name("old.example"), DnsSecurity.SECURE), "x.old.example");
            assertThat(answer.aliases())
                    .containsExactly(new DnsAlias(
                            name("x.old.example"), DnsType.DNAME, name("x.new.example"), DnsSecurity.SECURE));
            assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(60));
        }

        @Test
        void thatGrowsIsALoop() {
            assertThat(shown(ask(dns, "x.circle.example"))).isEqualTo("LOOP");
        }

        @Test
        void thatMakesTooLongANameIsRefused() {
            DnsAnswer answer = ask(dns, "x".repeat(63) + ".long.example");
            assertThat(shown(answer)).isEqualTo("REFUSED");
            assertThat(answer.reason()).contains("too long");
        }
    }

    @Nested
    class Section_2308_5_negative_answers {

        private final InMemoryDns dns = InMemoryDns.parse("""
            example          SOA ns hostmaster 1 1h 1h 1w 120
            sub.example 60   SOA ns hostmaster 1 1h 1h 1w 1d
            a.example        A   192.0.2.1
            c.example    10  CNAME nothing.example
            """);

        @ParameterizedTest
        @CsvSource({
            "nothing.example,     120",
            "a.example,           120",
            "nothing.sub.example, 60",
            "nothing.org,         300",
            "c.example,           10",
        })
        void liveAsLongAsTheClosestSoaSays(String name, long seconds) {
            DnsAnswer answer = ask(dns, name);
            assertThat(answer.outcome()).isIn(Outcome.NO_DATA, Outcome.NO_SUCH_NAME);
            assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Nested
    class Faults {

        @ParameterizedTest
        @CsvSource({
            "SERVFAIL,       SERVER_FAILURE",
            "servfail,       SERVER_FAILURE",
            "SERVER_FAILURE, SERVER_FAILURE",
            "TIMEOUT,        TIMEOUT",
            "REFUSED,        REFUSED",
            "BOGUS,          BOGUS",
            "UNPROVEN,       UNPROVEN",
            "NETWORK,        NETWORK",
            "MALFORMED,      MALFORMED",
            "LOOP,           LOOP",
        })
        void haveAWord(String word, DnsFailure expected) {
            DnsAnswer answer = ask(InMemoryDns.parse("a TXT a\n$FAULT a " + word), "a");
            assertThat(answer).isEqualTo(DnsAnswer.failed(txt("a"), expected));
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        void areAnyFailureToAProgram(DnsFailure failure) {
            InMemoryDns dns = InMemoryDns.parse("a TXT a").withSecurity(name("a"), DnsSecurity.SECURE);
            assertThat(shown(ask(dns.failing(name("a"), failure), "a"))).isEqualTo(failure.name());
            assertThat(shown(ask(dns.failing(txt("a"), failure), "a"))).isEqualTo(failure.name());
            assertThat(shown(ask(dns, "a"))).as("the original").isEqualTo("FOUND a");
        }

        private final InMemoryDns dns = InMemoryDns.parse("""
            $ORIGIN example.
            a TXT a
            b TXT b
            x.b TXT x
            c TXT c
            $FAULT a      MX  SERVFAIL
            $FAULT b          TIMEOUT
            $FAULT b      TXT REFUSED
            $FAULT *.c        NETWORK
            $FAULT *.y.c      MALFORMED
            $FAULT z.y.c  A   SERVFAIL
            """);

        @ParameterizedTest
        @CsvSource({
            "a,     TXT, FOUND a",
            "a,     MX,  SERVER_FAILURE",
            "b,     TXT, REFUSED",
            "b,     MX,  TIMEOUT",
            "x.b,   TXT, FOUND x",
            "c,     TXT, FOUND c",
            "q.c,   TXT, NETWORK",
            "p.q.c, TXT, NETWORK",
            "y.c,   TXT, NETWORK",
            "z.y.c, TXT, MALFORMED",
            "z.y.c, A,   SERVER_FAILURE",
        })
        void areThoseOfTheClosestName(String relative, String type, String expected) {
            DnsType wanted = DnsType.parse(type).orElseThrow();
            assertThat(shown(dns.answer(new DnsQuestion(name(relative + ".example"), wanted))))
                    .isEqualTo(expected);
        }

        @Test
        void areAlsoAtNamesThatAreNotThere() {
            assertThat(shown(ask(InMemoryDns.parse("$FAULT a.example TIMEOUT"), "a.example")))
                    .isEqualTo("TIMEOUT");
        }

        @Test
        void areEverywhereWithAnAsteriskAlone() {
            assertThat(shown(ask(InMemoryDns.parse("$FAULT * TIMEOUT"), "a.example")))
                    .isEqualTo("TIMEOUT");
        }
    }

    @Nested
    class Security {

        private final InMemoryDns dns = InMemoryDns.parse("""
            a.example       TXT a
            b.example       TXT b
            x.b.example     TXT x
            $SECURITY example     SECURE
            $SECURITY b.example   INSECURE
            $SECURITY x.b.example INDETERMINATE
            """);

        @ParameterizedTest
        @CsvSource({
            "a.example,       FOUND a,       SECURE",
            "example,         NO_DATA,       SECURE",
            "none.example,    NO_SUCH_NAME,  SECURE",
            "b.example,       FOUND b,       INSECURE",
            "y.b.example,     NO_SUCH_NAME,  INSECURE",
            "x.b.example,     FOUND x,       INDETERMINATE",
            "org,             NO_SUCH_NAME,  INDETERMINATE",
        })
        void isThatOfTheClosestName(String name, String expected, DnsSecurity security) {
            DnsAnswer answer = ask(dns, name);
            assertThat(shown(answer)).isEqualTo(expected);
            assertThat(answer.security()).isEqualTo(security);
        }

        @Test
        void isSaidOfAllAtTheRoot() {
            InMemoryDns all = InMemoryDns.parse("$SECURITY . SECURE");
            assertThat(ask(all, "a.example").security()).isEqualTo(DnsSecurity.SECURE);
        }

        @Test
        void ofFailuresIsTheirOwn() {
            assertThat(ask(dns.failing(name("a.example"), DnsFailure.TIMEOUT), "a.example")
                            .security())
                    .isEqualTo(DnsSecurity.INDETERMINATE);
            assertThat(ask(dns.failing(name("a.example"), DnsFailure.BOGUS), "a.example")
                            .security())
                    .isEqualTo(DnsSecurity.BOGUS);
        }

        @Test
        void isNotBogus() {
            assertThatThrownBy(() -> dns.withSecurity(name("a.example"), DnsSecurity.BOGUS))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Layers {

        private final InMemoryDns dns = InMemoryDns.parse("""
            a.example    TXT   a
            a.example    TXT   "another a"
            a.example    A     192.0.2.1
            alias.example CNAME a.example
            $FAULT b.example TXT TIMEOUT
            $FAULT c.example SERVFAIL
            $SECURITY example SECURE
            """);

        @Test
        void aSetReplacesThatOfItsNameAndType() {
            InMemoryDns above = dns.withZone("a.example TXT above");
            assertThat(shown(ask(above, "a.example"))).isEqualTo("FOUND above");
            assertThat(above.answer(DnsQuestion.a(name("a.example"))).outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
            assertThat(shown(ask(dns, "a.example")))
                    .as("the original stays as it is")
                    .isEqualTo("FOUND a");
        }

        @Test
        void whatIsNewIsThereToo() {
            InMemoryDns above = dns.withZone("x.y.example TXT new");
            assertThat(shown(ask(above, "x.y.example"))).isEqualTo("FOUND new");
            assertThat(shown(ask(above, "y.example"))).isEqualTo("NO_DATA");
            assertThat(shown(ask(above, "a.example"))).isEqualTo("FOUND a");
        }

        @Test
        void anAliasReplacesAllOfItsName() {
            InMemoryDns above = dns.withZone("a.example CNAME b.example\nb.example A 192.0.2.9");
            assertThat(shown(ask(above, "a.example"))).isEqualTo("TIMEOUT");
            assertThat(above.answer(DnsQuestion.a(name("a.example"))).aliases()).hasSize(1);
        }

        @Test
        void anAliasMakesRoomForAnythingElse() {
            InMemoryDns above = dns.withZone("alias.example TXT \"no alias any more\"");
            assertThat(shown(ask(above, "alias.example"))).isEqualTo("FOUND no alias any more");
            assertThat(above.answer(DnsQuestion.a(name("alias.example"))).outcome())
                    .isEqualTo(DnsAnswer.Outcome.NO_DATA);
        }

        @Test
        void anAliasOfWhichNothingIsSaidStays() {
            InMemoryDns above = dns.withZone("below.alias.example TXT x");
            assertThat(shown(ask(above, "alias.example"))).isEqualTo("FOUND a");
        }

        @Test
        void aFaultReplacesWhatWasSaidOfItsName() {
            InMemoryDns above = dns.withZone("""
                $FAULT b.example BOGUS
                $FAULT c.example TXT REFUSED
                """);
            assertThat(shown(ask(above, "b.example"))).isEqualTo("BOGUS");
            assertThat(shown(ask(above, "c.example"))).isEqualTo("REFUSED");
            assertThat(shown(above.answer(DnsQuestion.a(name("c.example"))))).isEqualTo("SERVER_FAILURE");
        }

        @Test
        void aStatusReplacesThatOfItsName() {
            InMemoryDns above = dns.withZone("$SECURITY a.example INSECURE");
            assertThat(ask(above, "a.example").security()).isEqualTo(DnsSecurity.INSECURE);
            assertThat(ask(above, "none.example").security()).isEqualTo(DnsSecurity.SECURE);
        }

        @Test
        void clockLatencyAndMemoryStay() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns above = dns.withClock(clock).withLatency(ms(20)).withZone("$DELAY a.example 5ms");
            CompletableFuture<DnsAnswer> answer = above.resolve(txt("a.example"));
            clock.runUntil(answer);
            assertThat(clock.elapsed()).isEqualTo(ms(25));
            assertThat(dns.withKnown().withZone("").known(txt("a.example"))).isPresent();
        }

        @Test
        void whatMakesNoSenseIsNamedWithItsLine() {
            assertThatThrownBy(() -> dns.withZone("a.example TXT x\nb.example A x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Nested
    class Time {

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns = InMemoryDns.parse("""
            a       TXT   a
            slow    TXT   slow
            slow    MX    10 a
            alias   CNAME slow
            dead    TXT   dead
            $DELAY  slow       200ms
            $DELAY  slow MX    300ms
            $DELAY  alias      1s
            $DELAY  dead       5s
            $FAULT  dead       TIMEOUT
            """).withClock(clock).withLatency(ms(20));

        @ParameterizedTest
        @CsvSource({
            "a,     TXT, 20",
            "slow,  TXT, 220",
            "slow,  MX,  320",
            "alias, TXT, 1220",
            "dead,  TXT, 5020",
            "none,  TXT, 20",
        })
        void isTheLatencyAndTheDelaysOnTheWay(String name, String type, long milliseconds) {
            CompletableFuture<DnsAnswer> answer =
                    dns.resolve(new DnsQuestion(name(name), DnsType.parse(type).orElseThrow()));
            clock.advance(ms(milliseconds - 1));
            assertThat(answer).isNotDone();
            clock.advance(ms(1));
            assertThat(answer).isCompletedWithValue(dns.answer(answer.join().question()));
            assertThat(clock.pending()).isZero();
        }

        @Test
        void withoutAClockIsNone() {
            InMemoryDns timeless = InMemoryDns.parse("a TXT a\n$DELAY a 5s").withLatency(ms(20));
            assertThat(timeless.resolve(txt("a"))).isDone();
        }

        @Test
        void ofACopyIsItsOwn() {
            dns.delaying(name("a"), ms(100)).delaying(txt("slow"), ms(1)).resolve(txt("a"));
            clock.advance(ms(119));
            assertThat(clock.pending()).isEqualTo(1);
            clock.advance(ms(1));
            assertThat(clock.pending()).isZero();
        }

        @Test
        void isNotNegative() {
            assertThatThrownBy(() -> dns.withLatency(ms(-1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> dns.delaying(name("a"), ms(-1))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Memory {

        private final InMemoryDns dns = InMemoryDns.parse("a TXT a\n$FAULT b TIMEOUT");

        @Test
        void isEmptyAtFirst() {
            assertThat(dns.known(txt("a"))).isEmpty();
        }

        @Test
        void holdsEverythingWhenKnown() {
            InMemoryDns known = dns.withKnown();
            assertThat(known.known(txt("a"))).contains(dns.answer(txt("a")));
            assertThat(known.known(txt("b"))).contains(DnsAnswer.failed(txt("b"), DnsFailure.TIMEOUT));
            assertThat(known.log()).isEmpty();
        }
    }

    @Nested
    class Log {

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns =
                InMemoryDns.parse("$DELAY slow 100ms").withClock(clock).withLatency(ms(10));

        private Asked asked(String name, long at, int round) {
            return new Asked(txt(name), ms(at), round);
        }

        @Test
        void countsWhatIsAskedTogetherAsOneRound() {
            dns.resolve(txt("a"));
            clock.advance(ms(5));
            dns.resolve(txt("b"));
            clock.advance(ms(5));
            dns.resolve(txt("c"));
            assertThat(dns.log()).containsExactly(asked("a", 0, 1), asked("b", 5, 1), asked("c", 10, 2));
            assertThat(dns.questions()).containsExactly(txt("a"), txt("b"), txt("c"));
        }

        @Test
        void countsTheDepthOfWhatLedToAQuestion() {
            dns.resolve(txt("slow"));
            dns.resolve(txt("a")).thenRun(() -> dns.resolve(txt("b")).thenRun(() -> dns.resolve(txt("c"))));
            clock.advance(ms(200));
            dns.resolve(txt("d"));
            assertThat(dns.log())
                    .containsExactly(
                            asked("slow", 0, 1),
                            asked("a", 0, 1),
                            asked("b", 10, 2),
                            asked("c", 20, 3),
                            asked("d", 200, 4));
        }

        @Test
        void isNotRaisedByALateAnswerOfALowRound() {
            dns.resolve(txt("slow"));
            dns.resolve(txt("a"));
            clock.advance(ms(10));
            dns.resolve(txt("b"));
            clock.advance(ms(100));
            dns.resolve(txt("c"));
            assertThat(dns.log()).extracting(Asked::round).containsExactly(1, 1, 2, 3);
        }

        @Test
        void withoutAClockEveryQuestionIsARound() {
            InMemoryDns timeless = InMemoryDns.parse("");
            timeless.resolve(txt("a"));
            timeless.resolve(txt("a"));
            assertThat(timeless.log()).containsExactly(asked("a", 0, 1), asked("a", 0, 2));
        }

        @Test
        void beginsAnew() {
            dns.resolve(txt("a"));
            clock.advance(ms(10));
            dns.resolve(txt("b")).cancel(true);
            dns.resolve(txt("c"));
            dns.clearLog();
            assertThat(dns.log()).isEmpty();
            assertThat(dns.cancelled()).isEmpty();
            assertThat(dns.inFlight()).isEqualTo(1);
            clock.advance(ms(10));
            assertThat(dns.inFlight()).isZero();
            dns.resolve(txt("d"));
            assertThat(dns.log()).as("what came late does not count").containsExactly(asked("d", 20, 1));
        }

        @Test
        void ofACopyIsItsOwn() {
            InMemoryDns copy = dns.withLatency(ms(1));
            dns.resolve(txt("a"));
            assertThat(copy.log()).isEmpty();
        }

        @Test
        void isShownWhenATestFails() {
            dns.resolve(txt("a"));
            dns.resolve(txt("b")).cancel(true);
            assertThat(dns)
                    .hasToString("in-memory DNS, asked [round 1, PT0S: a TXT, round 1, PT0S: b TXT],"
                            + " taken back [b TXT], in flight 1");
        }
    }

    @Nested
    class Cancellation {

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns =
                InMemoryDns.parse("a TXT a").withClock(clock).withLatency(ms(10));

        @Test
        void takesTheAnswerFromTheClock() {
            CompletableFuture<DnsAnswer> first = dns.resolve(txt("a"));
            CompletableFuture<DnsAnswer> second = dns.resolve(txt("a"));
            assertThat(dns.inFlight()).isEqualTo(2);
            first.cancel(true);
            assertThat(dns.inFlight()).isEqualTo(1);
            assertThat(dns.cancelled()).containsExactly(txt("a"));
            assertThat(clock.pending()).isEqualTo(1);
            assertThat(shown(clock.runUntil(second))).isEqualTo("FOUND a");
        }

        @Test
        void isTheSameHoweverTheAskerEndsIt() {
            dns.resolve(txt("a")).complete(DnsAnswer.noData(txt("a")));
            assertThat(dns.cancelled()).containsExactly(txt("a"));
            assertThat(clock.pending()).isZero();
        }

        @Test
        void afterTheAnswerIsNone() {
            CompletableFuture<DnsAnswer> answer = dns.resolve(txt("a"));
            clock.advance(ms(10));
            answer.cancel(true);
            assertThat(dns.cancelled()).isEmpty();
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        void doesNotMakeARound() {
            dns.resolve(txt("a")).cancel(true);
            dns.resolve(txt("b"));
            assertThat(dns.log()).extracting(Asked::round).containsExactly(1, 1);
        }
    }

    @Nested
    class Threads {

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns =
                InMemoryDns.parse("a TXT a").withClock(clock).withLatency(ms(1));

        @Test
        @Timeout(60)
        void mayAskAndMoveTimeTogether() throws InterruptedException {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    for (int asked = 0; asked < 250; asked++) {
                        assertThat(shown(clock.runUntil(dns.resolve(txt("a"))))).isEqualTo("FOUND a");
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(dns.log()).hasSize(1000);
            assertThat(dns.inFlight()).isZero();
            assertThat(clock.pending()).isZero();
        }
    }

    @Nested
    class Sessions {

        private static final List<DnsQuestion> BOTH = List.of(txt("a"), txt("b"));

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns =
                InMemoryDns.parse("a TXT a\nb TXT b\nc TXT c").withClock(clock).withLatency(ms(10));

        @Test
        void waitInVirtualTime() {
            try (DnsSession session = dns.sessions().open()) {
                String result = session.evaluate(view -> shown(view.getAll(BOTH).get(1)) + shown(view.get(txt("c"))));
                assertThat(result).isEqualTo("FOUND bFOUND c");
                assertThat(session.usage().waited()).isEqualTo(ms(20));
            }
            assertThat(dns.log()).extracting(Asked::round).containsExactly(1, 1, 2);
            assertThat(clock.elapsed()).isEqualTo(ms(20));
            assertThat(clock.pending()).isZero();
        }

        @Test
        void runAsynchronouslyOnTheClocksThread() {
            try (DnsSession session = dns.sessions().open()) {
                CompletableFuture<Thread> result = session.evaluateAsync(view -> {
                    view.getAll(BOTH);
                    return Thread.currentThread();
                });
                assertThat(clock.runUntil(result)).isEqualTo(Thread.currentThread());
            }
            assertThat(clock.pending()).isZero();
        }

        @Test
        void withoutAClockGetEveryAnswerAtOnce() {
            try (DnsSession session = InMemoryDns.parse("a TXT a").sessions().open()) {
                assertThat(session.evaluateAsync(view -> shown(view.get(txt("a")))))
                        .isCompletedWithValue("FOUND a");
            }
        }
    }
}
