package io.mailseal.dmarc;

import io.mailseal.core.Octets;
import io.mailseal.core.cache.RecentValues;
import java.util.Optional;

/** Records that were parsed before, by their text. May be used by several threads. */
final class ParsedRecords {

    /** What is longer is parsed each time: few are, and they would take the most room. */
    static final int LONGEST_KEPT = 512;

    private final RecentValues<Octets, Optional<DmarcRecord>> kept = new RecentValues<>();

    Optional<DmarcRecord> parse(Octets text) {
        if (text.length() > LONGEST_KEPT) {
            return DmarcRecord.parse(text);
        }
        Optional<DmarcRecord> known = kept.get(text);
        if (known != null) {
            return known;
        }
        Octets own = text.compact(); // nothing of the answer that it came with is kept alive
        Optional<DmarcRecord> parsed = DmarcRecord.parse(own);
        kept.put(own, parsed);
        return parsed;
    }
}
