package io.mailseal.dnsbl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A name server made for lists, on a port of loopback, as a child process. It ends when this JVM does, at the latest. */
final class RbldnsdServer implements AutoCloseable {

    private static final String PROGRAM = "rbldnsd";

    private final Path folder;
    private final Process process;
    private final BufferedReader log;
    private final int port;
    private final Thread killer;
    private int reloads;

    private RbldnsdServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.log = process.inputReader(StandardCharsets.ISO_8859_1);
        this.port = port;
        this.killer = new Thread(this::end);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Skips the test where it is not installed, or fails it if the environment says MAILSEAL_SERVERS=required. */
    private static Path require() {
        Optional<Path> program = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isPresent()) {
            return program.get();
        }
        String message = PROGRAM + " is not installed (MAILSEAL_SERVERS)";
        if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
            return fail(message);
        }
        return abort(message);
    }

    /** Serves a list of addresses and one of domains, each with these entries. */
    static RbldnsdServer start(String addresses, String domains) throws IOException {
        Path program = require();
        Path folder = Files.createTempDirectory("mailseal-rbldnsd");
        // Where this runs as root, the server reads its files as somebody else.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(folder.resolve("addresses"), addresses);
        write(folder.resolve("domains"), domains);
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = freePort();
            List<String> command = List.of(
                    program.toString(),
                    "-n",
                    "-b",
                    "127.0.0.1/" + port,
                    "-w",
                    folder.toString(),
                    "-c",
                    "0",
                    "bl.example:ip4set:addresses",
                    "dbl.example:dnset:domains");
            RbldnsdServer server = new RbldnsdServer(
                    folder,
                    new ProcessBuilder(command).redirectErrorStream(true).start(),
                    port);
            if (server.waitFor("started")) {
                return server;
            }
            server.end();
        }
        throw new IOException(PROGRAM + " does not start");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean waitFor(String word) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Puts other entries in the place of those of the list of addresses. */
    void serveAddresses(String addresses) throws IOException, InterruptedException {
        // A file that has not become newer, by whole seconds, is not read again.
        write(folder.resolve("addresses"), addresses);
        Files.setLastModifiedTime(
                folder.resolve("addresses"), FileTime.from(Instant.now().plusSeconds(60L * ++reloads)));
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
        if (!waitFor("zones reloaded")) {
            throw new IOException(PROGRAM + " has ended");
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Ends it at once; whoever asks has no answer from then on. */
    void end() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        Runtime.getRuntime().removeShutdownHook(killer);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
