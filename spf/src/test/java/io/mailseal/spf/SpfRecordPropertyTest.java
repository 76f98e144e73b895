package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read and written again is the same: for any record that could be published, in any spelling. */
class SpfRecordPropertyTest {

    @Property
    void aGeneratedRecordParses(@ForAll("records") String text) {
        assertThat(SpfRecord.parse(text)).isInstanceOf(SpfRecord.class);
    }

    @Property
    void theFormatHasTheSameTerms(@ForAll("records") String text) {
        SpfRecord record = record(text);
        assertThat(record(record.format()).terms()).isEqualTo(record.terms());
    }

    @Property
    void theFormatOfTheFormatIsTheFormat(@ForAll("records") String text) {
        SpfRecord record = record(text);
        assertThat(record(record.format()).format()).isEqualTo(record.format());
    }

    @Property
    void theTextIsTheRecord(@ForAll("records") String text) {
        assertThat(record(text).text()).isEqualTo(text);
        assertThat(record(record(text).text())).isEqualTo(record(text));
    }

    @Property
    void whatIsMadeCanBeRead(@ForAll("records") String text) {
        SpfRecord made = SpfRecord.of(record(text).terms());
        assertThat(made.text()).isEqualTo(record(text).format());
        assertThat(SpfRecord.parse(made.text())).isEqualTo(made);
        assertThat(made.terms()).isEqualTo(record(text).terms());
    }

    @Property
    void aTermIsTheSameAloneAndInARecord(@ForAll("records") String text) {
        for (SpfTerm term : record(text).terms()) {
            assertThat(SpfTerm.parse(term.text())).contains(term);
            assertThat(SpfTerm.parse(term.format())).contains(term);
            assertThat(text).contains(term.text());
        }
    }

    @Property
    void findingsPointIntoTheRecord(@ForAll("records") String text) {
        for (SpfFinding finding : record(text).findings()) {
            assertThat(finding.explanation()).matches(".*[.?]");
            assertThat(finding.explanation().chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(text.substring(finding.position()))
                    .startsWith(finding.term().orElse(""));
        }
    }

    private static SpfRecord record(String text) {
        return (SpfRecord) SpfRecord.parse(text);
    }

    // ---- all of the grammar ----

    @Provide
    Arbitrary<String> records() {
        Arbitrary<List<String>> many = Arbitraries.oneOf(directives(), directives(), unknownModifiers())
                .list()
                .ofMaxSize(8);
        Arbitrary<List<String>> once = Combinators.combine(
                        specs().map(spec -> "redirect=" + spec).list().ofMaxSize(1),
                        specs().map(spec -> "exp=" + spec).list().ofMaxSize(1),
                        many)
                .as((redirect, exp, others) -> List.of(redirect, others, exp))
                .map(parts -> parts.stream().flatMap(List::stream).toList());
        Arbitrary<String> spaces = Arbitraries.of(" ", " ", "  ", "   ");
        Arbitrary<String> written = once.flatMap(
                terms -> Combinators.combine(spaces.list().ofSize(terms.size()), Arbitraries.of("", " ", "   "))
                        .as((gaps, end) -> written(terms, gaps) + end));
        return Combinators.combine(Arbitraries.of("v=spf1", "V=SPF1", "v=SpF1"), written)
                .as((version, terms) -> version + terms)
                .withoutEdgeCases();
    }

    private static String written(List<String> terms, List<String> gaps) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            text.append(gaps.get(i)).append(terms.get(i));
        }
        return text.toString();
    }

    private static Arbitrary<String> directives() {
        Arbitrary<String> spec = specs().map(text -> ":" + text);
        Arbitrary<String> optionalSpec = Arbitraries.oneOf(Arbitraries.just(""), spec);
        Arbitrary<String> asking = Combinators.combine(names("a", "mx"), optionalSpec, cidrs())
                .as((name, target, cidr) -> name + target + cidr);
        Arbitrary<String> mechanisms = Arbitraries.oneOf(
                names("all"),
                Combinators.combine(names("include", "exists"), spec).as(String::concat),
                Combinators.combine(names("ptr"), optionalSpec).as(String::concat),
                asking,
                asking,
                networks());
        return Combinators.combine(Arbitraries.of("", "+", "-", "~", "?"), mechanisms)
                .as(String::concat);
    }

    private static Arbitrary<String> unknownModifiers() {
        return Combinators.combine(
                        Arbitraries.of("x", "Ra", "v", "ip4", "rediect", "x-1_2.3", "redirect2"), macroStrings())
                .as((name, value) -> name + "=" + value);
    }

    private static Arbitrary<String> networks() {
        Arbitrary<String> v4 = Combinators.combine(
                        names("ip4"),
                        Arbitraries.integers().between(0, 255).list().ofSize(4),
                        lengths("/", 32))
                .as((name, quad, length) ->
                        name + ":" + quad.stream().map(String::valueOf).collect(Collectors.joining(".")) + length);
        Arbitrary<String> v6 = Combinators.combine(
                        names("ip6"),
                        Arbitraries.of(
                                "::", "2001:DB8::", "2001:db8:0:0:0:0:0:1", "::ffff:192.0.2.1", "::1.2.3.4", "fe80::1"),
                        lengths("/", 128))
                .as((name, network, length) -> name + ":" + network + length);
        return Arbitraries.oneOf(v4, v6);
    }

    private static Arbitrary<String> cidrs() {
        return Combinators.combine(lengths("/", 32), lengths("//", 128)).as(String::concat);
    }

    private static Arbitrary<String> lengths(String sign, int bits) {
        return Arbitraries.oneOf(
                Arbitraries.just(""), Arbitraries.integers().between(0, bits).map(length -> sign + length));
    }

    private static Arbitrary<String> specs() {
        Arbitrary<String> ends =
                Arbitraries.of(".example", ".Example.", ".b.c1", ".xn--zckzah", ".1-a", "%{d}", "%%", "%_", "%-");
        return Combinators.combine(macroStrings(), ends).as(String::concat);
    }

    private static Arbitrary<String> macroStrings() {
        Arbitrary<String> macros = Combinators.combine(
                        Arbitraries.of("s", "l", "o", "d", "i", "p", "v", "h", "S", "D", "I"),
                        Arbitraries.of("", "", "1", "2", "007", "128", "99999999999"),
                        Arbitraries.of("", "r", "R"),
                        Arbitraries.of("", ".", "-", "+-", "..-.", "/,_="))
                .as((letter, digits, reversed, delimiters) -> "%{" + letter + digits + reversed + delimiters + "}");
        Arbitrary<String> literals = Arbitraries.of(
                "a", "B", "_spf", ".", "..", "20", "2", "0", "/24", "//64", ":", "=", "%%", "%_", "%-", "%%20", "!",
                "~");
        return Arbitraries.oneOf(macros, literals, literals).list().ofMaxSize(6).map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> names(String... names) {
        return Arbitraries.of(names)
                .flatMap(name -> Arbitraries.of(name, name, name.toUpperCase(Locale.ROOT), capitalised(name)));
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
