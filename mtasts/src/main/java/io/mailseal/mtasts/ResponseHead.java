package io.mailseal.mtasts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The status and the header fields of an HTTP response.
 *
 * @rfc 9112 4
 */
record ResponseHead(int status, List<Field> fields) {

    private static final int MOST_FIELDS = 200;

    /** One field, its name in lower case, its value without the blanks around it. */
    record Field(String name, String value) {}

    /** Reads the lines that came before the empty one. */
    static ResponseHead parse(List<String> lines) throws ResponseProblem {
        if (lines.isEmpty()) {
            throw ResponseProblem.malformed("The answer has no status line.");
        }
        if (lines.size() > MOST_FIELDS) {
            throw ResponseProblem.tooLarge("The answer has too many header fields.");
        }
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            fields.add(field(line));
        }
        return new ResponseHead(status(lines.get(0)), List.copyOf(fields));
    }

    // status-line = HTTP-version SP status-code SP [ reason-phrase ]; many leave out the last space with the phrase.
    private static int status(String line) throws ResponseProblem {
        boolean http = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
        if (!http || line.length() < 12 || line.length() > 12 && line.charAt(12) != ' ') {
            throw ResponseProblem.malformed("The answer does not begin with a status line of HTTP.");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            char c = line.charAt(i);
            if (c < '0' || c > '9') {
                throw ResponseProblem.malformed("The status of the answer is no number.");
            }
            status = 10 * status + c - '0';
        }
        return status;
    }

    // §5: a line that goes on with a blank, or a blank before the colon, is what smuggling is made of.
    private static Field field(String line) throws ResponseProblem {
        int colon = line.indexOf(':');
        if (colon < 1 || !isToken(line.substring(0, colon))) {
            throw ResponseProblem.malformed("A header field of the answer is malformed.");
        }
        return new Field(line.substring(0, colon).toLowerCase(Locale.ROOT), trim(line.substring(colon + 1)));
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!MtaStsField.isAlphanumeric(c) && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && RecordParser.isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && RecordParser.isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** All values of a field, joined by commas as HTTP has it; empty where there is none. */
    String values(String name) {
        StringBuilder joined = new StringBuilder();
        for (Field field : fields) {
            if (field.name().equals(name)) {
                joined.append(joined.length() == 0 ? "" : ", ").append(field.value());
            }
        }
        return joined.toString();
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }
}
