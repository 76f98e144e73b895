package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * Why nothing can be said of one of many messages.
 *
 * @param explanation for people
 */
record ReadFailure(Kind kind, String explanation) {

    /** What is wrong. */
    enum Kind {
        /** There is no such file, perhaps no longer. */
        NOT_FOUND,
        /** The user may not read it. */
        DENIED,
        /** The file or its medium is broken. */
        UNREADABLE,
        /** The program is broken. */
        FAULT
    }

    static ReadFailure of(IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return new ReadFailure(Kind.NOT_FOUND, "there is no such file");
        }
        if (failed instanceof AccessDeniedException) {
            return new ReadFailure(Kind.DENIED, "permission denied");
        }
        return new ReadFailure(Kind.UNREADABLE, sentence(failed));
    }

    /** What no message should be able to do. */
    static ReadFailure of(Throwable bug) {
        return new ReadFailure(Kind.FAULT, "a fault of the program: " + bug);
    }

    // Without the name of the file, where the JDK puts that in front.
    private static String sentence(IOException failed) {
        String reason = failed instanceof FileSystemException of ? of.getReason() : failed.getMessage();
        return Objects.requireNonNullElseGet(reason, failed::toString);
    }

    int exitStatus() {
        return kind == Kind.FAULT ? ExitStatus.SOFTWARE : ExitStatus.INPUT;
    }
}
