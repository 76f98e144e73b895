package io.mailseal.core.authres;

import io.mailseal.core.DomainName;
import io.mailseal.core.syntax.DotAtom;
import io.mailseal.core.syntax.Quoting;
import org.jspecify.annotations.Nullable;

/**
 * The one gate through which a value gets into the field: it is written as it is where the grammar takes it, as a
 * quoted-string otherwise, and refused where it holds what must not be in a header at all.
 *
 * @rfc 8601 2.2
 */
final class FieldValue {

    private final String value;

    private FieldValue(String value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException if it is not safe
     */
    static FieldValue of(String value) {
        if (!isSafe(value)) {
            Quoting.QUOTED_STRING.require(value);
        }
        return new FieldValue(value);
    }

    /** Whether quoting can make it safe, at least in internationalized mail. */
    static boolean isSafe(String value) {
        return Quoting.QUOTED_STRING.canHoldInternational(value);
    }

    /** What was given. */
    String value() {
        return value;
    }

    boolean isAscii() {
        return isAscii(value);
    }

    /** The same in ASCII, where it is so already, or has a domain that can be: {@code joe@bücher.example}. */
    @Nullable
    FieldValue toAscii() {
        if (isAscii()) {
            return this;
        }
        int domain = domainStart();
        if (domain < 0 || !isAscii(value.substring(0, domain))) {
            return null;
        }
        return DomainName.ofUnicode(value.substring(domain))
                .map(name -> new FieldValue(value.substring(0, domain) + name))
                .orElse(null);
    }

    /**
     * The same in ASCII, whether it is a domain with several labels or one.
     *
     * @throws IllegalArgumentException if it has no ASCII form
     */
    FieldValue ofAuthservId() {
        if (!hasAsciiForm()) {
            throw new IllegalArgumentException("neither ASCII nor a domain name");
        }
        return isAscii()
                ? this
                : new FieldValue(DomainName.ofUnicode(value).orElseThrow().toString());
    }

    /** Whether it is ASCII, or a domain name. */
    boolean hasAsciiForm() {
        return isAscii() || DomainName.ofUnicode(value).isPresent();
    }

    /** As a property has it: as it is where it is a token, a domain or a mail identity, otherwise quoted. */
    String ofProperty() {
        return needsQuotes() ? quoted() : value;
    }

    /** Whether a property can't have it as it is. */
    boolean needsQuotes() {
        return domainStart() < 0 && !isToken(value);
    }

    /** As it is where it is a token, otherwise quoted. */
    String tokenOrQuoted() {
        return isToken(value) ? value : quoted();
    }

    /** As a quoted-string. */
    String quoted() {
        return Quoting.QUOTED_STRING.quoteInternational(value);
    }

    // RFC 2045 §5.1: no blanks, no controls, no tspecials, and nothing but ASCII.
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || "()<>@,;:\\\"/[]?=".indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    // Where the domain-name begins in [ [ local-part ] "@" ] domain-name, or -1 if it is no such thing.
    private int domainStart() {
        int at = localPartEnd();
        boolean known = at < 0
                ? !isAscii() && isDomain(value)
                : at < value.length() && value.charAt(at) == '@' && isDomain(value.substring(at + 1));
        return known ? at + 1 : -1;
    }

    // The place of the at sign, if what is before it is no local part the length of all, and -1 where there is no sign.
    private int localPartEnd() {
        if (value.startsWith("\"")) {
            int end = quotedStringEnd();
            return end < 0 ? value.length() : end;
        }
        int at = value.indexOf('@');
        return at <= 0 || isDotAtom(value.substring(0, at)) ? at : value.length();
    }

    // After the closing quotation mark of the one that begins the value; a backslash escapes what follows.
    private int quotedStringEnd() {
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            i += c == '\\' ? 1 : 0;
        }
        return -1;
    }

    // RFC 6531 §3.3: any character may stand for a letter. We are sure of letters, digits and their marks alone: no
    // reader takes them for the end of a word.
    private static boolean isDotAtom(String text) {
        StringBuilder shape = new StringBuilder(text.length());
        text.codePoints().forEach(point -> shape.append(point < 0x80 ? (char) point : isLetter(point) ? 'a' : ' '));
        return DotAtom.matches(shape.toString());
    }

    private static boolean isLetter(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(point);
        };
    }

    // RFC 6376 §3.5: two or more labels without underscores; RFC 8616: they may be U-labels.
    private static boolean isDomain(String text) {
        return !text.endsWith(".")
                && (isAscii(text) ? DomainName.parse(text) : DomainName.ofUnicode(text))
                        .filter(name -> name.isHostName() && name.labelCount() > 1)
                        .isPresent();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
