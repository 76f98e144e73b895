/**
 * Who a message says it is from, read by the letter of RFC 5322, and what it has in it, read as mail programs read it.
 *
 * <p>The From field is what people see and what DMARC protects, so forgers write it in ways that one program reads
 * differently from the next: two addresses, two fields, an address in the display name, a comment that never ends.
 * {@link io.mailseal.mime.AuthorAddresses} reads it strictly. Either there is one author domain that every careful reader
 * finds, or there is none, and a {@link io.mailseal.mime.AuthorProblem} says why; no address is ever picked from several,
 * and no broken field is guessed at.
 *
 * <pre>{@code
 * AuthorAddresses authors = AuthorAddresses.of(message.header());
 * if (authors.status() == AuthorStatus.ONE_DOMAIN) {
 *     check(authors.authorDomain().orElseThrow());
 * } else {
 *     refuse(authors.explanation());
 * }
 * }</pre>
 *
 * <p>What a message shows is told by {@link io.mailseal.mime.MimeParts}, a walk over its parts with their text decoded, which
 * takes broken MIME for whatever shows the most of it.
 *
 * <p>Everything here but that walk is immutable and may be shared between threads. Nothing waits but for a stream of the
 * caller's, and nothing can be cancelled; the time taken grows with the size of what is read and no faster. No octets make
 * a method throw. No parameter or result is null.
 */
@NullMarked
package io.mailseal.mime;

import org.jspecify.annotations.NullMarked;
