package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that was found in a folder, or a folder in it that can't be looked into. */
final class FolderFile {

    private final Path path;
    private final long octets;
    private final boolean inMaildir;
    private final @Nullable IOException failure;

    private FolderFile(Path path, long octets, boolean inMaildir, @Nullable IOException failure) {
        this.path = path;
        this.octets = octets;
        this.inMaildir = inMaildir;
        this.failure = failure;
    }

    static FolderFile of(Path path, long octets, boolean inMaildir) {
        return new FolderFile(path, octets, inMaildir, null);
    }

    static FolderFile closed(Path path, IOException failure) {
        return new FolderFile(path, 0, false, failure);
    }

    Path path() {
        return path;
    }

    long octets() {
        return octets;
    }

    /** Whether it is one message and nothing else, however it begins. */
    boolean isInMaildir() {
        return inMaildir;
    }

    /** Why nobody can get at it. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
