package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.testkit.nameserver.SignedTree;
import io.mailseal.testkit.nameserver.SigningAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nsd on the loopback interface that serves a root, a top-level domain and a domain, all signed with P-256. */
final class LocalServer implements AutoCloseable {

    /** How many hosts {@code h0.bench.example} and so on there are, each with one address. */
    static final int HOSTS = 4096;

    private final Path folder;
    private final Process nsd;
    private final int port;
    private final String anchors;

    LocalServer() {
        try {
            folder = Files.createTempDirectory("mailseal-benchmark");
            SignedTree tree = tree();
            anchors = tree.trustAnchors();
            port = freePort();
            write(tree);
            nsd = new ProcessBuilder(
                            program(), "-d", "-c", folder.resolve("nsd.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("nsd.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(nsd::destroyForcibly));
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SignedTree tree() {
        StringBuilder hosts = new StringBuilder();
        for (int i = 0; i < HOSTS; i++) {
            hosts.append('h').append(i).append(" A 192.0.2.").append(i % 256).append('\n');
        }
        return SignedTree.builder()
                .clock(InstantSource.system())
                .zone(".", zone -> zone.algorithm(SigningAlgorithm.ECDSA_P256))
                .zone("example", zone -> zone.algorithm(SigningAlgorithm.ECDSA_P256))
                .zone(
                        "bench.example",
                        zone -> zone.algorithm(SigningAlgorithm.ECDSA_P256).records(hosts.toString()))
                .build();
    }

    private void write(SignedTree tree) throws IOException {
        StringBuilder config =
                new StringBuilder("""
                server:
                  ip-address: 127.0.0.1@%d
                  server-count: 2
                  chroot: ""
                  username: ""
                  pidfile: ""
                  zonesdir: "%s"
                  database: ""
                  rrl-ratelimit: 0
                  xfrdfile: "%s"
                  zonelistfile: "%s"
                remote-control:
                  control-enable: no
                """.formatted(port, folder, folder.resolve("xfrd"), folder.resolve("zones")));
        for (String apex : List.of(".", "example.", "bench.example.")) {
            String file = apex + "zone";
            Files.writeString(folder.resolve(file), tree.zoneText(DomainName.of(apex)), StandardCharsets.US_ASCII);
            config.append("zone:\n  name: \"")
                    .append(apex)
                    .append("\"\n  zonefile: \"")
                    .append(file)
                    .append("\"\n");
        }
        Files.writeString(folder.resolve("nsd.conf"), config, StandardCharsets.US_ASCII);
    }

    private static String program() {
        return Stream.of("/usr/sbin/nsd", "/usr/local/sbin/nsd")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("nsd");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException {
        byte[] query = org.xbill.DNS.Message.newQuery(org.xbill.DNS.Record.newRecord(
                        org.xbill.DNS.Name.fromString("h0.bench.example."),
                        org.xbill.DNS.Type.A,
                        org.xbill.DNS.DClass.IN))
                .toWire();
        for (int i = 0; i < 100 && nsd.isAlive(); i++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(100);
                socket.send(new DatagramPacket(query, query.length, socket()));
                byte[] answer = new byte[4096];
                socket.receive(new DatagramPacket(answer, answer.length));
                if ((answer[3] & 0xF) == 0) {
                    return;
                }
                break;
            } catch (SocketTimeoutException | java.net.PortUnreachableException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("nsd does not answer:\n" + Files.readString(folder.resolve("nsd.log")));
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** The DS record of the root, as in a master file. */
    String anchors() {
        return anchors;
    }

    @Override
    public void close() throws IOException {
        nsd.destroy();
        try {
            nsd.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nsd.destroyForcibly();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(LocalServer::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
