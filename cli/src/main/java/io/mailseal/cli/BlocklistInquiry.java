package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistResult;
import java.util.List;

/**
 * What was asked of lists, and what came out.
 *
 * @param lists all that were chosen; not each of them is about such a thing
 */
record BlocklistInquiry(
        String asked,
        List<BlocklistProfile> lists,
        BlocklistQuestion question,
        BlocklistResult result,
        DnsUsage usage,
        TracingResolver resolver,
        boolean trace) {

    /** The lists that are not about such a thing. */
    List<BlocklistProfile> others() {
        return lists.stream()
                .filter(list -> result.checks(list.name()).isEmpty())
                .toList();
    }
}
