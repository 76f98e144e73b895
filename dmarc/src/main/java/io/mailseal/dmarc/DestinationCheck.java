package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dmarc.DmarcReportDestination.Consent;
import io.mailseal.dmarc.DmarcReportDestination.Mail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether reports about a domain may go to a host.
 *
 * @param policyDomain where the record is
 * @param organization its organizational domain; null where DNS did not tell
 * @rfc 9990 4
 */
record DestinationCheck(
        DomainName policyDomain, @Nullable DomainName organization, DomainName host, ParsedRecords records)
        implements DnsEvaluation<DmarcReportDestination> {

    private static final String LABELS = "._report._dmarc";

    @Override
    public DmarcReportDestination evaluate(DnsView dns) {
        dns.prefetch(this::questions, answer -> List.of());
        Mail mail = mail(dns);
        if (host.equals(policyDomain)) {
            return new DmarcReportDestination(host, Consent.SAME_ORGANIZATION, mail, List.of());
        }
        TreeWalk walk = TreeWalk.from(host, records, dns);
        if (organization == null || !walk.isWhole()) {
            return new DmarcReportDestination(host, Consent.UNKNOWN, mail, List.of());
        }
        return walk.organizationalDomain().equals(organization)
                ? new DmarcReportDestination(host, Consent.SAME_ORGANIZATION, mail, List.of())
                : external(mail, dns);
    }

    private List<DnsQuestion> questions() {
        List<DnsQuestion> questions = new ArrayList<>(TreeWalk.questions(host));
        questions.add(DnsQuestion.mx(host));
        consentQuestion().ifPresent(questions::add);
        return questions;
    }

    // Steps 2 to 4; empty where the name would be too long, with which nothing can be confirmed.
    private Optional<DnsQuestion> consentQuestion() {
        return host.below(policyDomain + LABELS).map(DnsQuestion::txt);
    }

    private DmarcReportDestination external(Mail mail, DnsView dns) {
        Optional<DnsQuestion> question = consentQuestion();
        if (question.isEmpty()) {
            return new DmarcReportDestination(host, Consent.NOT_GIVEN, mail, List.of());
        }
        DnsAnswer answer = dns.get(question.get());
        if (answer instanceof DnsAnswer.Failed) {
            return new DmarcReportDestination(host, Consent.UNKNOWN, mail, List.of());
        }
        // Steps 6 to 8: any record will do that begins as one of DMARC does.
        List<DmarcRecord> consents = new ArrayList<>();
        if (answer instanceof DnsAnswer.Found found) {
            found.records(DnsRecord.Txt.class)
                    .forEach(txt -> DmarcRecord.parse(txt.text()).ifPresent(consents::add));
        }
        List<DmarcReportUri> overrides = consents.stream()
                .flatMap(record -> record.rua().stream())
                .distinct()
                .toList();
        return new DmarcReportDestination(host, consent(consents, overrides), mail, overrides);
    }

    private Consent consent(List<DmarcRecord> consents, List<DmarcReportUri> overrides) {
        if (consents.isEmpty()) {
            return Consent.NOT_GIVEN;
        }
        // Step 9: "the overriding URI MUST use the same destination host".
        boolean elsewhere = overrides.stream()
                .anyMatch(uri -> !uri.host().filter(host::equals).isPresent());
        return elsewhere ? Consent.GIVEN_FOR_ELSEWHERE : Consent.GIVEN;
    }

    // RFC 5321 §5.1: without a mail exchanger the addresses of the host stand in.
    private Mail mail(DnsView dns) {
        DnsAnswer exchangers = dns.get(DnsQuestion.mx(host));
        return switch (exchangers.outcome()) {
            case FAILED -> Mail.UNKNOWN;
            case NO_SUCH_NAME -> Mail.NO_SUCH_HOST;
            case FOUND -> isNull(exchangers) ? Mail.NOT_TAKEN : Mail.TAKEN;
            case NO_DATA -> byAddress(dns.getAll(List.of(DnsQuestion.a(host), DnsQuestion.aaaa(host))));
        };
    }

    private static Mail byAddress(List<DnsAnswer> addresses) {
        if (addresses.stream().anyMatch(DnsAnswer.Found.class::isInstance)) {
            return Mail.TAKEN;
        }
        return addresses.stream().anyMatch(DnsAnswer.Failed.class::isInstance) ? Mail.UNKNOWN : Mail.NOT_TAKEN;
    }

    // RFC 7505: one exchanger, which is the root.
    private static boolean isNull(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found
                && found.records(DnsRecord.Mx.class).stream()
                        .allMatch(exchanger -> exchanger.exchange().isRoot());
    }
}
