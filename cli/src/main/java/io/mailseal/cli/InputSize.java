package io.mailseal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How many octets there are to be read, counted on a thread of its own while the first are being read already. */
final class InputSize {

    private static final long UNKNOWN = -1;

    private final AtomicLong octets = new AtomicLong(UNKNOWN);

    private InputSize() {}

    /** Begins to count. */
    static InputSize of(List<String> names) {
        InputSize size = new InputSize();
        Thread counter = new Thread(() -> size.octets.set(count(names)), "mailseal-size");
        counter.setDaemon(true);
        counter.start();
        return size;
    }

    /** The sum; negative while it is not known, or if nobody can know it. */
    long octets() {
        return octets.get();
    }

    private static long count(List<String> names) {
        long sum = 0;
        for (String name : names) {
            long size = count(name);
            if (size < 0) {
                return UNKNOWN;
            }
            sum += size;
        }
        return sum;
    }

    private static long count(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                return count(new FolderWalk(path));
            }
            return Files.isRegularFile(path) ? Files.size(path) : UNKNOWN;
        } catch (IOException | InvalidPathException unknown) {
            return UNKNOWN;
        }
    }

    private static long count(FolderWalk folder) {
        long sum = 0;
        for (Optional<FolderFile> file = folder.next(); file.isPresent(); file = folder.next()) {
            sum += file.get().octets();
        }
        return sum;
    }
}
