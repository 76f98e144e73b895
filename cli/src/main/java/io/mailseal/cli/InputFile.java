package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that the user has named, and what to say if it can't be read. */
final class InputFile {

    private InputFile() {}

    static Path named(String name) throws UnreadableInput {
        try {
            return Path.of(name);
        } catch (InvalidPathException wrong) {
            throw new UnreadableInput("'" + name + "' has characters that no file name has in this locale", wrong);
        }
    }

    static UnreadableInput unreadable(Path file, IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return new UnreadableInput("there is no file '" + file + "'", failed);
        }
        boolean denied = failed instanceof AccessDeniedException;
        return new UnreadableInput(
                "can't read '" + file + "': " + (denied ? "permission denied" : failed.getMessage()), failed);
    }
}
