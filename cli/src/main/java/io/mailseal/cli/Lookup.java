package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsUsage;
import java.util.List;

/**
 * All that there is to say about one name.
 *
 * @param asked the name as it was written on the command line
 * @param entries the questions, each with its answer
 */
record Lookup(
        String asked,
        DomainName name,
        List<TracingResolver.Entry> entries,
        DnsUsage usage,
        TracingResolver resolver,
        boolean trace) {}
