/**
 * A message as it arrived: every octet kept, nothing repaired, and all that is odd about it reported.
 *
 * <p>Signatures cover octets, and attacks live where two parsers read the same octets differently. So there is one reader
 * for all protocols: {@link io.mailseal.core.message.MessageReader} gives a {@link io.mailseal.core.message.Message}, whose
 * {@link io.mailseal.core.message.HeaderBlock} holds the fields raw and in order, and whose body is a stream.
 *
 * <pre>{@code
 * try (Message message = MessageReader.strict().read(in)) {
 *     List<HeaderField> from = message.header().fields("From");
 * }
 * }</pre>
 *
 * <p>Header blocks and fields are immutable and may be shared between threads; a message is read by one thread at a time.
 * No parameter or result is null.
 */
@NullMarked
package io.mailseal.core.message;

import org.jspecify.annotations.NullMarked;
