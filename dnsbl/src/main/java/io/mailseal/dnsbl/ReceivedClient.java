package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.message.HeaderField;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of the client that a Received field tells of: {@code from name (other.name [192.0.2.1]) by host}. What the client
 * calls itself comes first, and may look like an address, too; what the host has seen is in a comment behind it.
 *
 * @rfc 5321 4.4
 */
final class ReceivedClient {

    private static final String IPV6 = "ipv6:";

    private final String value;
    private int depth;
    private int seenBy;
    private boolean begun;
    private @Nullable IpAddress inComment;
    private @Nullable IpAddress bareInComment;
    private @Nullable IpAddress outside;

    private ReceivedClient(String value) {
        this.value = value;
    }

    /** Empty where it names none, and where it is not clear what the host has written. */
    static Optional<IpAddress> in(HeaderField field) {
        ReceivedClient client = new ReceivedClient(field.unfoldedValue());
        client.read();
        return client.address();
    }

    private Optional<IpAddress> address() {
        // A second "by" may be part of what the client calls itself, and so may all that is before it.
        if (!begun || seenBy != 1) {
            return Optional.empty();
        }
        IpAddress seen = inComment != null ? inComment : bareInComment;
        return Optional.ofNullable(seen != null ? seen : outside).map(IpAddress::unmapped);
    }

    private void read() {
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ' ';
            if (c <= ' ' || "()[];,=".indexOf(c) >= 0) {
                takeWord(start, i);
                start = i + 1;
                depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
                if (c == '[') {
                    start = takeLiteral(i + 1);
                    i = start - 1;
                }
            }
        }
    }

    private void takeWord(int start, int end) {
        if (start >= end) {
            return;
        }
        String word = value.substring(start, end);
        if (depth == 0 && !begun && seenBy == 0) {
            begun = word.equalsIgnoreCase("from");
            seenBy = begun ? 0 : -1;
        } else if (depth == 0 && word.equalsIgnoreCase("by")) {
            seenBy++;
        } else if (depth > 0 && seenBy == 0) {
            IpAddress address = IpAddress.parse(word).orElse(null);
            bareInComment = address != null ? address : bareInComment;
        }
    }

    // Up to the closing bracket; where there is none, on behind the opening one.
    private int takeLiteral(int start) {
        int end = value.indexOf(']', start);
        if (end < 0 || end - start > 64) {
            return start;
        }
        String literal = value.substring(start, end);
        boolean tagged = literal.regionMatches(true, 0, IPV6, 0, IPV6.length());
        IpAddress address = IpAddress.parse(tagged ? literal.substring(IPV6.length()) : literal)
                .orElse(null);
        // "helo=[192.0.2.1]" is what the client calls itself, too.
        boolean named = start >= 2 && value.charAt(start - 2) == '=';
        if (address != null && seenBy == 0 && !named) {
            if (depth > 0) {
                inComment = address; // the last one: what comes before may be what the client calls itself
            } else {
                outside = address;
            }
        }
        return end + 1;
    }
}
