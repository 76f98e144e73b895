package io.mailseal.dns;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The resolver of that name, as a child process on loopback, which answers from two zones of its own. */
final class Unbound implements AutoCloseable {

    private final Process process;
    private final Thread killer; // for when the tests do not come to their end
    private final int port;

    private Unbound(Process process, int port) {
        this.process = process;
        this.killer = new Thread(process::destroyForcibly);
        this.port = port;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** The program, where it is installed. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(path.split(java.io.File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "unbound"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it, and waits until it serves. Its files are put into the folder. */
    static Unbound start(Path program, Path folder, String forwardZone, String reverseZone) throws IOException {
        Files.writeString(folder.resolve("example.zone"), forwardZone);
        Files.writeString(folder.resolve("reverse.zone"), reverseZone);
        StringBuilder output = new StringBuilder();
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = freePort();
            Path config = Files.writeString(folder.resolve("unbound.conf"), config(folder, port));
            Process process = new ProcessBuilder(program.toString(), "-d", "-c", config.toString())
                    .redirectErrorStream(true)
                    .start();
            Unbound unbound = new Unbound(process, port);
            BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
            if (serves(log, output)) {
                drain(log);
                return unbound;
            }
            unbound.close(); // somebody else has taken the port
        }
        throw new IOException("unbound does not start:\n" + output);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, ScriptedServer.LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static boolean serves(BufferedReader log, StringBuilder output) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            output.append(line).append('\n');
            if (line.contains("start of service")) {
                return true;
            }
        }
        return false;
    }

    private static void drain(BufferedReader log) {
        Thread thread = new Thread(() -> log.lines().forEach(line -> {}), "unbound-log");
        thread.setDaemon(true);
        thread.start();
    }

    private static String config(Path folder, int port) {
        return String.join(
                "\n",
                List.of(
                        "server:",
                        "  interface: 127.0.0.1@" + port,
                        "  port: " + port,
                        "  directory: \"" + folder + "\"",
                        "  chroot: \"\"",
                        "  username: \"\"",
                        "  pidfile: \"\"",
                        "  use-syslog: no",
                        "  verbosity: 1",
                        "  num-threads: 1",
                        "  module-config: \"iterator\"",
                        "  local-zone: \"2.0.192.in-addr.arpa.\" nodefault",
                        "remote-control:",
                        "  control-enable: no",
                        "auth-zone:",
                        "  name: \"example.\"",
                        "  zonefile: \"example.zone\"",
                        "  for-downstream: no",
                        "  for-upstream: yes",
                        "auth-zone:",
                        "  name: \"2.0.192.in-addr.arpa.\"",
                        "  zonefile: \"reverse.zone\"",
                        "  for-downstream: no",
                        "  for-upstream: yes",
                        ""));
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
