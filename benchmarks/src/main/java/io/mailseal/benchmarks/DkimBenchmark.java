package io.mailseal.benchmarks;

import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/**
 * A message of 4 KB with one signature, in microseconds: from its octets to the verdict, with the key record in memory, and
 * what the primitives alone take on the same octets: one SHA-256 of the canonical body, and one verification of the
 * signature over the canonical header, both with objects that are ready. The difference is what DKIM costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DkimBenchmark {

    @Param
    private DkimKeys keys;

    @Param
    private DkimProvider provider;

    private byte[] message;
    private DkimVerifier verifier;

    private byte[] header;
    private byte[] body;
    private byte[] signature;
    private byte[] bodyHash;
    private MessageDigest digest;
    private DkimProvider.Primitive primitive;

    @Setup(Level.Trial)
    public void setUp() throws GeneralSecurityException {
        DkimMail mail = DkimMail.small(keys);
        message = mail.octets();
        verifier = provider.verifier(mail.dns());
        header = mail.signedHeader();
        body = mail.canonicalBody();
        signature = mail.signature();
        digest = MessageDigest.getInstance("SHA-256");
        bodyHash = digest.digest(body);
        primitive = provider.primitive(keys);
    }

    @Benchmark
    @Workload("DKIM, a message of 4 KB verified")
    public DkimResult verify() throws IOException {
        DkimResult result = verifier.verify(MessageReader.strict().read(message));
        if (result.status() != DkimStatus.PASS) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    @Benchmark
    @Beside("SHA-256 and the signature")
    public boolean limitPrimitives() throws GeneralSecurityException {
        boolean good = Arrays.equals(bodyHash, digest.digest(body)) && primitive.verify(keys.signed(header), signature);
        if (!good) {
            throw new IllegalStateException("the signature is wrong");
        }
        return good;
    }
}
