package io.mailseal.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The resolver of that name. */
final class Unbound {

    private static final String COMMON = """
            server:
              interface: 127.0.0.1@%1$d
              port: %1$d
              directory: "%2$s"
              chroot: ""
              username: ""
              pidfile: ""
              use-syslog: no
              verbosity: 1
              num-threads: 1
            %3$s
            remote-control:
              control-enable: no
            """;

    private Unbound() {}

    /** With two zones of its own, and without DNSSEC. Its files are put into the folder. */
    static ServerProcess withZones(Path folder, String forwardZone, String reverseZone) throws IOException {
        Files.writeString(folder.resolve("example.zone"), forwardZone);
        Files.writeString(folder.resolve("reverse.zone"), reverseZone);
        String server = """
                  module-config: "iterator"
                  local-zone: "2.0.192.in-addr.arpa." nodefault
                auth-zone:
                  name: "example."
                  zonefile: "example.zone"
                  for-downstream: no
                  for-upstream: yes
                auth-zone:
                  name: "2.0.192.in-addr.arpa."
                  zonefile: "reverse.zone"
                  for-downstream: no
                  for-upstream: yes""";
        return start(folder, port -> server);
    }

    /** Validating this tree, all of whose zones it finds at one authoritative server. */
    static ServerProcess validating(Path folder, SignedRoot tree, ServerProcess authority) throws IOException {
        String validator = validator(folder, tree, authority);
        return start(folder, port -> validator);
    }

    /** The same, and it speaks TLS only, with the certificate and key in these files of the folder. */
    static ServerProcess validatingOverTls(
            Path folder, SignedRoot tree, ServerProcess authority, String certificate, String key) throws IOException {
        String validator = validator(folder, tree, authority);
        return start(folder, port -> """
                  tls-port: %d
                  tls-service-pem: "%s"
                  tls-service-key: "%s"
                """.formatted(port, certificate, key) + validator);
    }

    // A stub for each zone, since their NS records do not tell the port.
    private static String validator(Path folder, SignedRoot tree, ServerProcess authority) throws IOException {
        Files.writeString(folder.resolve("anchor"), tree.anchor() + "\n");
        StringBuilder settings = new StringBuilder("""
                  module-config: "validator iterator"
                  trust-anchor-file: "anchor"
                  ede: yes
                  do-not-query-localhost: no
                  target-fetch-policy: "0 0 0 0 0"
                """);
        for (String zone : tree.files().keySet()) {
            settings.append("""
                    stub-zone:
                      name: "%s"
                      stub-addr: 127.0.0.1@%d
                      stub-prime: no
                    """.formatted(zone, authority.port()));
        }
        return settings.toString();
    }

    private interface Settings {
        String with(int port) throws IOException;
    }

    private static ServerProcess start(Path folder, Settings settings) throws IOException {
        String program = ServerProcess.program("unbound")
                .orElseThrow(() -> new IOException("unbound is not installed"))
                .toString();
        return ServerProcess.start("start of service", port -> {
            Path config = Files.writeString(
                    folder.resolve("unbound.conf"), COMMON.formatted(port, folder, settings.with(port)));
            return List.of(program, "-d", "-c", config.toString());
        });
    }
}
