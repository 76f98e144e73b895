package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.dnsbl.BlocklistResult;

/** What was asked of lists, and what came out. */
record BlocklistInquiry(
        String asked,
        BlocklistQuestion question,
        BlocklistResult result,
        DnsUsage usage,
        TracingResolver resolver,
        boolean trace) {}
