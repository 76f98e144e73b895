package io.mailseal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a command line names, one after the other: those of files, of mboxes, of folders, and of standard input.
 * However many they are, one of them is held. What can't be read has its place among the others.
 */
final class MessageList implements ManyMessages.Source, AutoCloseable {

    private final Deque<String> names;
    private final InputStream standardInput;
    private final List<MessageFile> files = new ArrayList<>();
    private @Nullable MessageFile opened;
    private @Nullable FolderWalk folder;
    private @Nullable Mbox mbox;
    private long linksLeftOut;

    MessageList(List<String> names, InputStream standardInput) {
        this.names = new ArrayDeque<>(names);
        this.standardInput = standardInput;
    }

    /** Those of one name, whose file is there already, and is the caller's to close. */
    static MessageList of(String name, MessageFile opened) {
        MessageList list = new MessageList(List.of(name), InputStream.nullInputStream());
        list.opened = opened;
        return list;
    }

    @Override
    public Optional<StoredMessage> next() throws IOException {
        while (true) {
            Optional<StoredMessage> message = mbox != null ? ofMbox(mbox) : ofFolder();
            if (message.isPresent() || mbox == null && folder == null && names.isEmpty()) {
                return message;
            }
        }
    }

    /** How many links in folders were not followed so far. */
    long linksLeftOut() {
        return linksLeftOut + (folder == null ? 0 : folder.linksLeftOut());
    }

    private Optional<StoredMessage> ofMbox(Mbox open) throws IOException {
        try {
            Optional<StoredMessage> message = open.next();
            if (message.isEmpty()) {
                closeMbox();
            }
            return message;
        } catch (IOException failed) {
            closeMbox();
            return Optional.of(new UnreachableMessage(open.name(), failed));
        }
    }

    private Optional<StoredMessage> ofFolder() {
        if (folder == null) {
            return names.isEmpty() ? Optional.empty() : named(names.remove());
        }
        Optional<FolderFile> found = folder.next();
        if (found.isEmpty()) {
            linksLeftOut += folder.linksLeftOut();
            folder = null;
        }
        return found.flatMap(this::found);
    }

    private Optional<StoredMessage> found(FolderFile file) {
        String name = file.path().toString();
        if (file.failure().isPresent()) {
            return Optional.of(new UnreachableMessage(name, file.failure().get()));
        }
        try {
            if (!file.isInMaildir() && Mbox.isMbox(file.path(), LinkOption.NOFOLLOW_LINKS)) {
                mbox = Mbox.open(name, file.path(), LinkOption.NOFOLLOW_LINKS);
                return Optional.empty();
            }
            return Optional.of(FileMessage.found(file));
        } catch (IOException failed) {
            return Optional.of(new UnreachableMessage(name, failed));
        }
    }

    // Empty where there are several, or none: then one of the fields says where they come from.
    private Optional<StoredMessage> named(String name) {
        try {
            Path path = path(name);
            if (Files.isDirectory(path)) {
                folder = new FolderWalk(path);
                return Optional.empty();
            }
            if (Mbox.isMbox(path)) {
                mbox = Mbox.open(name, path);
                return Optional.empty();
            }
            return Optional.of(FileMessage.named(name, path, Files.size(path)));
        } catch (IOException failed) {
            return Optional.of(new UnreachableMessage(name, failed));
        } catch (UnreadableInput failed) {
            return Optional.of(new UnreachableMessage(name, new IOException(failed.getMessage(), failed)));
        }
    }

    private Path path(String name) throws IOException, UnreadableInput {
        if (opened != null) {
            return opened.path();
        }
        MessageFile file = MessageFile.open(name, standardInput);
        files.add(file);
        if (!Files.exists(file.path())) {
            throw new NoSuchFileException(name);
        }
        return file.path();
    }

    private void closeMbox() throws IOException {
        if (mbox != null) {
            Mbox done = mbox;
            mbox = null;
            done.close();
        }
    }

    @Override
    public void close() throws IOException, UnreadableInput {
        closeMbox();
        for (MessageFile file : files) {
            file.close();
        }
    }
}
