package io.mailseal.inbound;

import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.HeaderFeed;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import io.mailseal.spf.SpfResult;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
 * header is complete; in two DNS sessions, each with the whole deadline, so that a client that takes its time, or a sender
 * whose name servers do, can't keep the policy of the author from being asked for. The octets are those of the message: the server has taken out the transparency dots, and the line with
 * the final one. It keeps the header, within limits, and nothing of the body.
 *
 * <p>For one thread at a time, but {@link #close} may be called by any while another waits in {@link #finish}. To be closed,
 * unless it was finished: on a disconnect, a RSET, or when the message is refused early.
 *
 * @rfc 5321 4.5.2
 */
public final class InboundSession implements AutoCloseable {

    private final DnsSessions sessions;
    private final MailTransaction message;
    private final EnvelopeLookups lookups;
    private final HeaderFeed feed;
    private volatile @Nullable RunningTransaction running; // with the header
    private boolean finished;
    private volatile boolean closed;

    private InboundSession(
            DnsSessions sessions, MailTransaction message, EnvelopeLookups lookups, MessageLimits limits) {
        this.sessions = sessions;
        this.message = message;
        this.lookups = lookups;
        this.feed = MessageReader.strict().withLimits(limits).feed();
    }

    static InboundSession begin(InboundSettings settings, SmtpEnvelope envelope, DnsSessions sessions) {
        MailTransaction message = new MailTransaction(settings, envelope);
        return new InboundSession(sessions, message, EnvelopeLookups.begin(message, sessions), settings.limits());
    }

    /** Who sends the message. */
    public SmtpEnvelope envelope() {
        return message.envelope();
    }

    // ---- before DATA ----

    /**
     * SPF for MAIL FROM, which can be had before the message is. It will be the same in the result.
     *
     * @throws IllegalStateException if the client is not known, or the session was finished or closed
     */
    public CompletableFuture<SpfResult> spfAsync() {
        return given(lookups.spf());
    }

    /**
     * SPF for the HELO name, which can be had before the message is.
     *
     * @throws IllegalStateException if client or HELO are not known, it is not to be evaluated, or the session was finished or
     *     closed
     */
    public CompletableFuture<SpfResult> spfHeloAsync() {
        return given(lookups.spfHelo());
    }

    /**
     * Whether the client has a name that leads back to it, which can be had before the message is.
     *
     * @throws IllegalStateException if the client is not known, it is not to be evaluated, or the session was finished or
     *     closed
     */
    public CompletableFuture<IprevResult> iprevAsync() {
        return given(lookups.iprev());
    }

    private <R> CompletableFuture<R> given(Optional<EnvelopeLookup<R>> lookup) {
        requireOpen();
        return lookup.orElseThrow(() -> new IllegalStateException("not to be evaluated for this envelope"))
                .given();
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
        message.header(feed.header());
        RunningTransaction begun = new RunningTransaction(message, sessions.open());
        running = begun;
        try {
            if (closed) {
                begun.session().close();
            }
            begun.prefetch(message.questionsOfMessage());
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
        RunningTransaction ended = end();
        try {
            message.settle(lookups.await());
            InboundResult result = ended.finish();
            lookups.settle();
            return result;
        } catch (IllegalStateException atEnd) {
            if (closed) {
                throw new CancellationException("the session was closed"); // by another thread
            }
            throw atEnd;
        } finally {
            close(ended);
        }
    }

    /**
     * The message is over: authenticates it when the answers of DNS are there. The future fails only for a bug, or when it is
     * cancelled, or this closed, either of which takes back the questions. The session is closed then.
     *
     * @throws IllegalStateException if the session was finished or closed before
     */
    public CompletableFuture<InboundResult> finishAsync() {
        RunningTransaction ended = end();
        CompletableFuture<InboundResult> given = new CompletableFuture<>();
        CompletableFuture<InboundResult> unusedEnd = given.whenComplete((result, failure) -> close(ended));
        CompletableFuture<Void> unused = lookups.results()
                .thenAccept(results -> {
                    message.settle(results);
                    ended.finish(given, lookups::settle);
                })
                .whenComplete((done, failure) -> fail(failure, given));
        return given;
    }

    private void close(RunningTransaction ended) {
        lookups.close();
        ended.session().close();
    }

    private void fail(@Nullable Throwable failure, CompletableFuture<InboundResult> given) {
        if (failure != null && closed) {
            given.cancel(false);
        } else {
            RunningTransaction.pass(null, failure, given);
        }
    }

    private RunningTransaction end() {
        requireOpen();
        if (!message.hasHeader()) {
            takeHeader();
        }
        finished = true;
        return Objects.requireNonNull(running);
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
        lookups.close();
        RunningTransaction begun = running;
        if (begun != null) {
            begun.session().close();
        }
    }
}
