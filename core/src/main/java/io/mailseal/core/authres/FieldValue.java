package io.mailseal.core.authres;

import io.mailseal.core.DomainName;
import io.mailseal.core.syntax.DotAtom;
import io.mailseal.core.syntax.Quoting;

/**
 * The one gate through which a value gets into the field: it is written as it is where the grammar takes it, as a
 * quoted-string otherwise, and refused where it holds what must not be in a header at all.
 *
 * @rfc 8601 2.2
 */
final class FieldValue {

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
        return new FieldValue(Quoting.QUOTED_STRING.require(value));
    }

    /** Whether quoting can make it safe. */
    static boolean isSafe(String value) {
        return Quoting.QUOTED_STRING.canHold(value);
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
        return Quoting.QUOTED_STRING.quote(value);
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
        return at >= 0 && (at == 0 || DotAtom.matches(text.substring(0, at))) && isDomain(text.substring(at + 1));
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
