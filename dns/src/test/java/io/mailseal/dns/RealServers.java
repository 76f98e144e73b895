package io.mailseal.dns;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A signed root, the servers that have its zones, and a resolver that validates them: made with the first test that wants
 * them, the same for all, and gone with this JVM.
 */
final class RealServers {

    /** How their zones are asked. */
    enum Way {
        THROUGH_UNBOUND,
        AT_NAMED,
        AT_NSD
    }

    private static @Nullable RealServers shared;

    private final Path folder;
    private final List<ServerProcess> processes = new CopyOnWriteArrayList<>();
    private final SignedRoot root;
    private final ServerProcess named;
    private final ServerProcess nsd;
    private final ServerProcess unbound;

    private RealServers() throws IOException {
        folder = Files.createTempDirectory("mailseal-zones");
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        root = SignedRoot.make(folder("zones"), SignedZones.plans());
        named = started(AuthoritativeServer.named(folder("named"), root.files()));
        nsd = started(AuthoritativeServer.nsd(folder("nsd"), root.files()));
        unbound = started(Unbound.validating(folder("unbound"), root, named));
    }

    /** Skips the test where these programs are not installed, or fails it if the environment says MAILSEAL_SERVERS=required. */
    static void require(String... programs) {
        for (String program : programs) {
            if (ServerProcess.program(program).isEmpty()) {
                String message = program + " is not installed (MAILSEAL_SERVERS)";
                if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
                    fail(message);
                }
                abort(message);
            }
        }
    }

    static synchronized RealServers shared() {
        require("named", "nsd", "unbound");
        require(SignedRoot.tools().toArray(String[]::new));
        try {
            RealServers servers = shared == null ? new RealServers() : shared;
            shared = servers;
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SignedRoot root() {
        return root;
    }

    ServerProcess server(Way way) {
        return switch (way) {
            case THROUGH_UNBOUND -> unbound;
            case AT_NAMED -> named;
            case AT_NSD -> nsd;
        };
    }

    TrustAnchors anchors() {
        return TrustAnchors.parse(root.anchor());
    }

    /** One more NSD, which has only the zones below this one: neither it, nor what is above it. */
    ServerProcess nsdBelow(String zone, String folderName) throws IOException {
        Map<String, Path> zones = new LinkedHashMap<>(root.files());
        zones.keySet().removeIf(name -> !name.endsWith("." + zone));
        return started(AuthoritativeServer.nsd(folder(folderName), zones));
    }

    /** One more resolver, which has all that it knows from this server. */
    ServerProcess unboundOver(ServerProcess authority, String folderName) throws IOException {
        return started(Unbound.validating(folder(folderName), root, authority));
    }

    /** A new folder that lasts as long as the servers. */
    Path folder(String name) throws IOException {
        return Files.createTempDirectory(folder, name);
    }

    /** Sees to it that this ends before the folder does. */
    ServerProcess started(ServerProcess server) {
        processes.add(server);
        return server;
    }

    private void end() {
        processes.forEach(ServerProcess::kill);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException ignored) {
            // the folder is temporary anyway
        }
    }
}
