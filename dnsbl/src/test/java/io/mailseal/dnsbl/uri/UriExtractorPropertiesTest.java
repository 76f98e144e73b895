package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.message.MessageReader;
import io.mailseal.psl.PublicSuffixList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

class UriExtractorPropertiesTest {

    private static final UriExtractor EXTRACTOR = UriExtractor.builder().build();

    /** Whatever the parser moves around while it builds the tree, nothing of the whole tree is missed. */
    @Property(tries = 5000)
    void allLinksOfTheWholeTree(@ForAll("html") List<String> pieces) {
        String html = numbered(pieces);
        UriExtraction extraction = EXTRACTOR.extractHtml(html);
        assertThat(extraction.problems()).as(html).isEmpty();
        Set<String> found =
                extraction.uris().stream().map(FoundUri::uri).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).as(html).containsAll(ofWholeTree(html));
    }

    private static String numbered(List<String> pieces) {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            html.append(pieces.get(i).replace("#", i + ".example/"));
        }
        return html.toString();
    }

    private static Set<String> ofWholeTree(String html) {
        Set<String> uris = new TreeSet<>();
        Document document = Jsoup.parse(html);
        for (Element element : document.getAllElements()) {
            if (element.hasAttr("href")) {
                uris.add(element.attr("href"));
            }
            UriText scanner = new UriText(new UriReader(PublicSuffixList.bundled()));
            element.textNodes()
                    .forEach(text -> scanner.scan(text.getWholeText(), read -> uris.add(read.uri()) || true));
        }
        return uris;
    }

    @Provide
    Arbitrary<List<String>> html() {
        return Arbitraries.of(
                        "<a href=http://a#>",
                        "</a>",
                        "<p>",
                        "</p>",
                        "<div>",
                        "</div>",
                        "<b href=http://b#>",
                        "</b>",
                        "<i>",
                        "</i>",
                        "<table href=http://t#>",
                        "<tr>",
                        "<td>",
                        "</td>",
                        "</tr>",
                        "</table>",
                        "<tbody>",
                        "<caption>",
                        "<select href=http://s#>",
                        "<option>",
                        "</select>",
                        "<svg>",
                        "</svg>",
                        "<math>",
                        "<mi>",
                        "<title>",
                        "</title>",
                        "<head>",
                        "<body href=http://y#>",
                        "<html href=http://h#>",
                        "</body>",
                        "</html>",
                        "<form>",
                        "</form>",
                        "<button>",
                        "<br>",
                        "<hr>",
                        "<img href=http://i#>",
                        "<!-- x -->",
                        "<style>",
                        "</style>",
                        "<script>",
                        "</script>",
                        "<textarea>",
                        "</textarea>",
                        "<template>",
                        "</template>",
                        "<frameset>",
                        "<noscript>",
                        "</noscript>",
                        "<font href=http://f#>",
                        "</font>",
                        "<nobr>",
                        "<li>",
                        "<ul>",
                        "</ul>",
                        "<h1>",
                        "</h1>",
                        " http://x# ",
                        " http://x# ",
                        " ",
                        "x",
                        "<marquee>",
                        "</marquee>",
                        "<ruby>",
                        "<rt>",
                        "<object>",
                        "</object>",
                        "<iframe>",
                        "</iframe>",
                        "<plaintext>",
                        "<input>",
                        "<col>",
                        "<colgroup>")
                .list()
                .ofMaxSize(40);
    }

    @Property
    void anyTextIsRead(@ForAll String text) {
        assertThat(EXTRACTOR.extractText(text).isTruncated()).isFalse();
        assertThat(EXTRACTOR.extractHtml(text).isTruncated()).isFalse();
    }

    @Property
    void anyOctetsAreRead(@ForAll byte[] octets) throws IOException {
        byte[] message = ("Content-Type: text/html\r\n\r\n" + new String(octets, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(EXTRACTOR.extract(MessageReader.strict().read(message)).isTruncated())
                .isFalse();
        assertThat(EXTRACTOR.extract(MessageReader.strict().read(octets))).isNotNull();
    }
}
