package io.mailseal.core.authres;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.syntax.FoldedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One Authentication-Results field: who says so, and what was found by each method. Immutable, with equality.
 *
 * <p><b>To be written</b> by the server that did the checks: {@link #builder}, then {@link #toHeaderField}. It is put above the
 * message, above the Received field of the same server, and nothing is ever added to a field that is there already. Fields
 * of others that bear the same name are removed at the border, after signatures were verified: {@link #stripForged}.
 *
 * <p><b>To be read</b> by programs behind that server: {@link #parse(HeaderField)} reads one field and believes nothing: every
 * sender can write one. {@link TrustedResults} knows which of them are to be believed.
 *
 * <p>A field in ASCII, {@link #toHeaderField}, is right for every message: domains are in A-labels there, and what else is not
 * ASCII is left out, since an identity that is altered is another one. In a message that came with SMTPUTF8,
 * {@link #toInternationalHeaderField} leaves nothing out.
 *
 * @rfc 8601 2.2
 */
public final class AuthenticationResults implements AuthenticationResultsParse {

    /** The name of the field. */
    public static final String FIELD_NAME = "Authentication-Results";

    /** How many characters of a value are read, folds included; of octets, how many octets. */
    public static final int MAX_LENGTH = 1 << 18;

    /** How many comments within each other are read. */
    public static final int MAX_COMMENT_DEPTH = 20;

    /** How many results one field has at most. */
    public static final int MAX_RESULTS = 1000;

    private final String authservId;
    private final List<MethodResult> results;
    private final Set<ResultsDeviation> deviations;

    private AuthenticationResults(String authservId, List<MethodResult> results, Set<ResultsDeviation> deviations) {
        this.authservId = authservId;
        this.results = List.copyOf(results);
        this.deviations = deviations.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(deviations));
    }

    static AuthenticationResults read(String authservId, List<MethodResult> results, Set<ResultsDeviation> deviations) {
        return new AuthenticationResults(authservId, results, deviations);
    }

    /**
     * Begins a field.
     *
     * @param authservId the name by which those behind this server know it, mostly its domain name
     * @throws IllegalArgumentException if it is empty, can't stand in the field, or is neither ASCII nor a domain name
     * @rfc 8601 2.5
     */
    public static Builder builder(String authservId) {
        return new Builder(authservId);
    }

    // ---- reading ----

    /** Reads a field of a message: the {@link HeaderField#rawValue} of one that has the right name. Never throws. */
    public static AuthenticationResultsParse parse(HeaderField field) {
        return field.isNamed(FIELD_NAME)
                ? parse(field.rawValue())
                : new AuthenticationResultsSyntaxError(AuthenticationResultsSyntaxError.Kind.OTHER_FIELD, 0);
    }

    /** Reads the value of a field; octets above 127 are taken for UTF-8. Never throws. */
    public static AuthenticationResultsParse parse(Octets value) {
        return AuthenticationResultsParser.parse(value);
    }

    /**
     * Reads the value of a field, without its name: it may be folded, and may end in CRLF. Read, too, are fields that
     * leave the grammar where servers are known to: {@link #deviations} says so. Never throws; the time it takes grows with
     * the length alone.
     */
    public static AuthenticationResultsParse parse(String value) {
        return new AuthenticationResultsParser(value).parse();
    }

    /**
     * The header without the fields that claim to be of the service of this name, or whose author can't be told: what
     * {@link ForgedResults} does with its defaults.
     *
     * @throws IllegalArgumentException if the name holds neither letter nor digit
     * @rfc 8601 5
     */
    public static HeaderBlock stripForged(HeaderBlock header, String authservId) {
        return ForgedResults.builder().authservId(authservId).build().strip(header);
    }

    // ---- what it says ----

    /** Who says so. */
    public String authservId() {
        return authservId;
    }

    /** What was found, in order; none is a valid field, too. */
    public List<MethodResult> results() {
        return results;
    }

    /** The results of one method, in order; the case of letters does not matter. */
    public List<MethodResult> results(String method) {
        return results.stream().filter(result -> result.isOf(method)).toList();
    }

    /** Where a field that was read leaves the grammar; nothing for one that was built. No part of equality. */
    public Set<ResultsDeviation> deviations() {
        return deviations;
    }

    // ---- writing ----

    /**
     * The whole field with its name, folded, with a CRLF at its end: ready to be put above the message. ASCII: domains have
     * A-labels, and values that are not ASCII otherwise are left out. No line is longer than 998 octets, and none is longer
     * than 78 without need.
     *
     * <p>A message whose first line begins with white space must not get a field put above it: that line would continue it.
     * {@link ForgedResults#rewrite} knows.
     */
    public String toHeaderField() {
        return format("\r\n", Wording.ASCII) + "\r\n";
    }

    /**
     * The same for internationalized mail, one that came with SMTPUTF8: domains and local parts as they are, to be written in
     * UTF-8.
     *
     * @rfc 8601 1.5.2
     * @rfc 6532 3.2
     */
    public String toInternationalHeaderField() {
        return format("\r\n", Wording.INTERNATIONAL) + "\r\n";
    }

    /** The field of {@link #toHeaderField} on one line, without a line end. */
    public String toLine() {
        FoldedText text = FoldedText.onOneLine();
        formatTo(text, Wording.ASCII);
        return text.toString();
    }

    private String format(String lineEnd, Wording wording) {
        FoldedText text = FoldedText.with(lineEnd);
        formatTo(text, wording);
        return text.toString();
    }

    private void formatTo(FoldedText text, Wording wording) {
        text.append(FIELD_NAME + ": " + wording.authservId(authservId));
        if (results.isEmpty()) {
            text.append("; none");
        }
        for (MethodResult result : results) {
            text.append(";");
            result.formatTo(text, wording);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationResults that
                && authservId.equals(that.authservId)
                && results.equals(that.results);
    }

    @Override
    public int hashCode() {
        return 31 * authservId.hashCode() + results.hashCode();
    }

    /** The field of {@link #toHeaderField}, folded with line feeds. */
    @Override
    public String toString() {
        return format("\n", Wording.ASCII);
    }

    /** Collects the results of one field. For one thread. */
    public static final class Builder {

        private final String authservId;
        private final List<MethodResult> results = new ArrayList<>();

        private Builder(String authservId) {
            if (authservId.isEmpty()) {
                throw new IllegalArgumentException("an authserv-id is not empty");
            }
            FieldValue.of(authservId).ofAuthservId();
            this.authservId = authservId;
        }

        /**
         * Adds what one method found.
         *
         * @throws IllegalArgumentException if there are more than {@link AuthenticationResults#MAX_RESULTS}
         */
        public Builder result(MethodResult result) {
            if (results.size() == MAX_RESULTS) {
                throw new IllegalArgumentException("more than " + MAX_RESULTS + " results");
            }
            results.add(result);
            return this;
        }

        /**
         * Adds what several methods found.
         *
         * @throws IllegalArgumentException if there are more than {@link AuthenticationResults#MAX_RESULTS}
         */
        public Builder results(List<MethodResult> more) {
            more.forEach(this::result);
            return this;
        }

        /** The field. */
        public AuthenticationResults build() {
            return new AuthenticationResults(authservId, results, Set.of());
        }
    }
}
