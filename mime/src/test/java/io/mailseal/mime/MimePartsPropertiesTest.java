package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MimePartsPropertiesTest {

    @Property
    void nothingMakesItThrow(@ForAll("pieces") List<String> pieces) throws IOException {
        byte[] octets = String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(transcript(octets, octets.length + 1)).isNotNull();
    }

    @Property
    void howTheOctetsArriveDoesNotMatter(
            @ForAll("pieces") List<String> pieces, @ForAll @IntRange(min = 1, max = 20) int chunk) throws IOException {
        byte[] octets = String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(transcript(octets, chunk)).isEqualTo(transcript(octets, octets.length + 1));
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "Content-Type: multipart/mixed; boundary=b\r\n",
                        "Content-Type: multipart/alternative;\r\n boundary=\"c d\"\r\n",
                        "Content-Type: multipart/digest; boundary=-\r\n",
                        "Content-Type: message/rfc822\r\n",
                        "Content-Type: text/html; charset=utf-16\r\n",
                        "Content-Type: ; charset*0=a; boundary*=%FF'%\r\n",
                        "Content-Transfer-Encoding: base64\r\n",
                        "Content-Transfer-Encoding: quoted-printable\r\n",
                        "Content-Disposition: attachment; filename*=utf-9''%zz\r\n",
                        "\r\n",
                        "\n",
                        "\r",
                        " ",
                        "--b\r\n",
                        "--b--\r\n",
                        "--bc\r\n",
                        "--c d",
                        "---",
                        "--",
                        "aGVsbG8=",
                        "=\r\n",
                        "=3D",
                        "=",
                        "\u00FF\u00FE",
                        "\u0000",
                        "text with http://a.example/ in it\r\n")
                .list()
                .ofMaxSize(40);
    }

    @Property
    void base64IsUndone(@ForAll byte[] octets) throws IOException {
        byte[] encoded = Base64.getMimeEncoder().encode(octets);
        assertThat(body("base64", encoded)).isEqualTo(octets);
    }

    @Property
    void quotedPrintableIsUndone(@ForAll byte[] octets) throws IOException {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : octets) {
            boolean plain = octet > ' ' && octet < 0x7F && octet != '=';
            encoded.append(plain ? String.valueOf((char) octet) : String.format("=%02X", octet & 0xFF));
            encoded.append(octet % 7 == 0 ? "=\r\n" : "");
        }
        assertThat(body("quoted-printable", encoded.toString().getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(octets);
    }

    private static byte[] body(String encoding, byte[] encoded) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(("Content-Transfer-Encoding: " + encoding + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(encoded);
        MimeParts parts = MimeParts.of(MessageReader.strict().read(message.toByteArray()));
        byte[] octets = parts.next().orElseThrow().octets().readAllBytes();
        assertThat(parts.next()).isEmpty();
        assertThat(parts.anomalies()).isEmpty();
        return octets;
    }

    private static String transcript(byte[] octets, int chunk) throws IOException {
        MimeParts parts = MimeParts.of(MessageReader.strict().read(new Chunks(octets, chunk)));
        StringBuilder all = new StringBuilder();
        for (Optional<MimePart> part = parts.next(); part.isPresent(); part = parts.next()) {
            StringWriter text = new StringWriter();
            part.get().text().transferTo(text);
            all.append(part.get()).append(part.get().anomalies()).append(text).append('\n');
        }
        return all.append(parts.anomalies()).toString();
    }

    /** Gives so many octets at a time at most. */
    private static final class Chunks extends InputStream {

        private final InputStream octets;
        private final int most;

        Chunks(byte[] octets, int most) {
            this.octets = new ByteArrayInputStream(octets);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return octets.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return octets.read(target, offset, Math.min(length, most));
        }
    }
}
