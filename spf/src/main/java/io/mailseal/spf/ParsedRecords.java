package io.mailseal.spf;

import io.mailseal.core.Octets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Records that were parsed before, by their text. A table without chains: a record is kept in the one place that its
 * text gives it, and the next for that place takes it. So it never grows, never blocks, and who fills it on purpose
 * makes others parse again, and no more.
 */
final class ParsedRecords {

    /** How many are kept at most. */
    static final int PLACES = 1024;

    /** What is longer is parsed each time: few are, and they would take the most room. */
    static final int LONGEST_KEPT = 512;

    private final AtomicReferenceArray<Parsed> places = new AtomicReferenceArray<>(PLACES);

    private record Parsed(Octets text, SpfParse result) {}

    SpfParse parse(Octets text) {
        if (text.length() > LONGEST_KEPT) {
            return SpfRecord.parse(text);
        }
        int place = place(text);
        Parsed kept = places.getOpaque(place);
        if (kept != null && kept.text().equals(text)) {
            return kept.result();
        }
        SpfParse parsed = SpfRecord.parse(text);
        places.setRelease(place, new Parsed(text, parsed));
        return parsed;
    }

    private static int place(Octets text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 10 ^ hash >>> 20) & (PLACES - 1);
    }
}
