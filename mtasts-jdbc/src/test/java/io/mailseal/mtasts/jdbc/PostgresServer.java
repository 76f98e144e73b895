package io.mailseal.mtasts.jdbc;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of our own on a loopback port, with a folder of its own for its data. It ends when this JVM does, however
 * that ends, and takes its folder along. It refuses to be run by root; then it is run by the user of Debian's package.
 */
final class PostgresServer implements AutoCloseable {

    private static final String USER = "mailseal";
    private static final String READY = "database system is ready to accept connections";

    /** Waits for the name of a signal, or for the end of the JVM, which closes the input. */
    private static final String GUARD = """
            folder=$1; shift
            "$@" &
            server=$!
            if read signal; then
                kill -"$signal" $server; wait $server
            else
                kill -INT $server; wait $server; rm -rf "$folder"
            fi
            """;

    private final Path programs;
    private final Path folder;
    private final String password = UUID.randomUUID().toString();
    private int port;
    private Process process;

    private PostgresServer(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** Starts one. The test is skipped where there is none, unless the environment says MAILSEAL_SERVERS=required. */
    static PostgresServer start() throws IOException, InterruptedException {
        Optional<Path> programs = programs();
        if (programs.isEmpty() || isRoot() && !Files.isExecutable(Path.of("/usr/sbin/runuser"))) {
            String message = "PostgreSQL is not installed (MAILSEAL_SERVERS)";
            if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
                fail(message);
            }
            abort(message);
        }
        PostgresServer server =
                new PostgresServer(programs.orElseThrow(), Files.createTempDirectory("mailseal-postgres"));
        try {
            server.create();
            server.resume();
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    // Debian has them outside of the path, one folder for each version.
    private static Optional<Path> programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin"))
                        .sorted(Comparator.reverseOrder())
                        .forEach(folders::add);
            }
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .filter(folder ->
                        Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("postgres")))
                .findFirst();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private ProcessBuilder command(List<String> command) {
        List<String> all = new ArrayList<>(isRoot() ? List.of("/usr/sbin/runuser", "-u", "postgres", "--") : List.of());
        all.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private void create() throws IOException, InterruptedException {
        Path secret = Files.createFile(
                folder.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, password);
        if (isRoot()) {
            for (Path path : List.of(folder, secret)) {
                Files.setOwner(
                        path,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
            }
        }
        String initdb = programs.resolve("initdb").toString();
        Process initialising = command(List.of(
                        initdb,
                        "--pgdata=data",
                        "--username=" + USER,
                        "--auth=scram-sha-256",
                        "--pwfile=password",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-sync"))
                .start();
        String output = new String(initialising.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (initialising.waitFor() != 0) {
            throw new IOException("initdb failed:\n" + output);
        }
    }

    /** Starts it again, on the same port unless somebody has taken that. */
    void resume() throws IOException, InterruptedException {
        StringBuilder output = new StringBuilder();
        for (int attempt = 0; attempt < 5; attempt++) {
            port = attempt == 0 && port != 0 ? port : freePort();
            process = command(List.of(
                            "sh",
                            "-c",
                            GUARD,
                            "sh",
                            folder.toString(),
                            programs.resolve("postgres").toString(),
                            "-D",
                            "data",
                            "-p",
                            Integer.toString(port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "fsync=off"))
                    .start();
            BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                output.append(line).append('\n');
                if (line.contains(READY)) {
                    drain(log);
                    return;
                }
                if (line.contains("database system is shut down") || line.contains("FATAL")) {
                    break;
                }
            }
            signal("QUIT");
        }
        throw new IOException("PostgreSQL does not start:\n" + output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void drain(BufferedReader log) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (log.readLine() != null) {
                            // Nobody wants to read it.
                        }
                    } catch (IOException closed) {
                        // Then there is no more.
                    }
                },
                "postgres-log");
        thread.setDaemon(true);
        thread.start();
    }

    private void signal(String name) throws IOException, InterruptedException {
        try (var input = process.outputWriter()) {
            input.write(name + "\n");
        } catch (IOException ended) {
            // It has ended by itself.
        }
        process.waitFor();
    }

    /** Ends it properly: connections are cut, everything is written. */
    void stop() throws IOException, InterruptedException {
        signal("INT");
    }

    /** Ends it as a crash would; it recovers when it is started again. */
    void crash() throws IOException, InterruptedException {
        signal("QUIT");
    }

    /** A new connection each time, to where it is at that moment. */
    DataSource dataSource() {
        return new Connections(() -> {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setServerNames(new String[] {"127.0.0.1"});
            source.setPortNumbers(new int[] {port});
            source.setDatabaseName("postgres");
            source.setUser(USER);
            source.setPassword(password);
            return source.getConnection();
        });
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process != null) {
            process.outputWriter().close();
            process.waitFor();
        }
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
