package io.mailseal.dkim;

import io.mailseal.core.Octets;
import org.jspecify.annotations.Nullable;

/** A signature, or why there is none: one of the two is null. */
record MadeSignature(@Nullable Octets octets, @Nullable DkimSigningProblem problem) {

    static MadeSignature of(Octets octets) {
        return new MadeSignature(octets, null);
    }

    static MadeSignature none(DkimSigningProblem problem) {
        return new MadeSignature(null, problem);
    }
}
