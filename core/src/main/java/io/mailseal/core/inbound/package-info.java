/**
 * How further methods of authentication and reputation join an inbound server: ARC, BIMI, DNS allow lists, lists of domains
 * in the text, or one of your own. They run beside SPF and DKIM, or after DMARC, over the same DNS session and the same pass
 * through the body, and report in the same Authentication-Results field.
 *
 * <p>Start with {@link io.mailseal.core.inbound.InboundMethod}. A method needs no more than this package: it knows neither
 * the artifact {@code mailseal-inbound} nor is known there.
 *
 * <p>Contexts and findings are immutable. A method serves all messages, and several threads; a check belongs to one message,
 * and is used by one thread at a time, apart from its evaluation. No parameter or result is null.
 */
@NullMarked
package io.mailseal.core.inbound;

import org.jspecify.annotations.NullMarked;
