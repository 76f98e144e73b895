package io.mailseal.core.authres;

import java.util.Optional;

/**
 * Where a method found what it looked at: one of the registered types of properties.
 *
 * @rfc 8601 2.3
 */
public enum PropertyType {
    /** In a command of SMTP. */
    SMTP("smtp"),
    /** In a header field; for DKIM, in a tag of the signature. */
    HEADER("header"),
    /** In the body. */
    BODY("body"),
    /** In what the server itself decided or knows. */
    POLICY("policy"),
    /**
     * In DNS.
     *
     * @rfc 8904 4.2
     */
    DNS("dns");

    private final String word;

    PropertyType(String word) {
        this.word = word;
    }

    /** As it stands in the field. */
    public String word() {
        return word;
    }

    /** The one of this word; the case of letters does not matter. */
    public static Optional<PropertyType> of(String word) {
        for (PropertyType type : values()) {
            if (Keyword.areSame(type.word, word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
