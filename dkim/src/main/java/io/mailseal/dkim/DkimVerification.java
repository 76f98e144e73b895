package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.HeaderFeed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The verification of one message that comes in chunks of any size, as in the DATA phase of SMTP. All of the message is
 * pushed, header and body, as it came but without the transparency dots; the questions for the keys go out as soon as the
 * header is complete. Made by {@link DkimVerifier#begin}.
 *
 * <pre>{@code
 * try (DkimVerification verification = verifier.begin()) {
 *     for (byte[] chunk : chunks) {
 *         verification.update(chunk, 0, chunk.length);
 *     }
 *     DkimResult result = verification.finish();
 * }
 * }</pre>
 *
 * <p>It keeps the header, within limits, and nothing of the body. For one thread at a time, but {@link #close} may be called
 * by any while another waits in {@link #finish}. To be closed, unless it was finished.
 *
 * @rfc 6376 6
 */
public final class DkimVerification implements AutoCloseable {

    private static final int CHUNK = 1 << 13; // so much stays in the nearest cache from one look to the next

    private final DkimVerifier verifier;
    private final DnsSessions dns;
    private final HeaderFeed feed;
    private @Nullable DkimCheck check;
    private boolean finished;
    private volatile boolean closed;
    private volatile @Nullable DnsSession session;

    DkimVerification(DkimVerifier verifier, DnsSessions dns, HeaderFeed feed) {
        this.verifier = verifier;
        this.dns = dns;
        this.feed = feed;
    }

    /**
     * Takes the next octets of the message.
     *
     * @throws IndexOutOfBoundsException if the array has no such range
     * @throws IllegalStateException if the message was finished, or this is closed
     */
    public void update(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        requireOpen();
        DkimCheck running = check;
        int ofHeader = 0;
        if (running == null) {
            ofHeader = feed.update(octets, offset, length);
            if (!feed.isComplete()) {
                return;
            }
            running = prepare();
        }
        running.update(octets, offset + ofHeader, length - ofHeader);
    }

    void update(Octets message) {
        OutputStream taker = new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                update(octets, offset, length);
            }
        };
        try {
            for (int at = 0; at < message.length(); at += CHUNK) {
                message.slice(at, Math.min(at + CHUNK, message.length())).writeTo(taker);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("memory does not fail to be read", impossible);
        }
    }

    /** Takes all of a stream, or as much of it as a result depends on. What is odd about the body, nobody will ask here. */
    void update(InputStream message) throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (check == null || check.needsBody()) {
            int count = message.read(chunk, 0, chunk.length);
            if (count < 0) {
                return;
            }
            update(chunk, 0, count);
        }
    }

    private DkimCheck prepare() {
        DkimCheck prepared = verifier.prepare(feed.header());
        check = prepared;
        Set<DnsQuestion> questions = prepared.keyQuestions();
        if (!dns.remembers(questions)) {
            open().prefetch(questions);
        }
        return prepared;
    }

    private DnsSession open() {
        DnsSession opened = dns.open();
        session = opened;
        if (closed) {
            opened.close(); // by another thread, which saw no session to close
            requireNotClosed();
        }
        return opened;
    }

    /**
     * The message is over: verifies it, and blocks until that is done. Interruption while waiting for DNS ends it, and leaves
     * the interrupt flag set.
     *
     * @throws IllegalStateException if the message was finished before, or this is closed
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, or this is closed meanwhile
     */
    public DkimResult finish() {
        DnsEvaluation<DkimResult> rules = end();
        Optional<DkimResult> remembered = remembered(rules);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        try (DnsSession opened = session()) {
            return opened.evaluate(rules);
        }
    }

    /**
     * The message is over: verifies it when the keys are there. The future fails only for a bug, or when it is cancelled, or
     * this closed, either of which takes back the questions.
     *
     * @throws IllegalStateException if the message was finished before, or this is closed
     */
    public CompletableFuture<DkimResult> finishAsync() {
        DnsEvaluation<DkimResult> rules = end();
        return remembered(rules)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> session().evaluateAsyncAndClose(rules));
    }

    // Where the keys were remembered, nothing was asked for, and mostly they still are.
    private Optional<DkimResult> remembered(DnsEvaluation<DkimResult> rules) {
        return session == null ? dns.evaluateRemembered(rules) : Optional.empty();
    }

    private DnsSession session() {
        DnsSession opened = session;
        return opened == null ? open() : opened;
    }

    private DnsEvaluation<DkimResult> end() {
        requireOpen();
        DkimCheck running = check == null ? prepare() : check;
        finished = true;
        return running.evaluation();
    }

    private void requireNotClosed() {
        if (closed) {
            throw new IllegalStateException("the verification is closed");
        }
    }

    private void requireOpen() {
        requireNotClosed();
        if (finished) {
            throw new IllegalStateException("the message is over, since the verification was finished");
        }
    }

    /**
     * Gives the message up, as on a disconnect: takes back the questions, and ends what {@link #finish} or
     * {@link #finishAsync} has under way. Changes nothing about a result that is there. May be called again.
     */
    @Override
    public void close() {
        closed = true;
        DnsSession opened = session;
        if (opened != null) {
            opened.close();
        }
    }
}
