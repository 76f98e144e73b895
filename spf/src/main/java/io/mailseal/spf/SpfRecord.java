package io.mailseal.spf;

import io.mailseal.core.Octets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published policy, syntactically right from its first octet to the last. Two records of the same text are equal.
 *
 * @rfc 7208 4.6
 */
public final class SpfRecord implements SpfParse {

    static final String VERSION = "v=spf1";

    private final String text;
    private final List<Directive> directives;
    private final Modifier.@Nullable Redirect redirect;
    private final Modifier.@Nullable Explanation explanation;
    private final List<Modifier.Unknown> unknownModifiers;

    SpfRecord(
            String text,
            List<Directive> directives,
            Modifier.@Nullable Redirect redirect,
            Modifier.@Nullable Explanation explanation,
            List<Modifier.Unknown> unknownModifiers) {
        this.text = text;
        this.directives = List.copyOf(directives);
        this.redirect = redirect;
        this.explanation = explanation;
        this.unknownModifiers = List.copyOf(unknownModifiers);
    }

    /** Reads the text of a TXT record, its strings joined. Never throws. */
    public static SpfParse parse(Octets text) {
        return parse(text.toLatin1());
    }

    /** Reads the text of a TXT record. A record is ASCII; any other character is an error where it stands. */
    public static SpfParse parse(String text) {
        return new RecordParser(text).parse();
    }

    /**
     * Whether a text record claims to be one of SPF: {@code v=spf1}, in any case, followed by a space or by nothing.
     * What does not is none of SPF's business.
     *
     * @rfc 7208 4.5
     */
    public static boolean hasVersion(Octets text) {
        return hasVersion(
                text.slice(0, Math.min(text.length(), VERSION.length() + 1)).toLatin1());
    }

    static boolean hasVersion(String text) {
        int end = VERSION.length();
        if (text.length() < end || text.length() > end && text.charAt(end) != ' ') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (lowerCase(text.charAt(i)) != VERSION.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // Of ASCII letters alone: to Unicode there are more characters that are the same as an "s".
    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    /** The record as it was published; ASCII without control characters. */
    public String text() {
        return text;
    }

    /** In the order of the record. */
    List<Directive> directives() {
        return directives;
    }

    /** Without regard to whether an {@code all} makes it pointless. */
    Optional<Modifier.Redirect> redirect() {
        return Optional.ofNullable(redirect);
    }

    Optional<Modifier.Explanation> explanation() {
        return Optional.ofNullable(explanation);
    }

    List<Modifier.Unknown> unknownModifiers() {
        return unknownModifiers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpfRecord that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
