package io.mailseal.dmarc;

import io.mailseal.dmarc.DmarcHandling.Action;
import io.mailseal.dmarc.DmarcHandling.Reason;

/**
 * How a receiver wants to be advised.
 *
 * @param rejectingOnPolicyAlone whether {@code p=reject} is reason enough, as it was in RFC 7489
 * @param onTemperror what to do while DNS does not tell
 * @param withoutSingleAuthor what to do with a message that DMARC can't work with
 * @rfc 9989 7.4
 */
record HandlingRules(boolean rejectingOnPolicyAlone, Action onTemperror, Action withoutSingleAuthor) {

    static final HandlingRules STRICT = new HandlingRules(false, Action.DEFER, Action.QUARANTINE);

    HandlingRules withRejectionOnPolicyAlone() {
        return new HandlingRules(true, onTemperror, withoutSingleAuthor);
    }

    HandlingRules withOnTemperror(Action action) {
        return new HandlingRules(rejectingOnPolicyAlone, action, withoutSingleAuthor);
    }

    HandlingRules withoutSingleAuthor(Action action) {
        return new HandlingRules(rejectingOnPolicyAlone, onTemperror, action);
    }

    DmarcHandling suggestion(DmarcResult result, boolean otherEvidence) {
        return switch (result.status()) {
            case PASS -> new DmarcHandling(Action.DELIVER, Reason.PASSED);
            case NONE -> new DmarcHandling(Action.DELIVER, Reason.NO_POLICY);
            case FAIL -> byPolicy(result, otherEvidence);
            case TEMPERROR -> whileUnknown(result);
            case PERMERROR -> withoutVerdict(result, otherEvidence);
        };
    }

    private DmarcHandling byPolicy(DmarcResult result, boolean otherEvidence) {
        return switch (result.effectivePolicy().orElse(DmarcPolicy.NONE)) {
            // §5.4: a policy of none does not change what would be done without it.
            case NONE -> new DmarcHandling(Action.DELIVER, Reason.POLICY_NONE);
            case QUARANTINE -> new DmarcHandling(Action.QUARANTINE, Reason.POLICY);
            // §7.4: "MUST NOT reject incoming messages solely on the basis of a p=reject policy".
            case REJECT ->
                otherEvidence || rejectingOnPolicyAlone
                        ? new DmarcHandling(Action.REJECT, Reason.POLICY)
                        : new DmarcHandling(Action.QUARANTINE, Reason.REJECT_NEEDS_OTHER_EVIDENCE);
        };
    }

    // Where the policy is known to be none, waiting for the verdict would be a change on account of that policy.
    private DmarcHandling whileUnknown(DmarcResult result) {
        return result.effectivePolicy()
                        .filter(policy -> policy == DmarcPolicy.NONE)
                        .isPresent()
                ? new DmarcHandling(Action.DELIVER, Reason.POLICY_NONE)
                : new DmarcHandling(onTemperror, Reason.NOT_KNOWN_NOW);
    }

    private DmarcHandling withoutVerdict(DmarcResult result, boolean otherEvidence) {
        DmarcProblem.Kind kind = result.problem().map(DmarcProblem::kind).orElse(DmarcProblem.Kind.LIMIT_EXCEEDED);
        return switch (kind) {
            case NO_AUTHOR, SEVERAL_AUTHORS, SEVERAL_FROM_FIELDS, UNREADABLE_AUTHOR ->
                new DmarcHandling(withoutSingleAuthor, Reason.NO_SINGLE_AUTHOR);
            case RECORD_TOO_LONG -> new DmarcHandling(Action.DELIVER, Reason.RECORD_NOT_READ);
            // Nobody gets out of a policy by signing for too many domains.
            default -> byPolicy(result, otherEvidence);
        };
    }
}
