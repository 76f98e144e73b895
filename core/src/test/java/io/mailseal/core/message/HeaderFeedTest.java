package io.mailseal.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HeaderFeedTest {

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static HeaderFeed feed() {
        return MessageReader.strict().feed();
    }

    @Test
    void tellsWhereTheBodyBegins() {
        HeaderFeed feed = feed();
        byte[] message = octets("##A: b\r\n\r\nbody");
        assertThat(feed.update(message, 2, message.length - 2)).isEqualTo("A: b\r\n\r\n".length());
        assertThat(feed.isComplete()).isTrue();
        assertThat(feed.update(message, 10, 4)).isZero();
        assertThat(feed.header().fields()).extracting(HeaderField::name).containsExactly("A");
        assertThat(feed.header()).isSameAs(feed.header());
    }

    @Test
    void aMessageMayBeOverBeforeItsHeaderIs() {
        HeaderFeed feed = feed();
        assertThat(feed.update(octets("A: b\r\nB"), 0, 7)).isEqualTo(7);
        assertThat(feed.isComplete()).isFalse();
        assertThat(feed.header().anomalies()).contains(MessageAnomaly.NO_SEPARATOR);
        assertThat(feed.isComplete()).isTrue();
    }

    @Test
    void keepsNoMoreThanTheLimitsAllow() {
        HeaderFeed feed =
                MessageReader.strict().withLimits(new MessageLimits(10, 10, 10)).feed();
        assertThat(feed.update(octets("A: " + "b".repeat(100)), 0, 103)).isEqualTo(11);
        assertThat(feed.isComplete()).isTrue();
        assertThat(feed.header().isTruncated()).isTrue();
    }

    @Test
    void misuse() {
        HeaderFeed feed = feed();
        assertThatThrownBy(() -> feed.update(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        feed.header();
        assertThatThrownBy(() -> feed.update(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        MessageReader local = MessageReader.strict().allowLocalLineEnds();
        assertThatThrownBy(local::feed).isInstanceOf(IllegalStateException.class);
    }

    @Property
    void givesWhatIsRead(
            @ForAll("messages") String text, @ForAll @Size(max = 8) List<@IntRange(max = 9) Integer> sizes) {
        byte[] message = octets(text);
        MessageReader reader = MessageReader.strict().withLimits(new MessageLimits(30, 4, 20));
        HeaderFeed feed = reader.feed();
        int at = 0;
        for (int size : sizes) {
            at += feed.update(message, at, Math.min(size, message.length - at));
        }
        at += feed.update(message, at, message.length - at);
        HeaderBlock read = reader.read(message).header();
        assertThat(feed.header().fields()).isEqualTo(read.fields());
        assertThat(feed.header().raw()).isEqualTo(read.raw());
        assertThat(feed.header().anomalies()).isEqualTo(read.anomalies());
        assertThat(text.substring(at)).isEqualTo(body(reader, message));
    }

    private static String body(MessageReader reader, byte[] message) {
        try (Message read = reader.read(message)) {
            return new String(read.body().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of("A", ":", " ", "\r\n", "\r", "\n", "x", "\r\n\r\n")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
