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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jspf.impl.SPF;
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
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class InboundBenchmark {

    private static final SmtpEnvelope ENVELOPE = InboundMail.envelope();

    private static final int SIGNED_OCTETS = 1000; // of a header, more or less

    private byte[] message;
    private byte[] unsigned;
    private InboundAuthenticator authenticator;
    private DkimVerifier verifier;
    private JspfDns jspfDns;
    private SPF jspf;
    private byte[] signed;
    private byte[] signature;
    private DkimProvider.Primitive primitive;
    private MessageDigest digest;

    @Setup(Level.Trial)
    public void setUp() throws GeneralSecurityException {
        InboundMail mail = new InboundMail();
        message = mail.octets();
        unsigned = mail.unsigned();
        CompleteDns dns = new CompleteDns(mail.answers());
        authenticator = InboundAuthenticator.builder().resolver(dns).build();
        verifier = DkimVerifier.builder().resolver(dns).build();
        jspfDns = new JspfDns(mail.texts(), Duration.ZERO);
        jspf = new SPF(jspfDns);
        signed = Arrays.copyOf(unsigned, SIGNED_OCTETS);
        signature = DkimKeys.RSA_2048.sign(signed);
        primitive = DkimProvider.DEFAULT.primitive(DkimKeys.RSA_2048);
        digest = MessageDigest.getInstance("SHA-256");
    }

    /** SPF by jSPF, then the signatures by jDKIM; without DMARC. */
    @Benchmark
    @Beside(value = "jSPF and jDKIM", workloads = "whole")
    public Object peerJspfThenJdkim() throws IOException, FailException {
        String spf = jspf.checkSPF(InboundMail.CLIENT, InboundMail.MAIL_FROM, InboundMail.HELO)
                .getResult();
        DKIMVerifier jdkim =
                new DKIMVerifier((methods, selector, domain) -> jspfDns.ask(selector + "._domainkey." + domain));
        List<?> passed = jdkim.verify(new ByteArrayInputStream(message));
        if (!spf.equals("pass") || passed.size() != 2) {
            throw new IllegalStateException("SPF " + spf + ", DKIM " + passed);
        }
        return passed;
    }

    /** One SHA-256 of the message, and two verifications with RSA. */
    @Benchmark
    @Beside(
            value = "SHA-256 and two signatures",
            workloads = {"whole", "signaturesAlone"})
    public int limitPrimitives() throws GeneralSecurityException {
        for (int i = 0; i < 2; i++) {
            if (!primitive.verify(signed, signature)) {
                throw new IllegalStateException("the signature is wrong");
            }
        }
        return digest.digest(unsigned).length;
    }

    @Benchmark
    @Workload("inbound, a message with two signatures")
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
    @Workload("inbound, its signatures alone")
    public DkimResult signaturesAlone() throws IOException {
        DkimResult result = verifier.verify(MessageReader.strict().read(message));
        if (result.passed().size() != 2) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    /** The same message without signatures: it passes by SPF. */
    @Benchmark
    @Workload("inbound, a message without signatures")
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
    @Workload("inbound, no signatures to be found")
    public DkimResult unsignedSignaturesAlone() throws IOException {
        return verifier.verify(MessageReader.strict().read(unsigned));
    }
}
