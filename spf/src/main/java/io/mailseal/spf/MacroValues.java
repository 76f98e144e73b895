package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the macro letters stand for.
 *
 * @param domain the domain whose record is evaluated; unlike the sender it changes with include and redirect
 * @param client not an IPv4-mapped address
 * @param validatedName of the client, or {@code unknown}
 * @param check the check that this is for
 * @rfc 7208 7.2
 */
record MacroValues(Sender sender, DomainName domain, IpAddress client, String validatedName, SpfCheck check) {

    /**
     * Sixteen times what RFC 5321 §4.5.3.1 grants a local part, four times what it grants a domain. What the client gives
     * and is longer counts as not given, since all of it is looked at for each macro.
     */
    static final int LONGEST = 1024;

    /** What stands in the place of a name that could not be validated (§7.3). */
    static final String UNKNOWN = "unknown";

    /** @param letter one of {@link MacroString#ALL_LETTERS} */
    String value(char letter) {
        return switch (letter) {
            case 's' -> given(sender.localPart()) + "@" + sender.domain();
            case 'l' -> given(sender.localPart());
            case 'o' -> sender.domain().toString();
            case 'd' -> textOf(domain);
            case 'i' -> dotted(client);
            case 'p' -> validatedName;
            case 'v' -> client.isV4() ? "in-addr" : "ip6";
            case 'h' -> given(check.request().helo());
            case 'c' -> client.toString();
            case 'r' -> receiver();
            case 't' -> Long.toString(check.now().getEpochSecond());
            default -> throw new IllegalArgumentException("no macro letter: " + letter);
        };
    }

    private static String given(String text) {
        return text.length() <= LONGEST ? text : "";
    }

    private String receiver() {
        DomainName receiver = check.settings().receiver();
        return receiver == null ? UNKNOWN : receiver.toString();
    }

    // Without the escapes of a master file: a target may hold spaces and backslashes, though no dots within a label.
    static String textOf(DomainName domain) {
        return domain.labels().stream().map(Octets::toLatin1).collect(Collectors.joining("."));
    }

    // §7.3: an IPv6 address is given by its nibbles, each a label, which is also their reverse in reverse. In upper
    // case, as others show them where people see it, which is in an explanation; in a name it does not matter (§7.4).
    private static String dotted(IpAddress client) {
        return client.isV4()
                ? client.toString()
                : new StringBuilder(client.toReversedLabels())
                        .reverse()
                        .toString()
                        .toUpperCase(Locale.ROOT);
    }
}
