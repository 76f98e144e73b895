package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.util.stream.Collectors;

/**
 * What the macro letters stand for.
 *
 * @param domain the domain whose record is evaluated; unlike the sender it changes with include and redirect
 * @param client not an IPv4-mapped address
 * @param validatedName of the client, or {@code unknown}
 * @rfc 7208 7.2
 */
record MacroValues(Sender sender, DomainName domain, IpAddress client, String helo, String validatedName) {

    /** What stands in the place of a name that could not be validated (§7.3). */
    static final String UNKNOWN = "unknown";

    /** @param letter one of {@link MacroString#TERM_LETTERS} */
    String value(char letter) {
        return switch (letter) {
            case 's' -> sender.localPart() + "@" + sender.domain();
            case 'l' -> sender.localPart();
            case 'o' -> sender.domain().toString();
            case 'd' -> textOf(domain);
            case 'i' -> dotted(client);
            case 'p' -> validatedName;
            case 'v' -> client.isV4() ? "in-addr" : "ip6";
            case 'h' -> helo;
            default -> throw new IllegalArgumentException("no macro letter of a term: " + letter);
        };
    }

    // Without the escapes of a master file: a target may hold spaces and backslashes, though no dots within a label.
    private static String textOf(DomainName domain) {
        return domain.labels().stream().map(Octets::toLatin1).collect(Collectors.joining("."));
    }

    // §7.3: an IPv6 address is given by its nibbles, each a label, which is also their reverse in reverse.
    private static String dotted(IpAddress client) {
        return client.isV4()
                ? client.toString()
                : new StringBuilder(client.toReversedLabels()).reverse().toString();
    }
}
