/**
 * The Authentication-Results header field: how one mail server tells the programs behind it what it found out about a
 * message. It is nothing but text, and every sender can write it: so the server at the boundary removes what others have
 * written in its name, and a program behind it believes that server alone.
 *
 * <p><b>To write it</b>, start with {@link io.mailseal.core.authres.AuthenticationResults#builder}. Whatever an attacker may
 * have chosen (a domain, a selector, an identity) passes one gate on its way into the field: it is quoted where the grammar
 * needs it, and refused where no quoting can make it safe.
 *
 * <pre>{@code
 * AuthenticationResults field = AuthenticationResults.builder("mx.example.org")
 *         .result(MethodResult.of("spf", "pass").with("smtp", "mailfrom", "example.com"))
 *         .build();
 * String line = field.toHeaderField();
 * }</pre>
 *
 * <p><b>At the boundary</b>, {@link io.mailseal.core.authres.ForgedResults} finds the fields that pretend to be ours, and
 * writes the message without them and with our own above.
 *
 * <pre>{@code
 * ForgedResults forged = ForgedResults.builder().authservId("mx.example.org").build();
 * RewriteOutcome outcome = forged.rewrite(message, out, line);
 * }</pre>
 *
 * <p><b>Behind it</b>, {@link io.mailseal.core.authres.TrustedResults} reads what our own server has found:
 *
 * <pre>{@code
 * TrustedResults trusted = TrustedResults.builder().trust("mx.example.org").build();
 * Optional<AuthenticationFinding> dmarc = trusted.read(message.header()).only(AuthenticationMethod.DMARC);
 * }</pre>
 *
 * <p>{@link io.mailseal.core.authres.AuthenticationResults#parse(io.mailseal.core.message.HeaderField)} reads any field, and
 * believes nothing.
 *
 * <p>Everything here but the builders is immutable and may be shared between threads. Nothing that is read throws: what a
 * field says, or where it goes wrong, is a value. No parameter or result is null.
 */
@NullMarked
package io.mailseal.core.authres;

import org.jspecify.annotations.NullMarked;
