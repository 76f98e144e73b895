package io.mailseal.benchmarks;

import java.nio.charset.StandardCharsets;

/** The limit of every parser of text: octets become a string, and each character is looked at once. */
final class OneLook {

    private OneLook() {}

    static int at(byte[] octets) {
        return at(new String(octets, StandardCharsets.UTF_8));
    }

    static int at(String text) {
        int delimiters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ';' || c == '=' || c == ':' || c == ' ' || c == '\n') {
                delimiters++;
            }
        }
        return delimiters;
    }
}
