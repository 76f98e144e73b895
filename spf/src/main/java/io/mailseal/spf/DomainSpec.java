package io.mailseal.spf;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * The domain that a term speaks of, as it is written; it becomes the target name by expansion.
 *
 * @rfc 7208 4.8
 */
final class DomainSpec {

    private final MacroString text;
    private final boolean literal;
    // Without macros there is but one target name, and that is found once; null also where it is no name.
    private final @Nullable DomainName literalTarget;

    DomainSpec(MacroString text) {
        this.text = text;
        this.literal = text.isLiteral();
        this.literalTarget = literal ? TargetName.of(literalText(text)) : null;
    }

    private static String literalText(MacroString text) {
        StringBuilder joined = new StringBuilder();
        for (MacroString.Part part : text.parts()) {
            joined.append(((MacroString.Literal) part).text());
        }
        return joined.toString();
    }

    /** Whether it is the same for everyone. */
    boolean isLiteral() {
        return literal;
    }

    /**
     * Whether it depends on what the sender said: then a verdict can't be kept for others, and to ask for it tells
     * DNS about the sender.
     *
     * @rfc 7208 7.3
     */
    boolean usesSender() {
        return text.uses("sloh");
    }

    /** Whether it has the local part in it. */
    boolean usesLocalPart() {
        return text.uses("sl");
    }

    /** Whether it has the validated name of the client in it, which must be looked up first. */
    boolean usesValidatedName() {
        return text.uses("p");
    }

    /** The target name; null where the expansion is none. */
    @Nullable
    DomainName target(MacroValues values) {
        return literal ? literalTarget : TargetName.of(text.expandEnd(values, TargetName.LONGEST_END));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainSpec that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
