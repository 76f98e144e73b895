package io.mailseal.dns;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A name server as a child process on a loopback port. It ends when this JVM does, at the latest. */
final class ServerProcess implements AutoCloseable {

    /** Writes the settings for a port, and tells the command that serves there. */
    interface Setup {
        List<String> command(int port) throws IOException;
    }

    private final Process process;
    private final Thread killer; // for when the tests do not come to their end
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.killer = new Thread(this::kill);
        this.port = port;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** The program of that name, where it is installed. */
    static Optional<Path> program(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it and waits until a line of its log says that it serves; on another port if somebody has taken the first. */
    static ServerProcess start(String ready, Setup setup) throws IOException {
        StringBuilder output = new StringBuilder();
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = freePort();
            Process child = new ProcessBuilder(setup.command(port))
                    .redirectErrorStream(true)
                    .start();
            ServerProcess server = new ServerProcess(child, port);
            BufferedReader log = child.inputReader(StandardCharsets.UTF_8);
            if (isReady(log, ready, output)) {
                drain(log);
                return server;
            }
            server.close();
        }
        throw new IOException("a name server does not start:\n" + output);
    }

    /** A port of loopback that nobody has at the moment, neither for UDP nor for TCP. */
    static int freePort() throws IOException {
        for (int attempt = 0; true; attempt++) {
            try (DatagramSocket udp = new DatagramSocket(0, ScriptedServer.LOOPBACK);
                    ServerSocket tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(ScriptedServer.LOOPBACK, udp.getLocalPort()));
                return udp.getLocalPort();
            } catch (IOException taken) {
                if (attempt == 20) {
                    throw taken;
                }
            }
        }
    }

    private static boolean isReady(BufferedReader log, String ready, StringBuilder output) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            output.append(line).append('\n');
            if (line.contains(ready)) {
                return true;
            }
        }
        return false;
    }

    private static void drain(BufferedReader log) {
        Thread thread = new Thread(() -> log.lines().forEach(line -> {}), "name-server-log");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Ends it, and what it has started, and waits for that. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
