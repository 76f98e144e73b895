package io.mailseal.inbound;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.message.HeaderFeed;
import io.mailseal.core.message.MessageReader;
import io.mailseal.spf.SpfResult;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * One message that is pushed by an SMTP server, as it comes: the envelope first, then the header and the body in chunks of
 * any size, then {@link #finish}. Made by {@link InboundAuthenticator#begin} when MAIL FROM is known; further messages of the
 * same connection have sessions of their own.
 *
 * <pre>{@code
 * InboundSession session = inbound.begin(SmtpEnvelope.of(client, helo, mailFrom));   // after MAIL FROM
 * session.spfAsync().thenAccept(spf -> …);                                           // before DATA, for those who want it
 * session.update(chunk, 0, chunk.length);                                            // for each chunk after DATA
 * session.finishAsync().thenAccept(result -> reply(result.suggestedReply()));        // after the final dot
 * }</pre>
 *
 * <p>What the envelope leads to is looked up while the message is still coming, and so are keys and policy as soon as its
 * header is complete. The octets are those of the message: the server has taken out the transparency dots, and the line with
 * the final one. It keeps the header, within limits, and nothing of the body.
 *
 * <p>For one thread at a time, but {@link #close} may be called by any while another waits in {@link #finish}. To be closed,
 * unless it was finished: on a disconnect, a RSET, or when the message is refused early.
 *
 * @rfc 5321 4.5.2
 */
public final class InboundSession implements AutoCloseable {

    private final RunningTransaction running;
    private final HeaderFeed feed;
    private boolean finished;
    private volatile boolean closed;

    InboundSession(InboundSettings settings, SmtpEnvelope envelope, DnsSession dns) {
        this.running = new RunningTransaction(new MailTransaction(settings, envelope), dns);
        this.feed = MessageReader.strict().withLimits(settings.limits()).feed();
    }

    /** What the envelope leads to is evaluated while the message comes. */
    void start() {
        running.begin();
    }

    /** Who sends the message. */
    public SmtpEnvelope envelope() {
        return running.message().envelope();
    }

    // ---- before DATA ----

    /**
     * SPF for MAIL FROM, which can be had before the message is. It will be the same in the result.
     *
     * @throws IllegalStateException if the client is not known, or the session was finished or closed
     */
    public CompletableFuture<SpfResult> spfAsync() {
        return ofEnvelope(running.message().spf());
    }

    /**
     * SPF for the HELO name, which can be had before the message is.
     *
     * @throws IllegalStateException if client or HELO are not known, it is not to be evaluated, or the session was finished or
     *     closed
     */
    public CompletableFuture<SpfResult> spfHeloAsync() {
        return ofEnvelope(running.message().spfHelo());
    }

    /**
     * Whether the client has a name that leads back to it, which can be had before the message is.
     *
     * @throws IllegalStateException if the client is not known, it is not to be evaluated, or the session was finished or
     *     closed
     */
    public CompletableFuture<IprevResult> iprevAsync() {
        return ofEnvelope(running.message().iprev());
    }

    private <R> CompletableFuture<R> ofEnvelope(Optional<DnsEvaluation<R>> part) {
        requireOpen();
        DnsEvaluation<R> rules =
                part.orElseThrow(() -> new IllegalStateException("not to be evaluated for this envelope"));
        return running.session().evaluateAsync(new Alone<>(rules));
    }

    // ---- the message ----

    /**
     * Takes the next octets of the message.
     *
     * @throws IndexOutOfBoundsException if the array has no such range
     * @throws IllegalStateException if the session was finished or closed
     */
    public void update(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        requireOpen();
        MailTransaction message = running.message();
        int ofHeader = 0;
        if (!message.hasHeader()) {
            ofHeader = feed.update(octets, offset, length);
            if (!feed.isComplete()) {
                return;
            }
            takeHeader();
        }
        message.update(octets, offset + ofHeader, length - ofHeader);
    }

    // Another thread may close it at any time; then there is nobody to ask for.
    private void takeHeader() {
        running.message().header(feed.header());
        try {
            running.prefetch();
        } catch (IllegalStateException atEnd) {
            requireOpen();
            throw atEnd;
        }
    }

    /**
     * The message is over: authenticates it, and blocks until that is done. Interruption while waiting for DNS ends it, and
     * leaves the interrupt flag set. The session is closed then.
     *
     * @throws IllegalStateException if the session was finished or closed before
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, or this is closed meanwhile
     */
    public InboundResult finish() {
        end();
        try {
            return running.finish();
        } catch (IllegalStateException atEnd) {
            if (closed) {
                throw new CancellationException("the session was closed"); // by another thread
            }
            throw atEnd;
        } finally {
            running.session().close();
        }
    }

    /**
     * The message is over: authenticates it when the answers of DNS are there. The future fails only for a bug, or when it is
     * cancelled, or this closed, either of which takes back the questions. The session is closed then.
     *
     * @throws IllegalStateException if the session was finished or closed before
     */
    public CompletableFuture<InboundResult> finishAsync() {
        end();
        return running.finishAsync();
    }

    private void end() {
        requireOpen();
        if (!running.message().hasHeader()) {
            takeHeader();
        }
        finished = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (finished) {
            throw new IllegalStateException("the message is over, since the session was finished");
        }
    }

    /**
     * Gives the message up, as on a disconnect: takes back the questions, and ends what is under way. Changes nothing about a
     * result that is there. May be called again.
     */
    @Override
    public void close() {
        closed = true;
        running.session().close();
    }
}
