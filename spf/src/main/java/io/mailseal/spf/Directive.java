package io.mailseal.spf;

import java.util.Objects;

/**
 * A mechanism and what its match means.
 *
 * @rfc 7208 4.6.1
 */
public final class Directive implements SpfTerm {

    private final Qualifier qualifier;
    private final Mechanism mechanism;
    private final String text;

    /** A directive for a record to be published. */
    public Directive(Qualifier qualifier, Mechanism mechanism) {
        this(qualifier, mechanism, format(qualifier, mechanism));
    }

    Directive(Qualifier qualifier, Mechanism mechanism, String text) {
        this.qualifier = Objects.requireNonNull(qualifier, "qualifier");
        this.mechanism = Objects.requireNonNull(mechanism, "mechanism");
        this.text = text;
    }

    private static String format(Qualifier qualifier, Mechanism mechanism) {
        return qualifier == Qualifier.PASS ? mechanism.format() : qualifier.sign() + mechanism.format();
    }

    /** What a match means; {@link Qualifier#PASS} where none is written. */
    public Qualifier qualifier() {
        return qualifier;
    }

    /** The test. */
    public Mechanism mechanism() {
        return mechanism;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String format() {
        return format(qualifier, mechanism);
    }

    /** By meaning, not by spelling. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Directive that && qualifier == that.qualifier && mechanism.equals(that.mechanism);
    }

    @Override
    public int hashCode() {
        return 31 * qualifier.hashCode() + mechanism.hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
