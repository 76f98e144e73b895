package io.mailseal.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where in a message the walk is: in which multiparts and messages.
 *
 * @rfc 9051 6.4.5.1
 */
final class PartSections {

    private enum Kind {
        MULTIPART,
        MESSAGE,
        SOURCE
    }

    /** One that is open; with as many boundaries, of those of its source, around it. */
    private static final class Frame {

        private final Kind kind;
        private final int boundaries;
        private final boolean digest;
        private int parts;
        private boolean closed;

        Frame(Kind kind, int boundaries, boolean digest) {
            this.kind = kind;
            this.boundaries = boundaries;
            this.digest = digest;
        }
    }

    private final List<Frame> frames = new ArrayList<>();
    private int depth;

    void enterMultipart(int boundaries, boolean digest) {
        frames.add(new Frame(Kind.MULTIPART, boundaries, digest));
        depth++;
    }

    void enterMessage(int boundaries) {
        frames.add(new Frame(Kind.MESSAGE, boundaries, false));
        depth++;
    }

    /** What comes now is decoded from the part. */
    void enterSource() {
        frames.add(new Frame(Kind.SOURCE, 0, false));
    }

    /** Leaves all that is within the multipart with this boundary; whether there was a multipart that is not closed. */
    boolean leaveInner(int boundary) {
        boolean multipart = false;
        while (!(last().kind == Kind.MULTIPART && last().boundaries == boundary)) {
            multipart |= leave();
        }
        return multipart;
    }

    /** The innermost one, a multipart, is over; something may follow all the same. */
    void closeMultipart() {
        last().closed = true;
    }

    /** Leaves all that is in the innermost source; whether there was a multipart that is not closed. */
    boolean leaveSource() {
        boolean multipart = false;
        while (!frames.isEmpty() && last().kind != Kind.SOURCE) {
            multipart |= leave();
        }
        if (!frames.isEmpty()) {
            leave();
        }
        return multipart;
    }

    // Whether it was a multipart that is not over.
    private boolean leave() {
        Frame frame = frames.remove(frames.size() - 1);
        depth -= frame.kind == Kind.SOURCE ? 0 : 1;
        return frame.kind == Kind.MULTIPART && !frame.closed;
    }

    private Frame last() {
        return frames.get(frames.size() - 1);
    }

    /** Goes on to the next part of the multipart; whether that is a digest. */
    boolean nextPart() {
        last().parts++;
        return last().digest;
    }

    /** How many multiparts and messages are open, but for the message itself. */
    int depth() {
        return depth;
    }

    private boolean isBeforeItsParts() {
        return !frames.isEmpty() && last().kind == Kind.MULTIPART && last().parts == 0;
    }

    /** The part's section. The body of a message that is no multipart is its part 1. */
    String section(MimePart.Kind kind) {
        List<Frame> around =
                frames.stream().filter(frame -> frame.kind != Kind.SOURCE).toList();
        Stream.Builder<Integer> numbers = Stream.builder();
        boolean inMessage = true;
        boolean ofMultipart = kind != MimePart.Kind.BODY || isBeforeItsParts();
        int count = ofMultipart ? Math.max(0, around.size() - 1) : around.size();
        for (Frame frame : around.subList(0, count)) {
            if (frame.kind == Kind.MULTIPART) {
                numbers.add(frame.parts);
            } else if (inMessage) {
                numbers.add(1);
            }
            inMessage = frame.kind == Kind.MESSAGE;
        }
        if (kind == MimePart.Kind.BODY && inMessage) {
            numbers.add(1);
        }
        return numbers.build().map(String::valueOf).collect(Collectors.joining("."));
    }
}
