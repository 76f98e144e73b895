package io.mailseal.core.authres;

/**
 * One thing that a method looked at: {@code header.d=example.com}.
 *
 * @param type where it was found: {@code smtp}, {@code header}, {@code body}, {@code policy}, {@code dns}
 * @param name its name there
 * @param value as it is, not as it is quoted; but the local part of a mail address has its quotes:
 *     {@code "a b"@example.com}
 * @rfc 8601 2.2
 */
public record AuthenticationProperty(String type, String name, String value) {

    /**
     * @throws IllegalArgumentException if type or name are no keywords, or the value can't stand in the field
     */
    public AuthenticationProperty {
        Keyword.require(type);
        Keyword.require(name);
        FieldValue.of(value);
    }

    boolean isNamed(String otherType, String otherName) {
        return Keyword.areSame(type, otherType) && Keyword.areSame(name, otherName);
    }
}
