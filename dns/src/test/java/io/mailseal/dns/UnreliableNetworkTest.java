package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

/**
 * Packets are lost, doubled, forged, cut and put into another order: each question gets its own answer all the same.
 */
class UnreliableNetworkTest extends TransportFixture {

    static final int QUESTIONS = 20_000;
    static final int AT_ONCE = 400;

    /** Answers rightly, but not only, not always, and not in order. One thread at a time. */
    static final class Mischief implements Consumer<ScriptedServer.Query> {

        private final Random random = new Random(20_000);
        private final List<Runnable> held = new ArrayList<>();
        private final Set<Name> asked = new HashSet<>();

        @Override
        public synchronized void accept(ScriptedServer.Query query) {
            if (query.isOverTcp()) {
                query.reply(addressOf(query));
                return;
            }
            while (oneIn(4)) {
                query.reply(forged(query));
            }
            boolean again = !asked.add(query.name());
            if (again && !oneIn(20)) {
                query.reply(addressOf(query)); // held back it might wait for a next query that never comes
            }
            if (!again && !oneIn(20)) {
                held.add(() -> query.reply(addressOf(query)));
            }
            if (oneIn(10)) {
                held.add(() -> query.reply(addressOf(query)));
            }
            while (held.size() > random.nextInt(20)) {
                held.remove(random.nextInt(held.size())).run();
            }
        }

        private boolean oneIn(int number) {
            return random.nextInt(number) == 0;
        }

        private byte[] forged(ScriptedServer.Query query) {
            Message message = query.answer(query.name() + " 300 A 192.0.2.66");
            switch (random.nextInt(5)) {
                case 0 -> message.getHeader().setID(random.nextInt(0x10000));
                case 1 -> message.getHeader().unsetFlag(Flags.QR);
                case 2 -> {
                    message.removeAllRecords(Section.QUESTION);
                    message.addRecord(Responses.to(question("evil.example")).getQuestion(), Section.QUESTION);
                }
                case 3 -> message.removeAllRecords(Section.QUESTION);
                default -> {
                    byte[] wire = message.toWire();
                    return Arrays.copyOf(wire, wire.length - 1 - random.nextInt(wire.length / 4));
                }
            }
            // An ID that is right by chance would be a right answer.
            return message.getHeader().getID() == query.id() && isWhole(message, query)
                    ? new byte[] {1}
                    : message.toWire();
        }

        private static boolean isWhole(Message message, ScriptedServer.Query query) {
            return message.getHeader().getFlag(Flags.QR)
                    && message.getQuestion() != null
                    && message.getQuestion().equals(query.message().getQuestion());
        }
    }

    @Test
    @DisplayName("SEC_15, T83: 20000 questions, each with its own answer")
    void eachQuestionHasItsOwnAnswer() throws Exception {
        ScriptedServer server = server(new Mischief());
        NameServers transport = to(server)
                .with(it -> {
                    it.timer = DnsTimer.system();
                    it.tries = 16;
                    it.inFlight = AT_ONCE;
                })
                .start(Duration.ofMillis(500));
        Semaphore places = new Semaphore(AT_ONCE);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            places.acquire();
            CompletableFuture<Reply> reply = transport.ask(question(i));
            replies.add(reply);
            reply.whenComplete((end, failure) -> places.release());
        }
        for (int i = 0; i < QUESTIONS; i++) {
            DnsQuestion question = question(i);
            assertAnswered(get(replies.get(i)), question);
        }
    }
}
