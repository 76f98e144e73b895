package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 as far as a policy needs it (RFC 9112). */
class ResponseReaderTest {

    private static PolicyResponse.Answered read(String response) throws IOException {
        byte[] octets = response.getBytes(StandardCharsets.ISO_8859_1);
        return new ResponseReader(new ByteArrayInputStream(octets), PolicyFetchLimits.DEFAULT).read();
    }

    private static void assertProblem(String response, MtaStsProblem.Kind kind) {
        assertThatThrownBy(() -> read(response))
                .isInstanceOfSatisfying(
                        ResponseProblem.class,
                        problem -> assertThat(problem.problem().kind()).isEqualTo(kind));
    }

    private static void assertBody(String response, String body) throws IOException {
        assertThat(read(response).body()).isEqualTo(Octets.ofLatin1(body));
    }

    @Test
    void counted() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\ncontent-TYPE: \t text/plain \r\nContent-Length: 3\r\n\r\nabcdef"))
                .isEqualTo(new PolicyResponse.Answered(200, "text/plain", "", Octets.ofLatin1("abc")));
        assertBody("HTTP/1.0 200\nContent-Length: 3\n\nabc", "abc");
        assertBody("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "");
    }

    @Test
    void chunked() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
        assertBody(head + "3\r\nabc\r\n0A ;x=y\r\n0123456789\r\n0\r\n\r\n", "abc0123456789");
        assertBody(head + "0\r\nTrailer: is ignored\r\n\r\n", "");
        assertProblem(head + "3\r\nabcd\r\n0\r\n\r\n", MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem(head + "\r\nabc\r\n0\r\n\r\n", MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem(head + "-3\r\nabc\r\n0\r\n\r\n", MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem(head + "0x3\r\nabc\r\n0\r\n\r\n", MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem(head + "FFFFFFFFFFFFFFFFFFFFF\r\nabc", MtaStsProblem.Kind.TOO_LARGE);
        assertProblem(head + "3\r\nabc\r\n", MtaStsProblem.Kind.CONNECTION_LOST);
        assertProblem(head + "3\r\nab", MtaStsProblem.Kind.CONNECTION_LOST);
    }

    @Test
    @DisplayName("T72 chunks count together, to the octet")
    void chunksTogether() throws IOException {
        String half = "8000\r\n" + "a".repeat(32768) + "\r\n";
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertBody(head + half + half + "0\r\n\r\n", "a".repeat(65536));
        assertProblem(head + half + half + "1\r\na\r\n0\r\n\r\n", MtaStsProblem.Kind.TOO_LARGE);
    }

    @Test
    @DisplayName("§6.3 a body that would end with the connection could be cut by anybody, and is not taken")
    void untilTheEnd() {
        assertProblem("HTTP/1.1 200 OK\r\n\r\nmode: none", MtaStsProblem.Kind.MALFORMED_RESPONSE);
    }

    @Test
    @DisplayName("§6.3 what says its length in two ways is not taken")
    void twoLengths() {
        assertProblem(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
                MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\nabcd", MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem("HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc", MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertProblem(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                MtaStsProblem.Kind.MALFORMED_RESPONSE);
    }

    @Test
    void shorterThanSaid() {
        assertProblem("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", MtaStsProblem.Kind.CONNECTION_LOST);
        assertProblem("HTTP/1.1 200 OK\r\nContent-Le", MtaStsProblem.Kind.CONNECTION_LOST);
        assertProblem("", MtaStsProblem.Kind.CONNECTION_LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1 2x0 OK",
                "ICY 200 OK",
                "220 mail.example.com ESMTP",
                "http/1.1 200 OK"
            })
    void noStatusLine(String line) {
        assertProblem(line + "\r\n\r\n", MtaStsProblem.Kind.MALFORMED_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"No colon", " Folded: x", "Blank : x", ": x", "A\u00e4: x", "Nul: \u0000", "CR: a\rb"})
    void noField(String line) {
        assertProblem(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + line + "\r\n\r\n", MtaStsProblem.Kind.MALFORMED_RESPONSE);
    }

    @Test
    @DisplayName("RFC 9110 §15.2 interim responses are passed over, a few of them")
    void interim() throws IOException {
        String early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
        assertBody(early.repeat(5) + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "a");
        assertProblem(
                early.repeat(6) + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                MtaStsProblem.Kind.MALFORMED_RESPONSE);
        assertThat(read("HTTP/1.1 101 Switching\r\n\r\n").status()).isEqualTo(101);
    }

    @Test
    @DisplayName("T72 the body of anything but 200 is not read")
    void otherStatus() throws IOException {
        assertThat(read("HTTP/1.1 404 Not Found\r\n\r\n").body()).isEqualTo(Octets.EMPTY);
    }

    @Test
    @DisplayName("T72 too many fields")
    void manyFields() {
        assertProblem("HTTP/1.1 200 OK\r\n" + "a:b\r\n".repeat(300) + "\r\n", MtaStsProblem.Kind.TOO_LARGE);
    }
}
