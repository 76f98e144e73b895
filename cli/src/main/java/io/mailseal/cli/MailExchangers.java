package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsRecord;
import java.util.Comparator;
import java.util.List;

/**
 * The hosts that take the mail of a domain.
 *
 * @param hosts by preference; empty if it takes none, or that is not known
 * @rfc 5321 5.1
 */
record MailExchangers(State state, List<DomainName> hosts) {

    /** Where they come from. */
    enum State {
        /** MX records name them. */
        LISTED,
        /** There are no MX records: the domain itself. */
        IMPLICIT,
        /** The domain says that it takes no mail (RFC 7505). */
        NULL_MX,
        /** There is no such domain. */
        NO_SUCH_DOMAIN,
        /** The lookup failed. */
        UNKNOWN
    }

    static MailExchangers of(DnsAnswer answer) {
        return switch (answer.outcome()) {
            case FOUND -> listed((DnsAnswer.Found) answer);
            case NO_DATA ->
                new MailExchangers(State.IMPLICIT, List.of(answer.question().name()));
            case NO_SUCH_NAME -> new MailExchangers(State.NO_SUCH_DOMAIN, List.of());
            case FAILED -> new MailExchangers(State.UNKNOWN, List.of());
        };
    }

    private static MailExchangers listed(DnsAnswer.Found answer) {
        List<DomainName> hosts = answer.records(DnsRecord.Mx.class).stream()
                .sorted(Comparator.comparingInt(DnsRecord.Mx::preference))
                .map(DnsRecord.Mx::exchange)
                .distinct()
                .toList();
        boolean none = hosts.size() == 1 && hosts.get(0).isRoot();
        return none ? new MailExchangers(State.NULL_MX, List.of()) : new MailExchangers(State.LISTED, hosts);
    }
}
