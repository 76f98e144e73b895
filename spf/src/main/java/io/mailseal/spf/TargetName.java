package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name that the expansion of a domain-spec gives. It is not a host name: any visible character and the space may be
 * in it.
 *
 * @rfc 7208 4.8
 */
final class TargetName {

    /** As much of the end of an expansion as can matter: a name, the dot before it, and the dot at the end. */
    static final int LONGEST_END = DomainName.MAX_TEXT + 2;

    private TargetName() {}

    /** Null where the text is no name: an empty or long label, or a character that is not visible ASCII or space. */
    static @Nullable DomainName of(String expansion) {
        int end = expansion.endsWith(".") ? expansion.length() - 1 : expansion.length();
        int start = startThatFits(expansion, end);
        if (!isVisible(expansion, start, end)) {
            return null;
        }
        String name = expansion.substring(start, end);
        if (name.endsWith(".")) {
            return null; // two dots at the end: a label between them is empty
        }
        return name.indexOf(' ') < 0 && name.indexOf('\\') < 0
                ? DomainName.parse(name).orElse(null)
                : ofAny(name);
    }

    // §7.3: of a name with more than 253 characters, labels are removed from the left.
    private static int startThatFits(String expansion, int end) {
        if (end <= DomainName.MAX_TEXT) {
            return 0;
        }
        int dot = expansion.indexOf('.', end - DomainName.MAX_TEXT - 1);
        return dot < 0 || dot >= end ? end : dot + 1;
    }

    private static boolean isVisible(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    // §7.1 has macros for the space, and §4.8 gives no character a meaning but the dot.
    private static @Nullable DomainName ofAny(String name) {
        List<Octets> labels = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                labels.add(Octets.ofLatin1(name.substring(start, i)));
                start = i + 1;
            }
        }
        return DomainName.ofLabels(labels).orElse(null);
    }
}
