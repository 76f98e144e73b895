package io.mailseal.dkim;

import java.util.List;

/**
 * What became of the signatures of a message. The same message, time, policy and answers give an equal result.
 *
 * @param signatures one for each DKIM-Signature field, in the order of the header from top to bottom; none is left out
 */
public record DkimResult(List<DkimSignatureResult> signatures) {

    // From what a reader of one word would want to know first.
    private static final List<DkimStatus> BY_WEIGHT = List.of(
            DkimStatus.PASS,
            DkimStatus.TEMPERROR,
            DkimStatus.POLICY,
            DkimStatus.FAIL,
            DkimStatus.PERMERROR,
            DkimStatus.NEUTRAL);

    /** Copies the list. */
    public DkimResult {
        signatures = List.copyOf(signatures);
    }

    /**
     * One status for the whole message: that of the first of pass, temperror, policy, fail, permerror, neutral which any
     * signature has; none without signatures. For show: each signature speaks for itself, and one that passes is not the
     * worse for others that don't.
     *
     * @rfc 6376 6.1
     */
    public DkimStatus status() {
        for (DkimStatus status : BY_WEIGHT) {
            for (DkimSignatureResult signature : signatures) {
                if (signature.status() == status) {
                    return status;
                }
            }
        }
        return DkimStatus.NONE;
    }

    /** The signatures that passed. */
    public List<DkimSignatureResult.Passed> passed() {
        return signatures.stream()
                .filter(DkimSignatureResult.Passed.class::isInstance)
                .map(DkimSignatureResult.Passed.class::cast)
                .toList();
    }
}
