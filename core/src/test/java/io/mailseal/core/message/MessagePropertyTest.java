package io.mailseal.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Nothing is lost, and nothing depends on the sizes in which octets arrive or are taken. */
class MessagePropertyTest {

    /** What a reader makes of a message. */
    private record Seen(
            List<HeaderField> fields,
            List<Set<MessageAnomaly>> ofFields,
            Octets header,
            Set<MessageAnomaly> ofHeader,
            Octets body,
            Set<MessageAnomaly> ofMessage) {

        static Seen of(Message message, int chunk) throws IOException {
            HeaderBlock header = message.header();
            Octets body = Octets.of(drain(message.body(), chunk));
            return new Seen(
                    header.fields(),
                    header.fields().stream().map(HeaderField::anomalies).toList(),
                    header.raw(),
                    header.anomalies(),
                    body,
                    message.anomalies());
        }

        private static byte[] drain(InputStream in, int chunk) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] target = new byte[chunk + 2];
            for (int count = in.read(target, 1, chunk); count >= 0; count = in.read(target, 1, chunk)) {
                out.write(target, 1, count);
            }
            return out.toByteArray();
        }

        Octets all() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(header.toByteArray());
            boolean separated = !ofHeader.contains(MessageAnomaly.NO_SEPARATOR)
                    && !ofHeader.contains(MessageAnomaly.LIMIT_EXCEEDED);
            if (separated) {
                out.writeBytes(new byte[] {'\r', '\n'});
            }
            out.writeBytes(body.toByteArray());
            return Octets.of(out.toByteArray());
        }
    }

    /** Gives at most so many octets at once. */
    private static InputStream inPieces(byte[] octets, int most) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, most));
            }
        };
    }

    @Provide
    Arbitrary<byte[]> messages() {
        Arbitrary<String> pieces = Arbitraries.of(
                "\r\n",
                "\r\n\r\n",
                "\r",
                "\n",
                " ",
                "\t",
                ":",
                "From",
                "To: x",
                "A: b\r\n",
                "\u0000",
                "\u00E9",
                "x".repeat(500),
                "y");
        Arbitrary<byte[]> likely = pieces.list()
                .ofMaxSize(30)
                .map(parts -> Octets.ofLatin1(String.join("", parts)).toByteArray());
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        return Arbitraries.frequencyOf(Tuple.of(4, likely), Tuple.of(1, any));
    }

    @Provide
    Arbitrary<MessageLimits> limits() {
        return Arbitraries.oneOf(
                Arbitraries.just(MessageLimits.DEFAULT),
                Arbitraries.integers().between(1, 40).map(i -> new MessageLimits(i, 1 + i % 5, 1 + i % 7 * 5)));
    }

    @Property(tries = 3000)
    void nothingIsLost(@ForAll("messages") byte[] octets, @ForAll("limits") MessageLimits limits) throws IOException {
        Seen seen = Seen.of(MessageReader.strict().withLimits(limits).read(octets), 100);
        boolean whole = !seen.ofHeader.contains(MessageAnomaly.LIMIT_EXCEEDED);
        if (whole) {
            assertThat(seen.all()).isEqualTo(Octets.of(octets));
            assertThat(joined(seen.fields)).isEqualTo(seen.header);
        } else {
            assertThat(seen.header.slice(0, joined(seen.fields).length())).isEqualTo(joined(seen.fields));
        }
    }

    @Property(tries = 3000)
    void nothingIsLostOfWhatIsTooLarge(
            @ForAll("messages") byte[] octets, @ForAll @IntRange(min = 1, max = 40) int limit) throws IOException {
        MessageLimits limits = new MessageLimits(limit, 1000, 1000);
        Seen seen = Seen.of(MessageReader.strict().withLimits(limits).read(octets), 100);
        assertThat(seen.all()).isEqualTo(Octets.of(octets));
    }

    private static Octets joined(List<HeaderField> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(field -> out.writeBytes(field.raw().toByteArray()));
        return Octets.of(out.toByteArray());
    }

    @Property(tries = 3000)
    void theSizesOfThePiecesDoNotMatter(
            @ForAll("messages") byte[] octets,
            @ForAll("limits") MessageLimits limits,
            @ForAll @IntRange(min = 1, max = 40) int given,
            @ForAll @IntRange(min = 1, max = 40) int taken)
            throws IOException {
        MessageReader reader = MessageReader.strict().withLimits(limits);
        Seen expected = Seen.of(reader.read(octets), 10_000);
        assertThat(Seen.of(reader.read(inPieces(octets, given)), taken)).isEqualTo(expected);
    }

    @Property(tries = 3000)
    void theBodyMayBeHandedOver(
            @ForAll("messages") byte[] octets,
            @ForAll @IntRange(min = 1, max = 40) int given,
            @ForAll @IntRange(max = 40) int takenBefore)
            throws IOException {
        MessageReader reader = MessageReader.strict();
        Message expected = reader.read(octets);
        byte[] body = expected.body().readAllBytes();
        for (Message message : List.of(reader.read(octets), reader.read(inPieces(octets, given)))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(message.body().readNBytes(takenBefore));
            int before = out.size();
            assertThat(message.body().transferTo(out)).isEqualTo(body.length - before);
            assertThat(out.toByteArray()).isEqualTo(body);
            assertThat(message.anomalies()).isEqualTo(expected.anomalies());
        }
    }

    @Property
    void aHeaderReadAloneIsTheSame(@ForAll("messages") byte[] octets, @ForAll("limits") MessageLimits limits)
            throws IOException {
        HeaderBlock alone = HeaderBlock.parse(Octets.of(octets), limits);
        HeaderBlock ofMessage =
                MessageReader.strict().withLimits(limits).read(octets).header();
        assertThat(alone.fields()).isEqualTo(ofMessage.fields());
        assertThat(alone.raw()).isEqualTo(ofMessage.raw());
        assertThat(alone.anomalies()).isEqualTo(ofMessage.anomalies());
    }

    @Property
    void readingALocalFileIsReadingItsCrlfForm(
            @ForAll("messages") byte[] octets, @ForAll @IntRange(min = 1, max = 40) int taken) throws IOException {
        Octets local = Octets.ofLatin1(Octets.of(octets).toLatin1().replace("\r", ""));
        Octets crlf = Octets.ofLatin1(local.toLatin1().replace("\n", "\r\n"));
        MessageReader reader = MessageReader.strict();
        Seen expected = Seen.of(reader.read(crlf.toByteArray()), taken);
        Seen seen = Seen.of(reader.allowLocalLineEnds().read(local.toByteArray()), taken);
        assertThat(seen.fields).isEqualTo(expected.fields);
        assertThat(seen.header).isEqualTo(expected.header);
        assertThat(seen.body).isEqualTo(expected.body);
        Set<MessageAnomaly> anomalies = EnumSet.noneOf(MessageAnomaly.class);
        anomalies.addAll(expected.ofMessage);
        if (!local.equals(crlf)) {
            anomalies.add(MessageAnomaly.LOCAL_LINE_ENDS);
        }
        assertThat(seen.ofMessage).isEqualTo(anomalies);
    }

    @Property
    void everyAccessorTakesEveryHeader(@ForAll("messages") byte[] octets) {
        for (HeaderField field : HeaderBlock.parse(Octets.of(octets)).fields()) {
            assertThat(field.raw().length())
                    .isGreaterThanOrEqualTo(field.rawValue().length());
            assertThat(field.unfoldedValue()).doesNotContain("\r\n");
            assertThat(field.isNamed(field.name())).isTrue();
            assertThat(field.toString()).isNotEmpty();
        }
    }
}
