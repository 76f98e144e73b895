package io.mailseal.spf;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/** What a record tells by itself, without DNS. */
final class RecordFindings {

    /** In which place a record is looked at, since not everything matters in each. */
    enum Role {
        /** By itself; nothing is known but its text. */
        ALONE,
        /** As the record of the domain that is linted, or one that it redirects to: it decides in the end. */
        DECIDING,
        /** As one that another includes: how it ends matters to nobody. */
        INCLUDED
    }

    private RecordFindings() {}

    /** @param domain whose record it is; null where that is not known */
    static FindingList of(SpfRecord record, Role role, @Nullable DomainName domain) {
        FindingList findings = new FindingList(domain);
        SizeFindings.find(record, role, domain, findings);
        OrderFindings.find(record, role, findings);
        RangeFindings.find(record, role, findings);
        MacroFindings.find(record, findings);
        ModifierFindings.find(record, role, findings);
        return findings;
    }
}
