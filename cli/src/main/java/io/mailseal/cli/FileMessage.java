package io.mailseal.cli;

import io.mailseal.core.message.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A message that has a file to itself. */
final class FileMessage implements StoredMessage {

    private static final OpenOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};

    private final String name;
    private final Path path;
    private final long octets;
    private final OpenOption[] options;

    private FileMessage(String name, Path path, long octets, OpenOption... options) {
        this.name = name;
        this.path = path;
        this.octets = octets;
        this.options = options;
    }

    /** One that the user has named, perhaps by way of a link. */
    static FileMessage named(String name, Path path, long octets) {
        return new FileMessage(name, path, octets);
    }

    /** One that was found in a folder. Should a link stand in its place by now, it is not followed. */
    static FileMessage found(FolderFile file) {
        return new FileMessage(file.path().toString(), file.path(), file.octets(), NO_LINKS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public Message read() throws IOException {
        if (octets <= AT_ONCE) {
            byte[] start;
            try (InputStream in = open()) {
                start = in.readNBytes(AT_ONCE + 1); // it may have grown meanwhile
            }
            if (start.length <= AT_ONCE) {
                return READER.read(start);
            }
        }
        return READER.read(this::open);
    }

    private InputStream open() throws IOException {
        return Files.newInputStream(path, options);
    }
}
