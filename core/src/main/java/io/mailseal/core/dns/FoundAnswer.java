package io.mailseal.core.dns;

import java.util.List;

/** The one implementation of {@link DnsAnswer.Found}. */
final class FoundAnswer extends AnswerValue implements DnsAnswer.Found {

    private final List<DnsRecord> records;

    FoundAnswer(List<DnsRecord> records, AnswerFacts facts) {
        super(notBogus(facts), records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("found, but no records: " + facts.question());
        }
        this.records = records;
    }

    @Override
    public List<DnsRecord> records() {
        return records;
    }

    @Override
    DnsAnswer with(AnswerFacts newFacts) {
        return new FoundAnswer(records, newFacts);
    }
}
