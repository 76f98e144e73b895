/**
 * The values that everything else is made of: {@link io.mailseal.core.DomainName}, {@link io.mailseal.core.IpAddress} and
 * {@link io.mailseal.core.Octets}.
 *
 * <p>Everything in this package is immutable and may be shared between threads. No parameter or result is null.
 */
@NullMarked
package io.mailseal.core;

import org.jspecify.annotations.NullMarked;
