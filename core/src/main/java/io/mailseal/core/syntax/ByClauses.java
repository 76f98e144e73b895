package io.mailseal.core.syntax;

import java.util.function.Predicate;

/**
 * Whether a host may have written a Received field: {@code from … by mx.example.org}.
 *
 * <p>What the client says of itself comes before, and not every server quotes it. So neither comments nor quotes nor the
 * semicolon before the date count here, and a name counts anywhere behind the first "by": a client could otherwise hide the
 * field of our own server, and its own forgery further down would be taken for ours.
 *
 * @rfc 5321 4.4
 */
public final class ByClauses {

    private static final String KEYWORD = "by";

    // What no host name holds, and some hosts write next to theirs. An "@" is none of it: mailboxes have the name of a
    // host, too.
    private static final String AROUND_NAMES = ",[]:/|'";

    private final Predicate<String> isHost;
    private int seen;
    private int before;

    private ByClauses(Predicate<String> isHost) {
        this.isHost = isHost;
    }

    /**
     * How often a field says "by" before it names the host for the last time. 0 where it does not do so behind a "by": the
     * host has not written it. Above 1 somebody has slipped in what he should not.
     *
     * @param value all of it, read as UTF-8
     * @param isHost told a word, which may be long, or any text; whether it names the host
     */
    public static int countBefore(String value, Predicate<String> isHost) {
        ByClauses clauses = new ByClauses(isHost);
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) <= ' ' || "()\"\\;<>".indexOf(value.charAt(i)) >= 0) {
                clauses.takeWithParts(value.substring(start, i));
                start = i + 1;
            }
        }
        return clauses.before;
    }

    // An address literal is a word as a whole, too.
    private void takeWithParts(String word) {
        take(word);
        int start = 0;
        for (int i = 0; i <= word.length(); i++) {
            if (i == word.length() || AROUND_NAMES.indexOf(word.charAt(i)) >= 0) {
                if (i - start < word.length()) {
                    take(word.substring(start, i));
                }
                start = i + 1;
            }
        }
    }

    private void take(String word) {
        if (seen > 0 && !word.isEmpty() && isHost.test(word)) {
            before = seen;
        }
        if (word.equalsIgnoreCase(KEYWORD)) {
            seen++;
        }
    }
}
