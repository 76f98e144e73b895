package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsView;
import java.util.List;

/**
 * Finds the record of a domain.
 *
 * @rfc 8461 3.1
 */
record RecordLookup(DomainName domain) implements DnsEvaluation<RecordDiscovery> {

    @Override
    public RecordDiscovery evaluate(DnsView dns) {
        if (!PolicyDomain.isOne(domain)) {
            return RecordDiscovery.invalidDomain(domain);
        }
        DnsQuestion question = DnsQuestion.txt(PolicyDomain.require(domain).recordName());
        DnsAnswer answer = dns.get(question);
        return switch (answer.outcome()) {
            case FOUND -> select((DnsAnswer.Found) answer);
            case NO_DATA -> without(answer, MtaStsProblem.Kind.NO_TEXT, question.name() + " has no text records.");
            case NO_SUCH_NAME ->
                without(answer, MtaStsProblem.Kind.NO_SUCH_NAME, "There is no such name as " + question.name() + ".");
            case FAILED -> unavailable((DnsAnswer.Failed) answer);
        };
    }

    private RecordDiscovery unavailable(DnsAnswer.Failed failed) {
        MtaStsProblem.Kind kind =
                failed.cause().isOwnLimit() ? MtaStsProblem.Kind.DNS_LIMIT : MtaStsProblem.Kind.DNS_UNAVAILABLE;
        MtaStsProblem problem = MtaStsProblem.dns(kind, failed.question(), failed.cause());
        return RecordDiscovery.without(domain, problem, List.of(), failed.security());
    }

    // Records that do not begin with "v=STSv1;" are discarded, and exactly one must be left.
    private RecordDiscovery select(DnsAnswer.Found answer) {
        List<Octets> records = answer.records(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .filter(MtaStsRecord::isOne)
                .toList();
        DomainName name = answer.question().name();
        if (records.isEmpty()) {
            String explanation = name + " has text records, but none of MTA-STS.";
            return without(answer, MtaStsProblem.Kind.NO_RECORD, explanation);
        }
        if (records.size() > 1) {
            String explanation = name + " has " + records.size() + " records of MTA-STS, not one.";
            return without(answer, MtaStsProblem.Kind.MULTIPLE_RECORDS, explanation);
        }
        MtaStsParse<MtaStsRecord> parse = MtaStsRecord.parse(records.get(0));
        return parse.value()
                .map(record -> RecordDiscovery.found(domain, record, parse.findings(), answer.security()))
                .orElseGet(() -> RecordDiscovery.without(
                        domain,
                        new MtaStsProblem(
                                MtaStsProblem.Kind.INVALID_RECORD,
                                "The record at " + name + " is malformed. " + parse.explanation()),
                        parse.findings(),
                        answer.security()));
    }

    private RecordDiscovery without(DnsAnswer answer, MtaStsProblem.Kind kind, String explanation) {
        return RecordDiscovery.without(domain, new MtaStsProblem(kind, explanation), List.of(), answer.security());
    }
}
