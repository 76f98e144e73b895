package io.mailseal.core.authres;

import io.mailseal.core.syntax.FoldedText;
import java.util.ArrayList;
import java.util.List;

/**
 * One Authentication-Results field: who says so, and what was found by each method.
 *
 * @rfc 8601 2.2
 */
public final class AuthenticationResults {

    /** The name of the field. */
    public static final String FIELD_NAME = "Authentication-Results";

    private final String authservId;
    private final List<MethodResult> results;

    private AuthenticationResults(String authservId, List<MethodResult> results) {
        this.authservId = authservId;
        this.results = List.copyOf(results);
    }

    /**
     * Begins a field.
     *
     * @param authservId the name by which those behind this server know it, mostly its domain name
     * @throws IllegalArgumentException if it is empty or can't stand in the field
     * @rfc 8601 2.5
     */
    public static Builder builder(String authservId) {
        return new Builder(authservId);
    }

    /** Who says so. */
    public String authservId() {
        return authservId;
    }

    /** What was found, in order; none is a valid field, too. */
    public List<MethodResult> results() {
        return results;
    }

    /** The results of one method, in order. */
    public List<MethodResult> results(String method) {
        return results.stream().filter(result -> result.method().equals(method)).toList();
    }

    /** The whole field with its name, folded, with a CRLF at its end: ready to be put above the message. */
    public String toHeaderField() {
        return format("\r\n") + "\r\n";
    }

    /** The field on one line, without a line end. */
    public String toLine() {
        FoldedText text = FoldedText.onOneLine();
        formatTo(text);
        return text.toString();
    }

    /** The field for people: folded with this line end, none at its end. */
    String format(String lineEnd) {
        FoldedText text = FoldedText.with(lineEnd);
        formatTo(text);
        return text.toString();
    }

    private void formatTo(FoldedText text) {
        text.append(FIELD_NAME + ": " + FieldValue.of(authservId).tokenOrQuoted());
        if (results.isEmpty()) {
            text.append("; none");
        }
        for (MethodResult result : results) {
            text.append(";");
            result.formatTo(text);
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

    /** The field, folded with line feeds. */
    @Override
    public String toString() {
        return format("\n");
    }

    /** Collects the results of one field. For one thread. */
    public static final class Builder {

        private final String authservId;
        private final List<MethodResult> results = new ArrayList<>();

        private Builder(String authservId) {
            if (authservId.isEmpty()) {
                throw new IllegalArgumentException("an authserv-id is not empty");
            }
            this.authservId = FieldValue.of(authservId).value();
        }

        /** Adds what one method found. */
        public Builder result(MethodResult result) {
            results.add(result);
            return this;
        }

        /** Adds what several methods found. */
        public Builder results(List<MethodResult> more) {
            results.addAll(more);
            return this;
        }

        /** The field. */
        public AuthenticationResults build() {
            return new AuthenticationResults(authservId, results);
        }
    }
}
