package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.spf.SpfLint;

/**
 * All that there is to say about the policy of a domain, or about a record.
 *
 * @param asked the domain or record as it was written on the command line
 */
record LintInquiry(String asked, SpfLint lint, DnsUsage usage, TracingResolver resolver, boolean trace) {}
