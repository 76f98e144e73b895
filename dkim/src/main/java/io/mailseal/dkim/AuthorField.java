package io.mailseal.dkim;

import io.mailseal.core.message.HeaderField;

/**
 * The From field of a message that is to be signed, as far as a signer looks into it: whether there is an address at all.
 * Where there is none, servers on the way put one there.
 *
 * @rfc 5322 3.6.2
 */
final class AuthorField {

    private static final String BEFORE_ADDRESS = "<>,:;";

    private final String value;
    private int at;

    private AuthorField(String value) {
        this.value = value;
    }

    /** Whether there is an at sign between two words, outside of quotes and comments. */
    static boolean hasAddress(HeaderField from) {
        return new AuthorField(from.unfoldedValue()).hasAddress();
    }

    private boolean hasAddress() {
        boolean word = false;
        boolean atSign = false;
        while (at < value.length()) {
            char c = value.charAt(at++);
            if (c == '(') {
                skipComment();
            } else if (c == '@') {
                atSign = word;
                word = false;
            } else if (BEFORE_ADDRESS.indexOf(c) >= 0) {
                word = false;
                atSign = false;
            } else if (c != ' ' && c != '\t') {
                if (atSign) {
                    return true;
                }
                word = true;
                if (c == '"') {
                    skipQuoted();
                }
            }
        }
        return false;
    }

    private void skipQuoted() {
        while (at < value.length()) {
            char c = value.charAt(at++);
            if (c == '"') {
                return;
            }
            at += c == '\\' ? 1 : 0;
        }
    }

    private void skipComment() {
        int depth = 1;
        while (at < value.length() && depth > 0) {
            char c = value.charAt(at++);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at += c == '\\' ? 1 : 0;
        }
    }
}
