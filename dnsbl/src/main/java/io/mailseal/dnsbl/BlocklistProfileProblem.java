package io.mailseal.dnsbl;

import java.util.Objects;

/**
 * Why a text is no profile.
 *
 * @param kind what is wrong
 * @param path where in the structure, as {@code [0].codes[2].weight}; empty for the whole
 * @param line where in the text, counted from 1; 0 where that is not known
 * @param column where in the line, counted from 1; 0 where that is not known
 * @param detail more for people, in visible ASCII; may be empty
 */
public record BlocklistProfileProblem(Kind kind, String path, int line, int column, String detail) {

    /** What is wrong. A constant keeps its name and meaning; more may be added. */
    public enum Kind {
        /** There is more of it than {@link BlocklistProfileParse#MAX_OCTETS}. */
        TOO_LARGE("the text is too long"),
        /** It is not in UTF-8. */
        NOT_UTF_8("the text is not in UTF-8"),
        /** It is not JSON, or nested deeper than profiles are. */
        NOT_JSON("the text is not JSON"),
        /** Something else where an object, a list, a text, a number, or true or false is expected. */
        WRONG_TYPE("a value is of another type"),
        /** A member that profiles do not have. */
        UNKNOWN_MEMBER("profiles have no such member"),
        /** A member that was there before in the same object. */
        DUPLICATE_MEMBER("the member is there twice"),
        /** A member that must be there and is not. */
        MISSING_MEMBER("a member is missing"),
        /** A value that the member cannot have. */
        INVALID_VALUE("the member cannot have this value"),
        /** Each value is right in itself, and they do not go together. */
        INCONSISTENT("the parts of the profile do not go together"),
        /** Two profiles of the same name. */
        DUPLICATE_NAME("two profiles have the same name"),
        /** More profiles than {@link BlocklistProfileParse#MAX_PROFILES}, or none. */
        WRONG_COUNT("there are too many profiles, or none");

        private final String clause;

        Kind(String clause) {
            this.clause = clause;
        }
    }

    /** No component may be null. */
    public BlocklistProfileProblem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(detail, "detail");
    }

    /** A sentence for people, in visible ASCII. */
    public String explanation() {
        String place = line == 0 ? "" : "Line " + line + ", column " + column + ": ";
        String where = path.isEmpty() ? "" : path + ": ";
        return place + where + kind.clause + (detail.isEmpty() ? "." : ": " + detail + ".");
    }
}
