package io.mailseal.core.authres;

import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a Received field was written by one of these hosts: {@code from … by mx.example.org}.
 *
 * <p>What the client says of itself comes before, and not every server quotes it. So neither comments nor quotes count here,
 * and a name counts anywhere behind the first "by": a client could otherwise hide the field of our own server, and its own forgery further down would be
 * taken for ours. A field too many that is found makes the part of the header that is believed smaller, never larger.
 *
 * @rfc 5321 4.4
 */
record ReceivedBy(Set<AuthservId> hosts) {

    static final String FIELD_NAME = "Received";

    boolean wrote(HeaderField field) {
        boolean by = false;
        for (String word : words(field.unfoldedValue())) {
            if (by && hosts.contains(AuthservId.of(word))) {
                return true;
            }
            by |= Keyword.areSame(word, "by");
        }
        return false;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) <= ' ' || "()\"\\;<>".indexOf(text.charAt(i)) >= 0) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }
}
