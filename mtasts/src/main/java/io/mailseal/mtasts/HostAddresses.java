package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the addresses of a policy host: in the order in which they are to be tried, or why there are none. */
record HostAddresses(DomainName host) implements DnsEvaluation<HostAddresses.Answer> {

    /** Either addresses, or a problem. */
    sealed interface Answer {
        record Found(List<IpAddress> addresses) implements Answer {}

        record None(MtaStsProblem problem) implements Answer {}
    }

    @Override
    public Answer evaluate(DnsView dns) {
        List<DnsAnswer> answers = dns.getAll(List.of(DnsQuestion.aaaa(host), DnsQuestion.a(host)));
        List<IpAddress> addresses = alternating(addresses(answers.get(0)), addresses(answers.get(1)));
        if (!addresses.isEmpty()) {
            return new Answer.Found(addresses);
        }
        return new Answer.None(problem(answers));
    }

    // A limit of ours first: with more time there might have been addresses.
    private MtaStsProblem problem(List<DnsAnswer> answers) {
        return answers.stream()
                .filter(DnsAnswer.Failed.class::isInstance)
                .map(DnsAnswer.Failed.class::cast)
                .min(Comparator.comparing(failed -> !failed.cause().isOwnLimit()))
                .map(HostAddresses::unavailable)
                .orElseGet(() -> new MtaStsProblem(
                        MtaStsProblem.Kind.NO_POLICY_HOST, "The policy host " + host + " has no addresses."));
    }

    private static MtaStsProblem unavailable(DnsAnswer.Failed failed) {
        MtaStsProblem.Kind kind = failed.cause().isOwnLimit()
                ? MtaStsProblem.Kind.HOST_DNS_LIMIT
                : MtaStsProblem.Kind.HOST_DNS_UNAVAILABLE;
        return MtaStsProblem.dns(kind, failed.question(), failed.cause());
    }

    private static List<IpAddress> addresses(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found
                ? found.records(DnsRecord.Address.class).stream()
                        .map(DnsRecord.Address::address)
                        .toList()
                : List.of();
    }

    // One of each family in turn: where one of them leads nowhere, the other is not far.
    private static List<IpAddress> alternating(List<IpAddress> first, List<IpAddress> second) {
        List<IpAddress> all = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                all.add(first.get(i));
            }
            if (i < second.size()) {
                all.add(second.get(i));
            }
        }
        return List.copyOf(all);
    }
}
