package io.mailseal.cli;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.dkim.DkimKeyCheck;
import io.mailseal.dkim.DkimKeyChecker;
import java.util.function.Function;

/**
 * All that there is to say about what is published for a selector.
 *
 * @param asked as it was written on the command line
 */
record KeyInquiry(
        String asked, KeyName name, DkimKeyCheck check, DnsUsage usage, TracingResolver resolver, boolean trace) {

    /** Asks, by the rules that a checker has for it. */
    static KeyInquiry ask(
            String asked, KeyName name, DnsOptions dns, Function<DkimKeyChecker, DnsEvaluation<DkimKeyCheck>> rules)
            throws UnreadableInput {
        try (TracingResolver resolver = dns.open()) {
            DnsSessions sessions = resolver.sessions();
            DkimKeyChecker checker = DkimKeyChecker.builder().dns(sessions).build();
            try (DnsSession session = sessions.open()) {
                DkimKeyCheck check = session.evaluate(rules.apply(checker));
                return new KeyInquiry(asked, name, check, session.usage(), resolver, dns.trace);
            }
        }
    }
}
