package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsFailure;
import org.jspecify.annotations.Nullable;

/**
 * What a check has seen of a list as a whole: neither an error nor a failure is an answer of use.
 *
 * @param generation of the state with which the check began
 */
record ListObservation(
        String list,
        long generation,
        @Nullable BlocklistError error,
        @Nullable DnsFailure failure) {}
