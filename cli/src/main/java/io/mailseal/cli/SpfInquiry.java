package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.spf.ReceivedSpf;
import io.mailseal.spf.SpfResult;
import java.util.List;

/**
 * All that there is to say about one client.
 *
 * @param results of HELO, then of MAIL FROM; one of them, or both
 * @param receiver who made the check
 */
record SpfInquiry(List<SpfResult> results, String receiver, DnsUsage usage, TracingResolver resolver, boolean trace) {

    /** The result that the exit status tells: of MAIL FROM, if that was checked. */
    SpfResult decisive() {
        return results.get(results.size() - 1);
    }

    ReceivedSpf field(SpfResult result) {
        return ReceivedSpf.of(result, receiver);
    }
}
