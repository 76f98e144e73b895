package io.mailseal.dnsbl.uri;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Text that arrives in pieces and is searched for URIs in blocks: whole up to where no URI can go on, or cut where there is no
 * such place for longer than any URI is.
 */
final class TextBlocks {

    // Many times the longest URI that is read.
    private static final int LONGEST = 1 << 16;

    // Where a block is cut within what may be a URI, so much is looked at again with what follows.
    private static final int AGAIN = 10_000;

    private static final int SHORTEST = 1 << 10;

    private final UriText scanner;
    private final UriSink sink;
    private char[] block = new char[SHORTEST];
    private int length;
    private boolean wanted = true;

    TextBlocks(UriText scanner, UriSink sink) {
        this.scanner = scanner;
        this.sink = sink;
    }

    /** Goes on with this text. */
    void add(String text) {
        int at = 0;
        while (wanted && at < text.length()) {
            makeRoom(text.length() - at);
            int count = Math.min(text.length() - at, block.length - length);
            text.getChars(at, at + count, block, length);
            at += count;
            added(count);
        }
    }

    /** Whether the sink takes more. */
    boolean isWanted() {
        return wanted;
    }

    /** Goes on with all that this gives, or until the sink takes no more. */
    void addAll(Reader text) throws IOException {
        int count = 0;
        while (wanted && count >= 0) {
            makeRoom(1);
            count = text.read(block, length, block.length - length);
            added(Math.max(count, 0));
        }
    }

    // For so many characters, but no more than a block has.
    private void makeRoom(int count) {
        if (block.length - length < count && block.length < LONGEST) {
            int wantedLength = Math.max(length + count, 2 * block.length);
            block = Arrays.copyOf(block, Math.min(wantedLength, LONGEST));
        }
    }

    private void added(int count) {
        length += count;
        if (length == LONGEST) {
            scanTo(lastDelimiter());
        }
    }

    /** No URI goes on from here. */
    void end() {
        if (length > 0) {
            scanTo(length);
        }
    }

    // Behind the last character that is in no URI; if there is none, at the end.
    private int lastDelimiter() {
        for (int i = length; i > length / 2; i--) {
            if (TextCharacters.isDelimiter(block[i - 1])) {
                return i;
            }
        }
        return length;
    }

    private void scanTo(int end) {
        wanted = wanted && scanner.scan(new String(block, 0, end), sink);
        boolean cut = end == LONGEST && !TextCharacters.isDelimiter(block[end - 1]);
        int next = cut ? end - AGAIN : end;
        System.arraycopy(block, next, block, 0, length - next);
        length -= next;
    }
}
