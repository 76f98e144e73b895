package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What SpamAssassin's tests of its own lookups ask for, and what they take the answers for. */
@Tag("corpora")
class SpamAssassinCorpusTest {

    private static final String FOLDER = "dnsbl-spamassassin/";

    // Which text of the message stands behind each digest; what has no digest is asked for as it is.
    private static final String DIGESTS = """
            cb565607a98fbdf1be52cdb86466ab34244bd6fc SHA1 HEX spamm.er@gmail.com
            bc9f1b35acd338b92b0659cc2111e6b661a8b2bc SHA1 HEX innocent@email.com
            62e12fbe4b32adc2e87147d74590372b461f35f6 SHA1 HEX sb55sb55@yahoo.com
            96b802967118135ef048c2bc860e7b0deb7d2333 SHA1 HEX sb55sb123456789@yahoo.com
            1675677ba3d539bdfb0ae8940bf7e6c836f3ad17 SHA1 HEX userpart@host.domain.com
            2ead26370ef9d238584aa3c86a02e254708370a0 SHA1 HEX spamm.er2@domain.com
            170d83ef2dc9c2de0e65ce4461a3a375 MD5 HEX hustl.er@gmail.com
            cc205dd956d568ff8524d7fc42868500e4d7d162 SHA1 HEX 1JaSs2bTZYVbj6jaqZ5Mjfs8gSLY9vYCrK
            jykf2a5v6asavfel3stymlmieh4e66jeroxuw52mc5xhdylnyb7a SHA256 BASE32 1JaSs2bTZYVbj6jaqZ5Mjfs8gSLY9vYCrK
            6a42acf4133289d595e3875a9d677f810e80b7b4 SHA1 HEX http://spammer.com
            5c6205960a65b1f9078f0e12dcac970aab0015eb SHA1 HEX https://spammer2.com/
            w3hcrlct6yshq5vq6gjv2hf3pzk3jvsk6ilj5iaks4qwewudrr6q SHA256 BASE32 (attachment)
            2qlyngefopecg66lt6pwfpegjaajbzasuxs5vzgii2vfbonj6rua SHA256 BASE32 spammer2@domain.com
            """;

    private static JsonNode corpus(String name) {
        return JsonMapper.shared().readTree(Corpora.file(FOLDER + name).toFile());
    }

    private static BlocklistProfile list(String zone) {
        return BlocklistProfile.builder("spamassassin", zone)
                .kinds(BlocklistKind.IPV4, BlocklistKind.DOMAIN)
                .hash(new HashForm(HashSubject.EMAIL, HashDigest.SHA1, HashEncoding.HEX, HashedText.LOWER_CASE))
                .code(ReturnCode.listed(CodePattern.of("127.0.0.&2"), "DYNAMIC", "A bit.", 1))
                .code(ReturnCode.listed(CodePattern.of("127.0.0.&4"), "SPAM", "A bit.", 1))
                .code(ReturnCode.listed(CodePattern.of("127.0.0.&8"), "RELAY", "A bit.", 1))
                .code(ReturnCode.listed(CodePattern.of("127.0.0.&16"), "OTHER", "A bit.", 1))
                .build();
    }

    @Test
    @DisplayName("DBL_01 DBL_04 dnsbl-spamassassin/dnsbl.json: 6 subjects, 4 bits")
    void dnsbl() {
        JsonNode corpus = corpus("dnsbl.json");
        BlocklistProfile list = list(corpus.get("zone").asString());
        List<String> failed = new ArrayList<>();
        int cases = 0;
        for (var hit : corpus.get("expect_hits").properties()) {
            cases++;
            String name = query(list, hit.getKey()).name().orElseThrow().toString();
            JsonNode records = corpus.get("dns").get(name);
            if (records == null
                    || !records.get("A").get(0).asString().equals(hit.getValue().asString())) {
                failed.add(hit.getKey() + ": " + name);
            }
        }
        for (var bit : corpus.get("bitmask").properties()) {
            cases++;
            List<String> expected = new ArrayList<>();
            bit.getValue().forEach(address -> expected.add(address.asString()));
            if (!withBit(list, corpus, Integer.parseInt(bit.getKey())).equals(expected)) {
                failed.add("bit " + bit.getKey());
            }
        }
        report("dnsbl.json", cases, failed);
        assertThat(cases).isEqualTo(10);
        assertThat(failed).isEmpty();
    }

    private static ListQuery query(BlocklistProfile list, String subject) {
        return subject.startsWith("rhs:")
                ? list.queryDomain(DomainName.of(subject.substring(4)))
                : list.query(IpAddress.of(subject));
    }

    // The corpus has addresses only.
    private static List<String> withBit(BlocklistProfile list, JsonNode corpus, int bit) {
        CodePattern pattern = CodePattern.of("127.0.0.&" + bit);
        List<String> found = new ArrayList<>();
        for (var hit : corpus.get("expect_hits").properties()) {
            Interpretation meaning =
                    list.interpret(List.of(IpAddress.of(hit.getValue().asString())));
            if (!hit.getKey().startsWith("rhs:")
                    && meaning.listings().stream()
                            .anyMatch(code -> code.pattern().equals(pattern))) {
                found.add(hit.getKey());
            }
        }
        return found;
    }

    @Test
    @DisplayName("DBL_05 dnsbl-spamassassin/dnsbl.json: the test points of RFC 5782")
    void testPoints() {
        JsonNode points = corpus("dnsbl.json").get("rfc5782_test_points");
        assertThat(points.get("ipv4_listed").asString())
                .startsWith(point(BlocklistKind.IPV4, true) + " -> 2.0.0.127.ZONE");
        assertThat(points.get("ipv4_not_listed").asString()).startsWith(point(BlocklistKind.IPV4, false));
        assertThat(points.get("ipv6_listed").asString()).startsWith("::FFFF:7F00:2");
        assertThat(IpAddress.of(point(BlocklistKind.IPV6, true))).isEqualTo(IpAddress.of("::FFFF:7F00:2"));
        assertThat(IpAddress.of(point(BlocklistKind.IPV6, false))).isEqualTo(IpAddress.of("::FFFF:7F00:1"));
        assertThat(points.get("domain_listed").asString()).isEqualToIgnoringCase(point(BlocklistKind.DOMAIN, true));
        assertThat(points.get("domain_not_listed").asString())
                .isEqualToIgnoringCase(point(BlocklistKind.DOMAIN, false));
    }

    private static String point(BlocklistKind kind, boolean listed) {
        TestPoints points = TestPoints.rfc5782(kind);
        return (listed ? points.listed(kind) : points.clean(kind)).get(0).subject();
    }

    @Test
    @DisplayName("DBL_11 dnsbl-spamassassin/hashbl.json: 18 questions, 13 of them digests")
    void hashbl() throws IOException {
        List<String> failed = new ArrayList<>();
        int digests = 0;
        JsonNode queries = corpus("hashbl.json").get("all_queries_made_by_spamassassin");
        for (JsonNode query : queries) {
            String name = query.asString();
            int zone = name.indexOf(".hashbltest");
            String label = name.substring(0, zone);
            Optional<String> line =
                    DIGESTS.lines().filter(one -> one.startsWith(label + " ")).findFirst();
            digests += line.isPresent() ? 1 : 0;
            String ours = line.isPresent() ? label(line.get().split(" ")) : label;
            ListQuery asked = list(name.substring(zone + 1)).queryDigest(ours);
            if (asked.name().filter(DomainName.of(name)::equals).isEmpty()) {
                failed.add(name + ", ours: " + asked);
            }
        }
        report("hashbl.json", queries.size(), failed);
        assertThat(queries).hasSize(18);
        assertThat(digests).isEqualTo(13);
        assertThat(failed).isEmpty();
    }

    private static String label(String[] words) throws IOException {
        HashForm form = new HashForm(
                HashSubject.EMAIL, HashDigest.valueOf(words[1]), HashEncoding.valueOf(words[2]), HashedText.LOWER_CASE);
        return words[3].equals("(attachment)")
                ? form.labelOf(attachment())
                : form.labelOf(words[3]).orElseThrow();
    }

    private static Octets attachment() throws IOException {
        String message = Files.readString(Corpora.file(FOLDER + "messages/hashbl.eml"), StandardCharsets.ISO_8859_1);
        int start = message.indexOf("\n\n", message.indexOf("filename=\"macro.xlsm\"")) + 2;
        String encoded = message.substring(start, message.indexOf("\n--", start));
        return Octets.of(Base64.getMimeDecoder().decode(encoded));
    }

    private static void report(String file, int cases, List<String> failed) {
        System.out.printf("conformance | dnsbl-spamassassin: %s | %d | %d | 0%n", file, cases, cases - failed.size());
    }
}
