package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of all records, policies and patterns. */
class MtaStsPropertyTest {

    static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    @Property(tries = 500)
    @Label("STS_02 parse(format(record)) is the record")
    void records(@ForAll("records") MtaStsRecord record) {
        MtaStsParse<MtaStsRecord> parse = MtaStsRecord.parse(Octets.ofLatin1(record.format()));
        assertThat(parse.value()).contains(record);
        assertThat(parse.findings()).noneMatch(MtaStsFinding::isError);
    }

    @Property(tries = 500)
    @Label("STS_06 STS_07 parse(format(policy)) is the policy")
    void policies(@ForAll("policies") MtaStsPolicy policy) {
        MtaStsParse<MtaStsPolicy> parse = MtaStsPolicy.parse(Octets.ofUtf8(policy.format()));
        assertThat(parse.value()).contains(policy);
        assertThat(MtaStsPolicy.parse(Octets.ofUtf8(String.join("\n", policy.lines())))
                        .value())
                .contains(policy);
    }

    @Property(tries = 500)
    @Label("STS_13 T75 a pattern matches its hosts and nothing with another number of labels, whatever the case")
    void patterns(@ForAll("hosts") DomainName host, @ForAll("labels") String label) {
        DomainName below = host.below(label).orElseThrow();
        DomainName twoBelow = below.below(label).orElseThrow();
        MxPattern exact = MxPattern.of(host.toString().toUpperCase(Locale.ROOT));
        MxPattern wildcard = MxPattern.of("*." + host);
        boolean real = !endsInNumber(host); // a name such as 192.0.2.1 is none that a host has
        assertThat(Stream.of(host, below, twoBelow).map(exact::matches)).containsExactly(real, false, false);
        assertThat(Stream.of(host, below, twoBelow).map(wildcard::matches)).containsExactly(false, real, false);
        assertThat(wildcard.matches(DomainName.of(label + host))).isFalse();
    }

    private static boolean endsInNumber(DomainName host) {
        return host.suffix(1).toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Property(tries = 500)
    @Label("STS_14 a certificate's name matches as a pattern does, but for those of top-level domains")
    void certificates(@ForAll("hosts") DomainName host, @ForAll("labels") String label) {
        DomainName below = host.below(label).orElseThrow();
        CertificateNames exact = new CertificateNames(List.of(host.toString().toUpperCase(Locale.ROOT)));
        CertificateNames wildcard = new CertificateNames(List.of("*." + host));
        assertThat(exact.include(host)).isEqualTo(!endsInNumber(host));
        assertThat(exact.include(below)).isFalse();
        assertThat(wildcard.include(host)).isFalse();
        assertThat(wildcard.include(below)).isEqualTo(host.labelCount() >= 2 && !endsInNumber(host));
        assertThat(wildcard.include(below.below(label).orElseThrow())).isFalse();
    }

    @Property(tries = 1000)
    @Label("T98 any octets are read to an end; whatever is read is written again")
    void anyText(@ForAll("texts") String text) {
        new MtaStsFuzzTest().policy(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        new MtaStsFuzzTest().record(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "version",
                        "mode",
                        "mx",
                        "max_age",
                        ":",
                        " ",
                        "\t",
                        "\n",
                        "\r\n",
                        "STSv1",
                        "none",
                        "enforce",
                        "*.",
                        "a.example",
                        "604800",
                        "v=STSv1;",
                        "id=",
                        "a",
                        ";",
                        "=",
                        "\u00e4",
                        "\u0000",
                        "x: y")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings().withChars(LETTERS).ofMinLength(1).ofMaxLength(12);
    }

    @Provide
    Arbitrary<DomainName> hosts() {
        return labels().list().ofMinSize(1).ofMaxSize(4).map(labels -> DomainName.of(String.join(".", labels)));
    }

    @Provide
    Arbitrary<MtaStsRecord> records() {
        Arbitrary<String> ids = Arbitraries.strings()
                .withChars(LETTERS + LETTERS.toUpperCase(Locale.ROOT))
                .ofMinLength(1)
                .ofMaxLength(32);
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange('!', '~')
                .excludeChars(';', '=')
                .ofMinLength(1)
                .ofMaxLength(20);
        return Combinators.combine(ids, fields(values, Set.of("id", "v"))).as(MtaStsRecord::new);
    }

    @Provide
    Arbitrary<MtaStsPolicy> policies() {
        Arbitrary<MxPattern> patterns = Combinators.combine(hosts(), Arbitraries.of(true, false))
                .as((host, wildcard) -> new MxPattern(host, wildcard));
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars(' ', '\u00e4', '\u20ac')
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(value -> value.equals(value.strip()) && !value.isEmpty());
        return Combinators.combine(
                        Arbitraries.of(MtaStsMode.values()),
                        Arbitraries.longs().between(0, 31_557_600),
                        patterns.list().ofMinSize(1).ofMaxSize(8),
                        fields(values, MtaStsPolicy.KNOWN))
                .as((mode, age, mx, fields) -> new MtaStsPolicy(mode, Duration.ofSeconds(age), mx, fields));
    }

    private static Arbitrary<List<MtaStsField>> fields(Arbitrary<String> values, Set<String> known) {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars(LETTERS + "._-")
                .ofMinLength(1)
                .ofMaxLength(32)
                .filter(name -> MtaStsField.isName(name) && !known.contains(name));
        return Combinators.combine(
                        names.list().ofMaxSize(4).uniqueElements(),
                        values.list().ofSize(4))
                .as((each, contents) -> {
                    List<MtaStsField> fields = new ArrayList<>();
                    for (int i = 0; i < each.size(); i++) {
                        fields.add(new MtaStsField(each.get(i), contents.get(i)));
                    }
                    return fields;
                });
    }
}
