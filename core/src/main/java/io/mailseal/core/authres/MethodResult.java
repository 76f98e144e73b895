package io.mailseal.core.authres;

import io.mailseal.core.syntax.FoldedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one method found about one identity: {@code dkim=pass header.d=example.com}.
 *
 * @rfc 8601 2.2
 */
public final class MethodResult {

    private final String method;
    private final String result;
    private final String reason;
    private final List<AuthenticationProperty> properties;

    private MethodResult(String method, String result, String reason, List<AuthenticationProperty> properties) {
        this.method = FieldValue.requireKeyword(method);
        this.result = FieldValue.requireKeyword(result);
        this.reason = reason;
        this.properties = List.copyOf(properties);
    }

    /**
     * A result without properties.
     *
     * @param method such as {@code dkim}
     * @param result such as {@code pass}
     * @throws IllegalArgumentException if one of them is no keyword: letters, digits, inner hyphens, 40 at most
     */
    public static MethodResult of(String method, String result) {
        return new MethodResult(method, result, "", List.of());
    }

    /**
     * The same with a reason for people.
     *
     * @throws IllegalArgumentException if the text can't stand in the field
     */
    public MethodResult withReason(String newReason) {
        return new MethodResult(method, result, FieldValue.of(newReason).value(), properties);
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
     * @throws IllegalArgumentException if type or property are no keywords, or the value can't stand in the field
     */
    public MethodResult with(String type, String property, String value) {
        List<AuthenticationProperty> more = new ArrayList<>(properties);
        more.add(new AuthenticationProperty(type, property, value));
        return new MethodResult(method, result, reason, more);
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

    /** The method. */
    public String method() {
        return method;
    }

    /** The result, a word. */
    public String result() {
        return result;
    }

    /** For people: why. */
    public Optional<String> reason() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** What was looked at, in order. */
    public List<AuthenticationProperty> properties() {
        return properties;
    }

    /** The value of the first property of this type and name. */
    public Optional<String> property(String type, String name) {
        return properties.stream()
                .filter(property ->
                        property.type().equals(type) && property.name().equals(name))
                .map(AuthenticationProperty::value)
                .findFirst();
    }

    void formatTo(FoldedText text) {
        text.newLine(method + "=" + result);
        if (!reason.isEmpty()) {
            text.word("reason=" + FieldValue.of(reason).quoted());
        }
        for (AuthenticationProperty property : properties) {
            text.word(property.type() + "." + property.name() + "="
                    + FieldValue.of(property.value()).ofProperty());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MethodResult that
                && method.equals(that.method)
                && result.equals(that.result)
                && reason.equals(that.reason)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * method.hashCode() + result.hashCode()) + properties.hashCode();
    }

    /** As in the field, on one line. */
    @Override
    public String toString() {
        FoldedText text = FoldedText.onOneLine();
        formatTo(text);
        return text.toString().trim();
    }
}
