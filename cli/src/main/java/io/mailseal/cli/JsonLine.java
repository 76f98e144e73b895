package io.mailseal.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** One JSON object on one line, in ASCII. What it has is documented in docs/json.md. */
final class JsonLine {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new ControlEscapes())
            .build();

    private final JsonGenerator json;

    private JsonLine(JsonGenerator json) {
        this.json = json;
    }

    /** DEL is ASCII, but no character to show either. */
    private static final class ControlEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7F] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null; // there are no special ones
        }
    }

    /** Prints the object with these members. */
    static void print(PrintWriter out, Consumer<JsonLine> members) {
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartObject();
            members.accept(new JsonLine(generator));
            generator.writeEndObject();
        }
        out.println();
    }

    JsonGenerator generator() {
        return json;
    }

    /** A text, or null. */
    void optional(String name, Optional<?> value) {
        json.writeName(name);
        value.ifPresentOrElse(present -> json.writeString(present.toString()), json::writeNull);
    }

    /** A constant, or null. */
    void word(String name, Optional<? extends Enum<?>> value) {
        optional(name, value.map(JsonLine::word));
    }

    /** A list of texts. */
    void strings(String name, Collection<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    /** Constants of ours, in the form that JSON users like better. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
