package io.mailseal.core.dns;

/** The one implementation of {@link DnsAnswer.NoSuchName}. */
final class NoSuchNameAnswer extends AnswerValue implements DnsAnswer.NoSuchName {

    NoSuchNameAnswer(AnswerFacts facts) {
        super(notBogus(facts), "no such name");
    }

    @Override
    DnsAnswer with(AnswerFacts newFacts) {
        return new NoSuchNameAnswer(newFacts);
    }
}
