package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The names in a folder, in order. A file system has them in none, and a folder may have more of them than memory; so a batch
 * is held at a time, and the folder is looked through again for the next.
 */
final class FolderNames {

    private static final int BATCH = 100_000;

    private final Path folder;
    private final int batchSize;
    private final Deque<Path> batch = new ArrayDeque<>();
    private @Nullable Path last;
    private boolean complete;

    FolderNames(Path folder) {
        this(folder, BATCH);
    }

    FolderNames(Path folder, int batchSize) {
        this.folder = folder;
        this.batchSize = batchSize;
    }

    /** The next name. */
    Optional<Path> next() throws IOException {
        if (batch.isEmpty() && !complete) {
            fill();
        }
        Path name = batch.poll();
        last = name == null ? last : name;
        return Optional.ofNullable(name);
    }

    // The least names beyond the last one: the greatest of those held goes where there are too many.
    private void fill() throws IOException {
        PriorityQueue<Path> least = new PriorityQueue<>(Collections.reverseOrder());
        complete = true;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (last == null || name.compareTo(last) > 0) {
                    least.add(name);
                }
                if (least.size() > batchSize) {
                    least.remove();
                    complete = false;
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        while (!least.isEmpty()) {
            batch.addFirst(least.remove());
        }
    }
}
