package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any text. */
class ZoneTextPropertyTest {

    @Property
    void isAZoneOrTheCallersMistakeWithALine(@ForAll("zones") String text) {
        try {
            InMemoryDns.parse(text);
        } catch (IllegalArgumentException bad) {
            assertThat(bad).hasMessageStartingWith("line ");
        }
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(
                        "a.example",
                        "@",
                        ".",
                        "*",
                        "TXT",
                        "A",
                        "MX",
                        "CNAME",
                        "DNAME",
                        "SOA",
                        "TLSA",
                        "TYPE9",
                        "\\#",
                        "IN",
                        "10",
                        "1h",
                        "192.0.2.1",
                        "\"x\"",
                        "\"",
                        "\\",
                        "\\0",
                        "(",
                        ")",
                        ";",
                        "\n",
                        "\n ",
                        " ",
                        "\t",
                        "\r",
                        "$ORIGIN",
                        "$TTL",
                        "$FAULT",
                        "$DELAY",
                        "$SECURITY",
                        "SERVFAIL",
                        "5ms",
                        "SECURE",
                        "\u00fc",
                        "\0")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join(parts.size() % 2 == 0 ? " " : "", parts));
    }

    @Property
    void givesBackAnyOctetsThatWereEscaped(@ForAll byte[] text) {
        StringBuilder zone = new StringBuilder("a TXT \"");
        for (byte octet : text) {
            zone.append('\\').append(Integer.toString(1000 + (octet & 0xFF)).substring(1));
        }
        DnsAnswer answer = InMemoryDns.parse(zone.append('"').toString()).answer(DnsQuestion.txt(DomainName.of("a")));
        assertThat(((DnsAnswer.Found) answer).records()).isEqualTo(List.of(new DnsRecord.Txt(Octets.of(text))));
    }

    @Property
    void answersAnyNameOfAnyAliases(@ForAll("aliases") String zone, @ForAll("names") String name) {
        DnsQuestion question = DnsQuestion.txt(DomainName.of(name));
        DnsAnswer answer = InMemoryDns.parse(zone).answer(question);
        assertThat(answer.question()).isEqualTo(question);
        assertThat(answer.aliases()).hasSizeLessThanOrEqualTo(9);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "x.a", "x.b", "y.x.a", "*", "*.a", "x.*.a", "z");
    }

    @Provide
    Arbitrary<String> aliases() {
        Arbitrary<String> lines = Arbitraries.of("CNAME", "DNAME")
                .flatMap(type -> names().flatMap(owner -> names().map(target -> owner + " " + type + " " + target)));
        // One alias for each owner: anything else is refused.
        return lines.list()
                .ofMaxSize(6)
                .uniqueElements(line -> line.substring(0, line.indexOf(' ')))
                .map(zone -> String.join("\n", zone));
    }
}
