package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What is written is what is read, whatever others have chosen of it. */
class ResultsPropertyTest {

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> ascii =
                Arbitraries.strings().withChars("ab.@-_ ;=()\"\\/,<>[]").ofMaxLength(12);
        Arbitrary<String> odd = Arbitraries.strings()
                .withChars("a.@ \"\t\r\n\u0000\u00E9\u00DF\uFF1B\u3000\u2028\u0301\uFFFD")
                .ofMaxLength(6);
        Arbitrary<String> pieces = Arbitraries.of(
                        "a",
                        "b.example",
                        "b\u00FCcher.example",
                        "xn--bcher-kva.example",
                        "@",
                        "; dkim=pass",
                        " header.d=bank.example",
                        "\"",
                        "\\",
                        "(",
                        ")",
                        "reason=",
                        "none",
                        "1",
                        ".",
                        "\"a b\"@",
                        "x".repeat(60))
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(
                Tuple.of(6, ascii), Tuple.of(3, odd), Tuple.of(6, pieces), Tuple.of(1, Arbitraries.strings()));
    }

    @Provide
    Arbitrary<List<MethodResult>> results() {
        Arbitrary<String> words = Arbitraries.of("dkim", "spf", "x-tls", "none", "reason", "a1", "PASS");
        return Combinators.combine(
                        words,
                        words,
                        Arbitraries.integers().between(0, 3),
                        values(),
                        values(),
                        Combinators.combine(words, words, values())
                                .as(List::of)
                                .list()
                                .ofMaxSize(4))
                .as(ResultsPropertyTest::result)
                .list()
                .ofMaxSize(3);
    }

    private static MethodResult result(
            String method, String word, int version, String comment, String reason, List<List<String>> properties) {
        MethodResult result = MethodResult.of(method, word).withVersion(version).withReasonIfSafe(reason);
        if (FieldValue.isSafe(comment) && FieldValue.isSafe("()" + comment)) {
            try {
                result = result.withComment(comment);
            } catch (IllegalArgumentException tooLong) {
                assertThat(comment).hasSizeGreaterThan(400);
            }
        }
        for (List<String> property : properties) {
            result = result.withIfSafe(property.get(0), property.get(1), property.get(2));
        }
        return result;
    }

    @Property(tries = 3000)
    @Label("ARH_14 ARH_02 T04 parse(generate(x)) is x, and one result never becomes two")
    void roundTrip(@ForAll("values") String id, @ForAll("results") List<MethodResult> results) {
        AuthenticationResults field = field(id, results);
        String international = field.toInternationalHeaderField();
        AuthenticationResults read = only(Octets.ofUtf8(international));
        assertThat(read).isEqualTo(field);
        assertThat(read.deviations()).isEmpty();
        assertThat(read.toInternationalHeaderField()).isEqualTo(international);
        assertThat(international.lines()).allMatch(line -> Octets.ofUtf8(line).length() <= 998 && !line.isBlank());
    }

    @Property(tries = 3000)
    @Label("ARH_14 ARH_13 in ASCII nothing else is said, and some things not at all")
    void roundTripInAscii(@ForAll("values") String id, @ForAll("results") List<MethodResult> results) {
        AuthenticationResults field = field(id, results);
        Octets written = Octets.ofUtf8(field.toHeaderField());
        AuthenticationResults read = only(written);
        assertThat(written.isAscii()).isTrue();
        assertThat(read.deviations()).isEmpty();
        assertThat(read.toHeaderField()).isEqualTo(field.toHeaderField());
        assertThat(read.results()).hasSameSizeAs(results);
        assertThat(AuthservId.of(read.authservId())).isEqualTo(AuthservId.of(field.authservId()));
        if (field.toHeaderField().equals(field.toInternationalHeaderField())) {
            assertThat(read).isEqualTo(field);
        }
        assertThat(AuthenticationResults.parse(field.toLine().substring("Authentication-Results:".length())))
                .isEqualTo(read);
    }

    private static AuthenticationResults field(String id, List<MethodResult> results) {
        boolean usable =
                !id.isEmpty() && FieldValue.isSafe(id) && FieldValue.of(id).hasAsciiForm();
        return AuthenticationResults.builder(usable ? id : "mx")
                .results(results)
                .build();
    }

    private static AuthenticationResults only(Octets field) {
        List<HeaderField> fields = HeaderBlock.parse(field).fields();
        assertThat(fields).hasSize(1);
        AuthenticationResultsParse parse = AuthenticationResults.parse(fields.get(0));
        assertThat(parse).as(field::toUtf8).isInstanceOf(AuthenticationResults.class);
        return (AuthenticationResults) parse;
    }

    @Property(tries = 3000)
    @Label("ARH_14 what is read can be written, and is the same")
    void whatIsReadCanBeWritten(@ForAll("fieldTexts") String text) {
        if (AuthenticationResults.parse(text) instanceof AuthenticationResults field) {
            assertThat(only(Octets.ofUtf8(field.toInternationalHeaderField()))).isEqualTo(field);
            only(Octets.ofUtf8(field.toHeaderField()));
        }
    }

    @Property(tries = 3000)
    @Label("T12 a field that a trusting reader takes for ours is one that is removed")
    void whatIsBelievedIsStripped(@ForAll("fieldTexts") String text) {
        HeaderBlock header = HeaderBlock.parse(Octets.ofUtf8("Authentication-Results:" + text + "\r\nX: y\r\n\r\n"));
        TrustedResults trusted = TrustedResults.builder()
                .trust("mx")
                .trust("b\u00FCcher.example")
                .allowAnyPosition()
                .build();
        ForgedResults forged = ForgedResults.builder()
                .authservId("mx")
                .authservId("xn--bcher-kva.example")
                .build();
        HeaderBlock stripped = forged.strip(header);
        assertThat(trusted.read(stripped).fields()).isEmpty();
        assertThat(forged.find(stripped)).isEmpty();
        assertThat(HeaderBlock.parse(stripped.raw()).fields()).isEqualTo(stripped.fields());
        List<HeaderField> kept = new ArrayList<>(header.fields());
        forged.find(header).forEach(each -> kept.remove(each.field()));
        assertThat(stripped.fields()).isEqualTo(kept);
    }

    @Provide
    Arbitrary<String> fieldTexts() {
        return Arbitraries.of(
                        "mx",
                        "MX",
                        "b\u00FCcher.example",
                        "B\u00DCCHER.example",
                        "other",
                        ";",
                        "; ",
                        " ",
                        "=",
                        ".",
                        "@",
                        "\"",
                        "\\",
                        "(",
                        ")",
                        "/",
                        "1",
                        "2",
                        "dkim=pass",
                        "header.d=",
                        "a.example",
                        "reason=",
                        "none",
                        "\r\n ",
                        "\n",
                        "\u00FC",
                        "\u0000",
                        "\nAuthentication-Results: mx; none",
                        "\"a b\"@")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
