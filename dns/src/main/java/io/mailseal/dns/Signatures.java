package io.mailseal.dns;

import io.mailseal.dns.SignatureCheck.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.xbill.DNS.Name;

/** The signatures that one answer depends on: each record set is verified once, however often the rules are run again. */
final class Signatures {

    private final Instant now;
    private final ValidationWork work;
    // By identity: a response has each of its sets once, and to compare them by their octets would be dear.
    private final IdentityHashMap<RecordSet, Map<Name, Verdict>> verdicts = new IdentityHashMap<>();

    Signatures(Instant now, ValidationWork work) {
        this.now = now;
        this.work = work;
    }

    /** Whether the zone has signed the set. */
    Verdict check(RecordSet set, Zone.Signed zone) {
        Map<Name, Verdict> ofSet = verdicts.computeIfAbsent(set, unseen -> new HashMap<>());
        return ofSet.computeIfAbsent(zone.apex(), apex -> SignatureCheck.check(set, apex, zone.keys(), now, work));
    }
}
