package io.mailseal.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The limit: one socket, one thread, messages that are ready to be sent, and answers that nobody reads. */
final class RawUdp implements AutoCloseable {

    private final DatagramChannel channel;
    private final ByteBuffer received = ByteBuffer.allocateDirect(4096);

    RawUdp(InetSocketAddress server) throws IOException {
        channel = DatagramChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.connect(server);
    }

    /** Sends all of them, and never has more than this many without an answer. Loses none on the loopback interface. */
    long ask(ByteBuffer[] queries, int outstanding) throws IOException {
        long answers = 0;
        int sent = 0;
        while (answers < queries.length) {
            while (sent < queries.length && sent - answers < outstanding) {
                channel.write(queries[sent++].duplicate());
            }
            received.clear();
            channel.read(received);
            answers++;
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
