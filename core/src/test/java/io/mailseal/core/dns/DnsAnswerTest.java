package io.mailseal.core.dns;

import static io.mailseal.core.dns.DnsSecurity.BOGUS;
import static io.mailseal.core.dns.DnsSecurity.INDETERMINATE;
import static io.mailseal.core.dns.DnsSecurity.INSECURE;
import static io.mailseal.core.dns.DnsSecurity.SECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DnsAnswerTest {

    private static final DnsQuestion QUESTION = DnsQuestion.txt(DomainName.of("a.example"));
    private static final DnsRecord RECORD = DnsRecord.Txt.of("text");

    private static DnsAlias alias(String owner, String target, DnsSecurity security) {
        return new DnsAlias(DomainName.of(owner), DnsType.CNAME, DomainName.of(target), security);
    }

    static Stream<DnsAnswer> oneOfEach() {
        return Stream.of(
                DnsAnswer.found(QUESTION, List.of(RECORD)),
                DnsAnswer.noData(QUESTION),
                DnsAnswer.noSuchName(QUESTION),
                DnsAnswer.failed(QUESTION, DnsFailure.TIMEOUT));
    }

    @Nested
    class Variants {

        @Test
        void stayApart_DNSQ_02() {
            assertThat(oneOfEach()).doesNotHaveDuplicates();
            assertThat(oneOfEach().map(DnsAnswer::outcome)).containsExactly(DnsAnswer.Outcome.values());
        }

        @Test
        void foundHoldsRecords() {
            List<DnsRecord> records = new ArrayList<>(List.of(RECORD));
            DnsAnswer.Found found = DnsAnswer.found(QUESTION, records);
            records.clear();
            assertThat(found.records()).containsExactly(RECORD);
            assertThat(found.records(DnsRecord.Mx.class)).isEmpty();
            assertThatThrownBy(() -> found.records().clear()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> DnsAnswer.found(QUESTION, List.of())).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @EnumSource
        void failuresKeepTheirCause(DnsFailure cause) {
            DnsAnswer.Failed failed = DnsAnswer.failed(QUESTION, cause);
            assertThat(failed.cause()).isEqualTo(cause);
            assertThat(failed.security()).isEqualTo(cause == DnsFailure.BOGUS ? BOGUS : INDETERMINATE);
            assertThat(failed.withReason("why"))
                    .isInstanceOf(DnsAnswer.Failed.class)
                    .isNotEqualTo(failed);
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.core.dns.DnsAnswerTest#oneOfEach")
        void areValues(DnsAnswer answer) {
            DnsAnswer same = answer.withReason("why").withReason("");
            assertThat(same).isEqualTo(answer).hasSameHashCodeAs(answer).hasToString(answer.toString());
            assertThat(answer.withTtl(Duration.ofSeconds(1))).isNotEqualTo(answer);
            assertThat(answer.withExtendedError(ExtendedDnsError.of(6))).isNotEqualTo(answer);
            assertThat(answer.question()).isEqualTo(QUESTION);
            assertThat(answer.ttl()).isZero();
            assertThat(answer.reason()).isEmpty();
            assertThat(answer.extendedError()).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.core.dns.DnsAnswerTest#oneOfEach")
        void keepTheirContentWhateverIsAdded(DnsAnswer answer) {
            DnsAnswer more = answer.withAliases(List.of(alias("a.example", "b.example", INDETERMINATE)))
                    .withTtl(Duration.ofSeconds(5))
                    .withReason("why")
                    .withExtendedError(new ExtendedDnsError(22, "no reachable authority"));
            assertThat(more.outcome()).isEqualTo(answer.outcome());
            assertThat(more.withAliases(List.of()).withTtl(Duration.ZERO)).isNotEqualTo(answer);
            assertThat(more.ttl()).isEqualTo(Duration.ofSeconds(5));
            assertThat(more.extendedError()).contains(new ExtendedDnsError(22, "no reachable authority"));
            assertThatThrownBy(() -> answer.withTtl(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Rfc4035_Section_4_3_security {

        private final DnsAnswer found = DnsAnswer.found(QUESTION, List.of(RECORD));

        @Test
        void isIndeterminateUntilSomebodyHasChecked() {
            assertThat(oneOfEach().map(DnsAnswer::security)).containsOnly(INDETERMINATE);
        }

        @Test
        void bogusIsAFailureAlone() {
            for (DnsAnswer answer : List.of(found, DnsAnswer.noData(QUESTION), DnsAnswer.noSuchName(QUESTION))) {
                assertThatThrownBy(() -> answer.withSecurity(BOGUS)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> answer.withAliases(List.of(alias("a.example", "b.example", BOGUS))))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aFailureIsNeverSecureOrInsecure(DnsFailure cause) {
            DnsAnswer failed = DnsAnswer.failed(QUESTION, cause);
            assertThatThrownBy(() -> failed.withSecurity(SECURE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> failed.withSecurity(INSECURE)).isInstanceOf(IllegalArgumentException.class);
            assertThat(failed.withAliases(List.of(alias("a.example", "b.example", SECURE)))
                            .security())
                    .isEqualTo(failed.security());
        }

        @Test
        void isThatOfTheWeakestHop() {
            List<DnsAlias> chain =
                    List.of(alias("a.example", "b.example", SECURE), alias("b.example", "c.example", INSECURE));
            assertThat(found.withSecurity(SECURE).withAliases(chain).security()).isEqualTo(INSECURE);
            assertThat(found.withAliases(chain).withSecurity(SECURE).security()).isEqualTo(INSECURE);
            assertThat(found.withAliases(chain).withSecurity(INDETERMINATE).security())
                    .isEqualTo(INDETERMINATE);
        }

        @Test
        void theWeakestOfSeveral() {
            assertThat(DnsSecurity.weakest(List.of())).isEqualTo(SECURE);
            assertThat(DnsSecurity.weakest(List.of(SECURE, INSECURE))).isEqualTo(INSECURE);
            assertThat(DnsSecurity.weakest(List.of(INDETERMINATE, INSECURE))).isEqualTo(INDETERMINATE);
            assertThat(DnsSecurity.weakest(List.of(SECURE, BOGUS, INDETERMINATE)))
                    .isEqualTo(BOGUS);
            for (DnsSecurity one : DnsSecurity.values()) {
                for (DnsSecurity other : DnsSecurity.values()) {
                    assertThat(one.weaker(other)).isEqualTo(other.weaker(one)).isIn(one, other);
                }
            }
        }
    }

    @Nested
    class Rfc1034_Section_3_6_2_aliases {

        private final DnsAnswer answer = DnsAnswer.noData(QUESTION);

        @Test
        void leadToTheCanonicalName() {
            List<DnsAlias> chain =
                    List.of(alias("A.Example", "b.example", SECURE), alias("b.example", "c.example", SECURE));
            assertThat(answer.canonicalName()).isEqualTo(DomainName.of("a.example"));
            assertThat(answer.withAliases(chain).canonicalName()).isEqualTo(DomainName.of("c.example"));
            assertThat(answer.withAliases(chain).aliases()).isEqualTo(chain);
        }

        @Test
        void beginAtTheQuestion() {
            assertThatThrownBy(() -> answer.withAliases(List.of(alias("b.example", "c.example", SECURE))))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void hangTogether() {
            assertThatThrownBy(() -> answer.withAliases(
                            List.of(alias("a.example", "b.example", SECURE), alias("x.example", "c.example", SECURE))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Limits {

        @Test
        void thatAllowNothingAreRefused() {
            DnsLimits limits = DnsLimits.DEFAULT;
            assertThatThrownBy(() -> limits.withDeadline(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> limits.withDeadline(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> limits.withBudget(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> limits.withHints(-1)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void thatNoTimerCanCountAreRefused() {
            assertThatThrownBy(() -> DnsLimits.DEFAULT.withDeadline(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(DnsLimits.DEFAULT
                            .withDeadline(Duration.ofNanos(Long.MAX_VALUE))
                            .deadline()
                            .toNanos())
                    .isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void areThoseOfTheRfcsAndMore() {
            assertThat(DnsLimits.DEFAULT.deadline()).isEqualTo(Duration.ofSeconds(20));
            assertThat(DnsLimits.DEFAULT.budget()).isGreaterThan(111);
            assertThat(DnsLimits.DEFAULT.withHints(0).hints()).isZero();
        }
    }

    @Test
    void questionsAreOrderedByNameThenType() {
        DomainName name = DomainName.of("example.com");
        assertThat(Stream.of(DnsQuestion.aaaa(name), DnsQuestion.txt(name.parent()), DnsQuestion.a(name))
                        .sorted())
                .containsExactly(DnsQuestion.txt(name.parent()), DnsQuestion.a(name), DnsQuestion.aaaa(name));
        assertThat(DnsQuestion.txt(name)).hasToString("example.com TXT");
    }
}
