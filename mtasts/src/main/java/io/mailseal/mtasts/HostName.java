package io.mailseal.mtasts;

import io.mailseal.core.DomainName;

/**
 * Which names a host can have. An IPv4 address is none, although it looks like labels of digits: the last label of a name is
 * no number.
 *
 * @rfc 1123 2.1
 */
final class HostName {

    private HostName() {}

    /** Whether a host can have it. */
    static boolean isOne(DomainName name) {
        return name.isHostName() && !isNumber(name.suffix(1).toString());
    }

    private static boolean isNumber(String label) {
        return label.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
