package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimProblem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a signature from the header and the clock alone: whether it is worth a key, and what the policy
 * holds against it even if it is good.
 *
 * @rfc 6376 6.1.1
 */
final class SignatureScreening {

    // What different programs see differently, or not at all.
    private static final Set<MessageAnomaly> MALFORMED = EnumSet.of(
            MessageAnomaly.NO_COLON,
            MessageAnomaly.LEADING_CONTINUATION,
            MessageAnomaly.EMPTY_NAME,
            MessageAnomaly.INVALID_NAME,
            MessageAnomaly.FOLDED_NAME,
            MessageAnomaly.BARE_CR,
            MessageAnomaly.BARE_LF,
            MessageAnomaly.NUL);

    private final HeaderBlock header;
    private final DkimPolicy policy;
    private final Predicate<DomainName> publicSuffixes;
    private final Instant now;

    SignatureScreening(HeaderBlock header, DkimPolicy policy, Predicate<DomainName> publicSuffixes, Instant now) {
        this.header = header;
        this.policy = policy;
        this.publicSuffixes = publicSuffixes;
        this.now = now;
    }

    /** Why the signature can't count, whatever its key and the body; null if it can. */
    @Nullable
    DkimProblem refusal(DkimSignature signature) {
        // RFC 8301 §3.1: never to be considered
        if (signature.algorithm().equals("rsa-sha1")) {
            return DkimProblem.ofTag(Kind.OBSOLETE_ALGORITHM, "a", signature.algorithm());
        }
        if (DkimAlgorithm.parse(signature.algorithm()).isEmpty()) {
            return DkimProblem.ofTag(Kind.UNSUPPORTED_ALGORITHM, "a", signature.algorithm());
        }
        if (!signature.queryMethods().contains("dns/txt")) {
            return DkimProblem.ofTag(Kind.UNSUPPORTED_QUERY_METHOD, "q");
        }
        if (!signature.signs("from")) {
            return DkimProblem.ofTag(Kind.FROM_NOT_SIGNED, "h");
        }
        if (!signature.identityDomain().isAtOrBelow(signature.domain())) {
            return DkimProblem.ofTag(Kind.IDENTITY_OUTSIDE_DOMAIN, "i");
        }
        // §8.14: whoever holds a registry's key would sign for everybody below
        if (!policy.allowsPublicSuffixDomain() && publicSuffixes.test(signature.domain())) {
            return DkimProblem.ofTag(Kind.PUBLIC_SUFFIX_DOMAIN, "d");
        }
        DkimProblem untimely = untimeliness(signature);
        return untimely != null ? untimely : malformation();
    }

    private @Nullable DkimProblem untimeliness(DkimSignature signature) {
        boolean expired =
                signature.expiry().filter(expiry -> isBefore(expiry, now)).isPresent();
        if (expired && !policy.allowsExpired()) {
            return DkimProblem.ofTag(Kind.EXPIRED, "x");
        }
        boolean future =
                signature.timestamp().filter(made -> isBefore(now, made)).isPresent();
        return future ? DkimProblem.ofTag(Kind.FUTURE_TIMESTAMP, "t") : null;
    }

    // Even if a clock is wrong.
    private boolean isBefore(Instant one, Instant other) {
        return one.isBefore(other) && Duration.between(one, other).compareTo(policy.clockSkew()) > 0;
    }

    // §3.8, §8.9
    private @Nullable DkimProblem malformation() {
        if (policy.allowsMalformed()) {
            return null;
        }
        for (MessageAnomaly anomaly : header.anomalies()) {
            if (MALFORMED.contains(anomaly)) {
                return DkimProblem.of(Kind.MALFORMED_HEADER, anomaly.sentence());
            }
        }
        return null;
    }

    /** Why the policy does not accept the signature even if it is good; null if it does. */
    @Nullable
    DkimProblem reservation(DkimSignature signature) {
        DkimProblem repetition =
                header.anomalies().contains(MessageAnomaly.REPEATED_FIELD) ? repetition(signature) : null;
        if (repetition != null) {
            return repetition;
        }
        for (String name : policy.requiredFields()) {
            if (header.count(name) > 0 && !signature.signs(name)) {
                return DkimProblem.of(Kind.REQUIRED_FIELD_NOT_SIGNED, name);
            }
        }
        return null;
    }

    private @Nullable DkimProblem repetition(DkimSignature signature) {
        if (header.count("from") > 1 && !policy.allowsSeveralFrom()) {
            return DkimProblem.of(Kind.SEVERAL_FROM_FIELDS);
        }
        // §8.15: a second one, added on top, may be the one that people see.
        for (String name : KnownFields.SINGLE) {
            int signed = signature.timesSigned(name);
            if (signed > 0 && header.count(name) > signed && !policy.allowsUnsignedRepeated()) {
                return DkimProblem.of(Kind.UNSIGNED_REPEATED_FIELD, name);
            }
        }
        return null;
    }
}
