package io.mailseal.testkit.junit5;

import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.testkit.InMemoryDns;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a test that failed has asked, and what the answers were: shown with the failure, and never thrown. */
final class AskedOfDns extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private AskedOfDns(String message) {
        super(message, null, false, false);
    }

    /** Empty if nobody was asked anything. */
    static Optional<AskedOfDns> of(List<InMemoryDns> servers) {
        Set<String> lines = new LinkedHashSet<>();
        for (InMemoryDns dns : servers) {
            for (DnsQuestion question : dns.questions()) {
                lines.add("\n  " + dns.answer(question));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new AskedOfDns("DNS was asked:" + String.join("", lines)));
    }
}
