package io.mailseal.mtasts;

import io.mailseal.core.Octets;

/**
 * Something about a record or a policy that its owner would want to know; an error makes it unusable.
 *
 * @param code what
 * @param line the line of a policy, counted from 1; 0 where it is about the whole, and in records, which have no lines
 * @param excerpt the text that it is about, in visible ASCII, other octets as {@code \xNN}, cut where it is long; third-party
 *     text. Empty where it is about something that is not there
 * @rfc 8461 3
 */
public record MtaStsFinding(Code code, int line, String excerpt) {

    private static final int LONGEST_SHOWN = 80;

    /** How bad it is. */
    public enum Severity {
        /** The record or policy is not used by anybody who reads it as the RFC says; or mail is lost by it. */
        ERROR,
        /** It is probably not what the owner wants. */
        WARNING,
        /** It is worth a look. */
        NOTE
    }

    /** What there is to be found. A constant keeps its name, its meaning and its severity; more may be added. */
    public enum Code {
        // ---- in records: errors (§3.1) ----

        /** It does not begin with {@code v=STSv1;} in exactly these characters, so that nobody takes it for a record. */
        NOT_A_RECORD(Severity.ERROR, "it does not begin with v=STSv1;"),
        /** It is longer than {@link MtaStsRecord#MAX_OCTETS}. */
        RECORD_TOO_LONG(Severity.ERROR, "the record is too long"),
        /** Between two semicolons stands no {@code name=value}. */
        INVALID_FIELD(Severity.ERROR, "a field has the form name=value, its name letters, digits, '_', '-' and '.'"),
        /** The id is not one to 32 letters and digits. */
        INVALID_ID(Severity.ERROR, "an id is one to 32 letters and digits"),
        /** There is no id. */
        MISSING_ID(Severity.ERROR, "the field id is missing"),

        // ---- in policies: errors (§3.2) ----

        /** It is longer than {@link MtaStsPolicy#MAX_OCTETS}. */
        POLICY_TOO_LONG(Severity.ERROR, "the policy is too long"),
        /** It is not UTF-8. */
        NOT_UTF8(Severity.ERROR, "the policy is not in UTF-8"),
        /** It begins with a byte order mark. */
        BYTE_ORDER_MARK(Severity.ERROR, "the policy begins with a byte order mark"),
        /** A line is no {@code name: value}. */
        INVALID_LINE(Severity.ERROR, "a line has the form 'name: value', its name letters, digits, '_', '-' and '.'"),
        /** A line without anything in it; only the end of the last line may be followed by nothing. */
        EMPTY_LINE(Severity.ERROR, "an empty line is none of the grammar"),
        /** The version is another than {@code STSv1}. */
        INVALID_VERSION(Severity.ERROR, "the version is not STSv1"),
        /** There is no version. */
        MISSING_VERSION(Severity.ERROR, "the field version is missing"),
        /** The mode is none of {@code enforce}, {@code testing} and {@code none}. */
        INVALID_MODE(Severity.ERROR, "the mode is none of enforce, testing and none"),
        /** There is no mode. */
        MISSING_MODE(Severity.ERROR, "the field mode is missing"),
        /** The lifetime is not one to ten digits. */
        INVALID_MAX_AGE(Severity.ERROR, "a max_age is one to ten digits"),
        /** There is no lifetime. */
        MISSING_MAX_AGE(Severity.ERROR, "the field max_age is missing"),
        /** A pattern is neither a host name in A-labels nor {@code *.} before one. */
        INVALID_MX(Severity.ERROR, "an mx is a host name in A-labels, or such a name after '*.'"),
        /** There is no pattern, and the mode is not none. */
        MISSING_MX(Severity.ERROR, "the field mx is missing"),

        // ---- in policies beside the domain's MX records: an error (§4.1) ----

        /** A mail exchanger of the domain that no pattern matches: mail does not get there. */
        MX_NOT_COVERED(Severity.ERROR, "a mail exchanger of the domain matches no mx of the policy"),

        // ---- warnings ----

        /** A field that was there before: this one is ignored (§3.2). */
        DUPLICATE_FIELD(Severity.WARNING, "a field that was there before is ignored"),
        /** A field that is ignored, but whose name is that of a known field in other case: names are case-sensitive. */
        MISSPELT_FIELD(Severity.WARNING, "the name of a field is case-sensitive, so this one is ignored"),
        /** The lifetime is more than {@link MtaStsPolicy#MAX_AGE}, and counts as that. */
        MAX_AGE_CLAMPED(Severity.WARNING, "a max_age of more than 31557600 counts as that"),
        /** A policy that is enforced is kept for less than a week: whoever blocks a refresh need not wait long (§10.2). */
        SHORT_MAX_AGE(Severity.WARNING, "a max_age should be weeks or more, and this is less than one"),
        /** The same pattern twice. */
        DUPLICATE_MX(Severity.WARNING, "the same mx was there before"),
        /** A wildcard right below the root: every host of a top-level domain. */
        BROAD_MX(Severity.WARNING, "the wildcard covers a whole top-level domain"),
        /** A label that begins with {@code xn--} and is no A-label: no host can have it. */
        INVALID_A_LABEL(Severity.WARNING, "a label that begins with xn-- is no A-label"),
        /** An mx that ends in a number, such as an address: no host can be called so, and no certificate is for it. */
        IMPOSSIBLE_MX(Severity.WARNING, "no host has a name that ends in a number, so this mx allows none"),

        // ---- notes ----

        /** A field that MTA-STS does not know, and ignores. */
        UNKNOWN_FIELD(Severity.NOTE, "a field that is not known is ignored"),
        /** Nothing is enforced. */
        TESTING_MODE(Severity.NOTE, "in mode testing mail is delivered whatever goes wrong"),
        /** Any host in the domain with a certificate may take its mail (§10.4). */
        WILDCARD_MX(Severity.NOTE, "the wildcard trusts every host right below the name"),
        /** A pattern beside mode none. */
        POINTLESS_MX(Severity.NOTE, "a policy of mode none has no use for mx"),
        /** A pattern that no mail exchanger of the domain matches. */
        UNUSED_MX(Severity.NOTE, "no mail exchanger of the domain matches this mx");

        private final Severity severity;
        private final String clause;

        Code(Severity severity, String clause) {
            this.severity = severity;
            this.clause = clause;
        }

        /** How bad it is. */
        public Severity severity() {
            return severity;
        }
    }

    static MtaStsFinding of(Code code) {
        return new MtaStsFinding(code, 0, "");
    }

    static MtaStsFinding at(Code code, int line, Octets text) {
        String shown = text.toString();
        boolean cut = shown.length() > LONGEST_SHOWN;
        return new MtaStsFinding(code, line, cut ? shown.substring(0, LONGEST_SHOWN) + "..." : shown);
    }

    /** How bad it is. */
    public Severity severity() {
        return code.severity();
    }

    /** Whether it makes the text unusable, or loses mail. */
    public boolean isError() {
        return severity() == Severity.ERROR;
    }

    /** A sentence for people, in visible ASCII; third-party text is in it. */
    public String explanation() {
        String place = line == 0 ? "" : "Line " + line + ": ";
        String what = line == 0 ? capital(code.clause) : code.clause;
        return place + what + (excerpt.isEmpty() ? "." : ": " + excerpt + ".");
    }

    private static String capital(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }
}
