package io.mailseal.benchmarks;

import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Locale;

/**
 * Verifies a message of 200 MB that is made while it is read. To be run in a small heap: {@code java -Xmx24m -cp …
 * io.mailseal.benchmarks.DkimMemory}.
 */
public final class DkimMemory {

    private static final int BLOCK_OCTETS = 1_000_000;
    private static final int BLOCKS = 200;

    private DkimMemory() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        byte[] block = DkimBody.TEXT.octets(BLOCK_OCTETS);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < BLOCKS; i++) {
            digest.update(block);
        }
        DkimMail mail = new DkimMail(DkimKeys.RSA_2048, "relaxed", new byte[0], digest.digest());
        DkimVerifier verifier = DkimVerifier.builder().resolver(mail.dns()).build();
        InputStream body = new SequenceInputStream(Collections.enumeration(Collections.nCopies(BLOCKS, block).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
        InputStream message = new SequenceInputStream(new ByteArrayInputStream(mail.octets()), body);
        long start = System.nanoTime();
        DkimResult result = verifier.verify(MessageReader.strict().read(message));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d MB in %.2f s, heap of at most %d MB%n",
                result.status(),
                BLOCKS,
                seconds,
                Runtime.getRuntime().maxMemory() >> 20);
        if (result.status() != DkimStatus.PASS) {
            throw new IllegalStateException(result.toString());
        }
    }
}
