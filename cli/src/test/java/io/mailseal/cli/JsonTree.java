package io.mailseal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, texts, numbers, booleans and nulls. */
final class JsonTree {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonTree() {}

    static Map<String, Object> object(String json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            Map<String, Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new AssertionError("more than one value: " + json);
            }
            return object;
        }
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (members.put(name, value(parser)) != null) {
                throw new AssertionError("twice: " + name);
            }
        }
        return members;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> "null";
        };
    }

    /** What is at the end of this way of names, and of numbers of elements. */
    static Object at(Map<String, Object> root, Object... way) {
        Object found = root;
        for (Object step : way) {
            if (step instanceof Integer number) {
                found = ((List<?>) found).get(number);
            } else {
                Map<?, ?> object = (Map<?, ?>) found;
                if (!object.containsKey(step)) {
                    throw new AssertionError("no " + step + " in " + object);
                }
                found = object.get(step);
            }
        }
        return found;
    }

    /** All names of members, at every depth. */
    static Set<String> names(Object value) {
        Set<String> names = new TreeSet<>();
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, member) -> {
                names.add((String) name);
                names.addAll(names(member));
            });
        } else if (value instanceof List<?> list) {
            list.forEach(element -> names.addAll(names(element)));
        }
        return names;
    }
}
