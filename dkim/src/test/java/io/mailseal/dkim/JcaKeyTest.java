package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One verifier is kept and used again, but only if it has verified a good signature. */
class JcaKeyTest {

    private static final KeyPair PAIR = pair();
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNATURE = sign();

    private final AtomicInteger made = new AtomicInteger();
    private final JcaKey key = new JcaKey(PAIR.getPublic(), () -> {
        made.incrementAndGet();
        return Signature.getInstance("SHA256withRSA");
    });

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sign() {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(PAIR.getPrivate());
            signer.update(DATA);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void usedAgain() throws GeneralSecurityException {
        assertThat(key.verifies(DATA, SIGNATURE)).isTrue();
        assertThat(key.verifies(DATA, SIGNATURE)).isTrue();
        assertThat(key.verifies(OTHER, SIGNATURE)).isFalse();
        assertThat(made).hasValue(1);
    }

    @Test
    void notUsedAgainAfterAMismatch() throws GeneralSecurityException {
        assertThat(key.verifies(OTHER, SIGNATURE)).isFalse();
        assertThat(key.verifies(DATA, SIGNATURE)).isTrue();
        assertThat(made).hasValue(2);
    }

    @Test
    void notUsedAgainAfterWhatIsNoSignature() throws GeneralSecurityException {
        assertThat(key.verifies(DATA, new byte[3])).isFalse();
        assertThat(key.verifies(DATA, SIGNATURE)).isTrue();
        assertThat(made).hasValue(2);
    }

    @Test
    void byManyThreads() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] data = i % 3 == 0 ? OTHER : DATA;
            tasks.add(() -> key.verifies(data, SIGNATURE) == (data == DATA));
        }
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> right : executor.invokeAll(tasks)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
