package io.mailseal.inbound;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/**
 * What the envelope has led to.
 *
 * @param spf null if there was nothing to evaluate; and so are the others
 * @param usage what that has cost
 */
record EnvelopeResults(
        @Nullable SpfResult spf,
        @Nullable SpfResult spfHelo,
        @Nullable IprevResult iprev,
        DnsUsage usage) {}
