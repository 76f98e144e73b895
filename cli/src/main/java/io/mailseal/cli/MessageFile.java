package io.mailseal.cli;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The message to look at: a file; or what can be read but once, such as standard input or a pipe, and is kept in a file while
 * it is looked at.
 */
final class MessageFile implements AutoCloseable {

    private final Path path;
    private final boolean temporary;

    private MessageFile(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    static MessageFile open(String name, InputStream standardInput) throws UnreadableInput {
        if (name.equals("-")) {
            try {
                return copy(standardInput);
            } catch (IOException failed) {
                throw new UnreadableInput("can't read standard input: " + failed.getMessage(), failed);
            }
        }
        Path path = InputFile.named(name);
        boolean once = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return once ? copy(path) : new MessageFile(path, false);
    }

    private static MessageFile copy(Path pipe) throws UnreadableInput {
        try (InputStream in = Files.newInputStream(pipe)) {
            return copy(in);
        } catch (IOException failed) {
            throw InputFile.unreadable(pipe, failed);
        }
    }

    private static MessageFile copy(InputStream in) throws IOException, UnreadableInput {
        MessageFile copy = temporary();
        try {
            Files.copy(in, copy.path, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException | RuntimeException failed) {
            copy.close();
            throw failed;
        }
    }

    /** An empty one to be filled, which is gone when it is closed. */
    static MessageFile temporary() throws UnreadableInput {
        try {
            Path file = Files.createTempFile("mailseal", ".eml");
            file.toFile().deleteOnExit(); // also where the program is interrupted
            return new MessageFile(file, true);
        } catch (IOException failed) {
            throw new UnreadableInput("can't make a temporary file: " + failed.getMessage(), failed);
        }
    }

    Path path() {
        return path;
    }

    /** Mail at rest may have local line ends. */
    Message read() throws UnreadableInput {
        try {
            return MessageReader.strict().allowLocalLineEnds().read(path);
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    UnreadableInput unreadable(IOException failed) {
        return InputFile.unreadable(path, failed);
    }

    @Override
    public void close() throws UnreadableInput {
        if (temporary) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException failed) {
                throw unreadable(failed);
            }
        }
    }
}
