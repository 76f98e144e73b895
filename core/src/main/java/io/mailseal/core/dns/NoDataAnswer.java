package io.mailseal.core.dns;

/** The one implementation of {@link DnsAnswer.NoData}. */
final class NoDataAnswer extends AnswerValue implements DnsAnswer.NoData {

    NoDataAnswer(AnswerFacts facts) {
        super(notBogus(facts), "no data");
    }

    @Override
    DnsAnswer with(AnswerFacts newFacts) {
        return new NoDataAnswer(newFacts);
    }
}
