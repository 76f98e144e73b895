package io.mailseal.benchmarks;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSignedFields;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimSigningOutcome;
import io.mailseal.dkim.DkimSigningResult;
import io.mailseal.dkim.DkimSigningStatus;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
 * Signing a message of 4 KB, in microseconds: from its octets to the fields, and what the primitives alone take on the same
 * octets: one SHA-256 of the canonical body, and one signature of the canonical header for each key, with objects that are
 * ready. What is between the two does not depend on the key: to read the header, to examine body and header for what must
 * not be signed, to bring them into their form, and to write the field. It is little beside a signature of RSA, and a good
 * part of one of Ed25519, which takes some 30 microseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DkimSignBenchmark {

    /** Which keys sign, over one pass. */
    public enum Signers {
        RSA_2048(DkimKeys.RSA_2048),
        ED25519(DkimKeys.ED25519),
        BOTH(DkimKeys.RSA_2048, DkimKeys.ED25519);

        private final List<DkimKeys> keys;

        Signers(DkimKeys... keys) {
            this.keys = List.of(keys);
        }
    }

    @Param
    private Signers keys;

    @Param
    private DkimProvider provider;

    private byte[] message;
    private DkimSigner signer;

    private byte[] body;
    private MessageDigest digest;
    private final List<Raw> raws = new ArrayList<>();

    /** A key, and what it signs. */
    private record Raw(DkimKeys key, byte[] header, DkimProvider.SigningPrimitive primitive) {}

    @Setup(Level.Trial)
    public void setUp() throws GeneralSecurityException {
        DkimMail mail = DkimMail.smallUnsigned();
        message = mail.unsigned();
        DkimSigner.Builder builder = DkimSigner.builder().domain("sender.example");
        for (DkimKeys key : keys.keys) {
            builder.key("k-" + key.algorithm(), DkimPrivateKey.of(key.pair().getPrivate()));
        }
        signer = provider.signer(builder);
        body = mail.canonicalBody();
        digest = MessageDigest.getInstance("SHA-256");
        List<String> names = DkimSignedFields.recommended().namesFor(HeaderBlock.parse(Octets.of(message)));
        for (int i = 0; i < keys.keys.size(); i++) {
            raws.add(
                    raw(keys.keys.get(i), names, signer.sign(message).outcomes().get(i)));
        }
    }

    // What the signer has signed, as its signature proves.
    private Raw raw(DkimKeys key, List<String> names, DkimSigningOutcome outcome) throws GeneralSecurityException {
        String field = outcome.toHeaderField().orElseThrow();
        int signature = field.indexOf("\r\n b=") + "\r\n b=".length();
        byte[] header = DkimMail.signedHeader(names, field.substring(0, signature));
        byte[] octets = Base64.getMimeDecoder().decode(field.substring(signature));
        if (!provider.primitive(key).verify(key.signed(header), octets)) {
            throw new IllegalStateException("something else was signed");
        }
        return new Raw(key, header, provider.signingPrimitive(key));
    }

    @Benchmark
    @Workload("DKIM, a message of 4 KB signed")
    public DkimSigningResult sign() {
        DkimSigningResult result = signer.sign(message);
        if (result.status() != DkimSigningStatus.SIGNED) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    @Benchmark
    @Beside("SHA-256 and the signatures")
    public int limitPrimitives() throws GeneralSecurityException {
        int octets = digest.digest(body).length;
        for (Raw raw : raws) {
            octets += raw.primitive().sign(raw.key().signed(raw.header())).length;
        }
        return octets;
    }
}
