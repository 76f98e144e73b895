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
import org.junit.jupiter.params.provider.ValueSource;

/** A sender who wants one link not to be found puts something else before it: more links, longer ones, or other pages. */
class PushedOutTest {

    private static final UriExtractor EXTRACTOR = UriExtractor.builder().build();

    private static UriExtraction message(String message) {
        try {
            return EXTRACTOR.extract(
                    MessageReader.strict().read(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
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

    private static String links(String host, int count) {
        StringBuilder links = new StringBuilder();
        for (int i = 0; i < count; i++) {
            links.append("http://")
                    .append(host.replace("#", Integer.toString(i)))
                    .append('/')
                    .append(i)
                    .append('\n');
        }
        return links.toString();
    }

    @Nested
    class By_number {

        @Test
        void urisOfOneHostPushOutNoOtherHost() {
            UriExtraction extraction = EXTRACTOR.extractText(links("good.example", 5000) + "http://evil.example/");
            assertThat(hosts(extraction)).containsExactly("good.example", "evil.example");
            assertThat(extraction.uris()).hasSize(502); // the first of each, and half of the others
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.TOO_MANY_URIS);
        }

        @Test
        void urisOfManyHostsPushOutNoHost() {
            UriExtraction extraction = EXTRACTOR.extractText(links("h#.example", 1500)
                    + links("h#.example", 1500).replace("//", "//u@") + "http://evil.example/");
            assertThat(hosts(extraction)).hasSize(1501).contains("evil.example");
            assertThat(extraction.uris()).hasSize(2501);
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.TOO_MANY_URIS);
        }

        @Test
        void whatIsInOnePartPushesOutNothingOfTheNext() {
            UriExtraction extraction =
                    message("Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" + links("good.example", 5000)
                            + "--b\nContent-Type: text/html\n\n<a href=http://evil.example/>\n--b--");
            assertThat(hosts(extraction)).containsExactly("good.example", "evil.example");
        }

        @Test
        void whatNobodySeesPushesOutNothing() {
            UriExtraction extraction =
                    message("Content-Type: multipart/mixed; boundary=b\n\n" + links("h#.example", 5000)
                            + "--b\nContent-Type: text/html\n\n<a href=http://evil.example/>\n--b--");
            assertThat(hosts(extraction)).hasSize(201).contains("evil.example");
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.TOO_MANY_HOSTS);
        }

        @Test
        void longUrisPushOutNoHost() {
            String text = links("good.example", 300).replace("\n", "x".repeat(8000) + "\n");
            UriExtraction extraction = EXTRACTOR.extractText(text + "http://evil.example/" + "x".repeat(8000));
            assertThat(hosts(extraction)).containsExactly("good.example", "evil.example");
            assertThat(extraction.isTruncated()).isTrue();
        }

        @Test
        void targetsOfRedirectorsThatAreTooManyAreTold() {
            StringBuilder uri = new StringBuilder("http://good.example/?");
            for (int i = 0; i < 15; i++) {
                uri.append("a=http://g").append(i).append(".example/&");
            }
            UriExtraction some = EXTRACTOR.extractText(uri + "q=http://evil.example/");
            assertThat(hosts(some)).contains("evil.example");
            assertThat(some.problems()).isEmpty();
            UriExtraction many = EXTRACTOR.extractText(uri.toString() + uri + "q=http://evil.example/");
            assertThat(many.problems()).containsExactly(ExtractionProblem.LONG_URI);
        }

        @Test
        void attributesThatTheParserDropsAreTold() {
            StringBuilder tag = new StringBuilder("<a");
            for (int i = 0; i < 512; i++) {
                tag.append(" a").append(i);
            }
            assertThat(EXTRACTOR.extractHtml(tag + " href=http://evil.example>").problems())
                    .containsExactly(ExtractionProblem.HTML_BEYOND_LIMITS);
        }
    }

    @Nested
    class By_length {

        @Test
        void aLongBaseIsReadOnce() {
            String html = "<base href='http://evil.example/" + "a/".repeat(500_000) + "'><a ping='"
                    + "x ".repeat(400_000) + "'>";
            assertThat(html(html)).containsExactly("evil.example");
        }

        @Test
        void theHostOfALongBaseIsFound() {
            assertThat(html("<base href='http://" + "a".repeat(5000) + "@evil.example/'><a href=x>"))
                    .containsExactly("evil.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "#http://evil.example/",
                    "ht#tp://evil.example/",
                    "http:##//evil.example/",
                    "http://evil#.example/",
                })
        void whatBrowsersDropDoesNotCount(String uri) {
            String dropped = uri.startsWith("#") ? " " : "\n";
            assertThat(html("<a href=\"" + uri.replace("#", dropped.repeat(9000)) + "\">"))
                    .containsExactly("evil.example");
        }

        @Test
        void theHostIsFoundWhereverItIs() {
            assertThat(html("<a href='http:" + "/".repeat(9000) + "evil.example/'>"))
                    .containsExactly("evil.example");
            assertThat(html("<a href='http://" + "a".repeat(9000) + "@evil.example/'>"))
                    .containsExactly("evil.example");
            assertThat(html("<a href='http://ev" + "\u00AD".repeat(9000) + "il.example/'>"))
                    .containsExactly("evil.example");
            assertThat(html("<a href='http://" + "0".repeat(9000) + "300.0.2.1/'>"))
                    .containsExactly("192.0.2.1");
        }

        @Test
        void whatIsCutOffIsTold() {
            UriExtraction extraction = EXTRACTOR.extractHtml(
                    "<a href='http://a.example/?" + "x".repeat(9000) + "&u=http://evil.example/'>");
            assertThat(hosts(extraction)).containsExactly("a.example");
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.LONG_URI);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u00A0", "\"", "|", "\u2028"})
        void aBlockOfTextIsNotCutWithinAHost(String delimiter) {
            for (int length = (1 << 16) - 20; length < (1 << 16) + 2; length += 3) {
                assertThat(hosts(EXTRACTOR.extractText(delimiter.repeat(length) + "http://evil.example/x")))
                        .containsExactly("evil.example");
            }
        }

        @Test
        void aHostIsSeenWholeWhereTextHasNoDelimiters() {
            String text = "!".repeat((1 << 16) - 10) + "http://evil.example/x";
            assertThat(hosts(EXTRACTOR.extractText(text))).contains("evil.example");
        }
    }

    @Nested
    class By_what_is_before {

        @ParameterizedTest
        @ValueSource(strings = {"<script>", "<!-- ", "<p title=\"", "<style>", "<textarea>", "<title>"})
        void eachConditionalCommentIsAPage(String first) {
            String link = "<a href='&#104;ttp://evil.example/'>";
            assertThat(html("<!--[if foo]>" + first + "<![endif]--><!--[if mso]>" + link + "<![endif]-->"))
                    .containsExactly("evil.example");
        }

        @Test
        void conditionalCommentsThatAreTooManyAreTold() {
            UriExtraction extraction = EXTRACTOR.extractHtml("<!--[if foo]>x<![endif]-->".repeat(1001));
            assertThat(extraction.problems()).containsExactly(ExtractionProblem.HTML_BEYOND_LIMITS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<!-- http://evil.example/",
                    "<!-- x <a href=http://evil.example/> -->",
                    "<script>location = 'http://evil.example/'</script>",
                    "<p onclick=\"location='http://evil.example/'\">",
                })
        void commentsAndScriptsAreSearched(String html) {
            UriExtraction extraction = EXTRACTOR.extractHtml(html);
            assertThat(hosts(extraction)).containsExactly("evil.example");
            assertThat(extraction.uris()).extracting(FoundUri::place).containsExactly(UriPlace.HTML_HIDDEN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"file", "webcal", "smb", "feed", "ws", "intent", "view-source"})
        void anySchemeWithAHost(String scheme) {
            assertThat(html("<a href='" + scheme + "://evil.com/share'>")).containsExactly("evil.com");
            assertThat(hosts(EXTRACTOR.extractText("see " + scheme + "://evil.com/share")))
                    .containsExactly("evil.com");
        }

        @ParameterizedTest
        @ValueSource(strings = {",", ";", ")", "!", "*", ":", "'"})
        void theHostBeforeWhatNoHostHas(String character) {
            assertThat(hosts(EXTRACTOR.extractText("http://evil.com" + character + "x@good.net/")))
                    .containsExactly("evil.com", "good.net");
        }

        @Test
        void aUserinfoIsNoHost() {
            assertThat(hosts(EXTRACTOR.extractText("http://evil.com@good.net/")))
                    .containsExactly("good.net");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<a href='javascript:location=\"http://evil.example/\"'>",
                    "<a href=' java\nscript:location=\"http://evil.example/\"'>",
                    "<a href='JAVASCRIPT:http://evil.example/'>",
                    "<a href='data:text/html,<a href=http://evil.example/>'>",
                    "<a href='blob:http://evil.example/x'>",
                })
        void urisInUrisWithoutAHostAreFound(String html) {
            assertThat(html(html)).containsExactly("evil.example");
        }
    }
}
