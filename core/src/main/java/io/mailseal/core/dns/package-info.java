/**
 * DNS as mail authentication needs it: questions, answers that keep every difference which matters, and evaluations that
 * need no future.
 *
 * <p>Start with {@link io.mailseal.core.dns.DnsResolver}, which answers questions, and
 * {@link io.mailseal.core.dns.DnsSession}, over which the protocols run their rules. The rules themselves are
 * {@link io.mailseal.core.dns.DnsEvaluation}s: pure functions of the answers known so far, run again when more are known.
 *
 * <p>Answers, questions and records are immutable. Resolvers and sessions may be used by several threads. No parameter or
 * result is null.
 */
@NullMarked
package io.mailseal.core.dns;

import org.jspecify.annotations.NullMarked;
