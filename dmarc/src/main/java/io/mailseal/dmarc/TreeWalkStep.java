package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question of a discovery and what came of it.
 *
 * @rfc 9989 4.10
 */
public final class TreeWalkStep {

    private final DomainName name;
    private final DnsAnswer.Outcome outcome;
    private final @Nullable DnsFailure failure;
    private final DnsSecurity security;
    private final List<DmarcRecord> records;
    private final int tooLong;

    private TreeWalkStep(DomainName name, DnsAnswer answer, List<DmarcRecord> records, int tooLong) {
        this.name = name;
        this.outcome = answer.outcome();
        this.failure = answer instanceof DnsAnswer.Failed failed ? failed.cause() : null;
        this.security = answer.security();
        this.records = List.copyOf(records);
        this.tooLong = tooLong;
    }

    static TreeWalkStep of(DomainName name, DnsAnswer answer, ParsedRecords known) {
        if (!(answer instanceof DnsAnswer.Found found)) {
            return new TreeWalkStep(name, answer, List.of(), 0);
        }
        List<DmarcRecord> records = new ArrayList<>();
        int tooLong = 0;
        for (DnsRecord record : found.records()) {
            if (record instanceof DnsRecord.Txt txt) {
                tooLong += DmarcRecord.isTooLong(txt.text()) ? 1 : 0;
                known.parse(txt.text()).ifPresent(records::add);
            }
        }
        return new TreeWalkStep(name, answer, records, tooLong);
    }

    /** The domain whose record was asked for, at {@code _dmarc} below it. */
    public DomainName name() {
        return name;
    }

    /** What the name servers said. */
    public DnsAnswer.Outcome outcome() {
        return outcome;
    }

    /** Why there was no answer. */
    public Optional<DnsFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** The DNSSEC status of the answer. */
    public DnsSecurity security() {
        return security;
    }

    /** All DMARC records there that could be read. More than one count as none. */
    public List<DmarcRecord> records() {
        return records;
    }

    /** The record, if there is exactly one. */
    public Optional<DmarcRecord> record() {
        return records.size() == 1 && tooLong == 0 ? Optional.of(records.get(0)) : Optional.empty();
    }

    /**
     * Whether there is one record, and it has more than {@link DmarcRecord#MAX_OCTETS} octets, so that it is not read.
     * As the policy of a domain that is a permerror; in the search for the organizational domain it counts as none.
     */
    public boolean isTooLong() {
        return tooLong == 1 && records.isEmpty();
    }

    /** Whether it is certain that there is no record at all. */
    boolean hasNothing() {
        return !isFailed() && records.isEmpty() && tooLong == 0;
    }

    boolean isFailed() {
        return outcome == DnsAnswer.Outcome.FAILED;
    }

    // A record that says what its domain is ends the walk; so does a failure, since what lies beyond it depends on it.
    boolean endsWalk() {
        return isFailed() || declares(PublicSuffixFlag.ORGANIZATIONAL) || declares(PublicSuffixFlag.PUBLIC_SUFFIX);
    }

    /** Whether there is one record, and it says this of its domain. */
    boolean declares(PublicSuffixFlag flag) {
        Optional<DmarcRecord> record = record();
        return record.isPresent() && record.get().psd() == flag;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeWalkStep that
                && name.equals(that.name)
                && outcome == that.outcome
                && failure == that.failure
                && security == that.security
                && records.equals(that.records)
                && tooLong == that.tooLong;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name and what was found there. */
    @Override
    public String toString() {
        return name + ": " + (failure != null ? failure.sentence() : records.size() + " records");
    }
}
