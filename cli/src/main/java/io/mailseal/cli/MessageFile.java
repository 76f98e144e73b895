package io.mailseal.cli;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The message to look at: a file, or standard input, which is kept in a file while it is looked at. */
final class MessageFile implements AutoCloseable {

    private final Path path;
    private final boolean temporary;

    private MessageFile(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    static MessageFile open(String name, InputStream standardInput) throws UnreadableInput {
        if (!name.equals("-")) {
            return new MessageFile(InputFile.named(name), false);
        }
        try {
            Path copy = Files.createTempFile("mailseal", ".eml");
            copy.toFile().deleteOnExit(); // also where the program is interrupted
            Files.copy(standardInput, copy, StandardCopyOption.REPLACE_EXISTING);
            return new MessageFile(copy, true);
        } catch (IOException failed) {
            throw new UnreadableInput("can't read standard input: " + failed.getMessage(), failed);
        }
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
