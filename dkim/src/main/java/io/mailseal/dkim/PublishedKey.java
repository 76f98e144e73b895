package io.mailseal.dkim;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.dkim.ParsedKeys.ParsedKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key that DNS holds for a signature, or why there is none that could verify it.
 *
 * @param material null if there is a problem
 * @param factorable whether anybody can compute the private key
 * @param problem null if there is none
 * @rfc 6376 6.1.2
 */
record PublishedKey(
        KeyFacts facts,
        @Nullable PublicKeyMaterial material,
        boolean factorable,
        @Nullable DkimProblem problem) {

    private static final String SERVICE = "email";
    private static final String HASH = "sha256";

    static PublishedKey of(DnsAnswer answer, DkimSignature signature, DkimAlgorithm algorithm, ParsedKeys keys) {
        KeyFacts facts = new KeyFacts(answer.security(), 0, false);
        return switch (answer.outcome()) {
            case FAILED -> none(facts, DkimProblem.dns(((DnsAnswer.Failed) answer).cause()));
            case NO_SUCH_NAME -> none(facts, DkimProblem.of(Kind.NO_KEY_NAME));
            case NO_DATA -> none(facts, DkimProblem.of(Kind.NO_KEY_RECORD));
            case FOUND -> ofRecords((DnsAnswer.Found) answer, signature, algorithm, keys);
        };
    }

    private static PublishedKey none(KeyFacts facts, DkimProblem problem) {
        return new PublishedKey(facts, null, false, problem);
    }

    // §3.6.2.2: more than one record is undefined, and nobody can know which one is meant. But those that declare to be
    // something else are discarded (§3.6.1), as are those that are malformed where another one is not (§6.1.2).
    private static PublishedKey ofRecords(
            DnsAnswer.Found answer, DkimSignature signature, DkimAlgorithm algorithm, ParsedKeys keys) {
        KeyFacts facts = new KeyFacts(answer.security(), 0, false);
        List<ParsedKey> candidates = new ArrayList<>(1);
        for (DnsRecord.Txt txt : answer.records(DnsRecord.Txt.class)) {
            ParsedKey candidate = keys.parse(txt.text());
            if (!candidate.record().isForeign()) {
                candidates.add(candidate);
            }
        }
        if (candidates.size() > 1 && candidates.stream().anyMatch(PublishedKey::isSound)) {
            candidates.removeIf(candidate -> !isSound(candidate));
        }
        return switch (candidates.size()) {
            case 0 -> none(facts, DkimProblem.of(Kind.NO_DKIM_RECORD));
            case 1 -> ofCandidate(candidates.get(0), answer, signature, algorithm);
            default -> none(facts, DkimProblem.of(Kind.MULTIPLE_KEYS));
        };
    }

    private static boolean isSound(ParsedKey candidate) {
        return candidate.record().problem().isEmpty();
    }

    private static PublishedKey ofCandidate(
            ParsedKey candidate, DnsAnswer answer, DkimSignature signature, DkimAlgorithm algorithm) {
        DkimKeyRecord record = candidate.record();
        KeyFacts facts = new KeyFacts(answer.security(), 0, record.isTesting());
        DkimProblem refusal = refusal(record, signature, algorithm);
        if (refusal != null) {
            return none(facts, refusal);
        }
        PublicKeyMaterial key = candidate.material();
        if (key == null) {
            String expectation = algorithm == DkimAlgorithm.RSA_SHA256 ? "not an RSA key" : "not an Ed25519 key";
            return none(facts, DkimProblem.ofTag(Kind.KEY_MALFORMED, "p", expectation));
        }
        KeyFacts known = facts.withBits(key.bits());
        return key.isOfAllowedSize()
                ? new PublishedKey(known, key, candidate.factorable(), null)
                : none(known, wrongSize(key));
    }

    private static @Nullable DkimProblem refusal(
            DkimKeyRecord record, DkimSignature signature, DkimAlgorithm algorithm) {
        if (record.problem().isPresent()) {
            return record.problem().get();
        }
        if (!record.allowsService(SERVICE)) {
            return DkimProblem.ofTag(Kind.KEY_SERVICE_NOT_ALLOWED, "s");
        }
        if (!record.allowsHash(HASH)) {
            return DkimProblem.ofTag(Kind.KEY_HASH_NOT_ALLOWED, "h");
        }
        if (record.isRevoked()) {
            return DkimProblem.ofTag(Kind.KEY_REVOKED, "p");
        }
        if (!record.keyType().equals(algorithm.keyType())) {
            return DkimProblem.ofTag(Kind.KEY_TYPE_MISMATCH, "k", record.keyType());
        }
        // §3.6.1, t=s: the domain of i= must be that of d=, and not one below.
        if (record.requiresExactDomain() && !signature.identityDomain().equals(signature.domain())) {
            return DkimProblem.ofTag(Kind.IDENTITY_BELOW_DOMAIN, "i");
        }
        return null;
    }

    // RFC 8301 §3.2
    private static DkimProblem wrongSize(PublicKeyMaterial key) {
        Kind kind = key.bits() < RsaKey.MIN_BITS ? Kind.KEY_TOO_SHORT : Kind.KEY_TOO_LONG;
        return DkimProblem.of(kind, key.bits() + " bits");
    }
}
