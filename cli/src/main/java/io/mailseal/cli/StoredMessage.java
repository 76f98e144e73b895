package io.mailseal.cli;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.util.Optional;

/** One message of those that the command line names, wherever it is. For one thread at a time. */
interface StoredMessage extends AutoCloseable {

    /** Up to this size a message is read at once; beyond it, twice in small pieces. */
    int AT_ONCE = 1 << 18;

    /** Mail at rest may have local line ends. */
    MessageReader READER = MessageReader.strict().allowLocalLineEnds();

    /** The file, as the user would name it; of an mbox with the number of the message. */
    String name();

    /** Where it is in its mbox; empty if it is not in one. */
    default Optional<Mbox.Place> place() {
        return Optional.empty();
    }

    /** The message, to be closed. */
    Message read() throws IOException;

    /** How far this is on the way through its file: octets that nobody else counts. */
    long octets();

    @Override
    default void close() throws IOException {}
}
