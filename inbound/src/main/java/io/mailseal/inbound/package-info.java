/**
 * What a receiving mail server wants to know about a message, all at once: SPF for MAIL FROM and HELO, the client's reverse
 * name, DKIM and DMARC, evaluated side by side over one DNS session; what to answer the client, what to write above the
 * message for the programs behind, and what to tell the auditors.
 *
 * <pre>{@code
 * InboundAuthenticator inbound = InboundAuthenticator.builder().resolver(dns).build();
 * InboundResult result = inbound.authenticate(message, SmtpEnvelope.of(client, helo, mailFrom));
 * Optional<SmtpReply> refusal = result.suggestedReply();
 * String field = result.toAuthenticationResults("mx.example.org").toHeaderField();
 * }</pre>
 *
 * <p>Start with {@link io.mailseal.inbound.InboundAuthenticator}; an SMTP server that gets its messages in pieces, with
 * {@link io.mailseal.inbound.InboundSession}. {@link io.mailseal.inbound.IprevEvaluator} is here for its own sake, too. Further
 * methods, such as ARC, join as {@link io.mailseal.core.inbound.InboundMethod}.
 *
 * <p>The From field is read once, the time is read once, and everything is passed on as values, never as text: no part can
 * understand the message differently from another. What could not be looked up is a temperror all the way, and never a fail,
 * a pass, or a missing record.
 *
 * <p>Authenticators and results are immutable and may be shared between threads; a session is for one message. A future that
 * is cancelled takes its DNS questions back. No parameter or result is null.
 */
@NullMarked
package io.mailseal.inbound;

import org.jspecify.annotations.NullMarked;
