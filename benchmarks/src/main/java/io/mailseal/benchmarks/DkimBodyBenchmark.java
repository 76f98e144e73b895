package io.mailseal.benchmarks;

import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimCheck;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message of 10 MB with one signature, in megabytes per second. The limit is one SHA-256 of all octets of the
 * body, as they arrive; where the canonical form is shorter, less is hashed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DkimBodyBenchmark {

    private static final int MEGABYTES = 10;
    private static final int CHUNK = 1 << 16;

    @Param
    private DkimBody body;

    @Param({"simple", "relaxed"})
    private String canonicalization;

    private byte[] message;
    private byte[] bodyOctets;
    private HeaderBlock header;
    private DkimVerifier verifier;
    private PreparedDns dns;
    private MessageDigest digest;
    private List<String> records;

    @Setup(Level.Trial)
    public void setUp() throws GeneralSecurityException {
        bodyOctets = body.octets(MEGABYTES * 1_000_000);
        DkimMail mail = new DkimMail(DkimKeys.RSA_2048, canonicalization, bodyOctets);
        message = mail.octets();
        header = MessageReader.strict().read(message).header();
        dns = mail.dns();
        verifier = DkimVerifier.builder().resolver(dns).build();
        digest = MessageDigest.getInstance("SHA-256");
        records = List.of(DkimKeys.RSA_2048.record());
    }

    /** As a whole message in memory, whose anomalies nobody asks for. */
    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    @Workload(value = "DKIM, a body of 10 MB verified", unit = "MB/s")
    public DkimResult verify() throws IOException {
        try (Message read = MessageReader.strict().read(message)) {
            return require(verifier.verify(read));
        }
    }

    /** As a mail server has it: in chunks, as they come by. */
    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    @Workload(value = "DKIM, a body of 10 MB verified in chunks", unit = "MB/s")
    public DkimResult verifyChunks() {
        DkimCheck check = verifier.prepare(header);
        for (int at = 0; at < bodyOctets.length; at += CHUNK) {
            check.update(bodyOctets, at, Math.min(CHUNK, bodyOctets.length - at));
        }
        return require(DnsSessions.over(dns).evaluate(check.evaluation()));
    }

    /** From a stream, which is read in chunks. To copy them out of it is part of that, and no part of the limit. */
    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    @Workload(value = "DKIM, a body of 10 MB verified from a stream", unit = "MB/s")
    public DkimResult verifyStream() throws IOException {
        return require(verifier.verify(new ByteArrayInputStream(message)));
    }

    private static DkimResult require(DkimResult result) {
        if (result.status() != DkimStatus.PASS) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    @Beside("jDKIM")
    public List<SignatureRecord> peerJdkim() throws IOException, FailException {
        return DkimPeerBenchmark.verify(message, records);
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    @Beside("SHA-256")
    public byte[] limitSha256() {
        return digest.digest(bodyOctets);
    }
}
