package io.mailseal.dns;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What NSEC records prove.
 *
 * @rfc 4035 5.4
 */
final class NsecDenial implements Denial {

    private static final Proof OUTSIDE = Proof.notProven("the name is not in the zone of the NSEC records");
    private static final Proof NOT_COVERED = Proof.notProven("no NSEC record shows that there is no such name");
    private static final Proof EXISTS = Proof.notProven("an NSEC record shows that the name exists");

    private final Name zone;
    private final List<NsecSpan> spans;

    NsecDenial(Name zone, List<? extends Record> records) {
        this.zone = zone;
        this.spans = records.stream()
                .filter(NSECRecord.class::isInstance)
                .flatMap(record -> NsecSpan.read((NSECRecord) record, zone).stream())
                .toList();
    }

    @Override
    public Proof noData(Name name, int type) {
        if (!name.subdomain(zone)) {
            return OUTSIDE;
        }
        if (exists(name)) {
            return isWithout(type, name)
                    ? Proof.proven("an NSEC record shows that the name has no records of this type")
                    : Proof.notProven("the NSEC record of the name does not show that it has no records of this type");
        }
        List<Name> sources = sourcesOfSynthesis(name).toList();
        if (sources.isEmpty()) {
            return NOT_COVERED;
        }
        return sources.stream().anyMatch(wildcard -> !isDelegation(wildcard) && isWithout(type, wildcard))
                ? Proof.proven("NSEC records show that the wildcard for the name has no records of this type")
                : Proof.notProven("no NSEC record shows that a wildcard for the name has no records of this type");
    }

    @Override
    public Proof noSuchName(Name name) {
        if (!name.subdomain(zone)) {
            return OUTSIDE;
        }
        if (exists(name)) {
            return EXISTS;
        }
        List<Name> sources = sourcesOfSynthesis(name).toList();
        if (sources.isEmpty()) {
            return NOT_COVERED;
        }
        return sources.stream().anyMatch(this::isAbsent)
                ? Proof.proven("NSEC records show that there is neither the name nor a wildcard for it")
                : Proof.notProven("no NSEC record shows that there is no wildcard for the name");
    }

    @Override
    public Proof noCloserMatch(Name name, int labels) {
        if (!name.subdomain(zone) || !Denial.isSourceOfSynthesis(labels, name, zone)) {
            return OUTSIDE;
        }
        if (exists(name)) {
            return EXISTS;
        }
        return covering(name).anyMatch(span -> span.closestEncloser(name).labels() - 1 <= labels)
                ? Proof.proven("an NSEC record shows that nothing is closer to the name than the wildcard")
                : Proof.notProven("no NSEC record shows that nothing is closer to the name than the wildcard");
    }

    @Override
    public Proof noDelegationSigner(Name name) {
        if (!name.subdomain(zone) || name.equals(zone)) {
            return OUTSIDE;
        }
        List<Outcome> said =
                matching(name).map(span -> span.types().delegation()).distinct().toList();
        if (!said.isEmpty()) {
            return Denial.delegation(
                    said.size() == 1 ? said.get(0) : Outcome.NOT_PROVEN, "the NSEC record of the name");
        }
        return covering(name).findAny().isPresent()
                ? Proof.proven("an NSEC record shows that there is no delegation, because the name has no records")
                : Proof.notProven("no NSEC record shows whether there is a delegation");
    }

    private Stream<NsecSpan> matching(Name name) {
        return spans.stream().filter(span -> span.owner().equals(name));
    }

    private Stream<NsecSpan> covering(Name name) {
        return spans.stream().filter(span -> span.covers(name));
    }

    // RFC 8020 §3.1: a name exists also where it has no records, and others are below it.
    private boolean isEmptyNonTerminal(Name name) {
        return covering(name).anyMatch(span -> span.hasNextBelow(name));
    }

    private boolean exists(Name name) {
        return matching(name).findAny().isPresent() || isEmptyNonTerminal(name);
    }

    private boolean isAbsent(Name name) {
        return !exists(name) && covering(name).findAny().isPresent();
    }

    private boolean isWithout(int type, Name name) {
        List<NsecSpan> matching = matching(name).toList();
        return matching.isEmpty()
                ? isEmptyNonTerminal(name)
                : matching.stream().allMatch(span -> span.types().deny(type, name, zone));
    }

    private boolean isDelegation(Name name) {
        return matching(name).anyMatch(span -> span.types().areOfDelegation());
    }

    // Of a name that does not exist. One, unless old records are mixed with new ones.
    private Stream<Name> sourcesOfSynthesis(Name name) {
        return covering(name)
                .map(span -> Denial.sourceOfSynthesis(name, span.closestEncloser(name)))
                .distinct();
    }
}
