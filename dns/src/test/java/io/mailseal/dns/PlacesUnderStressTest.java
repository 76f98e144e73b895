package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** After any number of answers, refusals, timeouts and cancellations at once there are as many places as before. */
@Timeout(120)
class PlacesUnderStressTest extends TransportFixture {

    static final int PLACES = 8;
    static final int ASKERS = 4;
    static final int QUESTIONS = 3_000; // of each asker

    private volatile boolean calm;

    // Answers, fails, goes over to TCP and is silent there, hangs up, or says nothing at all.
    private void whim(ScriptedServer.Query query) {
        if (calm) {
            return;
        }
        switch (ThreadLocalRandom.current().nextInt(12)) {
            case 0 -> {}
            case 1 -> query.reply(query.rcode(Rcode.SERVFAIL));
            case 2 -> query.reply(query.truncated());
            case 3 -> query.hangUp();
            case 4 -> query.reply(query.rcode(Rcode.FORMERR));
            default -> query.reply(addressOf(query));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @DisplayName("no place is lost, and none is given back twice")
    void allPlacesComeBack(int tries) throws Exception {
        ScriptedServer server = server(this::whim);
        NameServers transport = to(server)
                .with(it -> it.tries = tries)
                .with(it -> it.inFlight = PLACES)
                .start();
        storm(transport);
        calm = true;
        List<CompletableFuture<Reply>> inside = IntStream.range(0, PLACES)
                .mapToObj(i -> transport.ask(question("inside" + i + ".example")))
                .toList();
        CompletableFuture<Reply> outside = transport.ask(question("outside.example"));
        barrier(server);
        assertThat(names(server)).filteredOn(name -> name.startsWith("inside")).hasSize(PLACES);
        assertThat(names(server)).noneMatch(name -> name.startsWith("outside"));
        inside.get(0).cancel(false);
        barrier(server);
        assertThat(names(server)).anyMatch(name -> name.startsWith("outside"));
        assertThat(outside).isNotDone();
    }

    private void storm(NameServers transport) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(ASKERS);
        List<CompletableFuture<Reply>> replies = new ArrayList<>(); // guarded by itself
        for (int i = 0; i < ASKERS; i++) {
            long seed = i;
            Thread asker = new Thread(() -> {
                ask(transport, new Random(seed), replies);
                asked.countDown();
            });
            asker.start();
        }
        while (asked.getCount() > 0) {
            clock.advance(TRY.dividedBy(3));
        }
        for (CompletableFuture<Reply> reply : replies) {
            while (!reply.isDone()) {
                clock.advance(TRY.dividedBy(3));
            }
        }
    }

    private void ask(NameServers transport, Random random, List<CompletableFuture<Reply>> replies) {
        List<CompletableFuture<Reply>> own = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            own.add(transport.ask(question(random.nextInt(1000))));
            if (random.nextInt(3) == 0) {
                own.get(random.nextInt(own.size())).cancel(false);
            }
            if (random.nextInt(8) == 0) {
                Thread.yield();
            }
        }
        synchronized (replies) {
            replies.addAll(own);
        }
    }

    // One server has one receive queue: what was sent before has come when this has.
    private void barrier(ScriptedServer server) throws IOException {
        String name = "barrier" + server.log().size() + ".example";
        QueryMessage query = QueryMessage.of(question(name), DnssecRequest.NONE, 1232);
        ByteBuffer out = ByteBuffer.allocate(query.length());
        query.putTo(out, 1);
        try (DatagramSocket socket = new DatagramSocket(0, ScriptedServer.LOOPBACK)) {
            socket.send(new DatagramPacket(
                    out.array(),
                    out.capacity(),
                    ServerAddress.parse(server.address()).socket()));
        }
        while (!server.next().name().toString().startsWith(name)) {
            // Those of the storm.
        }
    }

    private static List<String> names(ScriptedServer server) {
        return server.log().stream().map(query -> query.name().toString()).toList();
    }
}
