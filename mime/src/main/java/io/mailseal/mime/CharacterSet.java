package io.mailseal.mime;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/** Names of character sets, as they stand in mail. */
final class CharacterSet {

    private static final int LONGEST = 64; // the longest registered name has 45

    private CharacterSet() {}

    /** The one with this name; empty if this JVM has none. */
    static Optional<Charset> named(String label) {
        String name = label.strip();
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return windows(name.toLowerCase(Locale.ROOT));
        }
    }

    // As Microsoft's programs have abbreviated them.
    private static Optional<Charset> windows(String name) {
        return name.startsWith("win-") ? named("windows-" + name.substring(4)) : Optional.empty();
    }
}
