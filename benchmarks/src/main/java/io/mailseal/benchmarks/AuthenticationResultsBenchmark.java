package io.mailseal.benchmarks;

import io.mailseal.core.Octets;
import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.authres.MethodResult;
import java.nio.charset.StandardCharsets;
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
 * The Authentication-Results field of a usual message: SPF, two signatures, DMARC and iprev, some 500 characters. The limit is
 * to look at each octet once, and to copy it once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class AuthenticationResultsBenchmark {

    private AuthenticationResults field;
    private Octets value;
    private byte[] octets;
    private StringBuilder builder;

    @Setup(Level.Trial)
    public void setUp() {
        field = build();
        String text = field.toHeaderField();
        octets = text.substring(text.indexOf(':') + 1).strip().getBytes(StandardCharsets.US_ASCII);
        value = Octets.of(octets);
        builder = new StringBuilder(text.length());
        if (!(AuthenticationResults.parse(value) instanceof AuthenticationResults same) || !same.equals(field)) {
            throw new IllegalStateException(text);
        }
    }

    private static AuthenticationResults build() {
        return AuthenticationResults.builder("mx1.a.example")
                .result(MethodResult.of("spf", "pass")
                        .with("smtp", "mailfrom", "bounces+2718281@mail.sender.example")
                        .with("smtp", "helo", "out-17.provider.example"))
                .result(MethodResult.of("dkim", "pass")
                        .with("header", "d", "sender.example")
                        .with("header", "s", "k1")
                        .with("header", "a", "rsa-sha256")
                        .with("header", "b", "dGhlIHF1"))
                .result(MethodResult.of("dkim", "fail")
                        .withReason("the signature is wrong")
                        .with("header", "d", "provider.example")
                        .with("header", "s", "k2")
                        .with("header", "a", "rsa-sha256")
                        .with("header", "b", "aWNrIGJy"))
                .result(MethodResult.of("dmarc", "pass")
                        .withComment("p=reject")
                        .with("header", "from", "mail.sender.example"))
                .result(MethodResult.of("iprev", "pass").with("policy", "iprev", "198.51.100.17"))
                .build();
    }

    @Benchmark
    @Workload("Authentication-Results read")
    public AuthenticationResults read() {
        return (AuthenticationResults) AuthenticationResults.parse(value);
    }

    @Benchmark
    @Workload("Authentication-Results written")
    public String write() {
        return field.toHeaderField();
    }

    @Benchmark
    @Workload("Authentication-Results made and written")
    public String makeAndWrite() {
        return build().toHeaderField();
    }

    @Benchmark
    @Beside(value = "one look at each octet", workloads = "read")
    public int limitScan() {
        return OneLook.at(octets);
    }

    @Benchmark
    @Beside(
            value = "a copy, octet by octet",
            workloads = {"write", "makeAndWrite"})
    public String limitCopy() {
        builder.setLength(0);
        for (byte octet : octets) {
            builder.append((char) octet);
        }
        return builder.toString();
    }
}
