package io.mailseal.dnsbl.uri;

import java.io.IOException;
import java.io.Reader;

/**
 * Text in which a blank at the end of a line means that it goes on with the next line, and is no part of it. So long URIs are
 * written. Programs that don't know of it see the lines as they are; so they are searched, too.
 *
 * @rfc 3676 4.1
 */
final class FlowedText {

    private static final int CHUNK = 2048;

    private final TextBlocks lines;
    private final TextBlocks paragraphs;
    private final StringBuilder joined = new StringBuilder(CHUNK);
    private String held = ""; // a blank, perhaps with a CR, which are dropped if the line ends here

    FlowedText(UriText scanner, UriSink sink) {
        this.lines = new TextBlocks(scanner, sink);
        this.paragraphs = new TextBlocks(scanner, sink);
    }

    /** Searches all that this gives, or until the sink takes no more. */
    void read(Reader text) throws IOException {
        char[] chunk = new char[CHUNK];
        int count = text.read(chunk, 0, CHUNK);
        while (count >= 0 && paragraphs.isWanted()) {
            lines.add(new String(chunk, 0, count));
            for (int i = 0; i < count; i++) {
                join(chunk[i]);
            }
            addJoined();
            count = text.read(chunk, 0, CHUNK);
        }
        joined.append(held);
        addJoined();
        lines.end();
        paragraphs.end();
    }

    private void join(char c) {
        if (c == '\n' && !held.isEmpty()) {
            held = "";
        } else if (c == '\r' && held.equals(" ")) {
            held = " \r";
        } else {
            joined.append(held);
            held = c == ' ' ? " " : "";
            if (c != ' ') {
                joined.append(c);
            }
        }
    }

    private void addJoined() {
        paragraphs.add(joined.toString());
        joined.setLength(0);
    }
}
