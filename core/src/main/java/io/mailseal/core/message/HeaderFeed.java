package io.mailseal.core.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message that is pushed, in chunks of any size, up to the end of its header: the other way to get what
 * {@link MessageReader#read(java.io.InputStream)} gives, by the same rules. For one thread at a time.
 *
 * <pre>{@code
 * HeaderFeed feed = MessageReader.strict().feed();
 * int ofHeader = feed.update(octets, 0, octets.length);
 * if (feed.isComplete()) {
 *     HeaderBlock header = feed.header();
 *     // the body begins at octets[ofHeader]
 * }
 * }</pre>
 *
 * <p>It keeps the header, and no more of it than {@link MessageLimits} allow.
 *
 * @rfc 5322 2.1
 */
public final class HeaderFeed {

    private final HeaderCollector collector;
    private @Nullable HeaderBlock header;

    HeaderFeed(MessageLimits limits) {
        this.collector = new HeaderCollector(limits);
    }

    /**
     * Takes what belongs to the header, with the empty line that ends it.
     *
     * @return how many octets that was: all of them, unless the header is complete. The others are the body; or what is left
     *     of a header that is beyond the limits
     * @throws IndexOutOfBoundsException if the array has no such range
     * @throws IllegalStateException after {@link #header} was called
     */
    public int update(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (header != null) {
            throw new IllegalStateException("the header is over, since it was asked for");
        }
        return collector.append(octets, offset, length);
    }

    /** Whether the header is over: its empty line has come, or a limit was exceeded. */
    public boolean isComplete() {
        return header != null || collector.isComplete();
    }

    /** The header of what has come, which is taken to be all of the message if the header is not complete. Always the same. */
    public HeaderBlock header() {
        HeaderBlock known = header;
        if (known == null) {
            known = collector.finish();
            header = known;
        }
        return known;
    }
}
