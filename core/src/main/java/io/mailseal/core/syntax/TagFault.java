package io.mailseal.core.syntax;

/**
 * One thing that is wrong with a {@link TagList}.
 *
 * @param kind what
 * @param position where it was noticed, from the beginning of the list
 * @param tag the name of the tag, where it had one by then; otherwise empty. Of a name that is longer than any real one,
 *     the beginning
 * @rfc 6376 3.2
 */
public record TagFault(Kind kind, int position, String tag) {

    private static final int LONGEST_SHOWN = 64;

    /** Cuts a long name: whoever writes the list may make it as long as the list. */
    public TagFault {
        tag = tag.substring(0, Math.min(tag.length(), LONGEST_SHOWN));
    }

    /** What can be wrong. */
    public enum Kind {
        /** Nothing before, between or after two semicolons, or nothing at all. */
        MISSING_TAG("a tag is expected"),
        /** A tag that does not begin with a letter. */
        INVALID_NAME("the name of a tag is expected: a letter, then letters, digits and underscores"),
        /** A name that no equals sign follows. */
        MISSING_EQUALS("an equals sign is expected after the name of the tag"),
        /** A control character in a value. The tag is in the list all the same. */
        INVALID_VALUE("a value holds an octet that no value may hold"),
        /** A line end that no blank follows. */
        INVALID_FOLDING("a blank is expected after a line end"),
        /** A tag that was there before. Both are in the list. */
        DUPLICATE_TAG("a tag may occur only once"),
        /** There are more than {@link TagList#MAX_TAGS} tags; the rest was not read. */
        TOO_MANY_TAGS("the list has too many tags");

        private final String expectation;

        Kind(String expectation) {
            this.expectation = expectation;
        }

        /** For people: a clause without capital and full stop. */
        public String expectation() {
            return expectation;
        }
    }

    /** For people: a clause with tag and position. */
    public String sentence() {
        String at = kind.expectation() + " (at " + position;
        return tag.isEmpty() ? at + ")" : at + ", tag " + tag + "=)";
    }
}
