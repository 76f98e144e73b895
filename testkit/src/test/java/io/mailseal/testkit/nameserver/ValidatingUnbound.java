package io.mailseal.testkit.nameserver;

import io.mailseal.core.dns.DnsType;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The resolver of that name as a child process. Validates what a server answers; it remembers keys, and no records. */
final class ValidatingUnbound implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Process process;
    private final Thread killer; // for when the tests do not come to their end
    private final int port;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private ValidatingUnbound(Process process, int port) {
        this.process = process;
        this.killer = new Thread(process::destroyForcibly);
        this.port = port;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    static ValidatingUnbound start(Path folder, LoopbackNameServer server, String anchors) throws IOException {
        Path program = Programs.require("unbound");
        Files.writeString(folder.resolve("anchors"), anchors);
        StringBuilder output = new StringBuilder();
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = freePort();
            Path config = Files.writeString(folder.resolve("unbound.conf"), config(folder, port, server));
            Process process = new ProcessBuilder(program.toString(), "-d", "-c", config.toString())
                    .redirectErrorStream(true)
                    .start();
            ValidatingUnbound unbound = new ValidatingUnbound(process, port);
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            if (serves(lines, output)) {
                unbound.collect(lines);
                return unbound;
            }
            unbound.close(); // somebody else has taken the port
        }
        throw new IOException("unbound does not start:\n" + output);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static boolean serves(BufferedReader lines, StringBuilder output) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            if (line.contains("start of service")) {
                return true;
            }
        }
        return false;
    }

    private void collect(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(log::add), "unbound-log");
        thread.setDaemon(true);
        thread.start();
    }

    private static String config(Path folder, int port, LoopbackNameServer server) {
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
                        "  val-log-level: 2",
                        "  num-threads: 1",
                        "  module-config: \"validator iterator\"",
                        "  trust-anchor-file: \"" + folder.resolve("anchors") + "\"",
                        "  do-not-query-localhost: no",
                        "  cache-max-ttl: 0",
                        "  cache-max-negative-ttl: 0",
                        "  val-bogus-ttl: 0",
                        "  aggressive-nsec: no",
                        "  fake-sha1: yes",
                        "remote-control:",
                        "  control-enable: no",
                        "forward-zone:",
                        "  name: \".\"",
                        "  forward-addr: 127.0.0.1@" + server.socketAddress().getPort(),
                        ""));
    }

    WireMessage ask(String name, DnsType type) {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            socket.setSoTimeout(20_000);
            byte[] query = WireMessage.query(4711, name, type, true, 4096);
            socket.send(new DatagramPacket(query, query.length, LOOPBACK, port));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return WireMessage.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (IOException e) {
            throw new AssertionError("no answer from unbound\n" + log(), e);
        }
    }

    /** What it said so far. */
    String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
