package io.mailseal.inbound;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.util.List;

/**
 * A part that is evaluated by itself, and waits for nothing but its own questions. Its result is remembered in the session, so
 * whatever joins the part later has it at once.
 */
record Alone<R>(DnsEvaluation<? extends R> part) implements DnsEvaluation<R> {

    @Override
    public R evaluate(DnsView dns) {
        return dns.<R>join(List.of(part)).get(0);
    }
}
