package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IprevEvaluatorTest {

    private static final IpAddress CLIENT = IpAddress.of("192.0.2.25");
    private static final IpAddress CLIENT_V6 = IpAddress.of("2001:db8::25");
    private static final String REVERSE = "25.2.0.192.in-addr.arpa";

    private static IprevResult evaluate(InMemoryDns dns, IpAddress client) {
        return IprevEvaluator.builder().dns(dns.sessions()).build().evaluate(client);
    }

    private static IprevResult evaluate(String zone) {
        return evaluate(InMemoryDns.parse(zone), CLIENT);
    }

    private static String pointers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> REVERSE + " PTR h" + i + ".example.org\n")
                .collect(Collectors.joining());
    }

    @Nested
    class Section_2_7_3_results {

        @Test
        void ARH_11_aNameThatHasTheAddressPasses() {
            IprevResult result = evaluate(REVERSE + " PTR mx.example.org\nmx.example.org A 192.0.2.25\n");
            assertThat(result.status()).isEqualTo(IprevStatus.PASS);
            assertThat(result.names()).containsExactly(DomainName.of("mx.example.org"));
            assertThat(result.problem()).isEmpty();
            assertThat(result.explanation()).contains("mx.example.org", "192.0.2.25");
        }

        @Test
        void ARH_11_aNameWithAnotherAddressFails() {
            IprevResult result = evaluate(REVERSE + " PTR mx.example.org\nmx.example.org A 192.0.2.26\n");
            assertThat(result.status()).isEqualTo(IprevStatus.FAIL);
            assertThat(result.problem()).contains(IprevProblem.NO_NAME_CONFIRMED);
            assertThat(result.names()).isEmpty();
        }

        @Test
        void ARH_11_aNameWithoutAddressOrThatDoesNotExistFails() {
            assertThat(evaluate(REVERSE + " PTR mx.example.org\nmx.example.org TXT \"x\"\n")
                            .status())
                    .isEqualTo(IprevStatus.FAIL);
            assertThat(evaluate(REVERSE + " PTR nx.example.org\n").status()).isEqualTo(IprevStatus.FAIL);
        }

        @Test
        void ARH_11_anAddressWithoutNameIsPermerrorAndNeverNone() {
            assertThat(evaluate("example.org A 192.0.2.1\n").problem()).contains(IprevProblem.NO_SUCH_NAME);
            assertThat(evaluate(REVERSE + " TXT \"x\"\n").problem()).contains(IprevProblem.NO_POINTER);
            assertThat(evaluate(REVERSE + " TXT \"x\"\n").status()).isEqualTo(IprevStatus.PERMERROR);
            assertThat(IprevStatus.values())
                    .extracting(IprevStatus::word)
                    .containsExactly("pass", "fail", "temperror", "permerror");
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        void ARH_11_aFailureOfDnsIsTemperrorWhicheverItIs(DnsFailure failure) {
            InMemoryDns dns = InMemoryDns.parse(REVERSE + " PTR mx.example.org\nmx.example.org A 192.0.2.25\n");
            IprevResult reverse = evaluate(dns.failing(DomainName.of(REVERSE), failure), CLIENT);
            assertThat(reverse.problem()).contains(IprevProblem.REVERSE_LOOKUP_FAILED);
            IprevResult forward = evaluate(dns.failing(DomainName.of("mx.example.org"), failure), CLIENT);
            assertThat(forward.problem()).contains(IprevProblem.FORWARD_LOOKUP_FAILED);
            assertThat(List.of(reverse.status(), forward.status())).containsOnly(IprevStatus.TEMPERROR);
            assertThat(forward.explanation()).contains(failure.sentence());
        }

        @Test
        void oneNameIsEnoughWhateverBecomesOfTheOthers() {
            InMemoryDns dns = InMemoryDns.parse(REVERSE + " PTR down.example.org\n" + REVERSE
                    + " PTR mx.example.org\nmx.example.org A 192.0.2.25\n$FAULT down.example.org TIMEOUT\n");
            assertThat(evaluate(dns, CLIENT).names()).containsExactly(DomainName.of("mx.example.org"));
        }

        @Test
        void aFailureAmongNamesThatDoNotHaveItIsTemperrorAndNotFail() {
            assertThat(evaluate(REVERSE + " PTR mx.example.org\n" + REVERSE
                                    + " PTR down.example.org\nmx.example.org A 192.0.2.26\n"
                                    + "$FAULT down.example.org SERVFAIL\n")
                            .status())
                    .isEqualTo(IprevStatus.TEMPERROR);
        }

        @Test
        void aPointerToNowhereFailsWithoutAskingTheRoot() {
            InMemoryDns dns = InMemoryDns.parse(REVERSE + " PTR .\n");
            assertThat(evaluate(dns, CLIENT).status()).isEqualTo(IprevStatus.FAIL);
            assertThat(dns.questions()).hasSize(1);
        }
    }

    @Nested
    class Section_3_names {

        @Test
        void PIT_60_tenNamesAreLookedAtAndNoMore() {
            InMemoryDns tenth = InMemoryDns.parse(pointers(12) + "h10.example.org A 192.0.2.25\n");
            assertThat(evaluate(tenth, CLIENT).status()).isEqualTo(IprevStatus.PASS);
            InMemoryDns eleventh = InMemoryDns.parse(pointers(12) + "h11.example.org A 192.0.2.25\n");
            assertThat(evaluate(eleventh, CLIENT).problem()).contains(IprevProblem.TOO_MANY_NAMES);
            assertThat(eleventh.questions()).as("PTR and ten addresses").hasSize(11);
        }

        @Test
        void ARH_11_thousandNamesAskNoMoreThanTheLimit() {
            InMemoryDns dns = InMemoryDns.parse(pointers(1000));
            assertThat(evaluate(dns, CLIENT).status()).isEqualTo(IprevStatus.FAIL);
            assertThat(dns.questions()).hasSize(11);
        }

        @Test
        void theLimitCanBeChosen() {
            InMemoryDns dns = InMemoryDns.parse(pointers(3) + "h2.example.org A 192.0.2.25\n");
            IprevEvaluator one =
                    IprevEvaluator.builder().dns(dns.sessions()).maxNames(1).build();
            assertThat(one.evaluate(CLIENT).status()).isEqualTo(IprevStatus.FAIL);
            assertThatThrownBy(() -> IprevEvaluator.builder().maxNames(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> IprevEvaluator.builder().maxNames(101))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void PIT_60_namesThatDifferInCaseAloneAreOne() {
            InMemoryDns dns = InMemoryDns.parse(
                    REVERSE + " PTR MX.Example.ORG\n" + REVERSE + " PTR mx.example.org\nmx.example.org A 192.0.2.25\n");
            assertThat(evaluate(dns, CLIENT).names()).hasSize(1);
            assertThat(dns.questions()).hasSize(2);
        }

        @Test
        void PIT_60_anAddressOfIpv6IsLookedUpAsSuch() {
            String reverse = CLIENT_V6.toReverseName().toString();
            InMemoryDns dns = InMemoryDns.parse(reverse + " PTR mx.example.org\nmx.example.org A 192.0.2.25\n"
                    + "mx.example.org AAAA 2001:DB8:0:0::25\n");
            assertThat(evaluate(dns, CLIENT_V6).status()).isEqualTo(IprevStatus.PASS);
            assertThat(dns.questions()).extracting(DnsQuestion::type).containsExactly(DnsType.PTR, DnsType.AAAA);
        }

        @Test
        void anIpv4MappedClientIsOneOfIpv4() {
            InMemoryDns dns = InMemoryDns.parse(REVERSE + " PTR mx.example.org\nmx.example.org A 192.0.2.25\n");
            IprevResult result = evaluate(dns, IpAddress.of("::ffff:192.0.2.25"));
            assertThat(result).isEqualTo(evaluate(dns, CLIENT));
            assertThat(result.client()).isEqualTo(CLIENT);
        }

        @Test
        void theSecurityIsThatOfWhatTheResultStandsOn() {
            InMemoryDns dns = InMemoryDns.parse(REVERSE + " PTR mx.example.org\n" + REVERSE
                            + " PTR other.example.org\nmx.example.org A 192.0.2.25\nother.example.org A 192.0.2.1\n")
                    .withSecurity(DomainName.of(REVERSE), DnsSecurity.SECURE)
                    .withSecurity(DomainName.of("mx.example.org"), DnsSecurity.SECURE)
                    .withSecurity(DomainName.of("other.example.org"), DnsSecurity.INSECURE);
            assertThat(evaluate(dns, CLIENT).security()).isEqualTo(DnsSecurity.SECURE);
        }
    }

    @Nested
    class Contract {

        private final InMemoryDns dns = InMemoryDns.parse(pointers(3) + "h2.example.org A 192.0.2.25\n");

        @Test
        void twoRoundsHoweverManyNames() {
            try (DnsSession session = dns.withClock(new VirtualClock())
                    .withLatency(Duration.ofMillis(20))
                    .sessions()
                    .open()) {
                IprevEvaluator evaluator =
                        IprevEvaluator.builder().dns(dns.sessions()).build();
                session.evaluate(evaluator.evaluation(CLIENT));
                assertThat(session.usage().rounds()).isEqualTo(2);
            }
        }

        @Test
        void cancellingTakesTheQuestionsBack() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns slow = dns.withClock(clock).withLatency(Duration.ofMillis(20));
            CompletableFuture<IprevResult> future =
                    IprevEvaluator.builder().dns(slow.sessions()).build().evaluateAsync(CLIENT);
            future.cancel(true);
            assertThat(slow.inFlight()).isZero();
            assertThat(clock.pending()).isZero();
        }

        @Test
        void theDeadlineIsTemperror() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns slow = dns.withClock(clock).withLatency(Duration.ofMinutes(1));
            CompletableFuture<IprevResult> future =
                    IprevEvaluator.builder().dns(slow.sessions()).build().evaluateAsync(CLIENT);
            clock.advance(Duration.ofSeconds(20));
            assertThat(future.join().status()).isEqualTo(IprevStatus.TEMPERROR);
        }

        @Test
        void itNeedsAResolver() {
            assertThatThrownBy(() -> IprevEvaluator.builder().build()).isInstanceOf(IllegalStateException.class);
        }
    }
}
