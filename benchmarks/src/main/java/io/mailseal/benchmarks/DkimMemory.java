package io.mailseal.benchmarks;

import com.sun.management.ThreadMXBean;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Verifies a message of 200 MB, or of as many as the argument says, that is made while it is read, and prints how much
 * memory was allocated for it in all. To be run in a small heap: {@code java -Xmx24m -cp …
 * io.mailseal.benchmarks.DkimMemory}.
 */
public final class DkimMemory {

    private static final int BLOCK_OCTETS = 1_000_000;

    private DkimMemory() {}

    /** In a Java of its own; what it prints. */
    static String inSmallHeap() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(java.toString(), "-Xmx24m", "-cp", classPath, DkimMemory.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("DkimMemory failed: " + line);
        }
        return line.strip();
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int blocks = args.length == 0 ? 200 : Integer.parseInt(args[0]);
        byte[] block = DkimBody.TEXT.octets(BLOCK_OCTETS);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < blocks; i++) {
            digest.update(block);
        }
        DkimMail mail = new DkimMail(DkimKeys.RSA_2048, "relaxed", new byte[0], digest.digest());
        DkimVerifier verifier = DkimVerifier.builder().resolver(mail.dns()).build();
        InputStream message =
                new SequenceInputStream(new ByteArrayInputStream(mail.octets()), new Repeated(block, blocks));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        DkimResult result = verifier.verify(MessageReader.strict().read(message));
        double seconds = (System.nanoTime() - start) / 1e9;
        long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        System.out.printf(
                Locale.ROOT,
                "DKIM of a message of %2$d MB: %1$s in %3$.2f s, heap of at most %4$d MB, %5$d KB allocated in all%n",
                result.status(),
                blocks,
                seconds,
                Runtime.getRuntime().maxMemory() >> 20,
                allocated >> 10);
        if (result.status() != DkimStatus.PASS) {
            throw new IllegalStateException(result.toString());
        }
    }

    /** The same octets again and again. */
    private static final class Repeated extends InputStream {

        private final byte[] block;
        private long left;
        private int at;

        Repeated(byte[] block, int times) {
            this.block = block;
            this.left = (long) times * block.length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = Math.min(length, block.length - at);
            System.arraycopy(block, at, target, offset, count);
            at = (at + count) % block.length;
            left -= count;
            return count;
        }
    }
}
