package io.mailseal.dnsbl;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * A value of a JSON text, and where it stands.
 *
 * @param value String, Double, Boolean, a list of nodes, {@link Members}, or {@link #NULL}
 * @param path where in the structure
 * @param line from 1
 * @param column from 1
 */
record JsonValue(Object value, String path, int line, int column) {

    static final Object NULL = new Object();

    /** The members of an object, in the order of the text. */
    static final class Members extends LinkedHashMap<String, JsonValue> {
        private static final long serialVersionUID = 1;

        /** Does something with a member, if it is there. */
        void with(String name, Reading reading) throws ProfileRefusal {
            JsonValue node = get(name);
            if (node != null) {
                reading.read(node);
            }
        }
    }

    /** What is done with a member. */
    @FunctionalInterface
    interface Reading {
        void read(JsonValue node) throws ProfileRefusal;
    }

    @SuppressWarnings("unchecked") // made by nobody but JsonTree
    List<JsonValue> elements() throws ProfileRefusal {
        if (value instanceof List<?> list) {
            return (List<JsonValue>) list;
        }
        throw wrongType("a list");
    }

    Members members() throws ProfileRefusal {
        if (value instanceof Members members) {
            return members;
        }
        throw wrongType("an object");
    }

    String text() throws ProfileRefusal {
        if (value instanceof String text) {
            return text;
        }
        throw wrongType("a text");
    }

    double number() throws ProfileRefusal {
        if (value instanceof Double number) {
            return number;
        }
        throw wrongType("a number");
    }

    boolean flag() throws ProfileRefusal {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrongType("true or false");
    }

    private ProfileRefusal wrongType(String expected) {
        return refusal(BlocklistProfileProblem.Kind.WRONG_TYPE, "this should be " + expected);
    }

    ProfileRefusal invalid(String detail) {
        return refusal(BlocklistProfileProblem.Kind.INVALID_VALUE, detail);
    }

    ProfileRefusal refusal(BlocklistProfileProblem.Kind kind, String detail) {
        return new ProfileRefusal(new BlocklistProfileProblem(kind, path, line, column, detail));
    }
}
