package io.mailseal.cli;

import io.mailseal.core.message.Message;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file of many messages. Each comes after a line that begins with {@code From }, has an empty line after it that is not
 * its own, and has one {@code >} more than its own before lines that would otherwise look like the beginning of another
 * (mboxrd; who wrote mboxo has done so only where there was none, which nobody can tell).
 *
 * <p>Lines end as the first one does. The file is gone through once to find the messages, in constant memory; each is then
 * read where it is, by any thread. The file is closed when this and all messages found in it are.
 *
 * @rfc 4155 A
 */
final class Mbox implements AutoCloseable {

    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};
    private static final int CHUNK = 1 << 16;

    private final String name;
    private final FileChannel file;
    private final AtomicInteger users = new AtomicInteger(1);

    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private long chunkStart;
    private boolean endOfFile;

    private boolean crlf;
    private boolean lastLineEmpty;
    private long number;

    private Mbox(String name, FileChannel file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Where a message is in an mbox.
     *
     * @param number from 1 on
     * @param offset of its first octet after the line with From
     * @param octets how many it takes there
     */
    record Place(long number, long offset, long octets) {}

    /** Whether a file begins as an mbox does, and as no message can. */
    static boolean isMbox(Path path, OpenOption... options) throws IOException {
        try (InputStream in = Files.newInputStream(path, options)) {
            return startsWithFrom(in.readNBytes(FROM.length), 0, FROM.length);
        }
    }

    /** @param name what messages in it are named by */
    static Mbox open(String name, Path path, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.READ);
        return new Mbox(name, FileChannel.open(path, all));
    }

    private static boolean startsWithFrom(byte[] octets, int from, int to) {
        if (to - from < FROM.length || from + FROM.length > octets.length) {
            return false;
        }
        for (int i = 0; i < FROM.length; i++) {
            if (octets[from + i] != FROM[i]) {
                return false;
            }
        }
        return true;
    }

    String name() {
        return name;
    }

    // ---- finding the messages ----

    /** The next message. */
    Optional<StoredMessage> next() throws IOException {
        if (!isAtFrom()) {
            return Optional.empty();
        }
        long before = position();
        skipLine();
        long start = position();
        lastLineEmpty = false;
        while (!isAtFrom() && !isAtEnd()) {
            skipLine();
        }
        long stop = position() - (lastLineEmpty ? lineEnd() : 0);
        users.incrementAndGet();
        return Optional.of(new Entry(new Place(++number, start, stop - start), position() - before));
    }

    private long position() {
        return chunkStart + at;
    }

    private int lineEnd() {
        return crlf ? 2 : 1;
    }

    private boolean isAtFrom() throws IOException {
        if (end - at < FROM.length) {
            fill();
        }
        return startsWithFrom(chunk, at, end);
    }

    private boolean isAtEnd() throws IOException {
        if (at == end) {
            fill();
        }
        return at == end;
    }

    // The first line of the file says what a line end is.
    private void skipLine() throws IOException {
        long lineStart = position();
        boolean afterCr = false;
        while (!isAtEnd()) {
            byte octet = chunk[at++];
            if (octet == '\n' && lineStart == 0) {
                crlf = afterCr;
            }
            if (octet == '\n' && (afterCr || !crlf)) {
                lastLineEmpty = position() - lineStart == lineEnd();
                return;
            }
            afterCr = octet == '\r';
        }
        lastLineEmpty = false;
    }

    // Keeps what is left: the beginning of a line may be split.
    private void fill() throws IOException {
        System.arraycopy(chunk, at, chunk, 0, end - at);
        chunkStart += at;
        end -= at;
        at = 0;
        while (!endOfFile && end < FROM.length) {
            int count = file.read(ByteBuffer.wrap(chunk, end, chunk.length - end), chunkStart + end);
            endOfFile = count < 0;
            end += Math.max(0, count);
        }
    }

    // ---- reading one ----

    /** A message in the file. */
    private final class Entry implements StoredMessage {

        private final Place place;
        private final long octets;

        Entry(Place place, long octets) {
            this.place = place;
            this.octets = octets;
        }

        @Override
        public String name() {
            return name + "#" + place.number();
        }

        @Override
        public Optional<Place> place() {
            return Optional.of(place);
        }

        @Override
        public long octets() {
            return octets;
        }

        @Override
        public Message read() throws IOException {
            if (place.octets() > AT_ONCE) {
                return READER.read(this::open);
            }
            try (InputStream in = open()) {
                return READER.read(in.readAllBytes());
            }
        }

        private InputStream open() {
            return new Text(place);
        }

        @Override
        public void close() throws IOException {
            Mbox.this.close();
        }
    }

    /** The octets of a message as they were before it was put into the file. */
    private final class Text extends InputStream {

        private final byte[] octets;
        private int next;
        private int limit;
        private long offset;
        private long left;
        private boolean quoting = true; // at the start of a line, or behind nothing but >
        private boolean afterCr;

        Text(Place place) {
            this.offset = place.offset();
            this.left = place.octets();
            this.octets = new byte[(int) Math.min(CHUNK, left + FROM.length)];
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count = 0;
            while (count < length) {
                if (limit - next <= FROM.length) {
                    refill();
                }
                if (next == limit) {
                    return count == 0 ? -1 : count;
                }
                byte octet = octets[next++];
                if (quoting && octet == '>' && startsWithFrom(octets, next, limit)) {
                    quoting = false;
                    continue;
                }
                quoting = octet == '>' ? quoting : octet == '\n' && (afterCr || !crlf);
                afterCr = octet == '\r';
                target[from + count++] = octet;
            }
            return count;
        }

        private void refill() throws IOException {
            System.arraycopy(octets, next, octets, 0, limit - next);
            limit -= next;
            next = 0;
            while (left > 0 && limit <= FROM.length) {
                int room = (int) Math.min(octets.length - limit, left);
                int count = file.read(ByteBuffer.wrap(octets, limit, room), offset);
                if (count < 0) {
                    throw new EOFException("it has become shorter while it was read");
                }
                limit += count;
                offset += count;
                left -= count;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (users.decrementAndGet() == 0) {
            file.close();
        }
    }
}
