/**
 * What a receiving mail server wants to know about a message, all at once: SPF, DKIM and DMARC, evaluated side by side over
 * one DNS session, and the Authentication-Results field that says it to the programs behind.
 *
 * <pre>{@code
 * InboundAuthenticator inbound = InboundAuthenticator.builder().resolver(dns).build();
 * InboundResult result = inbound.authenticate(message, SmtpEnvelope.of(client, helo, mailFrom));
 * String field = result.toAuthenticationResults("mx.example.org").toHeaderField();
 * }</pre>
 *
 * <p>Start with {@link io.mailseal.inbound.InboundAuthenticator}. The From field is read once, and everything is passed on as
 * values, never as text: no part can understand the message differently from another.
 *
 * <p>Authenticators and results are immutable and may be shared between threads. A future that is cancelled takes its DNS
 * questions back. No parameter or result is null.
 */
@NullMarked
package io.mailseal.inbound;

import org.jspecify.annotations.NullMarked;
