package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suites of the openspf project. The one for RFC 4408 counts where RFC 7208 has changed nothing. */
@Tag("corpora")
class OpenSpfSuiteTest {

    @Test
    @DisplayName("SPF_49 the suite for RFC 7208")
    void rfc7208() throws IOException {
        Tally tally = run("rfc7208-tests.yml");

        assertThat(tally.total()).isEqualTo(203);
        assertThat(tally.failed).isEmpty();
    }

    @Test
    @DisplayName("the suite for RFC 4408, but for what RFC 7208 has changed")
    void rfc4408() throws IOException {
        Tally tally = run("rfc4408-tests.yml");

        assertThat(tally.total()).isEqualTo(191);
        assertThat(tally.failed).isEmpty();
    }

    private static final class Tally {
        int passed;
        int explained;
        final List<String> known = new ArrayList<>();
        final List<String> failed = new ArrayList<>();

        int total() {
            return passed + known.size() + failed.size();
        }
    }

    private static Tally run(String file) throws IOException {
        Tally tally = new Tally();
        Set<String> known = Corpora.knownDifferences(file);
        for (Map<String, Object> scenario : Corpora.documents(Corpora.file("spf-openspf/" + file))) {
            InMemoryDns dns = Zone.of(map(scenario.get("zonedata")));
            SpfEvaluator spf = SpfEvaluator.builder().resolver(dns).build();
            map(scenario.get("tests")).forEach((id, test) -> judge(tally, known, id, map(test), spf));
        }
        System.out.printf("spf-openspf %s: %d cases have an explanation, too%n", file, tally.explained);
        System.out.printf(
                "conformance | spf-openspf/%s | %d | %d | %d%n", file, tally.total(), tally.passed, tally.known.size());
        return tally;
    }

    private static void judge(Tally tally, Set<String> known, String id, Map<String, Object> test, SpfEvaluator spf) {
        SpfRequest request =
                SpfRequest.mailFrom(IpAddress.of(text(test, "host")), text(test, "helo"), text(test, "mailfrom"));
        SpfResult result = spf.evaluate(request);
        boolean agrees = strings(test.get("result")).contains(result.status().word())
                && (!test.containsKey("explanation")
                        || text(test, "explanation").equals(explanation(result)));
        tally.explained += test.containsKey("explanation") ? 1 : 0;
        if (agrees && known.contains(id)) {
            tally.failed.add(id + " is a known difference, but passes");
        } else if (agrees) {
            tally.passed++;
        } else if (known.contains(id)) {
            tally.known.add(id);
        } else {
            tally.failed.add(id + ": wanted " + test.get("result") + " " + test.get("explanation") + ", got " + result);
        }
    }

    // That of the implementation is what stands in for an explanation where the domain has none.
    private static String explanation(SpfResult result) {
        return result.publishedExplanation().map(SpfExplanation::text).orElse("DEFAULT");
    }

    private static String text(Map<String, Object> test, String key) {
        return (String) Objects.requireNonNull(test.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<String> strings(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of((String) value);
    }

    /** The zone data of a scenario. */
    private static final class Zone {

        private static final List<DnsType> TYPES =
                List.of(DnsType.TXT, DnsType.A, DnsType.AAAA, DnsType.MX, DnsType.PTR);

        private final InMemoryDns.Builder builder = InMemoryDns.builder();

        static InMemoryDns of(Map<String, Object> data) {
            Zone zone = new Zone();
            data.forEach((owner, entries) -> name(owner).ifPresent(name -> zone.add(name, (List<?>) entries)));
            return zone.builder.build();
        }

        private void add(DomainName owner, List<?> entries) {
            Set<DnsType> listed = new HashSet<>();
            // Type 99 stands for both, unless the name has text records of its own.
            boolean ownText =
                    entries.stream().anyMatch(entry -> entry instanceof Map<?, ?> map && map.containsKey("TXT"));
            for (Object entry : entries) {
                if (entry.equals("TIMEOUT")) {
                    TYPES.stream()
                            .filter(type -> !listed.contains(type))
                            .forEach(type -> builder.failing(new DnsQuestion(owner, type), DnsFailure.TIMEOUT));
                } else {
                    map(entry).forEach((type, value) -> add(owner, type, value, ownText, listed));
                }
            }
        }

        private void add(DomainName owner, String type, Object value, boolean ownText, Set<DnsType> listed) {
            if (value.equals("NONE") || type.equals("SPF") && ownText) {
                return;
            }
            DnsRecord record = record(type, value);
            listed.add(record.type());
            builder.record(owner, record);
        }

        private static DnsRecord record(String type, Object value) {
            return switch (type.toUpperCase(Locale.ROOT)) {
                case "SPF", "TXT" -> DnsRecord.Txt.of(String.join("", strings(value)));
                case "A", "AAAA" -> new DnsRecord.Address(IpAddress.of((String) value));
                case "MX" ->
                    new DnsRecord.Mx(
                            Integer.parseInt(strings(value).get(0)),
                            name(strings(value).get(1)).orElseThrow());
                case "PTR" ->
                    new DnsRecord.Pointer(DnsType.PTR, name((String) value).orElseThrow());
                case "CNAME" ->
                    new DnsRecord.Pointer(DnsType.CNAME, name((String) value).orElseThrow());
                default -> throw new IllegalArgumentException(type);
            };
        }

        // Any character is part of a name here. What is no name can't be in DNS.
        private static Optional<DomainName> name(String text) {
            if (text.isEmpty()) {
                return Optional.of(DomainName.ROOT);
            }
            String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            List<Octets> labels = new ArrayList<>();
            for (String label : relative.split("\\.", -1)) {
                labels.add(Octets.ofLatin1(label));
            }
            return DomainName.ofLabels(labels);
        }
    }
}
