package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** All that determines an answer: the records, and what was said about them. Immutable. */
record ZoneData(
        ZoneRecords records,
        NameRules<DnsFailure> faults,
        NameRules<Duration> delays,
        Map<DomainName, DnsSecurity> securities) {

    ZoneData {
        securities = Map.copyOf(securities);
    }

    /** With what the other says above what this says: the other wins, name by name. */
    ZoneData under(ZoneData other) {
        Map<DomainName, DnsSecurity> all = new HashMap<>(securities);
        all.putAll(other.securities);
        return new ZoneData(records.under(other.records), faults.under(other.faults), delays.under(other.delays), all);
    }

    ZoneData withFaults(NameRules<DnsFailure> newFaults) {
        return new ZoneData(records, newFaults, delays, securities);
    }

    ZoneData withDelays(NameRules<Duration> newDelays) {
        return new ZoneData(records, faults, newDelays, securities);
    }

    /** @throws IllegalArgumentException for BOGUS: only failures are */
    ZoneData withSecurity(DomainName name, DnsSecurity security) {
        requireNotBogus(security);
        Map<DomainName, DnsSecurity> changed = new HashMap<>(securities);
        changed.put(name, security);
        return new ZoneData(records, faults, delays, changed);
    }

    static void requireNotBogus(DnsSecurity security) {
        if (security == DnsSecurity.BOGUS) {
            throw new IllegalArgumentException("what is bogus is a failure: make it a fault");
        }
    }

    /** That of the closest name at or above this one about which something was said. */
    DnsSecurity security(DomainName name) {
        for (int labels = name.labelCount(); labels >= 0; labels--) {
            DnsSecurity said = securities.get(name.suffix(labels));
            if (said != null) {
                return said;
            }
        }
        return DnsSecurity.INDETERMINATE;
    }

    TimedAnswer answer(DnsQuestion question) {
        return new Lookup(this, question).run();
    }
}
