package io.mailseal.dnsbl;

import io.mailseal.core.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON text of bounded size to the end. What a value may be, {@link ProfileReader} knows. */
final class JsonTree {

    private static final int DEEPEST = 8;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(40)
                    .maxTokenCount(200_000)
                    .maxNameLength(1000)
                    .build())
            .build();

    private final JsonParser parser;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    static JsonValue read(Octets json) throws ProfileRefusal {
        if (json.length() > BlocklistProfileParse.MAX_OCTETS) {
            throw refusal(BlocklistProfileProblem.Kind.TOO_LARGE, 0, 0);
        }
        String text = decode(json);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonTree(parser).readAll();
        } catch (JacksonException e) {
            // Its message quotes the text, which may be anything.
            TokenStreamLocation at = e.getLocation();
            throw at == null || at.getLineNr() < 1
                    ? refusal(BlocklistProfileProblem.Kind.NOT_JSON, 0, 0)
                    : refusal(BlocklistProfileProblem.Kind.NOT_JSON, at.getLineNr(), Math.max(1, at.getColumnNr()));
        }
    }

    private static ProfileRefusal refusal(BlocklistProfileProblem.Kind kind, int line, int column) {
        return new ProfileRefusal(new BlocklistProfileProblem(kind, "", line, column, ""));
    }

    private static String decode(Octets json) throws ProfileRefusal {
        try {
            ByteBuffer octets = json.toByteBuffer();
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(octets)
                    .toString();
            // RFC 8259 §8.1: a byte order mark may be ignored, and some editors write one.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refusal(BlocklistProfileProblem.Kind.NOT_UTF_8, 0, 0);
        }
    }

    private JsonValue readAll() throws ProfileRefusal {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw refusal(BlocklistProfileProblem.Kind.NOT_JSON, 1, 1);
        }
        JsonValue root = value(first, "");
        if (parser.nextToken() != null) {
            TokenStreamLocation at = parser.currentTokenLocation();
            throw refusal(BlocklistProfileProblem.Kind.NOT_JSON, at.getLineNr(), at.getColumnNr());
        }
        return root;
    }

    private JsonValue value(JsonToken token, String path) throws ProfileRefusal {
        TokenStreamLocation at = parser.currentTokenLocation();
        Object value = switch (token) {
            case START_OBJECT -> members(path);
            case START_ARRAY -> elements(path);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> JsonValue.NULL;
        };
        return new JsonValue(value, path, at.getLineNr(), at.getColumnNr());
    }

    private JsonValue.Members members(String path) throws ProfileRefusal {
        JsonValue.Members members = new JsonValue.Members();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            TokenStreamLocation at = parser.currentTokenLocation();
            String memberPath = path + (path.isEmpty() ? "" : ".") + shown(name);
            JsonValue node = value(parser.nextToken(), memberPath);
            if (members.put(name, node) != null) {
                throw new ProfileRefusal(new BlocklistProfileProblem(
                        BlocklistProfileProblem.Kind.DUPLICATE_MEMBER,
                        memberPath,
                        at.getLineNr(),
                        at.getColumnNr(),
                        ""));
            }
        }
        return members;
    }

    // Names are whatever somebody has typed.
    private static String shown(String name) {
        return ProfileText.isVisible(name, ProfileText.LONGEST_NAME) ? name : "?";
    }

    private List<JsonValue> elements(String path) throws ProfileRefusal {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token, path + "[" + elements.size() + "]"));
        }
        return elements;
    }
}
