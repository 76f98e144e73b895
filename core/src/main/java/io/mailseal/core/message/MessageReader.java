package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads messages, octet for octet. Immutable; may be shared between threads.
 *
 * <p>The header ends at the first empty line, and a line ends at CRLF and nowhere else. A message from SMTP is expected
 * without the transparency dots of RFC 5321.
 *
 * @rfc 5322 2.1
 */
public final class MessageReader {

    private static final int CHUNK = 8192;

    private static final MessageReader STRICT = new MessageReader(MessageLimits.DEFAULT, false);

    private final MessageLimits limits;
    private final boolean localLineEnds;

    /** What can be read from its beginning more than once, such as a file, or a part of one. */
    @FunctionalInterface
    public interface Source {

        /**
         * A stream of all of it, to be closed.
         *
         * @throws IOException if it can't be read
         */
        InputStream open() throws IOException;
    }

    private MessageReader(MessageLimits limits, boolean localLineEnds) {
        this.limits = limits;
        this.localLineEnds = localLineEnds;
    }

    /** Takes every octet as it is. */
    public static MessageReader strict() {
        return STRICT;
    }

    /** The same within other limits. */
    public MessageReader withLimits(MessageLimits newLimits) {
        return new MessageReader(newLimits, localLineEnds);
    }

    /**
     * For mail at rest, which often has lost its CRs: a file (or array) in which <em>all</em> line ends are LF alone is read
     * as if they were CRLF, and {@link MessageAnomaly#LOCAL_LINE_ENDS} reported. A file with both kinds is read as it is.
     * Never use it for what came by SMTP; there a lone LF is an attack. Streams can't be looked at beforehand, so
     * {@link #read(InputStream)} refuses to work with this option.
     */
    public MessageReader allowLocalLineEnds() {
        return new MessageReader(limits, true);
    }

    /**
     * Reads the header from a stream, which then holds the body (and stays the caller's to close).
     *
     * @throws IOException from the stream
     * @throws IllegalStateException if local line ends are allowed
     */
    public Message read(InputStream in) throws IOException {
        if (localLineEnds) {
            throw new IllegalStateException("whether all line ends of a stream are local is known at its end");
        }
        return read(in, false, () -> {});
    }

    /** Reads a message from memory. The array must not be changed while the message is in use. */
    public Message read(byte[] octets) {
        try {
            LineEnds lineEnds = localLineEnds ? LineEnds.of(new ByteArrayInputStream(octets)) : LineEnds.AS_THEY_ARE;
            return lineEnds == LineEnds.LOCAL
                    ? read(lineEnds.apply(new ByteArrayInputStream(octets)), true, () -> {})
                    : readInPlace(octets);
        } catch (IOException impossible) {
            throw new IllegalStateException("an array does not fail to be read", impossible);
        }
    }

    /** Reads a message from memory. */
    public Message read(Octets octets) {
        return read(octets.toByteArray());
    }

    /**
     * Reads a file; the message must be closed. With {@link #allowLocalLineEnds} it is read twice.
     *
     * @throws IOException if the file can't be read
     */
    public Message read(Path file) throws IOException {
        return read(() -> Files.newInputStream(file));
    }

    /**
     * Reads from a source, in constant memory; the message must be closed. With {@link #allowLocalLineEnds} the source is
     * opened twice, one time after the other.
     *
     * @throws IOException from the source
     */
    public Message read(Source source) throws IOException {
        LineEnds lineEnds = LineEnds.AS_THEY_ARE;
        if (localLineEnds) {
            try (InputStream in = source.open()) {
                lineEnds = LineEnds.of(in);
            }
        }
        InputStream in = new BufferedInputStream(source.open(), CHUNK);
        try {
            return read(lineEnds.apply(in), lineEnds == LineEnds.LOCAL, in);
        } catch (IOException | RuntimeException failed) {
            in.close();
            throw failed;
        }
    }

    /**
     * For a message that is pushed, in chunks: takes its header.
     *
     * @throws IllegalStateException if local line ends are allowed
     */
    public HeaderFeed feed() {
        if (localLineEnds) {
            throw new IllegalStateException("whether all line ends of a message are local is known at its end");
        }
        return new HeaderFeed(limits);
    }

    private Message readInPlace(byte[] octets) {
        HeaderCollector collector = new HeaderCollector(limits);
        int used = collector.measure(octets, 0, octets.length);
        return new Message(
                collector.finish(octets), new BodyStream(octets, used, octets.length, null), false, () -> {});
    }

    private Message read(InputStream in, boolean converted, AutoCloseable source) throws IOException {
        HeaderCollector collector = new HeaderCollector(limits);
        byte[] chunk = new byte[CHUNK];
        int count = 0;
        int used = 0;
        while (!collector.isComplete()) {
            count = in.read(chunk, 0, chunk.length);
            if (count < 0) {
                count = 0;
                used = 0;
                break;
            }
            used = collector.append(chunk, 0, count);
        }
        return new Message(collector.finish(), new BodyStream(chunk, used, count, in), converted, source);
    }
}
