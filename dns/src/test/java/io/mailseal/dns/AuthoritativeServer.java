package io.mailseal.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Servers that have zones, and ask nobody. */
final class AuthoritativeServer {

    private AuthoritativeServer() {}

    /**
     * The one of BIND. The folder is for its files.
     *
     * @param zones where each zone is
     */
    static ServerProcess named(Path folder, Map<String, Path> zones) throws IOException {
        StringBuilder served = new StringBuilder();
        zones.forEach(
                (zone, file) -> served.append("zone \"%s\" { type primary; file \"%s\"; };\n".formatted(zone, file)));
        return ServerProcess.start("all zones loaded", port -> {
            Path config = Files.writeString(folder.resolve("named.conf"), """
                    options {
                        directory "%s";
                        listen-on port %d { 127.0.0.1; };
                        listen-on-v6 { none; };
                        pid-file none;
                        session-keyfile none;
                        recursion no;
                        dnssec-validation no;
                        notify no;
                        check-names primary ignore;
                        check-integrity no;
                    };
                    controls { };
                    %s""".formatted(folder, port, served));
            return List.of(program("named"), "-g", "-n", "1", "-c", config.toString());
        });
    }

    /**
     * NSD. The folder is for its files.
     *
     * @param zones where each zone is
     */
    static ServerProcess nsd(Path folder, Map<String, Path> zones) throws IOException {
        StringBuilder served = new StringBuilder();
        zones.forEach(
                (zone, file) -> served.append("zone:\n  name: \"%s\"\n  zonefile: \"%s\"\n".formatted(zone, file)));
        return ServerProcess.start("nsd started", port -> {
            Path config = Files.writeString(folder.resolve("nsd.conf"), """
                    server:
                      ip-address: 127.0.0.1@%2$d
                      port: %2$d
                      zonesdir: "%1$s"
                      username: ""
                      chroot: ""
                      pidfile: ""
                      database: ""
                      xfrdfile: "%1$s/xfrd.state"
                      zonelistfile: "%1$s/zone.list"
                      xfrdir: "%1$s"
                      server-count: 1
                      rrl-ratelimit: 0
                      verbosity: 1
                    remote-control:
                      control-enable: no
                    %3$s""".formatted(folder, port, served));
            return List.of(program("nsd"), "-d", "-c", config.toString());
        });
    }

    private static String program(String name) throws IOException {
        return ServerProcess.program(name)
                .orElseThrow(() -> new IOException(name + " is not installed"))
                .toString();
    }
}
