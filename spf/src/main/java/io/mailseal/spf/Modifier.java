package io.mailseal.spf;

import java.util.Locale;
import java.util.Objects;

/**
 * A term that tests nothing.
 *
 * @rfc 7208 6
 */
public sealed interface Modifier extends SpfTerm {

    /** What stands before the equals sign, in lower case. */
    String name();

    /**
     * The record that decides when nothing here matches.
     *
     * @rfc 7208 6.1
     */
    final class Redirect implements Modifier {

        static final String NAME = "redirect";

        private final DomainSpec target;
        private final String text;

        /**
         * A modifier for a record to be published.
         *
         * @throws IllegalArgumentException for {@link DomainSpec#RECORD_DOMAIN}: the target can't be left out
         */
        public Redirect(DomainSpec target) {
            this(target, NAME + "=" + target);
        }

        Redirect(DomainSpec target, String text) {
            this.target = target.requireWritten(NAME);
            this.text = text;
        }

        /** Whose record that is. */
        public DomainSpec target() {
            return target;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String format() {
            return NAME + "=" + target;
        }

        /** By meaning, not by spelling. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Redirect that && target.equals(that.target);
        }

        @Override
        public int hashCode() {
            return target.hashCode();
        }

        /** The text. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Where the reason of a fail is told.
     *
     * @rfc 7208 6.2
     */
    final class Explanation implements Modifier {

        static final String NAME = "exp";

        private final DomainSpec target;
        private final String text;

        /**
         * A modifier for a record to be published.
         *
         * @throws IllegalArgumentException for {@link DomainSpec#RECORD_DOMAIN}: the target can't be left out
         */
        public Explanation(DomainSpec target) {
            this(target, NAME + "=" + target);
        }

        Explanation(DomainSpec target, String text) {
            this.target = target.requireWritten(NAME);
            this.text = text;
        }

        /** The name whose text record is the explanation. */
        public DomainSpec target() {
            return target;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String format() {
            return NAME + "=" + target;
        }

        /** By meaning, not by spelling. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Explanation that && target.equals(that.target);
        }

        @Override
        public int hashCode() {
            return target.hashCode() + 1;
        }

        /** The text. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One of another specification, to be ignored.
     *
     * @rfc 7208 6
     */
    final class Unknown implements Modifier {

        private final String name;
        private final String value;
        private final String text;

        /**
         * A modifier for a record to be published.
         *
         * @param name a letter, then letters, digits, hyphens, underscores and dots
         * @param value a macro-string; it may be empty
         * @throws IllegalArgumentException if it is none, or one that SPF knows
         */
        public Unknown(String name, String value) {
            this(name, value, name + "=" + value);
            if (SpfTerm.parse(text).filter(this::equals).isEmpty()) {
                throw new IllegalArgumentException("not an unknown modifier: " + text);
            }
        }

        Unknown(String name, String value, String text) {
            this.name = name.toLowerCase(Locale.ROOT);
            this.value = Objects.requireNonNull(value, "value");
            this.text = text;
        }

        @Override
        public String name() {
            return name;
        }

        /** What stands after the equals sign, as it is written: only its own specification knows what it means. */
        public String value() {
            return value;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String format() {
            return name + "=" + value;
        }

        /** By name without regard to case, and value. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Unknown that && name.equals(that.name) && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + value.hashCode();
        }

        /** The text. */
        @Override
        public String toString() {
            return text;
        }
    }
}
