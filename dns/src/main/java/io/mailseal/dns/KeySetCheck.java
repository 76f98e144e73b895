package io.mailseal.dns;

import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.ZoneKey.Objection;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;

/**
 * Whether the keys of a zone are those that its parent, or a trust anchor, points to.
 *
 * <p>The work is bounded: each key is hashed at most once with each kind of digest, however many DS records there are,
 * and what is verified is counted by {@link ValidationWork}.
 *
 * @rfc 4035 5.2
 */
final class KeySetCheck {

    /** What came of it. */
    sealed interface Verdict {

        /**
         * These sign the zone; at least one.
         *
         * @param ttl in seconds, as {@link SignatureCheck.Verdict.Valid#ttl}
         * @param by for people: the key that signed the others, to which the pointer leads
         */
        record Trusted(List<ZoneKey> keys, long ttl, String by) implements Verdict {
            public Trusted {
                keys = List.copyOf(keys);
            }
        }

        /**
         * Nothing that the parent points to is of an algorithm, a digest and a size that we know: the zone counts as
         * unsigned.
         *
         * @param error the INFO-CODE of RFC 8914 that fits best
         * @param reason for people, a clause
         */
        record Unsupported(int error, String reason) implements Verdict {}

        /**
         * The parent points to keys, and there are none that are good.
         *
         * @param error the INFO-CODE of RFC 8914 that fits best
         * @param reason for people, a clause
         */
        record Invalid(int error, String reason) implements Verdict {}
    }

    /**
     * What points to the keys of a zone. Either may be empty; an anchor may have both. Both are empty where an anchor
     * is not valid at this time: that proves nothing, so the zone's keys are then not good, and not unsupported.
     */
    record Pointers(List<DSRecord> digests, List<DNSKEYRecord> keys) {
        Pointers {
            digests = List.copyOf(digests);
            keys = List.copyOf(keys);
        }

        boolean isEmpty() {
            return digests.isEmpty() && keys.isEmpty();
        }

        // RFC 6840 §5.2: others are disregarded.
        private Pointers supported(DnssecAlgorithms algorithms) {
            List<DSRecord> known = digests.stream()
                    .filter(digest -> algorithms.supportsSigning(digest.getAlgorithm())
                            && algorithms.supportsDigest(digest.getDigestID()))
                    .toList();
            return new Pointers(
                    withoutWeak(known),
                    keys.stream()
                            .filter(key -> algorithms.supportsSigning(key.getAlgorithm()))
                            .toList());
        }

        // RFC 4509 §3: SHA-1 is ignored where there is a better one, so that who can break it has no use of it.
        private static List<DSRecord> withoutWeak(List<DSRecord> known) {
            List<DSRecord> strong = known.stream()
                    .filter(digest -> digest.getDigestID() != Digest.SHA1)
                    .toList();
            return strong.isEmpty() ? known : strong;
        }
    }

    // One key of the set, and why it is of no use, if so.
    private record Candidate(
            DNSKEYRecord dnskey,
            @Nullable ZoneKey key,
            @Nullable Objection objection) {

        static Candidate of(DNSKEYRecord dnskey, DnssecAlgorithms algorithms) {
            return new Candidate(
                    dnskey,
                    ZoneKey.of(dnskey, algorithms).orElse(null),
                    ZoneKey.objection(dnskey, algorithms).orElse(null));
        }
    }

    private final RecordSet set;
    private final List<Candidate> candidates;
    // By identity, here and below: whoever makes the records can make their hash codes equal.
    private final Set<Candidate> pointedTo = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean anyMissing;

    private KeySetCheck(RecordSet set, Pointers supported, DnssecAlgorithms algorithms) {
        this.set = set;
        this.candidates = set.records().stream()
                .filter(DNSKEYRecord.class::isInstance)
                .map(record -> Candidate.of((DNSKEYRecord) record, algorithms))
                .toList();
        follow(supported);
    }

    /**
     * Whether the zone's keys have to be asked for: not if there are pointers and none of them is of an algorithm and a
     * digest that we know.
     */
    static boolean areSupported(Pointers pointers, DnssecAlgorithms algorithms) {
        return pointers.isEmpty() || !pointers.supported(algorithms).isEmpty();
    }

    static Verdict check(
            RecordSet dnskeys, Pointers pointers, DnssecAlgorithms algorithms, Instant now, ValidationWork work) {
        if (pointers.isEmpty()) {
            return new Verdict.Invalid(ExtendedDnsError.DNSKEY_MISSING, "nothing that is valid now points to its keys");
        }
        Pointers supported = pointers.supported(algorithms);
        return supported.isEmpty()
                ? unsupported(pointers, algorithms)
                : new KeySetCheck(dnskeys, supported, algorithms).verdict(now, work);
    }

    /** Why the zone counts as unsigned, where {@link #areSupported} says no. */
    static Verdict.Unsupported unsupported(Pointers pointers, DnssecAlgorithms algorithms) {
        boolean anyAlgorithm =
                pointers.digests().stream().anyMatch(digest -> algorithms.supportsSigning(digest.getAlgorithm()));
        return anyAlgorithm
                ? new Verdict.Unsupported(
                        ExtendedDnsError.UNSUPPORTED_DS_DIGEST_TYPE,
                        "its keys are pointed to only by digests that are not supported")
                : new Verdict.Unsupported(
                        ExtendedDnsError.UNSUPPORTED_DNSKEY_ALGORITHM,
                        "signed only with algorithms that are not supported");
    }

    private void follow(Pointers supported) {
        Set<Integer> tags = new HashSet<>();
        supported.digests().forEach(digest -> tags.add(digest.getFootprint()));
        Map<Integer, Map<DigestOfKey, Candidate>> digests = new HashMap<>();
        for (DSRecord digest : supported.digests()) {
            note(digests.computeIfAbsent(digest.getDigestID(), kind -> digests(kind, tags))
                    .get(DigestOfKey.in(digest)));
        }
        for (DNSKEYRecord key : supported.keys()) {
            note(candidates.stream()
                    .filter(candidate -> candidate.dnskey().equals(key))
                    .findFirst()
                    .orElse(null));
        }
    }

    private Map<DigestOfKey, Candidate> digests(int kind, Set<Integer> tags) {
        Map<DigestOfKey, Candidate> digests = new HashMap<>();
        for (Candidate candidate : candidates) {
            if (tags.contains(candidate.dnskey().getFootprint())) {
                digests.put(DigestOfKey.of(candidate.dnskey(), kind), candidate);
            }
        }
        return digests;
    }

    private void note(@Nullable Candidate target) {
        if (target == null) {
            anyMissing = true;
        } else {
            pointedTo.add(target);
        }
    }

    private Verdict verdict(Instant now, ValidationWork work) {
        List<ZoneKey> pointed = keys(candidates.stream().filter(pointedTo::contains));
        if (pointed.isEmpty()) {
            return withoutUsable();
        }
        SignatureCheck.Verdict signed = SignatureCheck.check(set, set.owner(), pointed, now, work);
        if (signed instanceof SignatureCheck.Verdict.Invalid invalid) {
            return new Verdict.Invalid(invalid.error(), invalid.reason());
        }
        SignatureCheck.Verdict.Valid valid = (SignatureCheck.Verdict.Valid) signed;
        return new Verdict.Trusted(keys(candidates.stream()), valid.ttl(), valid.by());
    }

    private static List<ZoneKey> keys(Stream<Candidate> candidates) {
        return candidates.map(Candidate::key).filter(Objects::nonNull).toList();
    }

    // Authenticated keys that are too small are as if of an unknown algorithm, and RFC 6840 §5.3 says how to treat such
    // a zone: it is unsigned if all pointers lead to them. If one leads nowhere, somebody may have taken a key out.
    private Verdict withoutUsable() {
        Set<Objection> objections = EnumSet.noneOf(Objection.class);
        for (Candidate candidate : pointedTo) {
            if (candidate.objection() != null) {
                objections.add(candidate.objection());
            }
        }
        if (objections.isEmpty()) {
            return new Verdict.Invalid(
                    ExtendedDnsError.DNSKEY_MISSING, "none of the zone's keys is one that is pointed to");
        }
        if (!anyMissing && objections.equals(EnumSet.of(Objection.TOO_SMALL))) {
            return new Verdict.Unsupported(
                    ExtendedDnsError.UNSUPPORTED_DNSKEY_ALGORITHM,
                    "the key pointed to " + Objection.TOO_SMALL.clause());
        }
        Objection first = objections.iterator().next();
        return new Verdict.Invalid(
                first == Objection.NOT_FOR_ZONES
                        ? ExtendedDnsError.NO_ZONE_KEY_BIT_SET
                        : ExtendedDnsError.DNSKEY_MISSING,
                "the key pointed to " + first.clause());
    }
}
