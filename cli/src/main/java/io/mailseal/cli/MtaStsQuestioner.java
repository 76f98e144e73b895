package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsView;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsFetcher;
import io.mailseal.mtasts.PolicyFetch;
import io.mailseal.mtasts.RecordDiscovery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what there is to know of a domain. All of it is asked in one session: whoever asks again, such as the one that
 * fetches, is answered from memory.
 */
final class MtaStsQuestioner {

    private static final String VERSION = "v=STS";

    // Whoever looks after a domain has the time to wait for a slow name server.
    private static final DnsLimits LIMITS = DnsLimits.DEFAULT.withDeadline(Duration.ofMinutes(1));

    private MtaStsQuestioner() {}

    /** What a domain publishes, and how it looks beside its MX records. */
    static MtaStsInquiry domain(String asked, DomainName domain, DnsOptions dns, PolicyFetchOptions options)
            throws UnreadableInput {
        try (TracingResolver resolver = dns.open();
                DnsSession session = resolver.sessions().withLimits(LIMITS).open()) {
            DnsResolver memory = question -> session.evaluateAsync(view -> view.get(question));
            RememberedResponse https = new RememberedResponse(options.fetcher(memory));
            MtaStsFetcher fetcher =
                    MtaStsFetcher.builder().resolver(memory).policies(https).build();
            Answers answers = session.evaluate(view -> Answers.of(domain, fetcher, view));
            PolicyFetch fetch = fetcher.fetch(domain);
            MtaStsInquiry.Published published = new MtaStsInquiry.Published(
                    answers.texts(),
                    answers.record(),
                    fetch,
                    https.response().orElse(null),
                    MtaStsCache.builder().fetcher(fetcher).build().discover(domain));
            return MtaStsInquiry.ofDomain(
                    asked, domain, published, answers.exchangers(), asking(session, resolver, dns));
        }
    }

    /** How a policy file looks beside the MX records of a domain. */
    static MtaStsInquiry policy(MtaStsInquiry policy, DomainName domain, DnsOptions dns) throws UnreadableInput {
        try (TracingResolver resolver = dns.open();
                DnsSession session = resolver.sessions().withLimits(LIMITS).open()) {
            DnsAnswer answer = session.evaluate(view -> view.get(DnsQuestion.mx(domain)));
            return policy.beside(domain, MailExchangers.of(answer), asking(session, resolver, dns));
        }
    }

    private static MtaStsInquiry.Asking asking(DnsSession session, TracingResolver resolver, DnsOptions dns) {
        return new MtaStsInquiry.Asking(session.usage(), resolver, dns.trace);
    }

    /** What DNS says. */
    private record Answers(RecordDiscovery record, List<Octets> texts, MailExchangers exchangers) {

        // The addresses of the policy host are asked for here as well, since time may be virtual: the fetch has its
        // own.
        static Answers of(DomainName domain, MtaStsFetcher fetcher, DnsView dns) {
            DnsQuestion mx = DnsQuestion.mx(domain);
            Optional<DnsQuestion> text = domain.below("_mta-sts").map(DnsQuestion::txt);
            text.ifPresent(question -> dns.getAll(List.of(mx, question)));
            RecordDiscovery record = fetcher.discovery(domain).evaluate(dns);
            if (record.record().isPresent()) {
                domain.below("mta-sts")
                        .ifPresent(host -> dns.getAll(List.of(DnsQuestion.aaaa(host), DnsQuestion.a(host))));
            }
            return new Answers(
                    record,
                    text.map(question -> texts(dns.get(question))).orElse(List.of()),
                    MailExchangers.of(dns.get(mx)));
        }

        private static List<Octets> texts(DnsAnswer answer) {
            return answer instanceof DnsAnswer.Found found
                    ? found.records(DnsRecord.Txt.class).stream()
                            .map(DnsRecord.Txt::text)
                            .filter(text -> text.toLatin1().regionMatches(true, 0, VERSION, 0, VERSION.length()))
                            .toList()
                    : List.of();
        }
    }
}
