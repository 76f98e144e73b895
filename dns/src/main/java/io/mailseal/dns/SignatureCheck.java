package io.mailseal.dns;

import io.mailseal.core.dns.ExtendedDnsError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * Whether a record set was signed by a zone.
 *
 * @rfc 4035 5.3
 */
final class SignatureCheck {

    // RFC 2181 §8: no TTL is larger.
    private static final long MAX_TTL = Integer.MAX_VALUE;

    /** What came of it. */
    sealed interface Verdict {

        /**
         * One signature is good.
         *
         * @param ttl in seconds: the least of the TTL of the records and of the signature, the original TTL and the
         *     time left until the signature expires
         * @param labels how many labels the signed owner had, without the root and a leading asterisk: fewer than the
         *     owner now has, if the set was made from a wildcard
         * @param by for people: the key that signed
         */
        record Valid(long ttl, int labels, String by) implements Verdict {
            boolean isExpandedTo(Name owner) {
                return labels < labelsOf(owner);
            }
        }

        /**
         * No signature is good.
         *
         * @param error the INFO-CODE of RFC 8914 that fits best
         * @param reason for people, a clause
         */
        record Invalid(int error, String reason) implements Verdict {}
    }

    // Why a signature does not help; what tells least comes first.
    private enum Fault {
        UNFIT(ExtendedDnsError.DNSSEC_BOGUS),
        WITHOUT_KEY(ExtendedDnsError.DNSKEY_MISSING),
        NOT_YET_VALID(ExtendedDnsError.SIGNATURE_NOT_YET_VALID),
        EXPIRED(ExtendedDnsError.SIGNATURE_EXPIRED),
        WRONG(ExtendedDnsError.DNSSEC_BOGUS),
        LIMIT(ExtendedDnsError.DNSSEC_BOGUS);

        private final int error;

        Fault(int error) {
            this.error = error;
        }
    }

    private final RecordSet set;
    private final Name zone;
    private final List<ZoneKey> keys;
    private final Instant now;
    private final ValidationWork work;
    private Fault mostTelling = Fault.UNFIT;
    private @Nullable String reason;
    private @Nullable SignedData signedData;

    private SignatureCheck(RecordSet set, Name zone, List<ZoneKey> keys, Instant now, ValidationWork work) {
        this.set = set;
        this.zone = zone;
        this.keys = keys;
        this.now = now;
        this.work = work;
    }

    /**
     * Looks for a signature by one of these keys, all of them of this zone, that makes the set good now.
     *
     * @param work what may be done is taken from it
     */
    static Verdict check(RecordSet set, Name zone, List<ZoneKey> keys, Instant now, ValidationWork work) {
        return new SignatureCheck(set, zone, keys, now, work).verdict();
    }

    private Verdict verdict() {
        if (set.records().isEmpty()) {
            return new Verdict.Invalid(ExtendedDnsError.DNSSEC_BOGUS, "without records");
        }
        if (set.signatures().isEmpty()) {
            return new Verdict.Invalid(ExtendedDnsError.RRSIGS_MISSING, "not signed");
        }
        int looked = 0;
        // RFC 6840 §5.4: any one that is good suffices.
        for (RRSIGRecord signature : set.signatures()) {
            List<ZoneKey> candidates = fits(signature) ? candidates(signature) : List.of();
            if (candidates.isEmpty() || !isTimely(signature)) {
                continue;
            }
            if (looked == work.limits().signaturesPerSet()) {
                note(Fault.LIMIT, "none of the " + looked + " signatures that were tried is good, and there are more");
                break;
            }
            looked++;
            Verdict.Valid valid = verify(signature, candidates);
            if (valid != null) {
                return valid;
            }
        }
        return new Verdict.Invalid(mostTelling.error, reason == null ? "not signed" : reason);
    }

    private void note(Fault fault, String clause) {
        if (reason == null || fault.compareTo(mostTelling) > 0) {
            mostTelling = fault;
            reason = clause;
        }
    }

    // RFC 4035 §5.3.1, but for the times and the key
    private boolean fits(RRSIGRecord signature) {
        if (!signature.getName().equals(set.owner())
                || signature.getDClass() != DClass.IN
                || signature.getTypeCovered() != set.type()) {
            note(Fault.UNFIT, "signed with signatures of other records");
            return false;
        }
        if (!signature.getSigner().equals(zone) || !isIn(zone)) {
            note(Fault.UNFIT, "not signed in the name of its zone, " + zone);
            return false;
        }
        // A wildcard is in the zone that signs it, too.
        if (signature.getLabels() > labelsOf(set.owner()) || signature.getLabels() < zone.labels() - 1) {
            note(Fault.UNFIT, "signed for a name with another number of labels");
            return false;
        }
        return true;
    }

    // RFC 4035 §2.4: the DS records of a zone belong to its parent; §2.1: its keys are its own.
    private boolean isIn(Name apex) {
        return switch (set.type()) {
            case Type.DS -> set.owner().subdomain(apex) && !set.owner().equals(apex);
            case Type.DNSKEY -> set.owner().equals(apex);
            default -> set.owner().subdomain(apex);
        };
    }

    // RFC 6840 §5.12: a signature without its key is as if it were not there.
    private List<ZoneKey> candidates(RRSIGRecord signature) {
        List<ZoneKey> candidates = keys.stream()
                .filter(key -> key.tag() == signature.getFootprint() && key.algorithm() == signature.getAlgorithm())
                .toList();
        if (candidates.isEmpty()) {
            note(Fault.WITHOUT_KEY, "signed with " + described(signature) + ", which the zone does not have");
        }
        return candidates;
    }

    private boolean isTimely(RRSIGRecord signature) {
        int left = secondsFromNow(signature.getExpire());
        int ahead = secondsFromNow(signature.getTimeSigned());
        if (left < 0) {
            note(Fault.EXPIRED, "its signature with " + described(signature) + " expired at " + now(left));
            return false;
        }
        // Of two moments more than 68 years apart, neither is the earlier one.
        if (ahead > 0 || ahead == Integer.MIN_VALUE) {
            note(
                    Fault.NOT_YET_VALID,
                    "its signature with " + described(signature) + " is not valid before " + now(ahead));
            return false;
        }
        if (left - ahead < 0) { // also where it is longer than 68 years
            note(Fault.UNFIT, "its signature with " + described(signature) + " ends before it begins");
            return false;
        }
        return true;
    }

    // RFC 4034 §3.1.5, RFC 1982 §3.2: the difference of two 32-bit numbers, as a signed one
    private int secondsFromNow(Instant time) {
        return (int) (time.getEpochSecond() - now.getEpochSecond());
    }

    private Instant now(int offset) {
        return Instant.ofEpochSecond(now.getEpochSecond() + offset);
    }

    // Null if no key verifies it.
    private Verdict.@Nullable Valid verify(RRSIGRecord signature, List<ZoneKey> candidates) {
        byte[] data;
        try {
            data = signedData().by(signature);
        } catch (WireParseException unreadable) {
            note(Fault.WRONG, "with records that cannot be read");
            return null;
        }
        int tried = 0;
        // RFC 4035 §5.3.1: each key that it may be by, since a tag is not unique
        for (ZoneKey key : candidates) {
            if (tried++ == work.limits().keysPerSignature()) {
                note(Fault.LIMIT, "signed with one of more than " + (tried - 1) + " keys with the tag " + key.tag());
                return null;
            }
            if (!work.mayVerify()) {
                note(Fault.LIMIT, "not verified, because too many signatures were verified already");
                return null;
            }
            if (key.verifies(data, signature.getSignature())) {
                return new Verdict.Valid(ttl(signature), signature.getLabels(), key.toString());
            }
            work.verificationFailed();
        }
        note(Fault.WRONG, "its signature with " + described(signature) + " is wrong");
        return null;
    }

    private SignedData signedData() throws WireParseException {
        SignedData known = signedData;
        if (known == null) {
            known = SignedData.of(set);
            signedData = known;
        }
        return known;
    }

    // RFC 4035 §5.3.3
    private long ttl(RRSIGRecord signature) {
        long ttl = Math.min(MAX_TTL, secondsFromNow(signature.getExpire()));
        ttl = Math.min(ttl, Math.min(signature.getTTL(), signature.getOrigTTL()));
        for (Record record : set.records()) {
            ttl = Math.min(ttl, record.getTTL());
        }
        return ttl;
    }

    private static String described(RRSIGRecord signature) {
        return "key " + signature.getFootprint() + ", algorithm " + signature.getAlgorithm();
    }

    /** How many labels a name has, as the Labels field of RRSIG counts them (RFC 4034 §3.1.3). */
    static int labelsOf(Name name) {
        int labels = name.labels() - 1;
        return name.isWild() ? labels - 1 : labels;
    }
}
