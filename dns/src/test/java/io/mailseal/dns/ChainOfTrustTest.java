package io.mailseal.dns;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsAnswer.Outcome;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.nameserver.ForgedRecords;
import io.mailseal.testkit.nameserver.ForgedResponse;
import io.mailseal.testkit.nameserver.SignedTree;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The chain of trust where anchors, aliases and large answers meet it. */
class ChainOfTrustTest {

    @Nested
    class SEC_13_an_anchor_below_an_unsigned_delegation {

        private SignedDns dns() {
            SignedTree tree = SignedTree.builder()
                    .zone("test")
                    .zone("plain.test", zone -> zone.unsigned().records("@ A 192.0.2.7"))
                    // signed, but without a DS record above it: what signs in this name is in an insecure zone
                    .zone("grey.test", zone -> zone.withoutDelegationSigner().records("@ A 192.0.2.7"))
                    .zone("island.grey.test", zone -> zone.records("@ A 192.0.2.7\nwww A 192.0.2.8"))
                    .zone("sub.island.grey.test", zone -> zone.records("@ A 192.0.2.7\nwww A 192.0.2.8"))
                    .build();
            SignedDns dns = new SignedDns(tree);
            return dns.anchors(tree.trustAnchors() + tree.trustAnchors("island.grey.test"));
        }

        @Test
        @DisplayName("is where the chain begins")
        void honest() {
            ValidationTest.isSecure(dns().ask("www.island.grey.test A"), Outcome.FOUND);
            ValidationTest.isSecure(dns().ask("www.sub.island.grey.test A"), Outcome.FOUND);
            ValidationTest.isSecure(dns().ask("no.sub.island.grey.test A"), Outcome.NO_SUCH_NAME);
        }

        @Test
        @DisplayName("a record signed in the name of the unsigned zone above")
        void record() {
            for (String name : List.of("www.island.grey.test", "www.sub.island.grey.test")) {
                SignedDns dns = dns();
                dns.tree
                        .question(name, DnsType.A)
                        .forge(ForgedResponse.noError()
                                .answer(ForgedRecords.signedBy("grey.test", name + ". A 192.0.2.66")));
                ValidationTest.isBogus(dns.ask(name + " A"));
            }
        }

        @Test
        @DisplayName("a denial signed in the name of the unsigned zone above")
        void denial() {
            SignedDns dns = dns();
            dns.tree
                    .question("_25._tcp.island.grey.test", DnsType.TLSA)
                    .forge(ForgedResponse.noError()
                            .soa("grey.test")
                            .authority(ForgedRecords.matchingOrCovering("grey.test", "grey.test")));
            ValidationTest.isBogus(dns.ask("_25._tcp.island.grey.test TLSA"));
        }

        @Test
        @DisplayName("a true denial by opt-out from the signed zone above")
        void optOut() {
            SignedTree tree = SignedTree.builder()
                    .zone("test", zone -> zone.nsec3("ab", 0).optOut())
                    .zone("island.test", zone -> zone.withoutDelegationSigner().records("_25._tcp TLSA 3 1 1 00112233"))
                    .build();
            SignedDns dns = new SignedDns(tree).anchors(tree.trustAnchors() + tree.trustAnchors("island.test"));
            ValidationTest.isSecure(dns.ask("_25._tcp.island.test TLSA"), Outcome.FOUND);
            tree.question("_25._tcp.island.test", DnsType.TLSA)
                    .forge(ForgedResponse.nxDomain()
                            .soa("test")
                            .authority(
                                    ForgedRecords.matchingOrCovering("test", "test"),
                                    ForgedRecords.matchingOrCovering("test", "island.test"),
                                    ForgedRecords.matchingOrCovering("test", "*.test")));
            ValidationTest.isBogus(dns.ask("_25._tcp.island.test TLSA"));
        }

        @Test
        @DisplayName("a delegation signed in the name of the unsigned zone above")
        void delegation() {
            SignedDns dns = dns();
            dns.tree
                    .question("sub.island.grey.test", DnsType.DS)
                    .forge(ForgedResponse.noError()
                            .answer(ForgedRecords.signedBy(
                                    "grey.test", "sub.island.grey.test. DS 1 13 2 " + "0".repeat(64))));
            dns.tree
                    .question("www.sub.island.grey.test", DnsType.A)
                    .forge(ForgedResponse.noError()
                            .answer(ForgedRecords.signedBy(
                                    "sub.island.grey.test", "www.sub.island.grey.test. A 192.0.2.66")));
            DnsAnswer answer = dns.ask("www.sub.island.grey.test A");
            ValidationTest.isBogus(answer);
        }
    }

    @Nested
    class SEC_12_names_below_an_alias {

        @Test
        @DisplayName("an unsigned zone below an alias that leads nowhere (RFC 6604 §3: the NXDOMAIN is of its target)")
        void delegationBelowAlias() {
            SignedDns dns = new SignedDns(SignedTree.builder()
                    .zone(
                            "test",
                            zone -> zone.records(
                                    "c CNAME no.such.test.\nb.c CNAME no.such.test.\na.b.c CNAME no.such.test."))
                    .zone("plain.a.b.c.test", zone -> zone.unsigned().records("@ A 192.0.2.7\nwww A 192.0.2.8"))
                    .build());
            ValidationTest.isInsecure(dns.ask("www.plain.a.b.c.test A"), Outcome.FOUND);
        }
    }
}
