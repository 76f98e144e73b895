package io.mailseal.dnsbl;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list's profile: which addresses in an answer, and what they mean. A value with equality.
 *
 * @rfc 5782 2.3
 */
public final class ReturnCode {

    /** No weight is larger, in either direction. */
    public static final double MAX_WEIGHT = 1000;

    private static final String NO_SOURCE = "not stated";

    private final CodePattern pattern;
    private final String name;
    private final String meaning;
    private final CodeEffect effect;
    private final @Nullable BlocklistError error;
    private final double weight;
    private final boolean clientOnly;
    private final String source;

    private ReturnCode(
            CodePattern pattern,
            String name,
            String meaning,
            CodeEffect effect,
            @Nullable BlocklistError error,
            double weight,
            boolean clientOnly,
            String source) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
        this.name = ProfileText.shortText("name", name);
        this.meaning = ProfileText.longText("meaning", meaning);
        this.effect = effect;
        this.error = error;
        this.weight = ProfileText.weight(weight);
        this.clientOnly = clientOnly;
        this.source = ProfileText.longText("source", source);
    }

    /**
     * A code that says: the subject is listed.
     *
     * @param pattern which addresses
     * @param name a short name, as {@code PBL}; visible ASCII
     * @param meaning a sentence for people; visible ASCII
     * @param weight what it adds to a score: negative where a listing is good
     * @throws IllegalArgumentException for a text that is empty, too long or not visible ASCII, and for a weight beyond
     *     {@link #MAX_WEIGHT}
     */
    public static ReturnCode listed(CodePattern pattern, String name, String meaning, double weight) {
        return new ReturnCode(pattern, name, meaning, CodeEffect.LISTED, null, weight, false, NO_SOURCE);
    }

    /**
     * A code that is no listing.
     *
     * @throws IllegalArgumentException as {@link #listed}
     */
    public static ReturnCode informational(CodePattern pattern, String name, String meaning) {
        return new ReturnCode(pattern, name, meaning, CodeEffect.INFORMATIONAL, null, 0, false, NO_SOURCE);
    }

    /**
     * A code that tells of an error.
     *
     * @throws IllegalArgumentException as {@link #listed}
     */
    public static ReturnCode error(CodePattern pattern, String name, String meaning, BlocklistError error) {
        Objects.requireNonNull(error, "error");
        return new ReturnCode(pattern, name, meaning, CodeEffect.ERROR, error, 0, false, NO_SOURCE);
    }

    /**
     * The same row, with where it comes from.
     *
     * @throws IllegalArgumentException for a text that is empty, too long or not visible ASCII
     */
    public ReturnCode withSource(String newSource) {
        return new ReturnCode(pattern, name, meaning, effect, error, weight, clientOnly, newSource);
    }

    /**
     * The same row, which is to count for nothing but the address of a client that has not authenticated itself.
     *
     * @throws IllegalStateException if it is no listing
     */
    public ReturnCode forClientOnly() {
        if (effect != CodeEffect.LISTED) {
            throw new IllegalStateException("no listing: " + name);
        }
        return new ReturnCode(pattern, name, meaning, effect, error, weight, true, source);
    }

    /** The same row with another weight. Codes that are no listings keep none. */
    public ReturnCode withWeight(double newWeight) {
        double kept = effect == CodeEffect.LISTED ? newWeight : 0;
        return new ReturnCode(pattern, name, meaning, effect, error, kept, clientOnly, source);
    }

    /** Which addresses. */
    public CodePattern pattern() {
        return pattern;
    }

    /** A short name, as {@code PBL}. */
    public String name() {
        return name;
    }

    /** A sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** What it says. */
    public CodeEffect effect() {
        return effect;
    }

    /** Which error; there if and only if the effect is {@link CodeEffect#ERROR}. */
    public Optional<BlocklistError> error() {
        return Optional.ofNullable(error);
    }

    /** What it adds to a score; negative where a listing is good, 0 where it is no listing. */
    public double weight() {
        return weight;
    }

    /**
     * Whether it says something only about the address of a client that hands over mail without authentication, as codes
     * for dynamic addresses do, and nothing where that address stands elsewhere in a message.
     */
    public boolean isClientOnly() {
        return clientOnly;
    }

    /** Where this row comes from: a page of the list's, or other public knowledge. */
    public String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReturnCode that
                && pattern.equals(that.pattern)
                && name.equals(that.name)
                && meaning.equals(that.meaning)
                && effect == that.effect
                && error == that.error
                && Double.compare(weight, that.weight) == 0
                && clientOnly == that.clientOnly
                && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pattern, name, effect);
    }

    /** {@code PBL (127.0.0.10)}. */
    @Override
    public String toString() {
        return name + " (" + pattern + ")";
    }
}
