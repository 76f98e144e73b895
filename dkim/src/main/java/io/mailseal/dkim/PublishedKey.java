package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.dkim.DkimProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key that DNS holds for a signature, or why there is none that could verify it.
 *
 * @param material null if there is a problem
 * @param problem null if there is none
 * @rfc 6376 6.1.2
 */
record PublishedKey(
        KeyFacts facts,
        @Nullable PublicKeyMaterial material,
        @Nullable DkimProblem problem) {

    private static final String SERVICE = "email";
    private static final String HASH = "sha256";

    static PublishedKey of(DnsAnswer answer, DkimSignature signature, DkimAlgorithm algorithm) {
        KeyFacts facts = new KeyFacts(answer.security(), 0, false);
        return switch (answer.outcome()) {
            case FAILED -> none(facts, DkimProblem.dns(((DnsAnswer.Failed) answer).cause()));
            case NO_SUCH_NAME -> none(facts, DkimProblem.of(Kind.NO_KEY_NAME));
            case NO_DATA -> none(facts, DkimProblem.of(Kind.NO_KEY_RECORD));
            case FOUND -> ofRecords((DnsAnswer.Found) answer, signature, algorithm);
        };
    }

    private static PublishedKey none(KeyFacts facts, DkimProblem problem) {
        return new PublishedKey(facts, null, problem);
    }

    // §3.6.2.2: more than one record is undefined, and nobody can know which one is meant. But those that declare to be
    // something else are discarded (§3.6.1), as are those that are malformed where another one is not (§6.1.2).
    private static PublishedKey ofRecords(DnsAnswer.Found answer, DkimSignature signature, DkimAlgorithm algorithm) {
        KeyFacts facts = new KeyFacts(answer.security(), 0, false);
        List<DkimKeyRecord> records = new ArrayList<>();
        for (DnsRecord.Txt txt : answer.records(DnsRecord.Txt.class)) {
            DkimKeyRecord record = DkimKeyRecord.parse(txt.text());
            if (!record.isForeign()) {
                records.add(record);
            }
        }
        List<DkimKeyRecord> sound =
                records.stream().filter(record -> record.problem().isEmpty()).toList();
        if (!sound.isEmpty()) {
            records = sound;
        }
        return switch (records.size()) {
            case 0 -> none(facts, DkimProblem.of(Kind.NO_DKIM_RECORD));
            case 1 -> ofRecord(records.get(0), answer, signature, algorithm);
            default -> none(facts, DkimProblem.of(Kind.MULTIPLE_KEYS));
        };
    }

    private static PublishedKey ofRecord(
            DkimKeyRecord record, DnsAnswer answer, DkimSignature signature, DkimAlgorithm algorithm) {
        KeyFacts facts = new KeyFacts(answer.security(), 0, record.isTesting());
        DkimProblem refusal = refusal(record, signature, algorithm);
        if (refusal != null) {
            return none(facts, refusal);
        }
        return switch (algorithm) {
            case RSA_SHA256 -> ofRsa(record.publicKey(), facts);
            case ED25519_SHA256 -> ofEd25519(record.publicKey(), facts);
        };
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

    private static PublishedKey ofRsa(Octets published, KeyFacts facts) {
        RsaKey key = RsaKey.parse(published);
        if (key == null) {
            return none(facts, DkimProblem.ofTag(Kind.KEY_MALFORMED, "p", "not an RSA key"));
        }
        KeyFacts known = facts.withBits(key.bits());
        // RFC 8301 §3.2
        if (key.bits() < RsaKey.MIN_BITS) {
            return none(known, DkimProblem.of(Kind.KEY_TOO_SHORT, key.bits() + " bits"));
        }
        if (key.bits() > RsaKey.MAX_BITS) {
            return none(known, DkimProblem.of(Kind.KEY_TOO_LONG, key.bits() + " bits"));
        }
        return new PublishedKey(known, key, null);
    }

    private static PublishedKey ofEd25519(Octets published, KeyFacts facts) {
        Ed25519Key key = Ed25519Key.parse(published);
        return key == null
                ? none(facts, DkimProblem.ofTag(Kind.KEY_MALFORMED, "p", "not an Ed25519 key"))
                : new PublishedKey(facts.withBits(key.bits()), key, null);
    }
}
