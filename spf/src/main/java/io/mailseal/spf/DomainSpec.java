package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The domain that a term speaks of, as it is written; it becomes the target name by expansion of its macros. Like
 * domain names, these compare without regard to case.
 *
 * @rfc 7208 4.8
 */
public final class DomainSpec {

    /** Left out, which stands for the domain whose record it is. */
    public static final DomainSpec RECORD_DOMAIN = new DomainSpec(new MacroString(List.of()));

    private final MacroString text;
    private final boolean literal;
    // Without macros there is but one target name, and that is found once; null also where it is no name.
    private final @Nullable DomainName literalTarget;

    DomainSpec(MacroString text) {
        this.text = lowerCase(text);
        this.literal = !text.parts().isEmpty() && text.isLiteral();
        this.literalTarget = literal ? TargetName.of(literalText(text)) : null;
    }

    // Only the letters of a name: a letter of a macro says by its case whether its value is escaped.
    private static MacroString lowerCase(MacroString text) {
        for (MacroString.Part part : text.parts()) {
            if (hasUpperCase(part)) {
                return new MacroString(
                        text.parts().stream().map(DomainSpec::lowerCase).toList());
            }
        }
        return text;
    }

    private static MacroString.Part lowerCase(MacroString.Part part) {
        return part instanceof MacroString.Literal literal
                ? new MacroString.Literal(literal.text().toLowerCase(Locale.ROOT))
                : part;
    }

    private static boolean hasUpperCase(MacroString.Part part) {
        return part instanceof MacroString.Literal literal
                && !literal.text().equals(literal.text().toLowerCase(Locale.ROOT));
    }

    // What has no macro in it is one part.
    private static String literalText(MacroString text) {
        return ((MacroString.Literal) text.parts().get(0)).text();
    }

    /**
     * Reads a domain-spec: visible ASCII that ends in a dot and a top-level label, or in a macro. Empty where the text
     * is none.
     *
     * @rfc 7208 7.1
     */
    public static Optional<DomainSpec> parse(String text) {
        return Optional.ofNullable(RecordParser.domainSpec(text));
    }

    /**
     * A domain-spec that the caller knows to be right, such as a literal.
     *
     * @throws IllegalArgumentException where {@link #parse} would find nothing
     */
    public static DomainSpec of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a domain-spec: " + text));
    }

    /**
     * This domain and no other.
     *
     * @throws IllegalArgumentException for a name that a record can't hold: with one label, with a top-level label of
     *     digits alone, or with characters that are not visible ASCII or space
     */
    public static DomainSpec of(DomainName domain) {
        String text = domain.labels().stream().map(Octets::toLatin1).collect(Collectors.joining("."));
        DomainSpec spec = of(MacroFormat.format(new MacroString(List.of(new MacroString.Literal(text)))));
        if (spec.literalTarget == null || !spec.literalTarget.equals(domain)) {
            throw new IllegalArgumentException("no target of a term: " + domain); // a dot or the like inside of a label
        }
        return spec;
    }

    /** Whether this is {@link #RECORD_DOMAIN}. */
    public boolean isImplied() {
        return text.parts().isEmpty();
    }

    /** Whether it is written, and is the same for every record and message: it holds no macro. */
    public boolean isLiteral() {
        return literal;
    }

    /**
     * Whether it depends on what the sender said: then a verdict can't be kept for others, and to ask for it tells
     * DNS about the sender.
     *
     * @rfc 7208 7.3
     */
    public boolean usesSender() {
        return text.uses("sloh");
    }

    /** Whether it has the local part of the sender in it. */
    public boolean usesLocalPart() {
        return text.uses("sl");
    }

    /** Whether it has the validated name of the client in it, which must be looked up first. */
    public boolean usesValidatedName() {
        return text.uses("p");
    }

    /** Whether it takes a message to expand it; without, the domain whose record it is, and the first, are enough. */
    boolean dependsOnMessage() {
        return text.uses("slipvh");
    }

    /** Whether it takes the domain whose record it is. */
    boolean dependsOnRecordDomain() {
        return isImplied() || text.uses("d");
    }

    /** Whether it takes the domain that is asked first, that of the sender. */
    boolean dependsOnFirstDomain() {
        return text.uses("o");
    }

    /** The target name where {@link #isLiteral}; null where the text is none. */
    @Nullable
    DomainName literalTarget() {
        return literalTarget;
    }

    /** The target name; null where the expansion is none. */
    @Nullable
    DomainName target(MacroValues values) {
        if (isImplied()) {
            return values.domain();
        }
        return literal ? literalTarget : TargetName.of(text.expandEnd(values, TargetName.LONGEST_END));
    }

    /** Refuses {@link #RECORD_DOMAIN}. */
    DomainSpec requireWritten(String name) {
        if (isImplied()) {
            throw new IllegalArgumentException(name + " needs a domain");
        }
        return this;
    }

    /** What stands for it after a mechanism that may leave it out. */
    String afterColon() {
        return isImplied() ? "" : ":" + this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainSpec that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The way to write it, in lower case where that means the same; empty for {@link #RECORD_DOMAIN}. */
    @Override
    public String toString() {
        return MacroFormat.format(text);
    }
}
