package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.testkit.InMemoryDns;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The trace, as a text: a line for each record, term and lookup. */
class SpfTraceTest {

    private static SpfResult check(String zone) {
        SpfEvaluator spf = SpfEvaluator.builder()
                .resolver(InMemoryDns.parse(zone))
                .withTrace()
                .build();
        return spf.evaluate(SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "mail.a.example", "alice@a.example"));
    }

    private static String trace(String zone) {
        return text(check(zone).trace().orElseThrow(), "");
    }

    private static String text(SpfTrace trace, String indent) {
        String steps =
                trace.steps().stream().map(step -> text(step, indent + "  ")).collect(Collectors.joining());
        return indent + trace.domain() + " " + trace.record().orElse("-") + "\n" + steps + indent + "= "
                + trace.status().word() + "\n";
    }

    private static String text(SpfTrace.Step step, String indent) {
        String target = step.target().map(name -> " @" + name).orElse("");
        String lookups = step.lookups().stream()
                .map(lookup -> indent + "  ? " + lookup.answer().question() + " " + outcome(lookup.answer()) + " "
                        + lookup.voidLookups() + "\n")
                .collect(Collectors.joining());
        String nested = step.nested().map(trace -> text(trace, indent + "  ")).orElse("");
        return indent + step.term() + target + " " + step.effect() + " " + step.dnsTerms() + "/" + step.voidLookups()
                + "\n" + lookups + nested;
    }

    private static DnsAnswer.Outcome outcome(DnsAnswer answer) {
        return answer.outcome();
    }

    @Test
    @DisplayName("records, terms, targets, questions and counts, in the order in which they were looked at")
    void whole() {
        assertThat(trace("""
                a.example        TXT "v=spf1 ip4:192.0.2.9 include:b.example a:%{l}.nx.example redirect=c.example"
                b.example        TXT "v=spf1 mx ?exists:%{d} -all"
                b.example        MX  10 mx1.b.example
                b.example        MX  20 mx2.b.example
                mx2.b.example    A   192.0.2.8
                c.example        TXT "v=spf1 ptr -all exp=why.%{d}"
                why.c.example    TXT "because"
                """)).isEqualTo("""
                a.example v=spf1 ip4:192.0.2.9 include:b.example a:%{l}.nx.example redirect=c.example
                  ip4:192.0.2.9 NO_MATCH 0/0
                  include:b.example @b.example NO_MATCH 3/2
                    b.example v=spf1 mx ?exists:%{d} -all
                      mx @b.example NO_MATCH 2/1
                        ? b.example MX FOUND 0
                        ? mx1.b.example A NO_SUCH_NAME 1
                        ? mx2.b.example A FOUND 1
                      ?exists:%{d} @b.example NO_MATCH 3/2
                        ? b.example A NO_DATA 2
                      -all MATCH 3/2
                    = fail
                  a:%{l}.nx.example @alice.nx.example PROBLEM 4/3
                    ? alice.nx.example A NO_SUCH_NAME 3
                = permerror
                """);
    }

    @Test
    @DisplayName("a redirect, and the explanation of the record that it leads to")
    void redirect() {
        assertThat(trace("""
                a.example        TXT "v=spf1 redirect=c.example"
                c.example        TXT "v=spf1 -all exp=why.%{d}"
                why.c.example    TXT "because"
                """)).isEqualTo("""
                a.example v=spf1 redirect=c.example
                  redirect=c.example @c.example REDIRECT 1/0
                    c.example v=spf1 -all exp=why.%{d}
                      -all MATCH 1/0
                      exp=why.%{d} @why.c.example EXPLANATION 1/0
                        ? why.c.example TXT FOUND 0
                    = fail
                = fail
                """);
    }

    @Test
    @DisplayName("no record, several, and one that is malformed")
    void noRecord() {
        assertThat(trace("")).isEqualTo("a.example -\n= none\n");
        assertThat(trace("a.example TXT \"v=spf1\"\na.example TXT \"v=spf1 -all\""))
                .isEqualTo("a.example -\n= permerror\n");
        SpfTrace malformed = check("a.example TXT \"v=spf1 al\"").trace().orElseThrow();
        assertThat(malformed.record()).contains("v=spf1 al");
        assertThat(malformed.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.SYNTAX);
        assertThat(malformed.lookup().outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
        assertThat(malformed.steps()).isEmpty();
    }

    @Test
    @DisplayName("a term whose target is no name has none")
    void noTarget() {
        assertThat(trace("a.example TXT \"v=spf1 a:%{l}..b.example -all\"")).isEqualTo("""
                a.example v=spf1 a:%{l}..b.example -all
                  a:%{l}..b.example NO_TARGET 1/0
                  -all MATCH 1/0
                = fail
                """);
    }

    @Test
    @DisplayName("names of the client: those that are looked at")
    void names() {
        assertThat(trace("""
                a.example              TXT "v=spf1 ptr -all"
                1.2.0.192.in-addr.arpa PTR one.a.example
                1.2.0.192.in-addr.arpa PTR two.b.example
                one.a.example          A   192.0.2.1
                """)).isEqualTo("""
                a.example v=spf1 ptr -all
                  ptr @a.example MATCH 1/0
                    ? 1.2.0.192.in-addr.arpa PTR FOUND 0
                    ? one.a.example A FOUND 0
                = pass
                """);
    }

    @Test
    @DisplayName("only on request, and it changes nothing else")
    void onRequest() {
        String zone = "a.example TXT \"v=spf1 mx exists:%{i}.a.example -all\"";
        SpfResult traced = check(zone);
        SpfResult plain =
                SpfEvaluator.builder().resolver(InMemoryDns.parse(zone)).build().evaluate(traced.request());
        assertThat(plain.trace()).isEmpty();
        assertThat(plain.status()).isEqualTo(traced.status());
        assertThat(plain.problem()).isEqualTo(traced.problem());
        assertThat(plain.voidLookups()).isEqualTo(traced.voidLookups());
        assertThat(plain.recordsConsulted()).isEqualTo(traced.recordsConsulted());
        assertThat(check(zone)).as("a value").isEqualTo(traced);
    }

    @Test
    @DisplayName("where no domain was asked there is none")
    void nothingAsked() {
        SpfEvaluator spf = SpfEvaluator.builder()
                .resolver(InMemoryDns.parse(""))
                .withTrace()
                .build();
        SpfResult result = spf.evaluate(SpfRequest.helo(IpAddress.of("192.0.2.1"), "[192.0.2.1]"));
        assertThat(result.status()).isEqualTo(SpfStatus.NONE);
        assertThat(result.trace()).isEmpty();
    }

    @Test
    @DisplayName("loops end where the limit is")
    void loops() {
        SpfTrace trace =
                check("a.example TXT \"v=spf1 include:a.example -all\"").trace().orElseThrow();
        int depth = 0;
        for (List<SpfTrace.Step> steps = trace.steps(); !steps.isEmpty(); depth++) {
            assertThat(steps.get(0).effect()).isEqualTo(SpfTrace.Effect.PROBLEM);
            assertThat(steps.get(0).dnsTerms()).isEqualTo(11);
            assertThat(steps.get(0).dnsTerm()).isEqualTo(depth + 1);
            assertThat(trace.domain()).isEqualTo(DomainName.of("a.example"));
            steps = steps.get(0).nested().map(SpfTrace::steps).orElse(List.of());
        }
        assertThat(depth).isEqualTo(11);
    }
}
