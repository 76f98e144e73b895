package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.time.Instant;
import java.util.List;

/**
 * A record set as it is served.
 *
 * @param signatures the data of its RRSIG records
 * @param renewAt when it is to be signed again
 */
record SignedSet(RecordSet set, List<Octets> signatures, Instant renewAt) {

    static SignedSet unsigned(RecordSet set) {
        return new SignedSet(set, List.of(), Instant.MAX);
    }

    /** Its RRSIG records. */
    RecordSet signatureSet() {
        return new RecordSet(set.owner(), DnsType.RRSIG, set.ttl(), signatures);
    }
}
