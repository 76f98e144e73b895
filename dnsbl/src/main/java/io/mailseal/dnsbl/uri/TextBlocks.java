package io.mailseal.dnsbl.uri;

/**
 * Text that arrives in pieces and is searched for URIs in blocks: whole up to where no URI can go on, or cut where there is no
 * such place for longer than any URI is.
 */
final class TextBlocks {

    // Many times the longest URI that is read.
    private static final int LONGEST = 1 << 16;

    private final UriText scanner;
    private final UriSink sink;
    private final StringBuilder block = new StringBuilder();
    private boolean wanted = true;

    TextBlocks(UriText scanner, UriSink sink) {
        this.scanner = scanner;
        this.sink = sink;
    }

    /** Goes on with this text. */
    void add(CharSequence text) {
        int at = 0;
        while (wanted && at < text.length()) {
            int count = Math.min(text.length() - at, LONGEST - block.length());
            block.append(text, at, at + count);
            at += count;
            if (block.length() == LONGEST) {
                scanTo(lastBlank());
            }
        }
    }

    /** No URI goes on from here. */
    void end() {
        if (block.length() > 0) {
            scanTo(block.length());
        }
    }

    // Behind the last character that is in no URI; if there is none, at the end.
    private int lastBlank() {
        for (int i = block.length(); i > block.length() / 2; i--) {
            char c = block.charAt(i - 1);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                return i;
            }
        }
        return block.length();
    }

    private void scanTo(int end) {
        wanted = wanted && scanner.scan(block.substring(0, end), sink);
        block.delete(0, end);
    }

    /** Whether the sink takes more. */
    boolean isWanted() {
        return wanted;
    }
}
