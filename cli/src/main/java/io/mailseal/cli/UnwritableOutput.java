package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Something that was to be written and can't be. */
final class UnwritableOutput extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    private UnwritableOutput(int status, String message, Exception cause) {
        super(message, cause);
        this.status = status;
    }

    /** Of standard output. */
    static UnwritableOutput stream(IOException failed) {
        return new UnwritableOutput(ExitStatus.OUTPUT, "can't write the output", failed);
    }

    /** Of a file that the user has named. */
    static UnwritableOutput file(Path file, IOException failed) {
        return new UnwritableOutput(ExitStatus.CREATE, sentence(file, failed), failed);
    }

    private static String sentence(Path file, IOException failed) {
        if (failed instanceof FileAlreadyExistsException) {
            return "there is a file '" + file + "' already, and --force was not given";
        }
        if (failed instanceof NoSuchFileException) {
            return "there is no folder for '" + file + "'";
        }
        boolean denied = failed instanceof AccessDeniedException;
        return "can't write '" + file + "': " + (denied ? "permission denied" : failed.getMessage());
    }

    /** What the program leaves behind for scripts. */
    int status() {
        return status;
    }
}
