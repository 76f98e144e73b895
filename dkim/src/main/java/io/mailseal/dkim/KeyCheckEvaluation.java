package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dkim.DkimKeyCheck.Status;
import io.mailseal.dkim.DkimKeyFinding.Code;
import io.mailseal.dkim.DkimProblem.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the record of one name, more strictly than a verifier would: what one verifier makes the best of is not good
 * enough for all.
 *
 * @param expected null if any key will do
 * @rfc 6376 3.6.2
 */
record KeyCheckEvaluation(DomainName name, @Nullable Expected expected) implements DnsEvaluation<DkimKeyCheck> {

    /** The key that should be there. */
    record Expected(DkimAlgorithm algorithm, Octets publicKey) {}

    @Override
    public DkimKeyCheck evaluate(DnsView dns) {
        DnsAnswer answer = dns.get(DnsQuestion.txt(name));
        return switch (answer.outcome()) {
            case FAILED -> without(answer, Status.UNAVAILABLE, DkimProblem.dns(((DnsAnswer.Failed) answer).cause()));
            case NO_SUCH_NAME -> without(answer, Status.NO_NAME, DkimProblem.of(Kind.NO_KEY_NAME));
            case NO_DATA -> without(answer, Status.NO_RECORD, DkimProblem.of(Kind.NO_KEY_RECORD));
            case FOUND -> ofRecords((DnsAnswer.Found) answer);
        };
    }

    private KeyCheckMade without(DnsAnswer answer, Status status, DkimProblem problem) {
        return new KeyCheckMade(status, name, null, problem, List.of(), answer.ttl(), answer.security());
    }

    private DkimKeyCheck ofRecords(DnsAnswer.Found answer) {
        List<DkimKeyRecord> all = answer.records(DnsRecord.Txt.class).stream()
                .map(txt -> DkimKeyRecord.parse(txt.text()))
                .toList();
        List<DkimKeyRecord> own =
                all.stream().filter(record -> !record.isForeign()).toList();
        if (own.size() > 1) {
            return without(answer, Status.MULTIPLE, DkimProblem.of(Kind.MULTIPLE_KEYS));
        }
        if (own.isEmpty()) {
            KeyCheckMade none = without(answer, Status.FOREIGN, DkimProblem.of(Kind.NO_DKIM_RECORD));
            // The one record that there is tells what went wrong with it.
            return all.size() == 1 ? with(answer, none, all.get(0)) : none;
        }
        KeyCheckMade made = ofRecord(answer, own.get(0));
        // §3.6.2.2: the record must be the only one.
        return all.size() == 1
                ? made
                : made.withFinding(Code.OTHER_RECORDS, "There are other text records beside it, for something else.");
    }

    private KeyCheckMade with(DnsAnswer answer, KeyCheckMade made, DkimKeyRecord record) {
        return new KeyCheckMade(
                made.status(), name, record, made.keyProblem(), record.findings(), answer.ttl(), answer.security());
    }

    private KeyCheckMade ofRecord(DnsAnswer answer, DkimKeyRecord record) {
        DkimProblem problem = problem(record);
        return new KeyCheckMade(
                status(record, problem), name, record, problem, record.findings(), answer.ttl(), answer.security());
    }

    private static @Nullable DkimProblem problem(DkimKeyRecord record) {
        if (record.problem().isPresent()) {
            return record.problem().get();
        }
        if (record.isRevoked()) {
            return DkimProblem.ofTag(Kind.KEY_REVOKED, "p");
        }
        return isKnownType(record) && material(record) == null ? DkimProblem.ofTag(Kind.KEY_MALFORMED, "p") : null;
    }

    private Status status(DkimKeyRecord record, @Nullable DkimProblem problem) {
        if (problem != null) {
            return record.isRevoked() && problem.kind() == Kind.KEY_REVOKED ? Status.REVOKED : Status.MALFORMED;
        }
        if (expected == null) {
            return Status.PUBLISHED;
        }
        PublicKeyMaterial wanted = material(expected.algorithm().keyType(), expected.publicKey());
        return wanted != null && wanted.equals(material(record)) ? Status.MATCHES : Status.OTHER_KEY;
    }

    private static boolean isKnownType(DkimKeyRecord record) {
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            if (algorithm.keyType().equals(record.keyType())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable PublicKeyMaterial material(DkimKeyRecord record) {
        return material(record.keyType(), record.publicKey());
    }

    // Compared as numbers: an RSA key may be published in two ways.
    private static @Nullable PublicKeyMaterial material(String keyType, Octets published) {
        return switch (keyType) {
            case "rsa" -> RsaKey.parse(published);
            case "ed25519" -> Ed25519Key.parse(published);
            default -> null;
        };
    }
}
