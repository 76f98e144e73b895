package io.mailseal.cli;

import io.mailseal.core.message.Message;
import java.io.IOException;

/** What stands in the place of messages that nobody can get at: reading it is the error. */
record UnreachableMessage(String name, IOException why) implements StoredMessage {

    @Override
    public long octets() {
        return 0;
    }

    @Override
    public Message read() throws IOException {
        throw why;
    }
}
