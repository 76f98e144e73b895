package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.dkim.SignatureOutcome.Facts;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One signature, from its key to its result: all that is left to do when header and body have been read.
 *
 * @param reservation why the policy does not accept the signature even if it is good; null if it does
 * @rfc 6376 6.1
 */
record SignatureEvaluation(
        ClaimedIdentifiers identifiers,
        DkimSignature signature,
        SignedFields fields,
        DkimAlgorithm algorithm,
        SignedHeader header,
        BodyHash body,
        @Nullable DkimProblem reservation,
        DkimPolicy policy,
        Cryptography cryptography)
        implements DnsEvaluation<DkimSignatureResult> {

    @Override
    public DkimSignatureResult evaluate(DnsView dns) {
        PublishedKey key = PublishedKey.of(dns.get(signature.keyQuestion()), signature, algorithm, cryptography.keys());
        PublicKeyMaterial material = key.material();
        Facts facts = new Facts(identifiers, signature, fields, key.facts(), key.factorable(), body);
        DkimProblem problem = material == null ? key.problem() : verify(material);
        return problem == null ? judge(facts) : new NotPassedSignature(facts, problem);
    }

    // §6.1.3: first the body hash, which costs nothing any more, then the signature, then what the policy has to say.
    private @Nullable DkimProblem verify(PublicKeyMaterial key) {
        if (algorithm == DkimAlgorithm.RSA_SHA256 && key.bits() < policy.rsaBits()) {
            return DkimProblem.of(Kind.KEY_TOO_SHORT, key.bits() + " bits");
        }
        OptionalLong signedLength = signature.bodyLength();
        if (signedLength.isPresent() && signedLength.getAsLong() > body.total()) {
            return DkimProblem.of(Kind.BODY_TOO_SHORT, body.total() + " octets instead of " + signedLength.getAsLong());
        }
        if (!body.hash().equals(signature.bodyHash())) {
            return DkimProblem.of(Kind.BODY_HASH_MISMATCH);
        }
        return switch (cryptography.verify(key, header, signature.signature())) {
            case UNUSABLE_KEY -> DkimProblem.ofTag(Kind.KEY_MALFORMED, "p", "not a usable key");
            case MISMATCH -> DkimProblem.of(Kind.SIGNATURE_MISMATCH);
            case MATCH -> objection();
        };
    }

    // §8.2: whoever appends to the body may replace what people see.
    private @Nullable DkimProblem objection() {
        if (body.hashed() < body.total() && !policy.allowsPartialBody()) {
            return DkimProblem.of(Kind.PARTIAL_BODY, body.hashed() + " of " + body.total() + " octets are signed");
        }
        return reservation;
    }

    // What the policy asks about a signature that is good and covers enough.
    private DkimSignatureResult judge(Facts facts) {
        if (facts.key().testing() && policy.refusesTestingKeys()) {
            return new NotPassedSignature(facts, DkimProblem.ofTag(Kind.TESTING_KEY, "t"));
        }
        PassedSignature passed = new PassedSignature(signature, facts);
        for (DkimSignatureRule rule : policy.rules()) {
            Optional<String> objection = rule.objection(passed);
            if (objection.isPresent()) {
                String reason = Octets.ofUtf8(objection.get()).toString();
                return new NotPassedSignature(facts, DkimProblem.of(Kind.NOT_ACCEPTED, reason));
            }
        }
        return passed;
    }

    // The signature tells them apart well enough.
    @Override
    public int hashCode() {
        return signature.hashCode();
    }
}
