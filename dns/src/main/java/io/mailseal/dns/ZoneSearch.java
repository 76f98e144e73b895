package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.SignatureCheck.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Finds the zone that a name is in, and its keys. For a name that a signature says to be a zone, the way leads up: its DS
 * record was signed by the parent, and so on to a trust anchor. For any other name it leads down from there, label by label,
 * until a delegation turns out not to be signed.
 *
 * @rfc 4035 5.2
 */
final class ZoneSearch {

    // How long it is remembered that a chain is broken (RFC 4035 §4.7: not long).
    static final Duration BROKEN_FOR = Duration.ofSeconds(30);

    // How many zones above the one that signed are asked for at once, when none of them is known.
    private static final int HINTED_ZONES = 4;

    // Of how many DS records people are told.
    private static final int MAX_DESCRIBED = 4;

    private static final Name ARPA = Name.fromConstantString("arpa.");
    private static final int HINTED_ARPA_LABELS = 8;

    private final ValidatedAnswers rules;
    private final Instant now;
    private final ValidationWork work;
    private final Signatures signatures;
    private final Map<Name, Zone> found = new HashMap<>();
    private final Map<Name, Zone.Broken> gaps = new HashMap<>(); // where too little was proven, which may not matter
    private final Set<Name> absent = new HashSet<>(); // what the server says is not there
    private @Nullable RawView current;

    ZoneSearch(ValidatedAnswers rules, Instant now, ValidationWork work, Signatures signatures) {
        this.rules = rules;
        this.now = now;
        this.work = work;
        this.signatures = signatures;
    }

    /** Begins another run of the rules. */
    void run(RawView raw) {
        current = raw;
    }

    private RawView raw() {
        RawView raw = current;
        if (raw == null) {
            throw new IllegalStateException("outside of a run");
        }
        return raw;
    }

    /**
     * Names what the way to an unknown name begins with: the first two zones below what is known, if that is no deeper than
     * a top-level domain. Nearly all names that matter are in such zones.
     */
    void hint(Name name) {
        Name known = name;
        while (!isKnown(known) && !isAnchored(known)) {
            if (known.equals(Name.root)) {
                return;
            }
            known = parent(known);
        }
        if (!isKnown(known)) {
            prefetch(known, DnsType.DNSKEY);
        } else if (zone(known).filter(Zone.Signed.class::isInstance).isEmpty()) {
            return;
        }
        int below = name.labels() - known.labels();
        if (below >= 1 && known.labels() <= 2) {
            prefetch(ancestor(name, known.labels() + 1), DnsType.DS);
        }
        if (below >= 2 && known.labels() == 1) {
            prefetch(ancestor(name, 2), DnsType.DNSKEY);
            prefetch(ancestor(name, 3), DnsType.DS);
        }
    }

    /** Names what is needed to get from the signer of a record set up to what is known. */
    private void hintAbove(Name signer) {
        Name at = signer;
        for (int i = 0; i < HINTED_ZONES && !isKnown(at) && !isAnchored(at) && !at.equals(Name.root); i++) {
            prefetch(at, DnsType.DNSKEY);
            prefetch(at, DnsType.DS);
            at = parent(at);
        }
    }

    // The names of addresses have many labels, and a zone begins only at some of them.
    private void hintBelow(Name at, Name name) {
        if (!name.subdomain(ARPA)) {
            return;
        }
        int deepest = Math.min(name.labels(), at.labels() + HINTED_ARPA_LABELS);
        for (int labels = at.labels() + 1; labels <= deepest; labels++) {
            Name below = ancestor(name, labels);
            if (!isKnown(below)) {
                prefetch(below, DnsType.DS);
            }
        }
    }

    private void prefetch(Name name, DnsType type) {
        raw().prefetch(new DnsQuestion(WireName.toDomainName(name), type));
    }

    private boolean isKnown(Name name) {
        return zone(name).isPresent();
    }

    private Optional<Zone> zone(Name name) {
        Zone zone = found.get(name);
        return zone != null ? Optional.of(zone) : rules.zones().find(name, now);
    }

    private boolean isAnchored(Name name) {
        return rules.anchors().has(name);
    }

    /** The zone that this name is the apex of, as a signature claims; if it is none, the one that it is in. */
    Zone signedBy(Name signer) {
        Optional<Zone> known = zone(signer);
        if (known.isPresent()) {
            return remembered(signer, known.get());
        }
        Optional<KeySetCheck.Pointers> anchor = rules.anchors().of(signer, now);
        if (anchor.isPresent()) {
            return anchored(signer, anchor.get());
        }
        if (!isBelowAnchor(signer)) {
            return outside(signer);
        }
        hintAbove(signer);
        Reply reply = ask(signer, DnsType.DS);
        if (problem(reply) != null) {
            return unfetched(signer, DnsType.DS, reply, List.of());
        }
        RecordSet pointers = response(reply).answers(signer, Type.DS);
        for (RRSIGRecord signature : pointers.signatures()) {
            Name parent = signature.getSigner();
            if (!pointers.records().isEmpty() && isAbove(parent, signer)) {
                Zone above = signedBy(parent);
                if (above instanceof Zone.Unsigned && isAnchoredBelow(parent, signer)) {
                    break; // from the anchor, then (RFC 6840 §5.10)
                }
                return above instanceof Zone.Signed signed && signed.apex().equals(parent)
                        ? delegated(signed, signer, reply)
                        : notSigned(above, parent, signer);
            }
        }
        return around(signer);
    }

    // What signed the delegation is itself no signed zone.
    private Zone notSigned(Zone above, Name claimed, Name signer) {
        return above instanceof Zone.Signed
                ? bogus(
                        signer,
                        DnsType.DS,
                        ExtendedDnsError.DNSSEC_BOGUS,
                        "signed in the name of " + claimed + ", which is no zone",
                        above.proof())
                : remembered(signer, above);
    }

    /** The zone that this name is in, found from above. */
    Zone around(Name name) {
        Name at = name;
        while (!isKnown(at) && !isAnchored(at)) {
            if (at.equals(Name.root)) {
                return outside(name);
            }
            at = parent(at);
        }
        Zone zone = signedBy(at);
        Zone.Broken gap = null;
        Name gapAt = at;
        while (at.labels() < name.labels() && zone instanceof Zone.Signed signed) {
            at = ancestor(name, at.labels() + 1);
            Zone next = below(signed, at, name);
            if (next instanceof Zone.Broken broken && gaps.containsKey(at)) {
                gapAt = gap == null ? at : gapAt;
                gap = gap == null ? broken : gap;
            } else {
                zone = next;
            }
            if (absent.contains(at) && isSame(zone, signed)) {
                break; // RFC 8020 §2: nothing is below, and no zone either
            }
        }
        Zone.Broken failure = gap;
        boolean isBridged = !(zone instanceof Zone.Signed signed) || !isAbove(signed.apex(), gapAt);
        return failure == null || isBridged ? remembered(name, zone) : findOut(name, () -> failure);
    }

    // The zone that a name is in which is one label longer than one in this zone, on the way to the one that is sought.
    private Zone below(Zone.Signed above, Name at, Name sought) {
        Optional<Zone> known = zone(at);
        if (known.isPresent()) {
            return known.get();
        }
        Zone.Broken gap = gaps.get(at);
        if (gap != null) {
            return gap;
        }
        hintBelow(at, sought);
        Reply reply = ask(at, DnsType.DS);
        if (problem(reply) != null) {
            return unfetched(at, DnsType.DS, reply, above.proof());
        }
        if (!response(reply).records(at, Type.DS).isEmpty()) {
            return delegated(above, at, reply);
        }
        Zone zone = without(above, at, reply);
        if (isAbsent(at, response(reply))) {
            absent.add(at);
        }
        // Some servers prove too little at names that only have others below them (NSD 4.6 with opt-out). What is
        // proven further down stands by itself: no proof gets past a delegation that has a DS record.
        if (zone instanceof Zone.Broken broken && broken.error() == ExtendedDnsError.NSEC_MISSING) {
            gaps.put(at, broken);
        }
        return zone;
    }

    // RFC 6604 §3: after an alias the RCODE is about its target.
    private static boolean isAbsent(Name name, Response response) {
        return response.rcode() == Rcode.NXDOMAIN
                && response.records(name, Type.CNAME).isEmpty();
    }

    private static boolean isSame(Zone zone, Zone.Signed signed) {
        return zone instanceof Zone.Signed same && same.apex().equals(signed.apex());
    }

    private Zone anchored(Name apex, KeySetCheck.Pointers anchor) {
        Reply reply = ask(apex, DnsType.DNSKEY);
        if (problem(reply) != null) {
            return unfetched(apex, DnsType.DNSKEY, reply, List.of());
        }
        return findOut(
                apex, () -> withKeys(apex, anchor, "a trust anchor", reply, now.plus(rules.longest()), List.of()));
    }

    // The parent has a DS record: the child is signed, if this is good and it has the keys to it.
    private Zone delegated(Zone.Signed parent, Name apex, Reply pointers) {
        List<DSRecord> digests = response(pointers).records(apex, Type.DS).stream()
                .filter(DSRecord.class::isInstance)
                .map(DSRecord.class::cast)
                .toList();
        KeySetCheck.Pointers pointed = new KeySetCheck.Pointers(digests, List.of());
        if (!KeySetCheck.areSupported(pointed, rules.algorithms())) {
            return findOut(apex, () -> delegation(parent, apex, pointers, pointed, null));
        }
        Reply keys = ask(apex, DnsType.DNSKEY); // before anything is verified, so that nothing is verified twice
        return findOut(apex, () -> delegation(parent, apex, pointers, pointed, keys));
    }

    private Zone delegation(
            Zone.Signed parent, Name apex, Reply pointers, KeySetCheck.Pointers pointed, @Nullable Reply keys) {
        Verdict verdict = signatures.check(response(pointers).answers(apex, Type.DS), parent);
        if (verdict instanceof Verdict.Invalid invalid) {
            return bogus(apex, DnsType.DS, invalid.error(), invalid.reason(), parent.proof());
        }
        Verdict.Valid valid = (Verdict.Valid) verdict;
        if (valid.isExpandedTo(apex)) {
            return bogus(apex, DnsType.DS, ExtendedDnsError.DNSSEC_BOGUS, "made from a wildcard", parent.proof());
        }
        Instant until = until(valid.ttl(), pointers);
        if (keys == null) {
            return unsupported(
                    KeySetCheck.unsupported(pointed, rules.algorithms()), apex, DnsType.DS, until, parent.proof());
        }
        List<ProofStep> proof = and(
                parent.proof(),
                apex,
                DnsType.DS,
                DnsSecurity.SECURE,
                "signed by " + parent.apex() + " (" + valid.by() + "), pointing to " + described(pointed));
        if (problem(keys) != null) {
            return unfetched(apex, DnsType.DNSKEY, keys, proof);
        }
        return withKeys(apex, pointed, "the DS record", keys, until, proof);
    }

    private Zone withKeys(
            Name apex,
            KeySetCheck.Pointers pointers,
            String pointer,
            Reply reply,
            Instant until,
            List<ProofStep> proof) {
        RecordSet keys = response(reply).answers(apex, Type.DNSKEY);
        KeySetCheck.Verdict verdict = KeySetCheck.check(keys, pointers, rules.algorithms(), now, work);
        if (verdict instanceof KeySetCheck.Verdict.Trusted trusted) {
            String reason = "signed by itself (" + trusted.by() + "), as " + pointer + " demands";
            return new Zone.Signed(
                    apex,
                    trusted.keys(),
                    earlier(until, until(trusted.ttl(), reply)),
                    and(proof, apex, DnsType.DNSKEY, DnsSecurity.SECURE, reason));
        }
        if (verdict instanceof KeySetCheck.Verdict.Unsupported unsupported) {
            return unsupported(unsupported, apex, DnsType.DNSKEY, until, proof);
        }
        KeySetCheck.Verdict.Invalid invalid = (KeySetCheck.Verdict.Invalid) verdict;
        return bogus(apex, DnsType.DNSKEY, invalid.error(), invalid.reason(), proof);
    }

    private static Zone unsupported(
            KeySetCheck.Verdict.Unsupported verdict, Name apex, DnsType type, Instant until, List<ProofStep> proof) {
        List<ProofStep> steps = and(proof, apex, type, DnsSecurity.INSECURE, verdict.reason());
        return new Zone.Unsigned(verdict.error(), verdict.reason(), until, steps);
    }

    // The parent has no DS record, and has to prove it: either nothing begins here, or an unsigned zone does.
    private Zone without(Zone.Signed parent, Name name, Reply reply) {
        Response response = response(reply);
        RecordSet alias = response.answers(name, Type.CNAME);
        if (!alias.records().isEmpty()) {
            Verdict verdict = signatures.check(alias, parent);
            return verdict instanceof Verdict.Invalid invalid
                    ? bogus(name, DnsType.DS, invalid.error(), "an alias, " + invalid.reason(), parent.proof())
                    : remembered(name, parent); // no zone begins at an alias (RFC 2181 §10.1)
        }
        DenialSet denial = DenialSet.of(response, parent, signatures, work);
        Denial.Proof proof = denial.prove(records -> records.noDelegationSigner(name));
        return switch (proof.outcome()) {
            case PROVEN -> findOut(name, () -> undivided(parent, until(denial.ttl(), reply)));
            case INSECURE_DELEGATION, OPTED_OUT ->
                unsigned(parent, name, until(denial.ttl(), reply), 0, proof.reason());
            case TOO_MANY_ITERATIONS -> tooManyIterations(parent, name, until(denial.ttl(), reply), proof.reason());
            case TOO_MUCH_WORK ->
                bogus(name, DnsType.DS, ExtendedDnsError.DNSSEC_BOGUS, proof.reason(), parent.proof());
            case NOT_PROVEN ->
                denial.error() == ExtendedDnsError.NSEC_MISSING
                        ? broken(
                                name,
                                DnsType.DS,
                                denial.error(),
                                denial.reason(proof),
                                parent.proof()) // not the last word
                        : bogus(name, DnsType.DS, denial.error(), denial.reason(proof), parent.proof());
        };
    }

    // No zone begins at the name.
    private static Zone undivided(Zone.Signed zone, Instant until) {
        return new Zone.Signed(zone.apex(), zone.keys(), earlier(zone.until(), until), zone.proof());
    }

    // RFC 9276 §3.2: either is allowed. The records themselves are signed; only what they say is not looked at.
    private Zone tooManyIterations(Zone.Signed parent, Name name, Instant until, String reason) {
        int error = ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS;
        return rules.insecureBeyondIterations()
                ? unsigned(parent, name, until, error, reason)
                : bogus(name, DnsType.DS, error, reason, parent.proof());
    }

    private Zone unsigned(Zone.Signed parent, Name name, Instant until, int error, String reason) {
        List<ProofStep> proof = and(parent.proof(), name, DnsType.DS, DnsSecurity.INSECURE, reason);
        return findOut(name, () -> new Zone.Unsigned(error, reason, until, proof));
    }

    private Zone outside(Name name) {
        String reason = "no trust anchor is at or above " + name;
        return new Zone.Broken(DnsFailure.UNPROVEN, 0, reason, now, List.of());
    }

    private Zone unfetched(Name name, DnsType type, Reply reply, List<ProofStep> proof) {
        Optional<ExtendedDnsError> told =
                reply instanceof Reply.Received received ? received.response().extendedError() : Optional.empty();
        String why = told.filter(error -> !error.text().isEmpty())
                .map(error -> " (" + error.text() + ")")
                .orElse("");
        String reason = name + " " + type + " could not be fetched: " + problem(reply) + why;
        List<ProofStep> steps = and(proof, name, type, DnsSecurity.INDETERMINATE, reason);
        int error = told.map(ExtendedDnsError::code).orElse(0);
        Zone zone = new Zone.Broken(DnsFailure.UNPROVEN, error, reason, now, steps);
        return remembered(name, zone); // for this question
    }

    private Zone bogus(Name name, DnsType type, int error, String reason, List<ProofStep> proof) {
        Zone broken = broken(name, type, error, reason, proof);
        return findOut(name, () -> broken);
    }

    private Zone broken(Name name, DnsType type, int error, String reason, List<ProofStep> proof) {
        List<ProofStep> steps = and(proof, name, type, DnsSecurity.BOGUS, reason);
        String sentence = name + " " + type + ": " + reason;
        return new Zone.Broken(DnsFailure.BOGUS, error, sentence, now.plus(BROKEN_FOR), steps);
    }

    private Zone findOut(Name name, Supplier<Zone> how) {
        return remembered(name, rules.zones().find(name, now, how));
    }

    private Zone remembered(Name name, Zone zone) {
        found.put(name, zone);
        return zone;
    }

    private Reply ask(Name name, DnsType type) {
        return raw().get(new DnsQuestion(WireName.toDomainName(name), type));
    }

    // Why this is no answer about the name; null if it is one.
    private static @Nullable String problem(Reply reply) {
        if (reply instanceof Reply.Lost lost) {
            return lost.reason();
        }
        int rcode = ((Reply.Received) reply).response().rcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
                ? null
                : ((Reply.Received) reply).server() + " answered " + Rcode.string(rcode);
    }

    private static Response response(Reply reply) {
        return ((Reply.Received) reply).response();
    }

    /** Whether a trust anchor is at this name or above it, but below the given zone: then that says nothing against it. */
    boolean isAnchoredBelow(Name zone, Name name) {
        for (int labels = name.labels(); labels > zone.labels(); labels--) {
            if (isAnchored(ancestor(name, labels))) {
                return true;
            }
        }
        return false;
    }

    private boolean isBelowAnchor(Name name) {
        return isAnchored(Name.root) || isAnchoredBelow(Name.root, name);
    }

    // What of the TTL has passed since the reply came has passed here, too.
    private Instant until(long ttl, Reply reply) {
        long left = Math.max(0, ttl - ((Reply.Received) reply).age());
        return earlier(now.plusSeconds(left), now.plus(rules.longest()));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static boolean isAbove(Name ancestor, Name name) {
        return name.subdomain(ancestor) && !name.equals(ancestor);
    }

    private static Name parent(Name name) {
        return new Name(name, 1);
    }

    /** The ancestor with so many labels, the root included. */
    private static Name ancestor(Name name, int labels) {
        return new Name(name, name.labels() - labels);
    }

    private static List<ProofStep> and(
            List<ProofStep> proof, Name name, DnsType type, DnsSecurity security, String explanation) {
        List<ProofStep> longer = new ArrayList<>(proof);
        longer.add(new ProofStep(new DnsQuestion(WireName.toDomainName(name), type), security, explanation));
        return List.copyOf(longer);
    }

    private static String described(KeySetCheck.Pointers pointers) {
        StringBuilder text = new StringBuilder("key");
        String separator = " ";
        for (DSRecord digest : pointers.digests().stream().limit(MAX_DESCRIBED).toList()) {
            text.append(separator)
                    .append(digest.getFootprint())
                    .append(" (algorithm ")
                    .append(digest.getAlgorithm())
                    .append(", digest ")
                    .append(digest.getDigestID())
                    .append(')');
            separator = ", ";
        }
        return text.toString();
    }
}
