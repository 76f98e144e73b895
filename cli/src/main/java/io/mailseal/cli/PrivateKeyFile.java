package io.mailseal.cli;

import io.mailseal.dkim.DkimKeyError;
import io.mailseal.dkim.DkimKeyParse;
import io.mailseal.dkim.DkimPrivateKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file with a private key. Nothing of the key is in any message. */
final class PrivateKeyFile {

    private static final int LARGEST = 1 << 20;

    private PrivateKeyFile() {}

    /**
     * The key in a file.
     *
     * @param passwordFile a file whose first line is the password, if there is one
     */
    static DkimPrivateKey read(String name, @Nullable String passwordFile) throws UnreadableInput {
        String text = new String(octets(name), StandardCharsets.ISO_8859_1);
        DkimKeyParse parse =
                passwordFile == null ? DkimPrivateKey.parse(text) : DkimPrivateKey.parse(text, password(passwordFile));
        if (parse instanceof DkimPrivateKey key) {
            return key;
        }
        DkimKeyError error = (DkimKeyError) parse;
        boolean passwordMissing = error.kind() == DkimKeyError.Kind.PASSWORD_MISSING;
        throw new UnreadableInput(
                "'" + name + "': " + error.explanation() + (passwordMissing ? " (--password-file)" : ""),
                new IllegalArgumentException(error.explanation()));
    }

    private static char[] password(String name) throws UnreadableInput {
        String text = new String(octets(name), StandardCharsets.UTF_8);
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return text.substring(0, end).toCharArray();
    }

    private static byte[] octets(String name) throws UnreadableInput {
        Path file = InputFile.named(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) {
                throw new IOException("too large for a key or a password");
            }
            return octets;
        } catch (IOException failed) {
            throw InputFile.unreadable(file, failed);
        }
    }

    /** Makes a file that its owner alone may read, where the file system knows of such. One that is there stays. */
    static void create(Path file, DkimPrivateKey key) throws UnwritableOutput {
        try {
            SeekableByteChannel channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), forOwnerOnly(file));
            fill(file, channel, key);
        } catch (IOException failed) {
            throw UnwritableOutput.file(file, failed);
        }
    }

    /** The same, in place of a file that is there; at every moment there is the old one or the new one, entirely. */
    static void replace(Path file, DkimPrivateKey key) throws UnwritableOutput {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new NoSuchFileException(file.toString());
            }
            Path fresh = Files.createTempFile(folder, ".mailseal", ".key", forOwnerOnly(file));
            fill(fresh, Files.newByteChannel(fresh, StandardOpenOption.WRITE), key);
            move(fresh, file);
        } catch (IOException failed) {
            throw UnwritableOutput.file(file, failed);
        }
    }

    private static void move(Path fresh, Path file) throws IOException {
        try {
            Path unused = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            Files.deleteIfExists(fresh);
            throw failed;
        }
    }

    private static void fill(Path file, SeekableByteChannel channel, DkimPrivateKey key) throws IOException {
        try (channel) {
            ByteBuffer pem = ByteBuffer.wrap(key.toPem().getBytes(StandardCharsets.US_ASCII));
            while (pem.hasRemaining()) {
                int unused = channel.write(pem);
            }
        } catch (IOException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    private static FileAttribute<?>[] forOwnerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
