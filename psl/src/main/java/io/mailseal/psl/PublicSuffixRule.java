package io.mailseal.psl;

import java.util.Objects;

/**
 * A rule of a public suffix list.
 *
 * @param text as in the list, but with A-labels: {@code co.uk}, {@code *.ck}, {@code !www.ck}; {@code *} by default
 * @param source where it stands
 */
public record PublicSuffixRule(String text, Source source) {

    /** Where a rule stands. */
    public enum Source {
        /** The section of what registries of top-level domains open for registration. */
        ICANN,
        /** The section of what owners of other domains hand out below these. */
        PRIVATE,
        /** Nowhere: the rule {@code *}, which holds where no rule of the list does. */
        DEFAULT
    }

    static final PublicSuffixRule ANY_LABEL = new PublicSuffixRule("*", Source.DEFAULT);

    /** No component may be null. */
    public PublicSuffixRule {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(source, "source");
    }

    /** Whether this is the rule {@code *} that holds where no rule of the list does: the list does not know the name. */
    public boolean isDefault() {
        return source == Source.DEFAULT;
    }

    /** Whether its first label stands for any. */
    public boolean isWildcard() {
        return text.startsWith("*");
    }

    /** Whether it takes a name out of a wildcard rule. */
    public boolean isException() {
        return text.startsWith("!");
    }

    /** The text, and where it stands. */
    @Override
    public String toString() {
        return switch (source) {
            case ICANN -> text + " (ICANN)";
            case PRIVATE -> text + " (PRIVATE)";
            case DEFAULT -> text + " (default)";
        };
    }
}
