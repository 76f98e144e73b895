package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.ByClauses;
import io.mailseal.core.syntax.ReceivedField;
import java.util.Optional;

/**
 * The address of the client that a Received field tells of: {@code from name (other.name [192.0.2.1]) by host}. What the client
 * calls itself comes first, and may look like an address, too; so may the names in its certificate. An address counts only in
 * the place where hosts write the one that they have seen.
 *
 * @rfc 5321 4.4
 */
final class ReceivedClient {

    private ReceivedClient() {}

    /** Empty where it names none, and where it is not clear what the host has written. */
    static Optional<IpAddress> in(HeaderField field) {
        String value = field.rawValue().toUtf8();
        // A second "by", wherever it is, may be part of what the client calls itself, and so may all that is before it.
        boolean once = ByClauses.countBefore(value, word -> true) == 1;
        return once ? ReceivedField.parse(value).client().map(IpAddress::unmapped) : Optional.empty();
    }
}
