/**
 * The Authentication-Results header field: how one mail server tells the programs behind it what it found out about a
 * message. Start with {@link io.mailseal.core.authres.AuthenticationResults#builder}.
 *
 * <pre>{@code
 * AuthenticationResults field = AuthenticationResults.builder("mx.example.org")
 *         .result(MethodResult.of("spf", "pass").with("smtp", "mailfrom", "example.com"))
 *         .build();
 * String line = field.toHeaderField();
 * }</pre>
 *
 * <p>Whatever an attacker may have chosen (a domain, a selector, an identity) passes one gate on its way into the field: it
 * is quoted where the grammar needs it, and refused where no quoting can make it safe.
 *
 * <p>Everything here is immutable and may be shared between threads. No parameter or result is null.
 */
@NullMarked
package io.mailseal.core.authres;

import org.jspecify.annotations.NullMarked;
