package io.mailseal.core.authres;

import io.mailseal.core.DomainName;

/**
 * The one gate through which a value gets into the field: it is written as it is where the grammar takes it, as a
 * quoted-string otherwise, and refused where it holds what must not be in a header at all.
 *
 * @rfc 8601 2.2
 */
final class FieldValue {

    /** Longer values are refused, so that no line can exceed the 998 octets of RFC 5322. */
    static final int MAX_LENGTH = 900;

    /** Twice what any registered one has; two of them and a value still fit into a line. */
    private static final int MAX_KEYWORD = 40;

    private final String value;

    private FieldValue(String value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException if it is not safe
     */
    static FieldValue of(String value) {
        if (!isSafe(value)) {
            throw new IllegalArgumentException("can't stand in a header field: a value of " + value.length()
                    + " characters, with controls, non-ASCII characters, or too long");
        }
        return new FieldValue(value);
    }

    /** Whether quoting can make it safe: printable ASCII and blanks, and not too long even if all must be escaped. */
    static boolean isSafe(String value) {
        int length = value.length();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c >= 0x7F) {
                return false;
            }
            length += c == '"' || c == '\\' ? 1 : 0;
        }
        return length <= MAX_LENGTH;
    }

    static String requireKeyword(String word) {
        boolean keyword = !word.isEmpty() && word.length() <= MAX_KEYWORD && word.charAt(word.length() - 1) != '-';
        for (int i = 0; i < word.length(); i++) {
            keyword &= isLetterOrDigit(word.charAt(i)) || (word.charAt(i) == '-' && i > 0);
        }
        if (!keyword) {
            throw new IllegalArgumentException("not a keyword: " + word);
        }
        return word;
    }

    /** What was given. */
    String value() {
        return value;
    }

    /** As a property has it: as it is where it is a token or a mail identity, otherwise quoted. */
    String ofProperty() {
        return isIdentity(value) ? value : tokenOrQuoted();
    }

    /** As it is where it is a token, otherwise quoted. */
    String tokenOrQuoted() {
        return isToken(value) ? value : quoted();
    }

    /** As a quoted-string. */
    String quoted() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        return text.append('"').toString();
    }

    // RFC 2045 §5.1: no blanks, no controls, no tspecials.
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= 0x20 || "()<>@,;:\\\"/[]?=".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    // [ [ local-part ] "@" ] domain-name: the local-part a dot-atom, the domain-name (RFC 6376 §3.5) two or more labels
    // without underscores.
    private static boolean isIdentity(String text) {
        int at = text.indexOf('@');
        return at >= 0 && (at == 0 || isDotAtom(text.substring(0, at))) && isDomain(text.substring(at + 1));
    }

    private static boolean isDotAtom(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (afterDot) {
                    return false;
                }
            } else if (!isLetterOrDigit(c) && "!#$%&'*+-/=?^_`{|}~".indexOf(c) < 0) {
                return false;
            }
            afterDot = c == '.';
        }
        return !afterDot;
    }

    private static boolean isDomain(String text) {
        return !text.endsWith(".")
                && DomainName.parse(text)
                        .filter(name -> name.isHostName() && name.labelCount() > 1)
                        .isPresent();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
