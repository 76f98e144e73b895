package io.mailseal.benchmarks;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.dkim.DkimSignedFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The message of {@link DkimSignBenchmark} being signed with RSA, the same fields, by jDKIM, which has no Ed25519. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DkimSignPeerBenchmark {

    @Param("RSA_2048")
    private DkimSignBenchmark.Signers keys;

    private byte[] message;
    private DKIMSigner signer;

    @Setup(Level.Trial)
    public void setUp() throws IOException, FailException {
        message = DkimMail.smallUnsigned().unsigned();
        List<String> names = DkimSignedFields.recommended().namesFor(HeaderBlock.parse(Octets.of(message)));
        String template = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=k2024; t=1711617150; h="
                + String.join(":", names) + "; bh=; b=;";
        signer = new DKIMSigner(template, DkimKeys.RSA_2048.pair().getPrivate());
        DkimPeerBenchmark.verify(signed(), List.of(DkimKeys.RSA_2048.record()));
    }

    private byte[] signed() throws IOException, FailException {
        byte[] field = (peerJdkim() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = Arrays.copyOf(field, field.length + message.length);
        System.arraycopy(message, 0, signed, field.length, message.length);
        return signed;
    }

    @Benchmark
    @Beside("jDKIM")
    public String peerJdkim() throws IOException, FailException {
        return signer.sign(new ByteArrayInputStream(message));
    }
}
