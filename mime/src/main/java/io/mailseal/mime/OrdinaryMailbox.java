package io.mailseal.mime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The From field of nearly every message, read in one pass: an address, or a display name (words, or one quoted string
 * without escapes) and an address in angle brackets, all in ASCII. Whatever has anything else in it is not ordinary, and
 * nothing is said about it.
 *
 * @rfc 5322 3.4
 */
final class OrdinaryMailbox {

    private final String text;
    private final int end;
    private int at;

    private OrdinaryMailbox(String text) {
        this.text = text;
        int last = text.length();
        while (last > 0 && isBlank(text.charAt(last - 1))) {
            last--;
        }
        this.end = last;
    }

    /** The mailbox; empty if it is not an ordinary one. */
    static Optional<AuthorMailbox> read(String text) {
        return Optional.ofNullable(new OrdinaryMailbox(text).mailbox());
    }

    private @Nullable AuthorMailbox mailbox() {
        skipBlanks();
        if (end == 0 || text.charAt(end - 1) != '>') {
            return address(end, null);
        }
        String name = displayName();
        if (name == null || at == end || text.charAt(at++) != '<') {
            return null;
        }
        return address(end - 1, name.isEmpty() ? null : name);
    }

    // Up to what should be the angle bracket; empty if there is none, null if it is not ordinary.
    private @Nullable String displayName() {
        if (at < end && text.charAt(at) == '"') {
            return quoted();
        }
        StringBuilder words = new StringBuilder();
        while (at < end && text.charAt(at) != '<') {
            int start = at;
            skipAtom();
            if (start == at) {
                return null;
            }
            words.append(words.length() == 0 ? "" : " ").append(text, start, at);
            skipBlanks();
        }
        return words.toString();
    }

    private @Nullable String quoted() {
        int start = ++at;
        while (at < end && isPlainlyQuoted(text.charAt(at))) {
            at++;
        }
        if (at == end || at == start || text.charAt(at) != '"') {
            return null;
        }
        String name = text.substring(start, at++);
        skipBlanks();
        return name;
    }

    private @Nullable AuthorMailbox address(int last, @Nullable String name) {
        int start = at;
        if (!skipDotAtom() || at == last || text.charAt(at) != '@') {
            return null;
        }
        String localPart = text.substring(start, at++);
        int domain = at;
        if (!skipDotAtom() || at != last) {
            return null;
        }
        return new AuthorMailbox(localPart, false, text.substring(domain, last), name, false, false);
    }

    private boolean skipDotAtom() {
        do {
            int start = at;
            skipAtom();
            if (at == start) {
                return false;
            }
        } while (at < end && text.charAt(at) == '.' && ++at < end);
        return text.charAt(at - 1) != '.';
    }

    private void skipAtom() {
        while (at < end && isAtomText(text.charAt(at))) {
            at++;
        }
    }

    private void skipBlanks() {
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    // RFC 5322 §3.2.3
    private static boolean isAtomText(char c) {
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        return letterOrDigit || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private static boolean isPlainlyQuoted(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }
}
