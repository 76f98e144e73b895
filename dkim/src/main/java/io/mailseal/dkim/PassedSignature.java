package io.mailseal.dkim;

/** The one implementation of {@link DkimSignatureResult.Passed}. */
final class PassedSignature extends SignatureOutcome implements DkimSignatureResult.Passed {

    private final DkimSignature verified;

    PassedSignature(DkimSignature verified, Facts facts) {
        super(facts, null);
        this.verified = verified;
    }

    @Override
    public DkimSignature verified() {
        return verified;
    }
}
