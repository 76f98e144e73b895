package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;
import java.util.concurrent.CompletableFuture;

/** Those who are asked for what the cache does not know: a question in, a response or a failure out. */
interface Upstream {

    /**
     * Asks, once for each call. The future belongs to the caller; it is completed in the client's threads, and when it is
     * cancelled nobody waits any more.
     */
    CompletableFuture<Reply> ask(DnsQuestion question);

    /** What is remembered of this question is not to be believed. */
    default void forget(DnsQuestion question) {}
}
