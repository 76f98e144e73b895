package io.mailseal.dns;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What NSEC3 records prove.
 *
 * @rfc 5155 8
 */
final class Nsec3Denial implements Denial {

    private static final Proof OUTSIDE = Proof.notProven("the name is not in the zone of the NSEC3 records");
    private static final Proof NOT_ENCLOSED =
            Proof.notProven("no NSEC3 records show the closest encloser of the name, and that nothing is closer");
    private static final Proof OPT_OUT =
            new Proof(Outcome.OPTED_OUT, "NSEC3 records show that nothing is there but unsigned delegations (opt-out)");
    private static final Proof EXHAUSTED =
            new Proof(Outcome.TOO_MUCH_WORK, "more names would have to be hashed than is allowed");

    private final Name zone;
    private final Nsec3Chain chain;

    private Nsec3Denial(Name zone, Nsec3Chain chain) {
        this.zone = zone;
        this.chain = chain;
    }

    static Denial of(Name zone, List<? extends Record> records, ValidationWork work) {
        List<Nsec3Span> spans = records.stream()
                .filter(NSEC3Record.class::isInstance)
                .flatMap(record -> Nsec3Span.read((NSEC3Record) record, zone).stream())
                .toList();
        List<Nsec3Hash.Parameters> parameters =
                spans.stream().map(Nsec3Span::parameters).distinct().toList();
        if (parameters.isEmpty()) {
            return new NoProof(Proof.notProven("there is no NSEC3 record that could be used"));
        }
        // §8.2: a server answers with those of one chain.
        if (parameters.size() > 1) {
            return new NoProof(Proof.notProven("the NSEC3 records differ in iterations or salt"));
        }
        // RFC 9276 §3.2
        int iterations = parameters.get(0).iterations();
        if (iterations > work.limits().nsec3Iterations()) {
            String reason = "the NSEC3 records ask for " + iterations + " iterations, and "
                    + work.limits().nsec3Iterations() + " are allowed";
            return new NoProof(new Proof(Outcome.TOO_MANY_ITERATIONS, reason));
        }
        return new Nsec3Denial(zone, new Nsec3Chain(spans, parameters.get(0), work));
    }

    @Override
    public Proof noData(Name name, int type) {
        return proof(name, () -> provenNoData(name, type));
    }

    // §8.5, and §8.6 where the name has a record
    private Proof provenNoData(Name name, int type) {
        Nsec3Span matching = chain.matching(name);
        if (matching != null) {
            return matching.types().deny(type, name, zone)
                    ? Proof.proven("an NSEC3 record shows that the name has no records of this type")
                    : Proof.notProven("the NSEC3 record of the name does not show that it has no records of this type");
        }
        Enclosure enclosure = enclosure(name);
        return enclosure == null ? NOT_ENCLOSED : wildcardNoData(name, type, enclosure);
    }

    // §8.7
    private Proof wildcardNoData(Name name, int type, Enclosure enclosure) {
        Name wildcard = Denial.sourceOfSynthesis(name, enclosure.closestEncloser());
        Nsec3Span matching = chain.matching(wildcard);
        if (matching != null) {
            // Of a wildcard that is a delegation it is not defined what it stands for (RFC 4592 §4.2).
            return !matching.types().areOfDelegation() && matching.types().deny(type, wildcard, zone)
                    ? enclosure.proof("NSEC3 records show that the wildcard for the name has no records of this type")
                    : Proof.notProven(
                            "the NSEC3 record of the wildcard does not show that it has no records of this type");
        }
        // §8.6 for DS records; eid3441 for others, where the name may only have unsigned delegations below it.
        return enclosure.nextCloser().isOptOut()
                ? OPT_OUT
                : Proof.notProven("no NSEC3 record shows that a wildcard for the name has no records of this type");
    }

    @Override
    public Proof noSuchName(Name name) {
        return proof(name, () -> provenNoSuchName(name));
    }

    // §8.4
    private Proof provenNoSuchName(Name name) {
        Enclosure enclosure = enclosure(name);
        if (enclosure == null) {
            return NOT_ENCLOSED;
        }
        Nsec3Span source = chain.covering(Denial.sourceOfSynthesis(name, enclosure.closestEncloser()));
        if (source == null) {
            return Proof.notProven("no NSEC3 record shows that there is no wildcard for the name");
        }
        return source.isOptOut()
                ? OPT_OUT
                : enclosure.proof("NSEC3 records show that there is neither the name nor a wildcard for it");
    }

    @Override
    public Proof noCloserMatch(Name name, int labels) {
        return proof(name, () -> provenNoCloserMatch(name, labels));
    }

    // §8.8: that the encloser exists, the signature of the wildcard has shown.
    private Proof provenNoCloserMatch(Name name, int labels) {
        if (!Denial.isSourceOfSynthesis(labels, name, zone)) {
            return OUTSIDE;
        }
        Nsec3Span nextCloser = chain.covering(new Name(name, name.labels() - labels - 2));
        if (nextCloser == null) {
            return Proof.notProven("no NSEC3 record shows that nothing is closer to the name than the wildcard");
        }
        return nextCloser.isOptOut()
                ? OPT_OUT
                : Proof.proven("an NSEC3 record shows that nothing is closer to the name than the wildcard");
    }

    @Override
    public Proof noDelegationSigner(Name name) {
        return name.equals(zone) ? OUTSIDE : proof(name, () -> provenNoDelegationSigner(name));
    }

    // §8.6, §8.9
    private Proof provenNoDelegationSigner(Name name) {
        Nsec3Span matching = chain.matching(name);
        if (matching != null) {
            return Denial.delegation(matching.types().delegation(), "the NSEC3 record of the name");
        }
        Enclosure enclosure = enclosure(name);
        return enclosure == null
                ? NOT_ENCLOSED
                : enclosure.proof("NSEC3 records show that there is no delegation, because there is no such name");
    }

    private Proof proof(Name name, Supplier<Proof> rule) {
        if (!name.subdomain(zone)) {
            return OUTSIDE;
        }
        chain.start();
        Proof proof = rule.get();
        // What was not looked for in the end may have been there: no outcome counts.
        return chain.isExhausted() ? EXHAUSTED : proof;
    }

    /**
     * What is known of a name that does not exist.
     *
     * @param nextCloser covers the name that is one label longer than the closest encloser
     */
    private record Enclosure(Name closestEncloser, Nsec3Span nextCloser) {

        // §9.2: what an opt-out record covers may be an unsigned delegation.
        Proof proof(String reason) {
            return nextCloser.isOptOut() ? OPT_OUT : Proof.proven(reason);
        }
    }

    /**
     * The closest encloser proof. It goes from the zone's apex down: a name that does not exist has nothing below it, so the
     * first one ends the search, and mostly that is soon. At worst each of at most 127 ancestors is hashed.
     *
     * @rfc 5155 8.3
     */
    private @Nullable Enclosure enclosure(Name name) {
        Name encloser = null;
        for (int up = name.labels() - zone.labels(); up >= 0; up--) {
            Name ancestor = new Name(name, up);
            if (encloser != null) {
                Nsec3Span nextCloser = chain.covering(ancestor);
                if (nextCloser != null) {
                    return new Enclosure(encloser, nextCloser);
                }
            }
            Nsec3Span matching = chain.matching(ancestor);
            if (matching != null && !mayEnclose(ancestor, matching.types())) {
                return null;
            }
            encloser = matching == null ? null : ancestor;
        }
        return null;
    }

    // It is of this zone, and neither a delegation nor a DNAME.
    private boolean mayEnclose(Name ancestor, TypeBitMaps types) {
        boolean ofZoneBelow = types.have(Type.SOA) && !ancestor.equals(zone);
        return !ofZoneBelow && !types.endTheZone();
    }
}
