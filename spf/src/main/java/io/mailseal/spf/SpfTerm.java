package io.mailseal.spf;

import java.util.Optional;

/**
 * One term of a record: a {@link Directive}, which says something of clients, or a {@link Modifier}. Two are equal if
 * they mean the same, however they are written: {@code +A:B.example/32} is {@code a:b.example}.
 *
 * @rfc 7208 4.6.1
 */
public sealed interface SpfTerm permits Directive, Modifier {

    /**
     * As it is written in its record, visible ASCII; where the term was made and not read, the same as {@link #format}.
     */
    String text();

    /**
     * The way to write it: names in lower case, without what goes without saying (a {@code +}, the prefix length of one
     * address), addresses and macros in their shortest form.
     */
    String format();

    /** Reads one term. Empty where the text is none. */
    static Optional<SpfTerm> parse(String text) {
        return Optional.ofNullable(RecordParser.term(text));
    }

    /**
     * Reads a term that the caller knows to be right, such as a literal.
     *
     * @throws IllegalArgumentException where {@link #parse} would find nothing
     */
    static SpfTerm of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a term of SPF: " + text));
    }
}
