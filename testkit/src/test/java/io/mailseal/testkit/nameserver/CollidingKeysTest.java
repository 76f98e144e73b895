package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys with one tag, and the traps that are built of them. */
class CollidingKeysTest {

    @ParameterizedTest
    @EnumSource(
            value = SigningAlgorithm.class,
            names = {"RSASHA256", "ECDSA_P256", "ED25519"})
    void haveOneTag(SigningAlgorithm algorithm) {
        List<SigningKey> keys = CollidingKeys.generate(algorithm, SigningKey.ZONE, 1024, 3);
        assertThat(keys).hasSize(3).allMatch(key -> key.tag() == keys.get(0).tag());
        assertThat(keys).extracting(SigningKey::dnskey).doesNotHaveDuplicates();
        assertThat(keys).allMatch(key -> SignatureCheck.tag(key.dnskey()) == key.tag());
        // What matters of the flags is as it should be, of the first two all is.
        assertThat(keys).allMatch(key -> (key.flags() & 0x0181) == SigningKey.ZONE);
        assertThat(keys.subList(0, 2)).allMatch(key -> key.flags() == SigningKey.ZONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = SigningAlgorithm.class,
            names = {"ECDSA_P256", "RSASHA256"})
    void theRightOneStandsWhereItWasSaid(SigningAlgorithm algorithm) {
        SignedTree tree = SignedTree.builder()
                .zone("first", zone -> zone.algorithm(algorithm).collidingKeys(2, ZoneBuilder.KeyPosition.FIRST))
                .zone("last", zone -> zone.algorithm(algorithm).collidingKeys(3, ZoneBuilder.KeyPosition.LAST))
                .zone(
                        "single",
                        zone -> zone.algorithm(algorithm).singleKey().collidingKeys(2, ZoneBuilder.KeyPosition.LAST))
                .build();
        assertThat(signer(tree, "first")).isEqualTo(1);
        assertThat(signer(tree, "last")).isEqualTo(3);
        assertThat(signer(tree, "single")).isEqualTo(1);
    }

    // The place of the key that verifies the zone's SOA, all others with its tag being wrong.
    private static int signer(SignedTree tree, String zone) {
        TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
        WireMessage soa = validator.secure(zone, DnsType.SOA);
        List<Octets> keys = validator.secure(zone, DnsType.DNSKEY).answer(DnsType.DNSKEY).stream()
                .map(WireMessage.Rr::data)
                .toList();
        List<Octets> right = keys.stream()
                .filter(key -> SignatureCheck.verifies(
                        soa.answer(DnsType.RRSIG).get(0), soa.answer(DnsType.SOA), key, SignedTree.DEFAULT_TIME))
                .toList();
        assertThat(right).hasSize(1);
        return keys.indexOf(right.get(0));
    }

    @Test
    void aTrapHasSoManyKeysAndWrongSignatures() {
        SignedTree tree = SignedTree.builder()
                .zone("trap", zone -> zone.keyTrap(20, 15).records("@ A 192.0.2.1"))
                .build();
        TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
        List<WireMessage.Rr> keys = validator.secure("trap", DnsType.DNSKEY).answer(DnsType.DNSKEY);
        WireMessage message = validator.ask("trap", DnsType.A);
        List<WireMessage.Rr> signatures = message.answer(DnsType.RRSIG);
        assertThat(keys).hasSize(21);
        assertThat(signatures).hasSize(15).doesNotHaveDuplicates();
        int tag = (int) SignatureCheck.number(signatures.get(0).data(), 16, 2);
        assertThat(keys)
                .filteredOn(key -> SignatureCheck.tag(key.data()) == tag)
                .hasSize(20);
        assertThat(validator.unverified(message)).containsExactly("trap A");
    }

    @Test
    void aTrapMayBeAtTheKeysThemselves() {
        SignedTree tree =
                SignedTree.builder().zone("trap", zone -> zone.keySetTrap(8, 6)).build();
        TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
        assertThat(validator.secure("trap", DnsType.DS).answer(DnsType.DS)).hasSize(8);
        WireMessage keys = validator.ask("trap", DnsType.DNSKEY);
        assertThat(keys.answer(DnsType.DNSKEY)).hasSize(9);
        assertThat(keys.answer(DnsType.RRSIG)).hasSize(6);
        assertThat(validator.unverified(keys)).containsExactly("trap DNSKEY");
    }
}
