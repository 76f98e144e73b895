package io.mailseal.benchmarks;

import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.spf.SpfStatus;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Messages of 4 KB from their octets to the whole result, with every DNS answer in memory. What is above the verification of
 * the two signatures alone is SPF, the author, DMARC, and what holds them together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InboundBenchmark {

    private static final SmtpEnvelope ENVELOPE = InboundMail.envelope();

    private byte[] message;
    private byte[] unsigned;
    private InboundAuthenticator authenticator;
    private DkimVerifier verifier;

    @Setup(Level.Trial)
    public void setUp() {
        InboundMail mail = new InboundMail();
        message = mail.octets();
        unsigned = mail.unsigned();
        CompleteDns dns = new CompleteDns(mail.answers());
        authenticator = InboundAuthenticator.builder().resolver(dns).build();
        verifier = DkimVerifier.builder().resolver(dns).build();
    }

    @Benchmark
    public InboundResult whole() throws IOException {
        InboundResult result = authenticator.authenticate(MessageReader.strict().read(message), ENVELOPE);
        if (result.dmarc().status() != DmarcStatus.PASS
                || result.dkim().passed().size() != 2) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    /** The two signatures alone. */
    @Benchmark
    public DkimResult signaturesAlone() throws IOException {
        DkimResult result = verifier.verify(MessageReader.strict().read(message));
        if (result.passed().size() != 2) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    /** The same message without signatures: it passes by SPF. */
    @Benchmark
    public InboundResult unsigned() throws IOException {
        InboundResult result = authenticator.authenticate(MessageReader.strict().read(unsigned), ENVELOPE);
        boolean right = result.dmarc().status() == DmarcStatus.PASS
                && result.dkim().status() == DkimStatus.NONE
                && result.spf().orElseThrow().status() == SpfStatus.PASS;
        if (!right) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    /** That nothing is to be found in a message without signatures. */
    @Benchmark
    public DkimResult unsignedSignaturesAlone() throws IOException {
        return verifier.verify(MessageReader.strict().read(unsigned));
    }
}
