package io.mailseal.dns;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mailseal.core.dns.DnsTimer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transport against unbound. Skipped where it is not installed, unless the environment says MAILSEAL_SERVERS=required. */
class RealTransportTest extends TransportFixture {

    static final int QUESTIONS = 2000;
    static final int AT_ONCE = 100;

    @TempDir
    static Path folder;

    static ServerProcess unbound;

    @BeforeAll
    static void startUnbound() throws IOException {
        if (ServerProcess.program("unbound").isEmpty()) {
            String message = "unbound is not installed (MAILSEAL_SERVERS)";
            if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
                fail(message);
            }
            abort(message);
        }
        unbound = Unbound.withZones(folder, zone(), RealServerTest.REVERSE_ZONE);
    }

    @AfterAll
    static void stopUnbound() {
        if (unbound != null) {
            unbound.close();
        }
    }

    private static String zone() {
        StringBuilder zone = new StringBuilder("$ORIGIN example.\n$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 60\n");
        zone.append("@ NS ns\nns A 127.0.0.1\n");
        for (int i = 0; i < QUESTIONS; i++) {
            zone.append("n")
                    .append(i)
                    .append(" A ")
                    .append(addressOf(WireName.of(question(i).name())))
                    .append('\n');
        }
        return zone.toString();
    }

    void askAll(Transport settings) throws Exception {
        NameServers transport =
                settings.with(it -> it.timer = DnsTimer.system()).start(Duration.ofSeconds(20));
        Semaphore places = new Semaphore(AT_ONCE);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            places.acquire();
            CompletableFuture<Reply> reply = transport.ask(question(i));
            replies.add(reply);
            reply.whenComplete((end, failure) -> places.release());
        }
        for (int i = 0; i < QUESTIONS; i++) {
            assertAnswered(get(replies.get(i)), question(i));
        }
    }

    @Test
    void byUdp() throws Exception {
        askAll(new Transport(List.of(ServerAddress.parse(unbound.address()))));
    }

    @Test
    void byTcp() throws Exception {
        askAll(new Transport(List.of(ServerAddress.parse(unbound.address()))).with(it -> it.overTcp = true));
    }
}
