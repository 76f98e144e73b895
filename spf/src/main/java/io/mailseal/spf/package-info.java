/**
 * SPF: whether a host may send mail in the name of a domain.
 *
 * <p>The owner of a domain publishes, as a text record in DNS, which hosts send its mail. Whoever receives a message
 * knows the address of the client, the name it gave in HELO or EHLO, and the sender of the envelope (MAIL FROM), and
 * asks the domain of one of the latter whether the former is listed there. The answer is one of seven words: {@code
 * pass} and {@code fail} say what the owner said, {@code softfail} and {@code neutral} that the owner would rather
 * not, {@code none} that nothing was published, {@code permerror} that what was published can't be used, {@code
 * temperror} that DNS did not tell this time.
 *
 * <p>Start with {@link io.mailseal.spf.SpfEvaluator}, {@link io.mailseal.spf.SpfRequest} and
 * {@link io.mailseal.spf.SpfResult}:
 *
 * <pre>{@code
 * SpfEvaluator spf = SpfEvaluator.builder().resolver(resolver).build();
 * SpfResult result = spf.evaluate(
 *         SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "mail.example.com", "alice@example.com"));
 * if (result.status() == SpfStatus.FAIL) {
 *     log(result.explanation());
 * }
 * }</pre>
 *
 * <p>Whoever publishes a record starts with {@link io.mailseal.spf.SpfRecord}, which reads and writes one and tells what
 * is odd about it, and with {@link io.mailseal.spf.SpfLinter}, which follows it through DNS.
 *
 * <p>Everything here is immutable and may be shared between threads. No parameter or result is null. What comes from
 * DNS or from the client never makes anything throw: it becomes a result. Cancelling the future of an asynchronous
 * evaluation, or interrupting the thread of a blocking one, takes back the DNS questions under way.
 */
@NullMarked
package io.mailseal.spf;

import org.jspecify.annotations.NullMarked;
