package io.mailseal.dkim;

/** The one implementation of {@link DkimSignatureResult.NotPassed}. */
final class NotPassedSignature extends SignatureOutcome implements DkimSignatureResult.NotPassed {

    private final DkimProblem cause;

    NotPassedSignature(Facts facts, DkimProblem cause) {
        super(facts, cause);
        this.cause = cause;
    }

    @Override
    public DkimProblem cause() {
        return cause;
    }
}
