package io.mailseal.dnsbl;

import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.core.inbound.InboundFinding;
import java.util.List;

/** The rules of a check as a method's, with what of it goes into the Authentication-Results field. */
record ListFinding(BlocklistClient client, RequestCheck rules, Report report) implements DnsEvaluation<InboundFinding> {

    /** What is reported. */
    enum Report {
        NOTHING,
        DNSWL,
        BLOCKLISTS
    }

    @Override
    public InboundFinding evaluate(DnsView dns) {
        BlocklistResult result = rules.evaluate(dns);
        // No result depends on what is remembered here: this one began before, and to tell it twice does no harm.
        client.observe(result);
        return new InboundFinding(results(result), report == Report.DNSWL ? new DnswlFinding(result) : result);
    }

    private List<MethodResult> results(BlocklistResult result) {
        return switch (report) {
            case NOTHING -> List.of();
            case DNSWL -> result.dnswlResults();
            case BLOCKLISTS -> ListResults.ofBlocklists(result.checks());
        };
    }

    // The names in the rules may hold a key.
    @Override
    public String toString() {
        return rules.toString();
    }
}
