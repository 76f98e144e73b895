package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of all readers here, over texts that are nearly URIs, and over any text. */
class UriPropertyTest {

    static void checkLaws(String text) {
        Found.in(text).forEach(found -> checkLaws(text, found));
        Found.inText(text).forEach(found -> {
            checkLaws(text, found);
            assertThat(found.inside() || text.contains(found.asFound()))
                    .as("as found: " + found)
                    .isTrue();
        });
        UriHost.ofUri(text);
        UriHost.parse(text)
                .ifPresent(host -> assertThat(UriHost.parse(host.toString()))
                        .as("read again: " + host)
                        .contains(host));
    }

    private static void checkLaws(String text, ReadUri found) {
        String about = text + " gave " + found;
        List<ReadUri> again = Found.in(found.uri());
        assertThat(again).as(about).isNotEmpty();
        // Percent-encoding makes long ones longer than what is read.
        if (found.uri().length() <= UriReader.MAX_LENGTH) {
            assertThat(again.get(0).uri()).as(about).isEqualTo(found.uri());
        }
        assertThat(again.get(0).host()).as(about).isEqualTo(found.host());
        assertThat(found.uri().chars().allMatch(c -> c > ' ' && c < 0x7F))
                .as(about)
                .isTrue();
        assertThat(UriCharacters.schemeEnd(found.uri()))
                .as(about)
                .isEqualTo(found.scheme().length());
        new FoundUri(found.uri(), found.asFound(), found.host(), UriPlace.TEXT, 0)
                .emailAddress()
                .ifPresent(address -> assertThat(address).as(about).endsWith("@" + found.host()));
    }

    @Property(tries = 3000)
    @Label("DBL_14 a URI in its normal form is its own normal form")
    void nearlyUris(@ForAll("nearly") String text) {
        checkLaws(text);
    }

    @Property(tries = 2000)
    @Label("DBL_14 no text makes a reader throw")
    void anyText(@ForAll String text) {
        checkLaws(text);
        checkLaws("http://" + text);
        checkLaws("http://example.com/" + text);
        UriReference.resolve("http://example.com/a/b", text);
        UriReference.resolve(text, text);
        UriReference.resolve(text, "b");
    }

    @Property(tries = 1000)
    void resolvedReferencesStayOnTheirHost(@ForAll("path") String path) {
        String target = UriReference.resolve("http://example.com/a/b?c", path);
        assertThat(Found.in(target).get(0).host()).as(target).hasToString("example.com");
    }

    @Provide
    Arbitrary<String> path() {
        return Arbitraries.of("..", ".", "a", "/", "?", "#", "@", "%2e", "b;c")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts))
                .filter(path -> !path.startsWith("//"));
    }

    @Provide
    Arbitrary<String> nearly() {
        return Arbitraries.of(
                        "http:",
                        "https://",
                        "HTTP%3A",
                        "ftp:",
                        "mailto:",
                        "www.",
                        "//",
                        "/",
                        "\\",
                        "@",
                        ":",
                        "80",
                        ".",
                        "..",
                        "-",
                        "_",
                        "?",
                        "#",
                        "&",
                        "=",
                        "%",
                        "%2e",
                        "%2F",
                        "%40",
                        "%3a",
                        "%25",
                        "%C3%BC",
                        "[",
                        "]",
                        "::1",
                        "(",
                        ")",
                        "'",
                        ",",
                        " ",
                        "\t",
                        "\n",
                        "a",
                        "example",
                        "com",
                        "co.uk",
                        "github.io",
                        "xn--bcher-kva",
                        "b\u00FCcher",
                        "\u3002",
                        "\uFF0E",
                        "\u00AD",
                        "\u200B",
                        "\u0308",
                        "\u2615",
                        "\uD83D",
                        "\uDE00",
                        "\u0130",
                        "0x7f",
                        "0177",
                        "2130706433",
                        "1",
                        "joe",
                        "+",
                        "~",
                        "\u0000",
                        "\u00DF",
                        "\u2024",
                        "\u2160",
                        "\u202E",
                        "<",
                        ">",
                        "\"")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
