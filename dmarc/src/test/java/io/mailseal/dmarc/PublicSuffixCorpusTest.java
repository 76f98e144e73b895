package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.DomainName;
import io.mailseal.psl.PublicSuffixList;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official cases of the public suffix list, as organizational domains of RFC 7489. */
@Tag("corpora")
class PublicSuffixCorpusTest {

    @Test
    @DisplayName("PIT_51 DME_13 the record of the organizational domain applies, and none further up")
    void officialCases() throws IOException {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        PublicSuffixList list = PublicSuffixList.read(Path.of(root, "psl", "public_suffix_list.dat"));
        int cases = 0;
        for (JsonNode test : JsonMapper.shared()
                .readTree(Path.of(root, "psl", "test_psl.json"))
                .get("cases")) {
            Optional<DomainName> name = name(test.get("input"));
            Optional<DomainName> owner = name(test.get("registrable_domain"));
            if (name.isPresent()) {
                check(list, name.get(), owner.orElse(name.get()));
                cases++;
            }
        }
        System.out.printf("conformance | psl: organizational domains | %1$d | %1$d | 0%n", cases);
        assertThat(cases).isEqualTo(73);
    }

    private static void check(PublicSuffixList list, DomainName name, DomainName organization) {
        InMemoryDns dns = InMemoryDns.parse("_dmarc." + organization + " TXT \"v=DMARC1; p=reject\"");
        DmarcPolicyResolver resolver = DmarcPolicyResolver.builder()
                .dns(dns.sessions())
                .discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST)
                .publicSuffixList(list)
                .build();
        DmarcDiscovery discovery = resolver.discover(name);
        assertThat(discovery.organizationalDomain()).as("%s", name).contains(organization);
        assertThat(discovery.policyDomain()).as("%s", name).contains(organization);
        assertThat(discovery.steps()).hasSizeLessThanOrEqualTo(2);
    }

    private static Optional<DomainName> name(JsonNode node) {
        return node.isNull() ? Optional.empty() : DomainName.ofUnicode(node.stringValue());
    }
}
