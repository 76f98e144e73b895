package io.mailseal.core.json;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A JSON object being written, member by member, on one line and in ASCII: every octet that somebody else has chosen is
 * escaped where it could be more than text, also to a terminal or a log. What is not known is {@code null}. For one thread.
 *
 * @rfc 8259 7
 */
public final class JsonObject {

    private static final String NULL = "null";
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder json = new StringBuilder("{");

    /** An object without members. */
    public JsonObject() {}

    /** A member that is the text of a value. */
    public JsonObject text(String name, Object value) {
        return member(name, quoted(value.toString()));
    }

    /** A member that is the text of a value, or null. */
    public JsonObject text(String name, Optional<?> value) {
        return member(name, value.map(known -> quoted(known.toString())).orElse(NULL));
    }

    /** A member that is the name of a constant, in lower case. */
    public JsonObject word(String name, Enum<?> constant) {
        return text(name, word(constant));
    }

    /** A member that is the name of a constant, in lower case, or null. */
    public JsonObject word(String name, Optional<? extends Enum<?>> constant) {
        return text(name, constant.map(JsonObject::word));
    }

    /** A member that is a number. */
    public JsonObject number(String name, long value) {
        return member(name, Long.toString(value));
    }

    /** A member that is a number, or null. */
    public JsonObject number(String name, OptionalLong value) {
        return member(name, value.isPresent() ? Long.toString(value.getAsLong()) : NULL);
    }

    /** A member that is a number, or null. */
    public JsonObject number(String name, OptionalInt value) {
        return member(name, value.isPresent() ? Integer.toString(value.getAsInt()) : NULL);
    }

    /** A member that is true or false. */
    public JsonObject flag(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    /** A member that is an object. */
    public JsonObject object(String name, JsonObject value) {
        return member(name, value.toString());
    }

    /** A member that is an object, or null. */
    public JsonObject object(String name, Optional<JsonObject> value) {
        return member(name, value.map(JsonObject::toString).orElse(NULL));
    }

    /** A member that is a list of objects. */
    public JsonObject objects(String name, Collection<JsonObject> values) {
        return list(name, values.stream().map(JsonObject::toString).toList());
    }

    /** A member that is a list of the texts of values. */
    public JsonObject texts(String name, Collection<?> values) {
        return list(name, values.stream().map(value -> quoted(value.toString())).toList());
    }

    /** A member that is a list of the names of constants, in lower case. */
    public JsonObject words(String name, Collection<? extends Enum<?>> constants) {
        return texts(name, constants.stream().map(JsonObject::word).toList());
    }

    /** A constant of ours, in the form that users of JSON like better. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private JsonObject list(String name, List<String> values) {
        return member(name, "[" + String.join(",", values) + "]");
    }

    private JsonObject member(String name, String value) {
        json.append(json.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value);
        return this;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i), quoted);
        }
        return quoted.append('"').toString();
    }

    private static void append(char c, StringBuilder quoted) {
        if (c == '"' || c == '\\') {
            quoted.append('\\').append(c);
        } else if (c >= ' ' && c < 0x7F) {
            quoted.append(c);
        } else {
            quoted.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                quoted.append(HEX.charAt(c >> shift & 0xF));
            }
        }
    }

    /** The object with the members that it has so far, on one line. */
    @Override
    public String toString() {
        return json + "}";
    }
}
