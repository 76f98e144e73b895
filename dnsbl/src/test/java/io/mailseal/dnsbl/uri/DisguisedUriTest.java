package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender writes a link so that some mail program shows it, and others see none, or another. */
class DisguisedUriTest {

    private static final UriExtractor EXTRACTOR = UriExtractor.builder().build();

    // A link of which only a reader of HTML sees anything.
    private static final String LINK = "<a href='&#104;ttp&#58;&#47;&#47;evil&#46;com&#47;'>x</a>";

    private static List<String> message(String message) {
        byte[] octets = message.replace("\n", "\r\n").replace("\u0001", "\n").getBytes(StandardCharsets.ISO_8859_1);
        try {
            return hosts(EXTRACTOR.extract(MessageReader.strict().read(octets)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<String> hosts(UriExtraction extraction) {
        return extraction.hosts().stream().map(UriHost::toString).toList();
    }

    private static List<String> html(String html) {
        return hosts(EXTRACTOR.extractHtml(html));
    }

    private static List<String> text(String text) {
        return hosts(EXTRACTOR.extractText(text));
    }

    @Nested
    class In_html {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 10, 1000, 2000, 3000, 5000, 40_000, 70_000})
        void numericReferencesMayHaveAnyNumberOfZeros(int count) {
            String zeros = "0".repeat(count);
            for (String sign : List.of("&#" + zeros + "104;", "&#x" + zeros + "68;", "&#X" + zeros + "68")) {
                assertThat(html("<a href='" + sign + "ttp&#58;//evil&#46;com/'>"))
                        .containsExactly("evil.com");
                assertThat(html(sign + "ttp&#58;//evil&#46;com/")).containsExactly("evil.com");
            }
        }

        @Test
        void zerosThatAreNoneOfAReference() {
            String url = "http://evil.com/?a=00&b=#0001&#0;&#00;&#x00;&c=100&#x41;0000";
            UriExtraction extraction = EXTRACTOR.extractHtml("<a href='" + url + "'>");
            assertThat(extraction.uris())
                    .extracting(FoundUri::uri)
                    .allMatch(uri -> uri.contains("a=00&b=#0001") && uri.contains("c=100A0000"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<script>{\"url\": \"https:\\/\\/evil.com\\/x\"}</script>",
                    "<script>location = 'http:\\\\evil.com'</script>",
                    "<p onclick=\"location = 'https:\\/evil.com'\">",
                })
        void slashesInScripts(String html) {
            assertThat(html(html)).containsExactly("evil.com");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<svg><a><animate attributeName=href values='x;http://evil.com/'>",
                    "<svg><a><animate attributeName=href by='http://evil.com/'>",
                    "<svg><rect fill='url(http://evil.com/#a)'>",
                    "<svg><rect clip-path='URL(\"//evil.com/\")'>",
                    "<form action-xhr='https://evil.com/'>",
                    "<img attributionsrc='x https://evil.com/'>",
                })
        void attributesThatAreRare(String html) {
            assertThat(html(html)).containsExactly("evil.com");
        }
    }

    @Nested
    class In_hosts {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://\u24D4\u24E5\u24D8\u24DB.\u24D2\u24DE\u24DC/",
                    "http://evil\uFE52com/",
                    "http://evil\u2024com/",
                    "http://evil.\u217Dom/",
                    "http://\uFF45\uFF56\uFF49\uFF4C\uFF0E\uFF43\uFF4F\uFF4D/",
                    "http://ev\u200Bil.com/",
                })
        void charactersThatBecomeOthers(String uri) {
            assertThat(text("see " + uri)).containsExactly("evil.com");
            assertThat(html("<a href='" + uri + "'>")).containsExactly("evil.com");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u3001", "\u3002", "\u2026", "\u00BB", "\uFF0C", "\u24D4"})
        void textGoesOnBehindTheHost(String character) {
            assertThat(text("http://evil.com" + character)).containsExactly("evil.com");
            assertThat(text("http://evil.com" + character + "\u3053\u308C")).containsExactly("evil.com");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\\\\evil.com@80\\share",
                    "\\\\evil.com@SSL\\share",
                    "\\\\evil.com@SSL@443\\share",
                    "file://evil.com@80/share",
                    "file:\\\\evil.com@SSL\\share",
                    "file://///evil.com@80/share",
                })
        void sharesOfWindows(String uri) {
            assertThat(html("<a href='" + uri + "'>")).contains("evil.com");
            assertThat(text("see " + uri)).contains("evil.com");
        }

        @Test
        void otherwiseAUserIsNoHost() {
            assertThat(html("<a href='//evil.com@good.net/'>")).containsExactly("good.net");
            assertThat(html("<a href='//good.net/x@80'>")).containsExactly("good.net");
            assertThat(html("<a href='\\\\good.net\\x@80'>")).containsExactly("good.net");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "search-ms:query=x&crumb=location:\\\\evil.com\\share",
                    "search-ms:query=x&crumb=location://evil.com/share",
                    "search:displayname=x&crumb=location:%5C%5Cevil.com%5Cshare",
                    "search-ms:?crumb=location:\\\\evil.com\\share",
                })
        void searchesOfWindows(String uri) {
            assertThat(html("<a href='" + uri + "'>")).containsExactly("evil.com");
        }
    }

    @Nested
    class In_messages {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Type: text/html\nContent-Base: http://evil.com/\n\n<a href=login>",
                    "Content-Type: text/html\nContent-Base: \"http://evil.com/\"\n\n<a href=login>",
                    "Content-Type: text/html\nContent-Location: http://evil.com/\n\n<a href=login>",
                    "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
                            + "Content-Base: http://evil.com/\n\n<a href=login>\n--b--",
                })
        void aBaseInTheHeader(String message) {
            assertThat(message(message)).containsExactly("evil.com");
        }

        @Test
        void aBaseInTheHeaderHidesNothing() {
            String header = "Content-Type: text/html\nContent-Base: http://good.net/\n\n";
            assertThat(message(header + "<a href=//evil.com>")).containsExactly("evil.com");
            assertThat(message(header + "<base href=http://evil.com/><a href=x>"))
                    .containsExactly("evil.com");
            assertThat(message(header + "<a href=evil.com>")).containsExactly("evil.com", "good.net");
        }

        @Test
        void aLocationWithoutReferencesIsNoLink() {
            assertThat(message("Content-Type: text/html\nContent-Location: http://good.net/\n\n<p>x"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"http://evil.com \nx.y", "http://evil.com/ \nx", "http://ev \nil.com", "http://evil.com/"})
        void flowedLinesAreReadAsLinesToo(String body) {
            assertThat(message("Content-Type: text/plain; format=flowed; delsp=yes\n\nsee " + body))
                    .contains("evil.com");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "attachment; filename=x.bin; filename*=utf-8''x.html",
                    "attachment; filename=x.bin; filename=x.html",
                    "attachment; filename=x.bin\nContent-Disposition: attachment; filename=x.html",
                    "attachment; filename=\"=?utf-8?Q?x=2Ehtml?=\"",
                    "attachment; filename*0=x.ht; filename*1=ml",
                    "attachment; filename=x.xml",
                    "attachment; filename=x.xsl",
                })
        void namesOfFiles(String disposition) {
            assertThat(message("Content-Type: application/octet-stream\nContent-Disposition: " + disposition + "\n\n"
                            + LINK))
                    .containsExactly("evil.com");
        }

        @ParameterizedTest
        @CsvSource({"text/html, text/plain", "text/plain, text/html", "text/html, multipart/mixed; boundary=b"})
        void ofTwoTypesEither(String one, String other) {
            String header = "Content-Type: " + one + "\nContent-Type: " + other + "\n\n";
            assertThat(message(header + LINK)).containsExactly("evil.com");
            assertThat(message(header + "<http://evil.com>")).containsExactly("evil.com");
        }

        @Test
        void aMultipartWithoutABoundaryMayBeHtml() {
            assertThat(message("Content-Type: multipart/mixed\n\n" + LINK)).containsExactly("evil.com");
        }

        @Test
        void ofTwoBoundariesEither() {
            assertThat(message("Content-Type: multipart/mixed; boundary=a; boundary=b\n\n--b\nX: y\n"
                            + "Content-Type: text/html\n\n" + LINK + "\n--b--"))
                    .containsExactly("evil.com");
        }

        @Test
        void ofTwoEncodingsTheOneThatFits() {
            assertThat(message("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nhttp://evil.com"))
                    .containsExactly("evil.com");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Subject: x\u0001Content-Type: text/html\n\n",
                    "Subject: x\u0001Content-Type: text/html\u0001\u0001",
                    "Content-Type: text/html\n \n",
                    "Content-Type: text/html\n",
                })
        void whereTheHeaderEnds(String header) {
            assertThat(message(header + LINK + "\n\nbody")).containsExactly("evil.com");
        }

        @Test
        void fieldsBehindALineOfBlanksAreNoText() {
            assertThat(message("Subject: x\n \nReceived: from good.net\n\nbody"))
                    .isEmpty();
        }

        @Test
        void blanksInTheUriOfAnExternalBody() {
            assertThat(message(
                            "Content-Type: message/external-body; access-type=URL; URL=\"http://ev\n il.com/\"\n\nx"))
                    .containsExactly("evil.com");
        }
    }
}
