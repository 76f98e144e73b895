package io.mailseal.spf;

import io.mailseal.core.Octets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is or could be published, syntactically right from its first octet to the last. Two records of the same
 * text are equal; whether they mean the same, their {@link #terms} tell.
 *
 * @rfc 7208 4.6
 */
public final class SpfRecord implements SpfParse {

    static final String VERSION = "v=spf1";

    private final String text;
    private final List<SpfTerm> terms;
    private final List<Directive> directives;
    private final Modifier.@Nullable Redirect redirect;
    private final Modifier.@Nullable Explanation explanation;

    SpfRecord(
            String text,
            List<SpfTerm> terms,
            List<Directive> directives,
            Modifier.@Nullable Redirect redirect,
            Modifier.@Nullable Explanation explanation) {
        this.text = text;
        this.terms = List.copyOf(terms);
        this.directives = List.copyOf(directives);
        this.redirect = redirect;
        this.explanation = explanation;
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
     * A record to be published; its text is the {@link #format} of these terms.
     *
     * @throws IllegalArgumentException for more than one redirect, or more than one explanation
     */
    public static SpfRecord of(List<? extends SpfTerm> terms) {
        // What was read elsewhere brings its spelling along; here each term has the one of this record.
        if (parse(format(terms)) instanceof SpfRecord record) {
            return record;
        }
        throw new IllegalArgumentException("more than one redirect or explanation: " + terms);
    }

    /**
     * Whether a text record claims to be one of SPF: {@code v=spf1}, in any case, followed by a space or by nothing.
     * What does not is none of SPF's business.
     *
     * @rfc 7208 4.5
     */
    public static boolean hasVersion(Octets text) {
        return hasVersion(text.length(), text::at);
    }

    static boolean hasVersion(String text) {
        return hasVersion(text.length(), text::charAt);
    }

    private static boolean hasVersion(int length, IntUnaryOperator characters) {
        int end = VERSION.length();
        if (length < end || length > end && characters.applyAsInt(end) != ' ') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (lowerCase((char) characters.applyAsInt(i)) != VERSION.charAt(i)) {
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

    /** All terms, in the order of the record. */
    public List<SpfTerm> terms() {
        return terms;
    }

    /** The directives, in the order of the record: that is the order in which they are tested. */
    public List<Directive> directives() {
        return directives;
    }

    /** The redirect, without regard to whether an {@code all} makes it pointless. */
    public Optional<Modifier.Redirect> redirect() {
        return Optional.ofNullable(redirect);
    }

    /** Where the reason of a fail is told. */
    public Optional<Modifier.Explanation> explanation() {
        return Optional.ofNullable(explanation);
    }

    /** The modifiers that SPF does not know, in the order of the record. */
    public List<Modifier.Unknown> unknownModifiers() {
        return terms.stream()
                .filter(Modifier.Unknown.class::isInstance)
                .map(Modifier.Unknown.class::cast)
                .toList();
    }

    /**
     * The way to write it: the {@link SpfTerm#format} of each term, one space between them. The text reads as a record
     * with equal terms.
     */
    public String format() {
        return format(terms);
    }

    private static String format(List<? extends SpfTerm> terms) {
        StringBuilder text = new StringBuilder(VERSION);
        for (SpfTerm term : terms) {
            text.append(' ').append(term.format());
        }
        return text.toString();
    }

    /**
     * What its owner would want to know of this record by itself, in the order of the record; at most 20 findings
     * of one code. What takes DNS to find out, {@link SpfLinter} finds.
     */
    public List<SpfFinding> findings() {
        return RecordFindings.of(this, RecordFindings.Role.ALONE, null).inOrder();
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
