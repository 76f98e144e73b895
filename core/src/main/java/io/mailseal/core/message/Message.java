package io.mailseal.core.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;

/**
 * A message being read: its header is here, its body is a stream that can be read once. For one thread at a time.
 *
 * <p>Closing it closes what the reader opened itself; a stream that the caller gave is left to the caller.
 */
public final class Message implements AutoCloseable {

    private final HeaderBlock header;
    private final BodyStream body;
    private final boolean localLineEnds;
    private final AutoCloseable source;

    Message(HeaderBlock header, BodyStream body, boolean localLineEnds, AutoCloseable source) {
        this.header = header;
        this.body = body;
        this.localLineEnds = localLineEnds;
        this.source = source;
    }

    /** The header. */
    public HeaderBlock header() {
        return header;
    }

    /**
     * The body: all octets after the empty line. Always the same stream. If the header was truncated, what was left of it
     * comes first.
     */
    public InputStream body() {
        return body;
    }

    /** What is odd about the header, and about as much of the body as has been read. */
    public Set<MessageAnomaly> anomalies() {
        Set<MessageAnomaly> all = EnumSet.noneOf(MessageAnomaly.class);
        all.addAll(header.anomalies());
        all.addAll(body.anomalies());
        if (localLineEnds) {
            all.add(MessageAnomaly.LOCAL_LINE_ENDS);
        }
        return HeaderBlock.unmodifiable(all);
    }

    @Override
    public void close() throws IOException {
        try {
            source.close();
        } catch (IOException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
