package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriExtractorTest {

    private static final UriExtractor EXTRACTOR = UriExtractor.builder().build();

    private static List<String> uris(UriExtraction extraction) {
        return extraction.uris().stream().map(FoundUri::uri).toList();
    }

    private static List<String> html(String html) {
        UriExtraction extraction = EXTRACTOR.extractHtml(html);
        assertThat(extraction.problems()).as(html).isEmpty();
        return uris(extraction);
    }

    private static UriExtraction message(UriExtractor extractor, String message) {
        return message(extractor, message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static UriExtraction message(UriExtractor extractor, byte[] message) {
        try {
            return extractor.extract(MessageReader.strict().read(message));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static UriExtraction message(String message) {
        return message(EXTRACTOR, message);
    }

    @Nested
    class Attributes {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<a href='http://a.example/'>x</a>",
                    "<A HREF=http://a.example/>x",
                    "<a href = \"http://a.example/\" >",
                    "<a\nhref='http://a.example/'>",
                    "<a/href='http://a.example/'>",
                    "<a x='>' href='http://a.example/'>",
                    "<a href='&#104;ttp&colon;//a&period;example/'>",
                    "<a href='&#x68;&#x74;tp://a.example/'>",
                    "<a href=' \t\nhttp://a.example/'>",
                    "<a href='ht\ntp://a.exa\tmple/'>",
                    "<a href='http:\\\\a.example\\'>",
                    "<a href='http://a.example:80/'>",
                    "<area href=http://a.example/>",
                    "<map><area href=http://a.example/></map>",
                    "<img src=http://a.example/>",
                    "<form action=http://a.example/>",
                    "<button formaction=http://a.example/>",
                    "<table background=http://a.example/>",
                    "<table><tr><td background=http://a.example/>",
                    "<body background=http://a.example/>",
                    "<p>x<body background=http://a.example/>",
                    "<video poster=http://a.example/>",
                    "<blockquote cite=http://a.example/>",
                    "<object data=http://a.example/>",
                    "<iframe src=http://a.example/>",
                    "<frameset><frame src=http://a.example/></frameset>",
                    "<link rel=stylesheet href=http://a.example/>",
                    "<svg><a xlink:href=http://a.example/>",
                    "<svg><image href=http://a.example/>",
                    "<math href=http://a.example/>",
                    "<v:roundrect href=http://a.example/>",
                    "<x-unheard-of href=http://a.example/>",
                    "<base href=http://a.example/>",
                    "<img srcset='http://a.example/ 2x'>",
                    "<img srcset=', ,http://a.example/'>",
                    "<a ping=http://a.example/>",
                    "<p style='background:url(http://a.example/)'>",
                    "<p style='background: URL( \"http://a.example/\" )'>",
                    "<p style=\"background:url('http://a.example/')\">",
                    "<p style='background:url(\\68 ttp://a.e\\78 ample/)'>",
                    "<p style='background:url(http:\\/\\/a.example/)'>",
                    "<style>@import 'http://a.example/';</style>",
                    "<style>@import url(http://a.example/);</style>",
                    "<style>p { background: url(http://a.example/) }",
                    "<meta http-equiv=refresh content='0; url=http://a.example/'>",
                    "<meta http-equiv=Refresh content='0;URL=\"http://a.example/\"'>",
                    "<meta http-equiv=refresh content='5.5 , http://a.example/'>",
                    "<meta content='0;url = http://a.example/' http-equiv=' REFRESH '>",
                    "<noscript><a href=http://a.example/></noscript>",
                    "<template><a href=http://a.example/></template>",
                    "<select><option><a href=http://a.example/></select>",
                    "<table><a href=http://a.example/>in a table</table>",
                    "<title></title><a href=http://a.example/>",
                    "<!-- --><a href=http://a.example/>",
                    "<!--><a href=http://a.example/>",
                    "<![if !mso]><a href=http://a.example/><![endif]>",
                    "<!--[if mso]><a href=http://a.example/><![endif]-->",
                    "<!--[if (gte mso 9)|(IE)]><v:rect href=http://a.example/><![endif]-->",
                    "<div><!--[if mso]><a href=http://a.example/>",
                    "<!--[if mso] ><a href='&#104;ttp://a.example/'><![endif]-->",
                    "<iframe srcdoc='<a href=&#34;&amp;#104;ttp://a.example/&#34;>'>",
                    "<object><param name=movie value=http://a.example/></object>",
                    "<svg xmlns:l='http://www.w3.org/1999/xlink'><a l:href='http://a.example/'>",
                })
        void places(String html) {
            assertThat(html(html)).containsExactly("http://a.example/");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<img src='data:image/png;base64,aHR0cDovL2EuZXhhbXBsZS8='>",
                    "<img src='cid:image@a.example'>",
                    "<a href='#top'>",
                    "<a href='http://a.example/'",
                    "<a href=''>",
                    "<a href>",
                    "<html xmlns=http://a.example/>",
                    "<meta name=description content='0; url=http://a.example/'>",
                    "<p title=http://a.example/>",
                    "<!-- a.example -->",
                    "<script>a.example</script>",
                    "<!DOCTYPE html PUBLIC \"x\" \"http://a.example/\">",
                    "<p style='background:url()'>",
                    "",
                })
        void nothingThere(String html) {
            assertThat(html(html)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "page               | http://a.example/dir/page",
                    "/page              | http://a.example/page",
                    "//b.example/page   | http://b.example/page",
                    "https://b.example/ | https://b.example/",
                    "../page            | http://a.example/page",
                })
        void referencesToABase(String reference, String expected) {
            assertThat(html("<base href=http://a.example/dir/><a href='" + reference + "'>"))
                    .containsExactly("http://a.example/dir/", expected);
        }

        @Test
        void theFirstBaseCounts() {
            assertThat(html("<base href=http://a.example/><base href=http://b.example/><a href=x>"))
                    .containsExactly("http://a.example/", "http://b.example/", "http://a.example/x");
        }

        @Test
        void severalInOne() {
            assertThat(html("<img srcset='http://a.example/1,2 1x, http://b.example/,http://c.example/ 2x'>"))
                    .startsWith("http://a.example/1,2");
            assertThat(html("<img srcset='http://a.example/ 100w,http://b.example/ 200w' src=http://c.example/>"))
                    .containsExactly("http://a.example/", "http://b.example/", "http://c.example/");
            assertThat(html("<a ping='http://a.example/ http://b.example/'>"))
                    .containsExactly("http://a.example/", "http://b.example/");
        }
    }

    @Nested
    class Html_text {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "see http://a.example/ there",
                    "<p>http://a.example/</p>",
                    "http<b>:</b>//a.ex<i>amp</i>le/",
                    "<b>http</b><i>:<u>//</u></i>a.example/<b></b>",
                    "http://a.ex&#97;mple/",
                    "<table><tr><td>http://a.example/<td>x</table>",
                    "<table>http://a.example/<tr><td>",
                    "x<br>http://a.example/<br>x",
                    "<div>x<div>http://a.example/<div>x</div></div>",
                    "<textarea>http://a.example/</textarea>",
                    "<title>http://a.example/</title>",
                    "<p>http://a.example/<img src=x>x",
                    "<pre>\nhttp://a.example/\n</pre>",
                    "http://a.<!-- x -->example/",
                    "<noembed>http://a.example/</noembed>",
                })
        void asAReaderSeesIt(String html) {
            UriExtraction extraction = EXTRACTOR.extractHtml(html);
            assertThat(uris(extraction)).containsExactly("http://a.example/");
            assertThat(extraction.uris().get(0).place()).isEqualTo(UriPlace.HTML_TEXT);
        }

        @Test
        void theOrderIsThatOfThePage() {
            assertThat(html("<p>http://1.example/ <b>http://2.example/ <i>http://3.example/</i> http://4.example/</b>"
                            + " http://5.example/ <u> http://6.example/ </u>http://7.example/<p>http://8.example/"))
                    .containsExactly(
                            "http://1.example/",
                            "http://2.example/",
                            "http://3.example/",
                            "http://4.example/",
                            "http://5.example/",
                            "http://6.example/",
                            "http://7.example/",
                            "http://8.example/");
        }

        @Test
        void whatBreaksALineBreaksAUri() {
            assertThat(html("http://a.example/x<br>y")).containsExactly("http://a.example/x");
            assertThat(html("<li>http://a.example/x<li>y")).containsExactly("http://a.example/x");
        }
    }

    @Nested
    class Messages {

        private static final String BOTH = """
                List-Unsubscribe: <https://list.example/leave>
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                http://a.example/?u=http://target.example/
                --b
                Content-Type: text/html

                <a href="http://b.example/">http://A.example?u=http://target.example/</a>
                http://c.example/
                --b--
                """;

        @Test
        void eachUriOnceWithItsFirstPlace() {
            UriExtraction extraction = message(BOTH);
            assertThat(extraction.problems()).isEmpty();
            assertThat(extraction.isTruncated()).isFalse();
            assertThat(extraction.uris().stream().map(found -> found.uri() + " " + found.place() + " " + found.part()))
                    .containsExactly(
                            "http://a.example/?u=http://target.example/ TEXT 0",
                            "http://target.example/ REDIRECT 0",
                            "http://b.example/ HTML_ATTRIBUTE 1",
                            "http://c.example/ HTML_TEXT 1");
            assertThat(extraction.hosts())
                    .extracting(UriHost::toString)
                    .containsExactly("a.example", "target.example", "b.example", "c.example");
        }

        @Test
        void fieldsThatWereNamed() {
            UriExtraction extraction = message(
                    UriExtractor.builder().headerField("list-unsubscribe").build(), BOTH);
            FoundUri first = extraction.uris().get(0);
            assertThat(first.uri()).isEqualTo("https://list.example/leave");
            assertThat(first.place()).isEqualTo(UriPlace.HEADER);
            assertThat(first.part()).isEqualTo(-1);
        }

        @ParameterizedTest
        @CsvSource({
            "text/plain, '', true",
            "text/calendar, '', true",
            "text/x-anything, '', true",
            "text, '', true",
            "application/pdf, '', false",
            "application/xhtml+xml, '', true",
            "image/svg+xml, '', true",
            "application/octet-stream, '', false",
            "application/octet-stream, invoice.HTML, true",
            "application/octet-stream, invoice.pdf, false",
            "application/octet-stream, invoice.html., true",
            "application/octet-stream, invoice.shtm, true",
            "application/octet-stream, invoice.mht, true",
            "application/octet-stream, invoice.eml, true",
            "application/octet-stream, invoice.txt, true",
            "text/x-amp-html, '', true",
            "text/watch-html, '', true",
            "application/xml, '', true",
            "message/delivery-status, '', true",
            "message/feedback-report, '', true",
            "message/anything, '', true",
            "message/news, '', true",
            "image/png, 'x.svg ', true",
        })
        void typesOfParts(String type, String file, boolean searched) {
            UriExtraction extraction =
                    message("Content-Type: " + type + "; name=\"" + file + "\"\n\n<a href=\"http://a.example/\">");
            assertThat(extraction.uris()).hasSize(searched ? 1 : 0);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain; name=x.html\n\nsee <http://a.example/>",
                    "text/plain; name=x.html\n\n<a href='&#104;ttp://a.example/'>",
                    "text/plain; name=x.html\n\n<!-- \nsee http://a.example/",
                    "html\n\n<a href='&#104;ttp://a.example/'>",
                    "text/ html\n\n<a href='&#104;ttp://a.example/'>",
                    "application/octet-stream; name=x.html\nContent-Disposition: attachment; filename=x.bin\n\n"
                            + "<a href='&#104;ttp://a.example/'>",
                    "message/news\n\nContent-Type: text/html\n\n<a href='&#104;ttp://a.example/'>",
                    "message/external-body; access-type=URL; URL=\"http://a.example/\"\n\nx",
                })
        void whateverShowsTheMost(String type) {
            assertThat(uris(message("Content-Type: " + type))).containsExactly("http://a.example/");
        }

        @Test
        void aUriOverSoftLineBreaks() {
            assertThat(uris(message("Content-Transfer-Encoding: quoted-printable\n\nhttp://a.exa=\nmple/?x=3D=\n1 y")))
                    .containsExactly("http://a.example/?x=1");
        }

        @Test
        void aUriOverFlowedLines() {
            String header = "Content-Type: text/plain; format=flowed; delsp=yes\n\n";
            assertThat(uris(message(header + "see http://a.example/long \nand/longer \n\nend")))
                    .containsExactly("http://a.example/long", "http://a.example/longand/longer");
            assertThat(uris(message(header.replace("; delsp=yes", "") + "see http://a.example/x \nand")))
                    .containsExactly("http://a.example/x");
        }

        @Test
        void aForwardedMessageInAnAttachment() {
            String inner = "Content-Type: text/html\r\n\r\n<a href=http://a.example/>";
            String encoded = Base64.getMimeEncoder().encodeToString(inner.getBytes(StandardCharsets.US_ASCII));
            assertThat(uris(message("Content-Type: message/rfc822\nContent-Disposition: attachment\n"
                            + "Content-Transfer-Encoding: base64\n\n" + encoded)))
                    .containsExactly("http://a.example/");
        }

        @ParameterizedTest
        @ValueSource(strings = {"utf-8", "utf-16", "utf-16le", "iso-2022-jp", "gb18030", "koi8-r", "utf-32"})
        void anyCharacterSetGivesTheSame(String charset) {
            String text = "see <a href='http://b.example/'>http://a.example/</a>";
            for (String type : List.of("text/html", "text/plain")) {
                String body = Base64.getMimeEncoder().encodeToString(text.getBytes(Charset.forName(charset)));
                assertThat(uris(message("Content-Type: " + type + "; charset=" + charset
                                + "\nContent-Transfer-Encoding: base64\n\n" + body)))
                        .containsExactlyInAnyOrder("http://a.example/", "http://b.example/");
            }
        }

        @Test
        void malformedMimeIsToldAndRead() {
            UriExtraction extraction = message("Content-Type: multipart/mixed\n\n--b\n\nhttp://a.example/");
            assertThat(uris(extraction)).containsExactly("http://a.example/");
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.MALFORMED_MIME);
            assertThat(extraction.isTruncated()).isFalse();
        }
    }

    @Nested
    class Limits {

        @Test
        @DisplayName("T93 ten thousand URIs")
        void tenThousandUris() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                text.append("http://host").append(i).append(".example/ \r\n");
            }
            for (String header : List.of("", "Content-Type: text/html\n")) {
                UriExtraction extraction = message(header + "\n" + text);
                assertThat(extraction.hosts()).hasSize(2000);
                assertThat(extraction.problems()).containsExactly(ExtractionProblem.TOO_MANY_HOSTS);
                assertThat(extraction.isTruncated()).isTrue();
            }
        }

        @Test
        @DisplayName("T93 the same URI ten thousand times is one")
        void theSameAgain() {
            UriExtraction extraction = EXTRACTOR.extractHtml("<a href=HTTP://A.example:80/./>x</a>".repeat(10_000));
            assertThat(uris(extraction)).containsExactly("http://a.example/");
            assertThat(extraction.problems()).isEmpty();
        }

        @Test
        void longUris() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                text.append("http://a.example/")
                        .append(i)
                        .append("/")
                        .append("x".repeat(8000))
                        .append('\n');
            }
            UriExtraction extraction = EXTRACTOR.extractText(text.toString());
            assertThat(extraction.uris()).hasSizeBetween(50, 100);
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.TOO_MANY_URIS);
        }

        @Test
        void text() {
            UriLimits small = new UriLimits(10, 10, 1000, 100, 100, 1000, 10, 10);
            UriExtractor extractor = UriExtractor.builder().limits(small).build();
            String text = " ".repeat(82) + "http://a.example/1";
            assertThat(extractor.extractText(text).problems()).isEmpty();
            assertThat(extractor.extractText(text + " ").problems()).containsExactly(ExtractionProblem.TEXT_TOO_LONG);
            assertThat(extractor.extractHtml(text).problems()).isEmpty();
            assertThat(extractor.extractHtml(text + " ").problems()).containsExactly(ExtractionProblem.HTML_TOO_LONG);
            assertThat(uris(extractor.extractText(text + " "))).containsExactly("http://a.example/1");
            UriExtraction parts = message(extractor, "Subject: x\n\n" + "x\n".repeat(1000));
            assertThat(parts.problems()).contains(ExtractionProblem.TEXT_TOO_LONG);
        }

        @Test
        void nestedParts() {
            StringBuilder message = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                message.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\nhttp://a.example/" + i + "\n--b"
                        + i + "\n");
            }
            UriExtraction extraction = message(message.toString());
            assertThat(extraction.uris()).hasSizeBetween(30, 100);
            assertThat(extraction.problems()).contains(ExtractionProblem.PARTS_BEYOND_LIMITS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"<div>", "<b>", "<table><tr><td>", "<a><p>", "<svg>", "<ul><li>", "<font><p>", "<select>"})
        void nestedElements(String element) {
            UriExtraction extraction =
                    EXTRACTOR.extractHtml(element.repeat(10_000) + "http://a.example/<a href=http://b.example/>");
            assertThat(uris(extraction)).containsExactlyInAnyOrder("http://a.example/", "http://b.example/");
            assertThat(extraction.problems()).isEmpty();
        }

        @Test
        void textWithoutBlanks() {
            String text = "x".repeat(1_000_000) + " http://a.example/" + "y".repeat(1_000_000) + " http://b.example/";
            assertThat(EXTRACTOR.extractText(text).hosts())
                    .extracting(UriHost::toString)
                    .containsExactly("a.example", "b.example");
        }

        @Test
        void uriAtTheEdgeOfABlock() {
            for (int length = (1 << 16) - 20; length < (1 << 16) + 2; length++) {
                String text = "x ".repeat(length / 2) + (length % 2 == 0 ? "" : " ") + "http://abc.example/ y";
                assertThat(uris(EXTRACTOR.extractText(text))).containsExactly("http://abc.example/");
            }
        }

        @Test
        void limitsThatAreNone() {
            assertThatThrownBy(() -> new UriLimits(0, 1, 1, 1, 1, 1, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new UriLimits(1, 0, 1, 1, 1, 1, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new UriLimits(1, 1, 1, 1, 1, 1, 1, 101))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void everyProblemHasASentence() {
            for (ExtractionProblem each : ExtractionProblem.values()) {
                assertThat(each.sentence())
                        .isNotBlank()
                        .doesNotContain(each.name().toUpperCase(Locale.ROOT));
            }
        }
    }
}
