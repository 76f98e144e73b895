package io.mailseal.core.dns;

/** The one implementation of {@link DnsAnswer.Failed}. */
final class FailedAnswer extends AnswerValue implements DnsAnswer.Failed {

    private final DnsFailure cause;

    FailedAnswer(DnsFailure cause, AnswerFacts facts) {
        super(facts, cause);
        DnsSecurity wanted = cause == DnsFailure.BOGUS ? DnsSecurity.BOGUS : DnsSecurity.INDETERMINATE;
        if (facts.security() != wanted) {
            throw new IllegalArgumentException("a failure by " + cause + " is " + wanted + ": " + facts.question());
        }
        this.cause = cause;
    }

    @Override
    public DnsFailure cause() {
        return cause;
    }

    @Override
    DnsAnswer with(AnswerFacts newFacts) {
        return new FailedAnswer(cause, newFacts);
    }
}
