package io.mailseal.mime;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/** Names of character sets, as they stand in mail. */
final class CharacterSet {

    private static final int LONGEST = 64; // the longest registered name has 45

    // To JVMs before 19 a name of ASCII, to no other program.
    private static final String NO_NAME = "default";

    // What text needs to be HTML with a link in it.
    private static final String ASCII = "<a href=\"http://0123456789.-%/\">&#x;</a>";

    private CharacterSet() {}

    /** The one with this name; empty if this JVM has none. */
    static Optional<Charset> named(String label) {
        String name = label.strip();
        if (name.isEmpty() || name.length() > LONGEST || name.equalsIgnoreCase(NO_NAME)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(name)).filter(CharacterSet::isReadByOthers);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return windows(name.toLowerCase(Locale.ROOT));
        }
    }

    // Mail programs know those of the web, in all of which but UTF-16 and UTF-32 ASCII is what it is elsewhere: not
    // EBCDIC.
    private static boolean isReadByOthers(Charset charset) {
        String name = charset.name();
        return name.startsWith("UTF-16")
                || name.startsWith("UTF-32")
                || new String(ASCII.getBytes(StandardCharsets.US_ASCII), charset).equals(ASCII);
    }

    // As Microsoft's programs have abbreviated them.
    private static Optional<Charset> windows(String name) {
        return name.startsWith("win-") ? named("windows-" + name.substring(4)) : Optional.empty();
    }
}
