package io.mailseal.spf;

import io.mailseal.core.Octets;
import io.mailseal.core.cache.RecentValues;

/** Records that were parsed before, by their text. May be used by several threads. */
final class ParsedRecords {

    /** What is longer is parsed each time: few are, and they would take the most room. */
    static final int LONGEST_KEPT = 512;

    private final RecentValues<Octets, SpfParse> kept = new RecentValues<>();

    SpfParse parse(Octets text) {
        if (text.length() > LONGEST_KEPT) {
            return SpfRecord.parse(text);
        }
        SpfParse known = kept.get(text);
        if (known != null) {
            return known;
        }
        SpfParse parsed = SpfRecord.parse(text);
        kept.put(text.compact(), parsed); // nothing of the answer that it came with is kept alive
        return parsed;
    }
}
