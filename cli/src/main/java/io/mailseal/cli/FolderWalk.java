package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The files in a folder and in those below it, in the order of their names. What begins with a dot is left out, and so is
 * what a link leads to: if it is in the folder, it is found where it is.
 *
 * <p>Of a Maildir (a folder that has {@code cur}, {@code new} and {@code tmp}) the files in {@code cur} and {@code new} count,
 * and the folders in it that are Maildirs themselves, whose names begin with a dot.
 */
final class FolderWalk {

    private final Deque<Level> open = new ArrayDeque<>();
    private long linksLeftOut;

    FolderWalk(Path root) {
        open.push(new Level(root, kind(root)));
    }

    /** What is looked for in a folder. */
    private enum Kind {
        /** Any file. */
        PLAIN,
        /** The folders with the messages, and those of other Maildirs. */
        MAILDIR,
        /** Messages. */
        MESSAGES
    }

    /** A folder that is being gone through. */
    private record Level(Path folder, Kind kind, FolderNames names) {
        Level(Path folder, Kind kind) {
            this(folder, kind, new FolderNames(folder));
        }
    }

    /** The next file. */
    Optional<FolderFile> next() {
        while (!open.isEmpty()) {
            Level level = open.peek();
            Optional<FolderFile> found = next(level);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<FolderFile> next(Level level) {
        try {
            Optional<Path> name = level.names().next();
            if (name.isEmpty()) {
                open.pop();
                return Optional.empty();
            }
            return look(level, name.get());
        } catch (IOException failed) {
            open.pop();
            return Optional.of(FolderFile.closed(level.folder(), failed));
        }
    }

    private Optional<FolderFile> look(Level level, Path name) {
        Path path = level.folder().resolve(name);
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isDirectory()) {
                enter(level, path, name.toString());
            } else if (level.kind() != Kind.MAILDIR && !isHidden(name.toString())) {
                linksLeftOut += facts.isSymbolicLink() ? 1 : 0;
                return facts.isRegularFile()
                        ? Optional.of(FolderFile.of(path, facts.size(), level.kind() == Kind.MESSAGES))
                        : Optional.empty();
            }
            return Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty(); // a mail reader has moved or deleted it: it is no longer in the folder
        } catch (IOException failed) {
            return Optional.of(FolderFile.closed(path, failed));
        }
    }

    private void enter(Level parent, Path path, String name) {
        if (parent.kind() == Kind.MAILDIR && (name.equals("cur") || name.equals("new"))) {
            open.push(new Level(path, Kind.MESSAGES));
            return;
        }
        Kind kind = kind(path);
        boolean wanted = switch (parent.kind()) {
            case PLAIN -> !isHidden(name);
            case MAILDIR -> kind == Kind.MAILDIR;
            case MESSAGES -> false;
        };
        if (wanted) {
            open.push(new Level(path, kind));
        }
    }

    private static Kind kind(Path folder) {
        boolean maildir = hasFolder(folder, "cur") && hasFolder(folder, "new") && hasFolder(folder, "tmp");
        return maildir ? Kind.MAILDIR : Kind.PLAIN;
    }

    private static boolean hasFolder(Path folder, String name) {
        return Files.isDirectory(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    /** How many links to something were not followed so far. */
    long linksLeftOut() {
        return linksLeftOut;
    }
}
