package io.mailseal.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
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

/** The message of {@link DkimBenchmark} with its RSA signature, by jDKIM, which has no Ed25519. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DkimPeerBenchmark {

    @Param("RSA_2048")
    private DkimKeys keys;

    private byte[] message;
    private List<String> records;

    @Setup(Level.Trial)
    public void setUp() {
        message = DkimMail.small(keys).octets();
        records = List.of(keys.record());
    }

    @Benchmark
    @Beside("jDKIM")
    public List<SignatureRecord> peerJdkim() throws IOException, FailException {
        return verify(message, records);
    }

    /** Throws if it is no pass. A verifier of its own, since it keeps results. */
    static List<SignatureRecord> verify(byte[] message, List<String> records) throws IOException, FailException {
        List<SignatureRecord> passed =
                new DKIMVerifier((methods, selector, domain) -> records).verify(new ByteArrayInputStream(message));
        if (passed == null || passed.size() != 1) {
            throw new IllegalStateException("jDKIM does not pass it");
        }
        return passed;
    }
}
