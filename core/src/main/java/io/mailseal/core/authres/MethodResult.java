package io.mailseal.core.authres;

import io.mailseal.core.syntax.FoldedText;
import io.mailseal.core.syntax.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one method found about one identity: {@code dkim=pass header.d=example.com}.
 *
 * @rfc 8601 2.2
 */
public final class MethodResult {

    /** How many properties one result has at most. */
    public static final int MAX_PROPERTIES = 100;

    private static final int FIRST_VERSION = 1;

    private final String method;
    private final int version;
    private final String result;
    private final String comment;
    private final String reason;
    private final List<AuthenticationProperty> properties;

    private MethodResult(
            String method,
            int version,
            String result,
            String comment,
            String reason,
            List<AuthenticationProperty> properties) {
        this.method = Keyword.require(method);
        this.version = version;
        this.result = Keyword.require(result);
        this.comment = comment;
        this.reason = reason;
        this.properties = List.copyOf(properties);
    }

    /**
     * A result without properties.
     *
     * @param method such as {@code dkim}
     * @param result such as {@code pass}
     * @throws IllegalArgumentException if one of them is no keyword: letters, digits, hyphens but at its end, 40 at most
     */
    public static MethodResult of(String method, String result) {
        return new MethodResult(method, FIRST_VERSION, result, "", "", List.of());
    }

    // What was read: everything was looked at before.
    static MethodResult read(
            String method,
            int version,
            String result,
            String comment,
            String reason,
            List<AuthenticationProperty> properties) {
        return new MethodResult(method, version, result, comment, reason, properties);
    }

    /**
     * The same for another version of the method than the first.
     *
     * @throws IllegalArgumentException if it is negative
     * @rfc 8601 2.6
     */
    public MethodResult withVersion(int newVersion) {
        if (newVersion < 0) {
            throw new IllegalArgumentException("a negative version");
        }
        return new MethodResult(method, newVersion, result, comment, reason, properties);
    }

    /**
     * The same with a comment for people, {@code (good signature)}; programs that read the field won't see it. An empty text
     * is no comment.
     *
     * @throws IllegalArgumentException if the text can't stand in the field
     */
    public MethodResult withComment(String newComment) {
        if (!Quoting.COMMENT.canHoldInternational(newComment)) {
            Quoting.COMMENT.require(newComment);
        }
        return new MethodResult(method, version, result, newComment, reason, properties);
    }

    /**
     * The same with a reason for people.
     *
     * @throws IllegalArgumentException if the text can't stand in the field
     */
    public MethodResult withReason(String newReason) {
        return new MethodResult(
                method, version, result, comment, FieldValue.of(newReason).value(), properties);
    }

    /** The same with a reason for people, if the text can stand in the field; else without it. */
    public MethodResult withReasonIfSafe(String newReason) {
        return FieldValue.isSafe(newReason) ? withReason(newReason) : this;
    }

    /**
     * The same with one more property.
     *
     * @param type where the value was found: {@code smtp}, {@code header}, {@code policy}, {@code dns}
     * @param property its name there, such as {@code mailfrom} or {@code d}
     * @param value as it is, without the quotes that it may need; the local part of a mail address has its own quotes where
     *     it needs them: {@code "a b"@example.com}
     * @throws IllegalArgumentException if type or property are no keywords, the value can't stand in the field, or there are
     *     more properties than {@link #MAX_PROPERTIES}
     */
    public MethodResult with(String type, String property, String value) {
        if (properties.size() == MAX_PROPERTIES) {
            throw new IllegalArgumentException("more than " + MAX_PROPERTIES + " properties");
        }
        List<AuthenticationProperty> more = new ArrayList<>(properties);
        more.add(new AuthenticationProperty(type, property, value));
        return new MethodResult(method, version, result, comment, reason, more);
    }

    /**
     * The same with one more property, if its value can stand in the field; else without it. For values that somebody else
     * has chosen: better left out than altered.
     *
     * @throws IllegalArgumentException if type or property are no keywords
     */
    public MethodResult withIfSafe(String type, String property, String value) {
        return FieldValue.isSafe(value) ? with(type, property, value) : this;
    }

    /** The method, as it is written. */
    public String method() {
        return method;
    }

    /** Whether it is this method; the case of letters does not matter. */
    public boolean isOf(String otherMethod) {
        return Keyword.areSame(method, otherMethod);
    }

    /** The version of the method, mostly 1. */
    public int version() {
        return version;
    }

    /** The result, a word as it is written. */
    public String result() {
        return result;
    }

    /** The comment behind the result, for people; comments within it have their parentheses. */
    public Optional<String> comment() {
        return comment.isEmpty() ? Optional.empty() : Optional.of(comment);
    }

    /** For people: why. */
    public Optional<String> reason() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** What was looked at, in order. */
    public List<AuthenticationProperty> properties() {
        return properties;
    }

    /**
     * The value of the first property of this type and name; the case of letters does not matter there.
     */
    public Optional<String> property(String type, String name) {
        return properties.stream()
                .filter(property -> property.isNamed(type, name))
                .map(AuthenticationProperty::value)
                .findFirst();
    }

    void formatTo(FoldedText text, Wording wording) {
        text.newLine(method + (version == FIRST_VERSION ? "" : "/" + version) + "=" + result);
        String written = wording.comment(comment);
        if (written != null && !comment.isEmpty()) {
            text.phrase(" " + written);
        }
        String quoted = wording.quoted(reason);
        if (quoted != null && !reason.isEmpty()) {
            text.word("reason=" + quoted);
        }
        for (AuthenticationProperty property : properties) {
            String value = wording.property(property.value());
            if (value != null) {
                text.word(property.type() + "." + property.name() + "=" + value);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MethodResult that
                && method.equals(that.method)
                && version == that.version
                && result.equals(that.result)
                && comment.equals(that.comment)
                && reason.equals(that.reason)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * method.hashCode() + result.hashCode()) + properties.hashCode();
    }

    /** As in the field, on one line; not ASCII alone. */
    @Override
    public String toString() {
        FoldedText text = FoldedText.onOneLine();
        formatTo(text, Wording.INTERNATIONAL);
        return text.toString().trim();
    }
}
