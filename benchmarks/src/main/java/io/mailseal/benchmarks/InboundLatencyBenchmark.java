package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jspf.impl.SPF;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The message of {@link InboundBenchmark}, where nothing is in memory and each answer takes 20 ms. The questions are three
 * deep (the record, what it includes, what that includes), so no program can need less than 60 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(1)
public class InboundLatencyBenchmark {

    private static final Duration DELAY = Duration.ofMillis(20);

    /** What the last message has cost. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        public int rounds;
        public int questions;
    }

    private InboundMail mail;
    private SlowDns dns;
    private InboundAuthenticator authenticator;
    private JspfDns jspfDns;
    private SPF jspf;

    @Setup(Level.Trial)
    public void setUp() {
        mail = new InboundMail();
        dns = new SlowDns(mail.answers(), DELAY);
        authenticator = InboundAuthenticator.builder().resolver(dns).build();
        jspfDns = new JspfDns(mail.texts(), DELAY);
        jspf = new SPF(jspfDns);
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        dns.close();
    }

    @Benchmark
    @Workload("inbound, each DNS answer takes 20 ms")
    public InboundResult whole(Cost cost) throws IOException {
        try (DnsSession session = DnsSessions.over(dns).open()) {
            InboundResult result = authenticator.authenticate(
                    MessageReader.strict().read(mail.octets()), InboundMail.envelope(), session);
            if (result.dmarc().status() != DmarcStatus.PASS) {
                throw new IllegalStateException(result.toString());
            }
            DnsUsage usage = session.usage();
            cost.rounds = usage.rounds();
            cost.questions = usage.questions() + usage.hints();
            return result;
        }
    }

    @Benchmark
    @Beside("three answers, one after the other")
    public void limitThreeAnswers() {
        for (int i = 0; i < 3; i++) {
            DnsAnswer unused = dns.resolve(DnsQuestion.txt(DomainName.of(InboundMail.HELO)))
                    .join();
        }
    }

    /** SPF by jSPF, then the signatures by jDKIM, each question after the other; without DMARC. */
    @Benchmark
    @Beside("jSPF and jDKIM")
    public Object peerJspfThenJdkim(Cost cost) throws IOException, FailException {
        int askedBefore = jspfDns.questions();
        String spf = jspf.checkSPF(InboundMail.CLIENT, InboundMail.MAIL_FROM, InboundMail.HELO)
                .getResult();
        DKIMVerifier verifier =
                new DKIMVerifier((methods, selector, domain) -> jspfDns.ask(selector + "._domainkey." + domain));
        List<?> passed = verifier.verify(new ByteArrayInputStream(mail.octets()));
        if (!spf.equals("pass") || passed.size() != 2) {
            throw new IllegalStateException("SPF " + spf + ", DKIM " + passed);
        }
        cost.questions = jspfDns.questions() - askedBefore;
        cost.rounds = cost.questions;
        return passed;
    }
}
