package io.mailseal.cli;

import io.mailseal.dkim.DkimPrivateKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What opens the files of private keys; the same on every command that reads one. */
final class PasswordOption {

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password of the key, if it has one.")
    @Nullable
    String file;

    /** The key in a file. */
    DkimPrivateKey key(String keyFile) throws UnreadableInput {
        return PrivateKeyFile.read(keyFile, file);
    }

    boolean isGiven() {
        return file != null;
    }
}
