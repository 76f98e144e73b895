package io.mailseal.testkit.nameserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link LoopbackNameServer} does with an answer. The methods here are what servers, networks and attackers do;
 * a lambda may do anything else. {@code wrongId().then(normal())} is a forged datagram before the true one.
 */
@FunctionalInterface
public interface Behaviour {

    /** Sends what is to be sent. Runs on the server's threads, and should not block. */
    void reply(Exchange exchange);

    /** This, then the other. */
    default Behaviour then(Behaviour next) {
        return exchange -> {
            reply(exchange);
            next.reply(exchange);
        };
    }

    /** Answers. */
    static Behaviour normal() {
        return exchange -> exchange.send(exchange.answer());
    }

    /** Never answers. */
    static Behaviour silent() {
        return exchange -> {};
    }

    /** Answers after that time. */
    static Behaviour late(Duration delay) {
        return exchange -> exchange.sendLater(delay, exchange.answer());
    }

    /** Answers twice. */
    static Behaviour twice() {
        return normal().then(normal());
    }

    /** Answers with the id of another query. */
    static Behaviour wrongId() {
        return exchange -> {
            byte[] answer = exchange.answer();
            answer[0] ^= 0x55;
            exchange.send(answer);
        };
    }

    /** Answers, as it were, another question: a name with another first letter, of the root another type. */
    static Behaviour wrongQuestion() {
        return exchange -> {
            byte[] answer = exchange.answer();
            answer[answer[WireQuery.HEADER] == 0 ? WireQuery.HEADER + 2 : WireQuery.HEADER + 1] ^= 1;
            exchange.send(answer);
        };
    }

    /** Answers without the bit that makes it a response. */
    static Behaviour withoutQr() {
        return exchange -> {
            byte[] answer = exchange.answer();
            answer[2] &= 0x7F;
            exchange.send(answer);
        };
    }

    /** Sends the id of the query, and octets that mean nothing. */
    static Behaviour garbage() {
        return exchange -> {
            byte[] octets = new byte[40];
            Arrays.fill(octets, (byte) 0xFF);
            System.arraycopy(exchange.answer(), 0, octets, 0, 2);
            exchange.send(octets);
        };
    }

    /** Sends no more than so many octets of the answer, as if they were all. */
    static Behaviour cutOff(int octets) {
        return exchange -> exchange.send(Arrays.copyOf(exchange.answer(), Math.min(octets, exchange.answer().length)));
    }

    /** Answers from another port. */
    static Behaviour fromElsewhere() {
        return exchange -> exchange.sendFromElsewhere(exchange.answer());
    }

    /** Over UDP a truncated answer without records; over TCP the whole one. */
    static Behaviour truncated() {
        return exchange -> exchange.send(exchange.isOverTcp() ? exchange.answer() : Truncation.of(exchange.answer()));
    }

    /** Answers, and closes the connection. */
    static Behaviour closesAfter() {
        return normal().then(Exchange::hangUp);
    }

    /** Closes the connection in place of an answer. */
    static Behaviour closesBefore() {
        return Exchange::hangUp;
    }

    /** Closes the connection after so many octets of the answer, the two of its length included. */
    static Behaviour closesWithin(int octets) {
        return exchange -> {
            byte[] framed = framed(exchange.answer());
            exchange.sendOctets(Arrays.copyOf(framed, Math.min(octets, framed.length)));
            exchange.hangUp();
        };
    }

    /** Answers one octet at a time. */
    static Behaviour octetByOctet() {
        return exchange -> {
            if (!exchange.isOverTcp()) {
                exchange.send(exchange.answer());
                return;
            }
            for (byte octet : framed(exchange.answer())) {
                exchange.sendOctets(new byte[] {octet});
            }
        };
    }

    /** Resets the connection in place of an answer. */
    static Behaviour resets() {
        return Exchange::reset;
    }

    /** Waits for so many queries, and then answers the last first. What has come before that many is not answered. */
    static Behaviour reversed(int count) {
        List<Exchange> waiting = new ArrayList<>();
        return exchange -> {
            List<Exchange> complete = new ArrayList<>();
            synchronized (waiting) {
                waiting.add(0, exchange);
                if (waiting.size() == count) {
                    complete.addAll(waiting);
                    waiting.clear();
                }
            }
            complete.forEach(one -> one.send(one.answer()));
        };
    }

    private static byte[] framed(byte[] message) {
        return new WireWriter().number16(message.length).octets(message).toByteArray();
    }
}
