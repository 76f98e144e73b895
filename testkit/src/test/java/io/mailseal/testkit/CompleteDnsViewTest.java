package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsAnswer.Outcome;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompleteDnsViewTest {

    private static final DnsQuestion A = DnsQuestion.txt(DomainName.of("a"));
    private static final DnsQuestion B = DnsQuestion.txt(DomainName.of("b"));

    private final InMemoryDns dns = InMemoryDns.parse("a TXT a");
    private final CompleteDnsView view = CompleteDnsView.over(dns);

    private record OutcomeOf(DnsQuestion question) implements DnsEvaluation<Outcome> {
        @Override
        public Outcome evaluate(DnsView dns) {
            return dns.get(question).outcome();
        }
    }

    @Test
    void knowsEverything() {
        List<Outcome> outcomes = view.evaluate(all ->
                all.getAll(List.of(B, A)).stream().map(DnsAnswer::outcome).toList());
        assertThat(outcomes).containsExactly(Outcome.NO_SUCH_NAME, Outcome.FOUND);
        assertThat(view.get(A)).isEqualTo(dns.answer(A));
        assertThat(dns.log()).isEmpty();
    }

    @Test
    void takesAnyFunction() {
        assertThat(CompleteDnsView.of(DnsAnswer::noData).get(A)).isEqualTo(DnsAnswer.noData(A));
    }

    @Test
    void joinsInOrder() {
        assertThat(view.join(List.of(new OutcomeOf(A), new OutcomeOf(B))))
                .containsExactly(Outcome.FOUND, Outcome.NO_SUCH_NAME);
    }

    @Test
    void joinsNothingButRecords() {
        List<DnsEvaluation<Outcome>> parts = List.of(all -> all.get(A).outcome());
        assertThatThrownBy(() -> view.join(parts)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ignoresHints() {
        view.prefetch(List.of(A), answer -> {
            throw new AssertionError("nothing is fetched");
        });
    }
}
