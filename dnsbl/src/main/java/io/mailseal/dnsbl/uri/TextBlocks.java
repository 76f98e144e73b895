package io.mailseal.dnsbl.uri;

/**
 * Text that arrives in pieces and is searched for URIs in blocks: whole up to where no URI can go on, or cut where there is no
 * such place for longer than any URI is.
 */
final class TextBlocks {

    // Many times the longest URI that is read.
    private static final int LONGEST = 1 << 16;

    // Where a block is cut within what may be a URI, so much is looked at again with what follows.
    private static final int AGAIN = 10_000;

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
                scanTo(lastDelimiter());
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
    private int lastDelimiter() {
        for (int i = block.length(); i > block.length() / 2; i--) {
            if (TextCharacters.isDelimiter(block.charAt(i - 1))) {
                return i;
            }
        }
        return block.length();
    }

    private void scanTo(int end) {
        wanted = wanted && scanner.scan(block.substring(0, end), sink);
        boolean cut = end == LONGEST && !TextCharacters.isDelimiter(block.charAt(end - 1));
        block.delete(0, cut ? end - AGAIN : end);
    }

    /** Whether the sink takes more. */
    boolean isWanted() {
        return wanted;
    }
}
