package io.mailseal.dnsbl.uri;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;

/**
 * Text in which a blank at the end of a line means that it goes on with the next line, and is no part of it. So long URIs are
 * written.
 *
 * @rfc 3676 4.1
 */
final class FlowedText extends Reader {

    private final PushbackReader in;

    FlowedText(Reader in) {
        this.in = new PushbackReader(new BufferedReader(in), 2);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = next();
            if (c < 0) {
                break;
            }
            target[offset + count++] = (char) c;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private int next() throws IOException {
        int c = in.read();
        while (c == ' ' && lineEnds()) {
            c = in.read();
        }
        return c;
    }

    // If so, it has been passed.
    private boolean lineEnds() throws IOException {
        int first = in.read();
        if (first == '\n') {
            return true;
        }
        int second = first == '\r' ? in.read() : -1;
        if (second == '\n') {
            return true;
        }
        pushBack(second);
        pushBack(first);
        return false;
    }

    private void pushBack(int c) throws IOException {
        if (c >= 0) {
            in.unread(c);
        }
    }

    @Override
    public void close() {
        // The text belongs to the caller.
    }
}
