package io.mailseal.dkim;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dkim.DkimProblem.Kind;
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
        DkimAlgorithm algorithm,
        SignedHeader header,
        BodyHash body,
        @Nullable DkimProblem reservation,
        DkimPolicy policy,
        Cryptography cryptography)
        implements DnsEvaluation<DkimSignatureResult> {

    @Override
    public DkimSignatureResult evaluate(DnsView dns) {
        PublishedKey key = PublishedKey.of(dns.get(signature.keyQuestion()), signature, algorithm);
        SignatureOutcome.Facts facts = new SignatureOutcome.Facts(identifiers, signature, key.facts(), body);
        PublicKeyMaterial material = key.material();
        DkimProblem problem = material == null ? key.problem() : verify(material);
        return problem == null ? new PassedSignature(signature, facts) : new NotPassedSignature(facts, problem);
    }

    // §6.1.3: first the body hash, which costs nothing any more, then the signature, then what the policy has to say.
    private @Nullable DkimProblem verify(PublicKeyMaterial key) {
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
}
