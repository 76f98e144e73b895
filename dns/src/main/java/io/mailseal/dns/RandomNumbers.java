package io.mailseal.dns;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Numbers that nobody can guess, for IDs, ports and the choice of a socket. Drawn by the portion, because each draw
 * is slow.
 */
final class RandomNumbers {

    private static final int PORTION = 4096;

    private final SecureRandom source = new SecureRandom();
    private final byte[] portion = new byte[PORTION];
    private final ByteBuffer left = ByteBuffer.wrap(portion).limit(0);

    /** From 0 to 65535. */
    synchronized int next() {
        if (!left.hasRemaining()) {
            source.nextBytes(portion);
            left.clear();
        }
        return left.getShort() & 0xFFFF;
    }
}
