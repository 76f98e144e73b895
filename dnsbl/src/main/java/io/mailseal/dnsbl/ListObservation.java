package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsFailure;
import org.jspecify.annotations.Nullable;

/**
 * What a check has seen of a list as a whole: neither an error nor a failure is an answer of use.
 *
 * @param generation of the state with which the check began
 * @param othersAnswered whether anything else was answered in the meantime; otherwise what is wrong may be on our side
 */
record ListObservation(
        String list,
        long generation,
        @Nullable BlocklistError error,
        @Nullable DnsFailure failure,
        boolean othersAnswered) {}
