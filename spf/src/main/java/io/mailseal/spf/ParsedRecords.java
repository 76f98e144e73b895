package io.mailseal.spf;

import io.mailseal.core.Octets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Records that were parsed before, by their text. A table without chains: a record is kept in one of the two places that
 * its text gives it, and the next but one for that pair takes it. So it never grows, never blocks, and who fills it on
 * purpose makes others parse again, and no more. There are two, since of some hundred popular records a few would
 * otherwise drive each other out for ever.
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
        int pair = pair(text);
        Parsed newer = places.getAcquire(pair);
        if (newer != null && newer.text().equals(text)) {
            return newer.result();
        }
        Parsed older = places.getAcquire(pair + 1);
        if (older != null && older.text().equals(text)) {
            return older.result();
        }
        Parsed parsed = new Parsed(text.compact(), SpfRecord.parse(text));
        places.setRelease(pair + 1, newer);
        places.setRelease(pair, parsed);
        return parsed.result();
    }

    // The first place of two.
    private static int pair(Octets text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 10 ^ hash >>> 20) & (PLACES - 2);
    }
}
