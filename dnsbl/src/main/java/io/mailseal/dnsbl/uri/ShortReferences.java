package io.mailseal.dnsbl.uri;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * HTML with one zero where a numeric reference begins with many, such as &amp;#0000104;. Browsers read any number of them;
 * the parser only as many as it has in its buffer.
 */
final class ShortReferences extends FilterReader {

    private enum State {
        TEXT,
        AMPERSAND,
        NUMBER,
        ZEROS
    }

    private State state = State.TEXT;
    private boolean hex;

    ShortReferences(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count == 0 && length > 0) {
            int some = in.read(target, offset, length);
            if (some < 0) {
                return -1;
            }
            count = shorten(target, offset, some);
        }
        return count;
    }

    // How many are left.
    private int shorten(char[] text, int offset, int length) {
        int kept = offset;
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (state != State.ZEROS || c != '0') {
                text[kept++] = c;
            }
            state = next(c);
        }
        return kept - offset;
    }

    private State next(char c) {
        if (c == '&') {
            return State.AMPERSAND;
        }
        switch (state) {
            case AMPERSAND -> {
                hex = false;
                return c == '#' ? State.NUMBER : State.TEXT;
            }
            case NUMBER -> {
                boolean sign = !hex && (c == 'x' || c == 'X');
                hex |= sign;
                return sign ? State.NUMBER : c == '0' ? State.ZEROS : State.TEXT;
            }
            default -> {
                return state == State.ZEROS && c == '0' ? State.ZEROS : State.TEXT;
            }
        }
    }
}
