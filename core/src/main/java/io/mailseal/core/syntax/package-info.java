/**
 * Grammars that several protocols share. For the modules of Mailseal alone: exported to them by name, and free to change.
 *
 * <p>{@link io.mailseal.core.syntax.TagList} is the {@code tag=value} list of DKIM signatures and keys, DMARC records, and
 * the records of MTA-STS and TLSRPT. It says what is there and what is wrong with it; what that means is for each protocol
 * to judge.
 *
 * <pre>{@code
 * TagList record = TagList.parse(txt.text());
 * record.first("p").map(Tag::value);
 * }</pre>
 *
 * <p>{@link io.mailseal.core.syntax.Quoting}, {@link io.mailseal.core.syntax.DotAtom} and
 * {@link io.mailseal.core.syntax.FoldedText} are for those who write a structured header field, such as
 * Authentication-Results or Received-SPF: every value goes through the first of them, or is left out.
 * {@link io.mailseal.core.syntax.ByClauses} finds the Received field of a host, and
 * {@link io.mailseal.core.syntax.ReceivedField} says which client it tells of.
 *
 * <p>Everything in this package but {@code FoldedText} is immutable and may be shared between threads. No parameter or
 * result is null.
 */
@NullMarked
package io.mailseal.core.syntax;

import org.jspecify.annotations.NullMarked;
