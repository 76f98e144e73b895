package io.mailseal.cli;

import io.mailseal.core.Octets;
import io.mailseal.spf.SpfSyntaxError;

/** The place where a record leaves the grammar, on two lines: as much of it as fits, and a mark below. */
final class MarkedRecord {

    private static final int WHOLE = 88;
    private static final int BEFORE = 50;
    private static final int AFTER = 30;
    private static final String CUT = "...";

    private MarkedRecord() {}

    /** @param record its octets, each as the character of that number; or what was written on the command line */
    static void print(String record, SpfSyntaxError error, LabelledText text) {
        int length = record.length();
        int position = Math.min(error.position(), length);
        int start = length <= WHOLE ? 0 : Math.max(0, position - BEFORE);
        int end = length <= WHOLE ? length : Math.min(length, position + AFTER);
        String before = (start == 0 ? "" : CUT) + escaped(record, start, position);
        text.whole("", 0, before + escaped(record, position, end) + (end == length ? "" : CUT));
        text.whole("", 0, " ".repeat(before.length()) + "^ expected: " + error.expected());
    }

    // On the command line there may be characters that no octet stands for.
    private static String escaped(String record, int start, int end) {
        StringBuilder escaped = new StringBuilder();
        for (int i = start; i < end; i++) {
            String character = record.substring(i, i + 1);
            escaped.append(
                    record.charAt(i) < 0x100
                            ? RecordData.escaped(Octets.ofLatin1(character))
                            : VisibleText.of(character));
        }
        return escaped.toString();
    }
}
