package io.mailseal.dkim;

import java.util.ArrayList;
import java.util.List;

/** The canonical forms as RFC 6376 §3.4 words them, on whole strings, as plainly as can be. One character is one octet. */
final class ReferenceCanonicalization {

    private ReferenceCanonicalization() {}

    static String body(DkimCanonicalization canonicalization, String body) {
        return switch (canonicalization) {
            case SIMPLE -> simpleBody(body);
            case RELAXED -> relaxedBody(body);
        };
    }

    static String field(DkimCanonicalization canonicalization, String field) {
        return switch (canonicalization) {
            case SIMPLE -> field;
            case RELAXED -> relaxedField(field);
        };
    }

    private static String simpleBody(String body) {
        return withoutLineEnds(body) + "\r\n";
    }

    private static String relaxedBody(String body) {
        List<String> lines = new ArrayList<>();
        for (String line : body.split("\r\n", -1)) {
            lines.add(line.replaceAll("[ \t]+", " ").replaceAll(" \\z", ""));
        }
        String joined = withoutLineEnds(String.join("\r\n", lines));
        return joined.isEmpty() ? "" : joined + "\r\n";
    }

    private static String withoutLineEnds(String text) {
        String rest = text;
        while (rest.endsWith("\r\n")) {
            rest = rest.substring(0, rest.length() - 2);
        }
        return rest;
    }

    private static String relaxedField(String field) {
        int colon = field.indexOf(':');
        String name = field.substring(0, colon).replaceAll("[ \t]+$", "");
        String value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ");
        return lower(name) + ":" + value.replaceAll("^ | \\z", "") + "\r\n";
    }

    private static String lower(String name) {
        StringBuilder lowered = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            lowered.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lowered.toString();
    }
}
