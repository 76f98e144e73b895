package io.mailseal.dns;

import static io.mailseal.core.dns.DnsSecurity.BOGUS;
import static io.mailseal.core.dns.DnsSecurity.INDETERMINATE;
import static io.mailseal.core.dns.DnsSecurity.INSECURE;
import static io.mailseal.core.dns.DnsSecurity.SECURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsAnswer.Outcome;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.testkit.nameserver.DenialPart;
import io.mailseal.testkit.nameserver.ForgedRecords;
import io.mailseal.testkit.nameserver.ForgedResponse;
import io.mailseal.testkit.nameserver.SignedTree;
import io.mailseal.testkit.nameserver.SigningAlgorithm;
import io.mailseal.testkit.nameserver.SigningKey;
import io.mailseal.testkit.nameserver.ZoneBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain of trust, over a tree in memory that goes wrong on request. */
class ValidationTest {

    static final String RECORDS = """
            @              A      192.0.2.1
            @              MX     10 mx
            mx             A      192.0.2.2
            _25._tcp.mx    TLSA   3 1 1 00112233
            a.b.ent        A      192.0.2.3
            *.wild         TXT    "wild"
            alias          CNAME  mx
            far            CNAME  www.other.test.
            out            CNAME  www.plain.test.
            tree           DNAME  other.test.
            """;

    /** One tree with both kinds of denial; the tests ask each. */
    static SignedDns dns(Consumer<ZoneBuilder> change) {
        return new SignedDns(SignedTree.builder()
                .zone("test", zone -> zone.nsec3("aabb", 3))
                .zone("nsec.test", zone -> change.accept(zone.records(RECORDS)))
                .zone("nsec3.test", zone -> change.accept(zone.nsec3("ccdd", 5).records(RECORDS)))
                .zone("other.test", zone -> zone.records("www A 192.0.2.9\nwww TXT \"here\""))
                .zone("plain.test", zone -> zone.unsigned().records("@ A 192.0.2.7\nwww A 192.0.2.8"))
                .zone("sub.plain.test", zone -> zone.unsigned().records("@ A 192.0.2.7"))
                .zone("island.plain.test", zone -> zone.records("@ A 192.0.2.7"))
                .build());
    }

    static SignedDns dns() {
        return dns(zone -> {});
    }

    static void isSecure(DnsAnswer answer, Outcome outcome) {
        assertThat(answer.outcome()).as("%s", answer).isEqualTo(outcome);
        assertThat(answer.security()).as("%s", answer).isEqualTo(SECURE);
        assertThat(answer.reason()).isEmpty();
    }

    static void isInsecure(DnsAnswer answer, Outcome outcome) {
        assertThat(answer.outcome()).as("%s", answer).isEqualTo(outcome);
        assertThat(answer.security()).as("%s", answer).isEqualTo(INSECURE);
        assertThat(answer.reason()).isNotEmpty();
    }

    static void isBogus(DnsAnswer answer, int error) {
        isBogus(answer);
        assertThat(answer.extendedError().map(ExtendedDnsError::code))
                .as("%s", answer)
                .contains(error);
    }

    static void isBogus(DnsAnswer answer) {
        assertThat(answer).as("%s", answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).as("%s", answer).isEqualTo(DnsFailure.BOGUS);
        assertThat(answer.security()).isEqualTo(BOGUS);
        assertThat(answer.reason()).isNotEmpty();
    }

    static void isUnproven(DnsAnswer answer) {
        assertThat(answer).as("%s", answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).as("%s", answer).isEqualTo(DnsFailure.UNPROVEN);
        assertThat(answer.security()).isEqualTo(INDETERMINATE);
        assertThat(answer.reason()).isNotEmpty();
    }

    @Nested
    class What_is_right_is_secure {

        @ParameterizedTest
        @CsvSource({
            "@ A, FOUND",
            "@ MX, FOUND",
            "mx A, FOUND",
            "_25._tcp.mx TLSA, FOUND",
            "@ TXT, NO_DATA",
            "_tcp.mx TLSA, NO_DATA",
            "b.ent A, NO_DATA",
            "no A, NO_SUCH_NAME",
            "no.such.name.at.all TXT, NO_SUCH_NAME",
            "x.wild TXT, FOUND",
            "x.y.wild TXT, FOUND",
            "x.wild A, NO_DATA",
            "*.wild TXT, FOUND",
            "alias A, FOUND",
            "alias TXT, NO_DATA",
            "far A, FOUND",
            "far MX, NO_DATA",
            "www.tree A, FOUND",
            "no.tree A, NO_SUCH_NAME",
            "@ DNSKEY, FOUND",
            "@ SOA, FOUND",
            "@ NS, FOUND",
            "@ DS, FOUND",
            "mx DS, NO_DATA",
            "no DS, NO_SUCH_NAME",
            "alias CNAME, FOUND",
        })
        @DisplayName("in zones with NSEC and with NSEC3")
        void secure(String question, Outcome outcome) {
            for (String zone : List.of("nsec.test", "nsec3.test")) {
                String whole = question.startsWith("@")
                        ? zone + question.substring(1)
                        : question.replace(" ", "." + zone + " ");
                isSecure(dns().ask(whole), outcome);
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = SigningAlgorithm.class,
                names = {"RSASHA256", "RSASHA512", "ECDSA_P256", "ECDSA_P384", "ED25519", "ED448"})
        @DisplayName("SEC-09: with each algorithm that counts")
        void algorithms(SigningAlgorithm algorithm) {
            SignedDns dns = dns(zone -> zone.algorithm(algorithm));
            isSecure(dns.ask("nsec.test MX"), Outcome.FOUND);
            isSecure(dns.ask("no.nsec3.test MX"), Outcome.NO_SUCH_NAME);
        }

        @Test
        @DisplayName("the root and a top-level domain, too")
        void highUp() {
            isSecure(dns().ask(". SOA"), Outcome.FOUND);
            isSecure(dns().ask("test SOA"), Outcome.FOUND);
            isSecure(dns().ask("test DS"), Outcome.FOUND);
            isSecure(dns().ask(". DS"), Outcome.NO_DATA);
            isSecure(dns().ask("nosuchtld A"), Outcome.NO_SUCH_NAME);
        }
    }

    @Nested
    class What_is_proven_to_be_unsigned_is_insecure {

        @ParameterizedTest
        @CsvSource({
            "plain.test A, FOUND",
            "www.plain.test A, FOUND",
            "www.plain.test MX, NO_DATA",
            "no.plain.test A, NO_SUCH_NAME",
            "sub.plain.test A, FOUND",
            "island.plain.test A, FOUND",
        })
        void insecure(String question, Outcome outcome) {
            isInsecure(dns().ask(question), outcome);
        }

        @Test
        @DisplayName("a zone that is signed, but without a DS record")
        void withoutDelegationSigner() {
            SignedDns dns = dns(ZoneBuilder::withoutDelegationSigner);
            isInsecure(dns.ask("nsec.test A"), Outcome.FOUND);
            isInsecure(dns.ask("no.nsec3.test A"), Outcome.NO_SUCH_NAME);
        }

        @Test
        @DisplayName("SEC-08, SEC-09: a zone whose algorithms are all unknown, with the error that says so")
        void unknownAlgorithm() {
            DnsAnswer answer = dns(zone -> zone.algorithmNumber(99)).ask("nsec.test A");
            isInsecure(answer, Outcome.FOUND);
            assertThat(answer.extendedError())
                    .contains(ExtendedDnsError.of(ExtendedDnsError.UNSUPPORTED_DNSKEY_ALGORITHM));
        }

        @Test
        @DisplayName("SEC-08, SEC-09: a zone whose DS digests are all unknown")
        void unknownDigest() {
            DnsAnswer answer =
                    dns(zone -> zone.delegationSigners("12345 13 99 00112233")).ask("nsec.test A");
            isInsecure(answer, Outcome.FOUND);
            assertThat(answer.extendedError())
                    .contains(ExtendedDnsError.of(ExtendedDnsError.UNSUPPORTED_DS_DIGEST_TYPE));
        }

        @Test
        @DisplayName("SEC-09: SHA-1 is off unless it is switched on")
        void sha1() {
            SignedDns off = dns(zone -> zone.algorithm(SigningAlgorithm.RSASHA1));
            isInsecure(off.ask("nsec.test A"), Outcome.FOUND);
            SignedDns on = dns(zone -> zone.algorithm(SigningAlgorithm.RSASHA1)).allowSha1();
            isSecure(on.ask("nsec.test A"), Outcome.FOUND);
            SignedDns digest = dns(zone -> zone.digests(1));
            isInsecure(digest.ask("nsec.test A"), Outcome.FOUND);
            isSecure(dns(zone -> zone.digests(1)).allowSha1().ask("nsec.test A"), Outcome.FOUND);
        }

        @Test
        @DisplayName("what is denied by opt-out alone")
        void optOut() {
            SignedDns dns = new SignedDns(SignedTree.builder()
                    .zone("test", zone -> zone.nsec3().optOut())
                    .zone("plain.test", zone -> zone.unsigned().records("@ A 192.0.2.7"))
                    .zone("secure.test", zone -> zone.records("@ A 192.0.2.7"))
                    .build());
            isInsecure(dns.ask("plain.test A"), Outcome.FOUND);
            isInsecure(dns.ask("plain.test MX"), Outcome.NO_DATA);
            isInsecure(dns.ask("no.test A"), Outcome.NO_SUCH_NAME);
            isSecure(dns.ask("secure.test A"), Outcome.FOUND);
            dns.tree.records("secure.test", DnsType.A).dropSignatures();
            isBogus(dns.ask("secure.test A"));
        }
    }

    @Nested
    class SEC_04_signatures {

        private void everywhere(Consumer<SignedTree> fault, String question, int error) {
            SignedDns dns = dns();
            fault.accept(dns.tree);
            isBogus(dns.ask(question), error);
        }

        @Test
        void tampered() {
            everywhere(tree -> tree.records("mx.nsec.test", DnsType.A).tamperData(), "mx.nsec.test A", 6);
            everywhere(tree -> tree.records("mx.nsec.test", DnsType.A).tamperSignature(), "mx.nsec.test A", 6);
        }

        @Test
        void expired() {
            everywhere(tree -> tree.records("mx.nsec.test", DnsType.A).expire(), "mx.nsec.test A", 7);
        }

        @Test
        void notYetValid() {
            everywhere(tree -> tree.records("mx.nsec.test", DnsType.A).notYetValid(), "mx.nsec.test A", 8);
        }

        @Test
        void dropped() {
            everywhere(tree -> tree.records("mx.nsec.test", DnsType.A).dropSignatures(), "mx.nsec.test A", 10);
            everywhere(tree -> tree.everyQuestion().stripDnssec(), "mx.nsec.test A", 10);
        }

        @ParameterizedTest
        @ValueSource(strings = {"test", ".", "mx.nsec.test", "other.test", "plain.test", "nsec3.test"})
        @DisplayName("signed by the zone's key, but in the name of another")
        void signerName(String signer) {
            SignedDns dns = dns();
            dns.tree.records("mx.nsec.test", DnsType.A).signerName(signer);
            isBogus(dns.ask("mx.nsec.test A"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"other.test", "nsec3.test"})
        @DisplayName("signed by another zone, in its own name")
        void signedByOther(String signer) {
            SignedDns dns = dns();
            dns.tree.records("mx.nsec.test", DnsType.A).signedBy(signer);
            isBogus(dns.ask("mx.nsec.test A"));
        }

        @Test
        @DisplayName("signed by a key that the zone does not have")
        void strangeKey() {
            SignedDns dns = dns();
            dns.tree.records("mx.nsec.test", DnsType.A).signedWith(SigningKey.generate(SigningAlgorithm.ECDSA_P256));
            isBogus(dns.ask("mx.nsec.test A"), 9);
        }

        @ParameterizedTest
        @ValueSource(ints = {0x0000, 0x0001})
        @DisplayName("signed by a key without the zone flag")
        void noZoneKey(int flags) {
            SignedDns dns = dns(zone -> zone.zoneSigningKey(key -> key.withFlags(flags)));
            isBogus(dns.ask("mx.nsec.test A"));
        }

        @Test
        @DisplayName("signed by a key of another protocol")
        void protocol() {
            SignedDns dns = dns(zone -> zone.zoneSigningKey(key -> key.withProtocol(4)));
            isBogus(dns.ask("mx.nsec.test A"));
        }

        @Test
        @DisplayName("a revoked key signs nothing")
        void revoked() {
            isBogus(dns(ZoneBuilder::revoked).ask("mx.nsec.test A"));
        }

        @Test
        @DisplayName("more labels than the owner has")
        void labels() {
            SignedDns dns = dns();
            dns.tree.records("mx.nsec.test", DnsType.A).signatureLabels(7);
            isBogus(dns.ask("mx.nsec.test A"));
        }

        @Test
        @DisplayName("SEC-14: the TTL is bounded by the original one and by the end of the signature")
        void ttl() {
            SignedDns dns = dns();
            dns.tree.records("mx.nsec.test", DnsType.A).servedTtl(1_000_000);
            assertThat(dns.ask("mx.nsec.test A").ttl()).isEqualTo(Duration.ofHours(1));
            dns.tree.records("mx.nsec.test", DnsType.A).validity(Duration.ofDays(1), Duration.ofSeconds(100));
            assertThat(dns.ask("mx.nsec.test A").ttl()).isEqualTo(Duration.ofSeconds(100));
        }
    }

    @Nested
    class SEC_05_any_one_valid_path_suffices {

        @Test
        void oneAlgorithmOfTwoIsBroken() {
            SignedDns dns = dns(zone -> zone.algorithm(SigningAlgorithm.RSASHA256, SigningAlgorithm.ED25519));
            dns.tree.zone("nsec.test").tamperSignature(SigningAlgorithm.RSASHA256);
            isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
            dns.tree.heal();
            dns.zones.clear();
            dns.tree.zone("nsec.test").dropSignatures(SigningAlgorithm.ED25519);
            isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
        }

        @Test
        void wrongSignaturesFirst() {
            SignedDns dns = dns();
            dns.tree.records("mx.nsec.test", DnsType.A).wrongSignaturesFirst(3);
            isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
        }

        @ParameterizedTest
        @EnumSource(ZoneBuilder.KeyPosition.class)
        @DisplayName("two keys with one tag, in either order")
        void collidingKeys(ZoneBuilder.KeyPosition position) {
            SignedDns dns = dns(zone -> zone.collidingKeys(2, position));
            isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
            isSecure(dns.ask("no.nsec3.test A"), Outcome.NO_SUCH_NAME);
        }
    }

    @Nested
    class SEC_06_wildcards {

        @ParameterizedTest
        @ValueSource(strings = {"nsec.test", "nsec3.test"})
        @DisplayName("without the proof that nothing is closer")
        void withoutProof(String zone) {
            SignedDns dns = dns();
            dns.tree.question("x.wild." + zone, DnsType.TXT).withholdProofs();
            isBogus(dns.ask("x.wild." + zone + " TXT"), ExtendedDnsError.NSEC_MISSING);
        }

        @ParameterizedTest
        @ValueSource(strings = {"nsec.test", "nsec3.test"})
        @DisplayName("put in the place of a name that is there")
        void inPlaceOfAName(String zone) {
            SignedDns dns = new SignedDns(SignedTree.builder()
                    .zone("test")
                    .zone("nsec.test", one -> one.records("* TXT \"wild\"\nmx TXT \"real\""))
                    .zone("nsec3.test", one -> one.nsec3().records("* TXT \"wild\"\nmx TXT \"real\""))
                    .build());
            // The wildcard's true signature, the name of the victim, and each denial that the zone has.
            for (String denied : List.of("mx." + zone, "ab." + zone, "zz." + zone, zone)) {
                dns.tree.heal();
                dns.tree.question("mx." + zone, DnsType.TXT).forge(ForgedResponse.of("x." + zone, DnsType.TXT));
                isBogus(dns.ask("mx." + zone + " TXT"));
            }
        }
    }

    @Nested
    class SEC_07_denial {

        @ParameterizedTest
        @CsvSource({
            "nsec.test, MATCH, mx TXT",
            "nsec.test, COVER, no A",
            "nsec.test, WILDCARD, no A",
            "nsec.test, COVER, x.wild A",
            "nsec.test, WILDCARD, x.wild A",
            "nsec3.test, MATCH, mx TXT",
            "nsec3.test, COVER, no.at.all A",
            "nsec3.test, CLOSEST_ENCLOSER, no.at.all A",
            "nsec3.test, WILDCARD, no.at.all A",
            "nsec3.test, COVER, x.wild A",
            "nsec3.test, CLOSEST_ENCLOSER, x.wild A",
            "nsec3.test, WILDCARD, x.wild A",
        })
        @DisplayName("a part of the proof is withheld")
        void withheld(String zone, DenialPart part, String question) {
            SignedDns dns = dns();
            String name = question.substring(0, question.indexOf(' ')) + "." + zone;
            DnsType type =
                    DnsType.parse(question.substring(question.indexOf(' ') + 1)).orElseThrow();
            dns.tree.question(name, type).withhold(part);
            isBogus(dns.ask(name + " " + type));
        }

        @ParameterizedTest
        @ValueSource(strings = {"nsec.test", "nsec3.test"})
        @DisplayName("unsigned, with all proofs gone")
        void unsigned(String zone) {
            SignedDns dns = dns();
            dns.tree
                    .question("_25._tcp.mx." + zone, DnsType.TLSA)
                    .forge(ForgedResponse.noError().soa(zone));
            isBogus(dns.ask("_25._tcp.mx." + zone + " TLSA"));
            dns.tree
                    .question("_25._tcp.mx." + zone, DnsType.TLSA)
                    .heal()
                    .forge(ForgedResponse.nxDomain().soa(zone));
            isBogus(dns.ask("_25._tcp.mx." + zone + " TLSA"));
            dns.tree.question("_25._tcp.mx." + zone, DnsType.TLSA).heal().forge(ForgedResponse.noError());
            isBogus(dns.ask("_25._tcp.mx." + zone + " TLSA"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"nsec.test", "nsec3.test"})
        @DisplayName("with the zone's own proof of something else")
        void replayed(String zone) {
            for (String other :
                    List.of("no." + zone, zone, "mx." + zone, "a.b.ent." + zone, "_tcp.mx." + zone, "zz." + zone)) {
                SignedDns dns = dns();
                dns.tree
                        .question("_25._tcp.mx." + zone, DnsType.TLSA)
                        .forge(ForgedResponse.noError()
                                .soa(zone)
                                .authority(ForgedRecords.matchingOrCovering(zone, other)));
                isBogus(dns.ask("_25._tcp.mx." + zone + " TLSA"));
                dns.tree
                        .question("_25._tcp.mx." + zone, DnsType.TLSA)
                        .heal()
                        .forge(ForgedResponse.nxDomain()
                                .soa(zone)
                                .authority(ForgedRecords.matchingOrCovering(zone, other)));
                isBogus(dns.ask("_25._tcp.mx." + zone + " TLSA"));
            }
        }

        @Test
        @DisplayName("RFC 6840 §4.1: the parent's record of a delegation denies nothing in the child")
        void ancestorDelegation() {
            SignedDns dns = dns();
            dns.tree
                    .question("mx.nsec.test", DnsType.A)
                    .forge(ForgedResponse.nxDomain()
                            .soa("test")
                            .authority(
                                    ForgedRecords.matchingOrCovering("test", "nsec.test"),
                                    ForgedRecords.matchingOrCovering("test", "mx.nsec.test"),
                                    ForgedRecords.matchingOrCovering("test", "*.nsec.test"),
                                    ForgedRecords.matchingOrCovering("test", "test")));
            isBogus(dns.ask("mx.nsec.test A"));
            dns.tree
                    .question("nsec.test", DnsType.A)
                    .forge(ForgedResponse.noError()
                            .soa("test")
                            .authority(ForgedRecords.matchingOrCovering("test", "nsec.test")));
            isBogus(dns.ask("nsec.test A"));
        }

        @Test
        @DisplayName("the child's own record does not prove that there is no DS")
        void childSide() {
            SignedDns dns = dns();
            dns.tree
                    .question("nsec.test", DnsType.DS)
                    .forge(ForgedResponse.noError()
                            .soa("nsec.test")
                            .authority(ForgedRecords.matchingOrCovering("nsec.test", "nsec.test")));
            isBogus(dns.ask("nsec.test DS"));
            isBogus(dns.ask("mx.nsec.test A"));
        }

        @Test
        @DisplayName("a proof that is itself expired says so")
        void expiredProof() {
            SignedDns dns = dns();
            dns.tree.zone("nsec.test").expire();
            dns.tree.records("nsec.test", DnsType.DNSKEY).heal();
            isBogus(dns.ask("no.nsec.test A"), 7);
        }

        @Test
        @DisplayName("the proof counts, not the RCODE that nobody signed")
        void lenientRcode() {
            SignedDns dns = dns();
            dns.tree
                    .question("b.ent.nsec.test", DnsType.A)
                    .forge(ForgedResponse.nxDomain()
                            .soa("nsec.test")
                            .authority(ForgedRecords.matchingOrCovering("nsec.test", "b.ent.nsec.test")));
            isSecure(dns.ask("b.ent.nsec.test A"), Outcome.NO_DATA);
        }
    }

    @Nested
    class Delegations {

        @Test
        @DisplayName("SEC-07: the parent's denial of DS is withheld, stripped or forged")
        void deniedWithoutProof() {
            for (UnaryOperator<SignedDns> fault : List.<UnaryOperator<SignedDns>>of(
                    dns -> {
                        dns.tree
                                .question("nsec.test", DnsType.DS)
                                .forge(ForgedResponse.noError().soa("test"));
                        return dns;
                    },
                    dns -> {
                        dns.tree
                                .question("nsec.test", DnsType.DS)
                                .forge(ForgedResponse.nxDomain().soa("test"));
                        return dns;
                    },
                    dns -> {
                        dns.tree.question("nsec.test", DnsType.DS).forge(ForgedResponse.noError());
                        return dns;
                    },
                    dns -> {
                        dns.tree
                                .question("nsec.test", DnsType.DS)
                                .forge(ForgedResponse.noError()
                                        .soa("test")
                                        .authority(ForgedRecords.matchingOrCovering("test", "plain.test")));
                        return dns;
                    })) {
                isBogus(fault.apply(dns()).ask("mx.nsec.test A"));
                SignedDns stripped = fault.apply(dns());
                stripped.tree.question("mx.nsec.test", DnsType.A).stripDnssec();
                isBogus(stripped.ask("mx.nsec.test A"));
            }
        }

        @Test
        @DisplayName("a DS record that the parent did not sign")
        void forgedDelegationSigner() {
            SignedDns dns = dns();
            dns.tree.records("nsec.test", DnsType.DS).dropSignatures();
            isBogus(dns.ask("mx.nsec.test A"));
            SignedDns tampered = dns();
            tampered.tree.records("nsec.test", DnsType.DS).tamperData();
            isBogus(tampered.ask("mx.nsec.test A"), 6);
        }

        @Test
        @DisplayName("a DS record without a key that fits")
        void wrongDelegationSigner() {
            String zeros = "0".repeat(64);
            isBogus(dns(zone -> zone.delegationSigners("4711 13 2 " + zeros)).ask("mx.nsec.test A"), 9);
        }

        @Test
        @DisplayName("keys that the DS record does not point to")
        void strangeKeys() {
            SignedDns dns = dns();
            dns.tree.records("nsec.test", DnsType.DNSKEY).signedBy("other.test");
            isBogus(dns.ask("mx.nsec.test A"));
            SignedDns unsigned = dns();
            unsigned.tree.records("nsec.test", DnsType.DNSKEY).dropSignatures();
            isBogus(unsigned.ask("mx.nsec.test A"));
            SignedDns none = dns();
            none.tree
                    .question("nsec.test", DnsType.DNSKEY)
                    .forge(ForgedResponse.noError().soa("nsec.test"));
            isBogus(none.ask("mx.nsec.test A"), 9);
        }

        @Test
        @DisplayName("a DS record, and nothing below is signed")
        void unsignedChild() {
            SignedDns dns = dns();
            dns.tree.zone("nsec.test").dropSignatures();
            isBogus(dns.ask("mx.nsec.test A"));
        }
    }

    @Nested
    class What_cannot_be_fetched_is_unproven {

        @ParameterizedTest
        @ValueSource(strings = {". DNSKEY", "test DS", "test DNSKEY", "nsec.test DS", "nsec.test DNSKEY"})
        @DisplayName("T76: whatever the answer itself looks like")
        void lost(String question) {
            for (String asked :
                    List.of("mx.nsec.test A", "mx.nsec.test TXT", "no.nsec.test A", "x.wild.nsec.test TXT")) {
                isUnproven(dns().lose(question).ask(asked));
            }
        }

        @Test
        @DisplayName("T76: an unsigned denial of TLSA while the keys and delegations are kept away")
        void failOpen() {
            for (ForgedResponse forged : List.of(
                    ForgedResponse.noError().soa("nsec.test"),
                    ForgedResponse.nxDomain().soa("nsec.test"),
                    ForgedResponse.noError())) {
                SignedDns dns = dns();
                dns.tree.questions(DnsType.DS).silent();
                dns.tree.questions(DnsType.DNSKEY).silent();
                dns.tree.question("_25._tcp.mx.nsec.test", DnsType.TLSA).forge(forged);
                isUnproven(dns.ask("_25._tcp.mx.nsec.test TLSA"));
            }
        }

        @Test
        @DisplayName("a server that refuses to answer for keys and delegations")
        void refused() {
            for (DnsType type : List.of(DnsType.DS, DnsType.DNSKEY)) {
                SignedDns servfail = dns();
                servfail.tree.questions(type).servfail();
                isUnproven(servfail.ask("mx.nsec.test A"));
                SignedDns refused = dns();
                refused.tree.questions(type).refused();
                isUnproven(refused.ask("www.plain.test A"));
            }
        }

        @Test
        @DisplayName("what the server said beside its refusal is told")
        void extendedError() {
            SignedDns dns = dns();
            dns.tree.question("nsec.test", DnsType.DNSKEY).servfail().extendedError(22, "no reachable authority");
            DnsAnswer answer = dns.ask("mx.nsec.test A");
            isUnproven(answer);
            assertThat(answer.extendedError().map(ExtendedDnsError::code)).contains(22);
            assertThat(answer.reason()).contains("no reachable authority");
        }

        @Test
        @DisplayName("the server's own failure is just that")
        void upstream() {
            SignedDns dns = dns();
            dns.tree.question("mx.nsec.test", DnsType.A).servfail();
            dns.tree.question("mx.nsec.test", DnsType.MX).refused();
            assertThat(((DnsAnswer.Failed) dns.ask("mx.nsec.test A")).cause()).isEqualTo(DnsFailure.SERVER_FAILURE);
            assertThat(((DnsAnswer.Failed) dns.ask("mx.nsec.test MX")).cause()).isEqualTo(DnsFailure.REFUSED);
            assertThat(((DnsAnswer.Failed) dns.lose("mx.nsec.test TXT").ask("mx.nsec.test TXT")).cause())
                    .isEqualTo(DnsFailure.TIMEOUT);
        }

        @Test
        @DisplayName("names that no anchor is above")
        void outsideOfTheAnchors() {
            SignedDns dns = dns();
            dns.anchors(dns.tree.trustAnchors("nsec.test"));
            isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
            isUnproven(dns.ask("www.other.test A"));
            isUnproven(dns.ask("www.plain.test A"));
            isUnproven(dns.ask("no.example TXT"));
        }
    }

    @Nested
    class SEC_11_nsec3_iterations {

        final SignedTree tree = SignedTree.builder()
                .zone("test")
                .zone("many.test", zone -> zone.nsec3("ab", 51).records("@ A 192.0.2.1\n*.w A 192.0.2.2"))
                .zone("few.test", zone -> zone.nsec3("ab", 50).records("@ A 192.0.2.1\n*.w A 192.0.2.2"))
                .zone("plain.many.test", zone -> zone.unsigned().records("@ A 192.0.2.3"))
                .build();

        @ParameterizedTest
        @CsvSource({
            "many.test TXT, NO_DATA",
            "no.many.test A, NO_SUCH_NAME",
            "x.w.many.test A, FOUND",
            "x.w.many.test TXT, NO_DATA",
            "plain.many.test A, FOUND",
            "plain.many.test DS, NO_DATA"
        })
        @DisplayName("too many: bogus for every kind of answer; insecure by the switch, once the signature is verified")
        void tooMany(String question, Outcome outcome) {
            isBogus(new SignedDns(tree).ask(question), ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
            isInsecure(new SignedDns(tree).allowInsecureNsec3Iterations().ask(question), outcome);
            tree.zone("many.test").tamperSignature();
            tree.records("many.test", DnsType.DNSKEY).heal();
            isBogus(new SignedDns(tree).allowInsecureNsec3Iterations().ask(question));
        }

        @Test
        @DisplayName("not too many")
        void fewEnough() {
            isSecure(new SignedDns(tree).ask("few.test TXT"), Outcome.NO_DATA);
            isSecure(new SignedDns(tree).ask("x.w.few.test A"), Outcome.FOUND);
            isSecure(new SignedDns(tree).ask("many.test A"), Outcome.FOUND);
            SignedDns stricter = new SignedDns(tree).limits(DnssecLimits.DEFAULT.withNsec3Iterations(49));
            isBogus(stricter.ask("few.test TXT"), ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
        }

        @Test
        @DisplayName("SEC-08: a hash that nobody knows proves nothing")
        void unknownHash() {
            SignedDns dns = dns(zone -> zone.nsec3Algorithm(2));
            isBogus(dns.ask("no.nsec3.test A"));
        }
    }

    @Nested
    class SEC_12_aliases {

        private static List<DnsSecurity> hops(DnsAnswer answer) {
            return answer.aliases().stream().map(DnsAlias::security).toList();
        }

        @Test
        @DisplayName("from zone to zone, each hop has its own status, and the answer the weakest")
        void mixed() {
            DnsAnswer secure = dns().ask("far.nsec.test A");
            isSecure(secure, Outcome.FOUND);
            assertThat(hops(secure)).containsExactly(SECURE);
            DnsAnswer insecure = dns().ask("out.nsec.test A");
            isInsecure(insecure, Outcome.FOUND);
            assertThat(hops(insecure)).containsExactly(SECURE);
            isInsecure(dns().ask("out.nsec3.test TXT"), Outcome.NO_DATA);
        }

        @Test
        @DisplayName("a broken hop breaks the chain, whatever is at its end")
        void broken() {
            SignedDns dns = dns();
            dns.tree.records("far.nsec.test", DnsType.CNAME).tamperSignature();
            isBogus(dns.ask("far.nsec.test A"), 6);
            SignedDns unsigned = dns();
            unsigned.tree.records("out.nsec.test", DnsType.CNAME).dropSignatures();
            isBogus(unsigned.ask("out.nsec.test A"), 10);
        }

        @Test
        @DisplayName("the target's zone can't be proven")
        void targetUnproven() {
            isUnproven(dns().lose("other.test DS").ask("far.nsec.test A"));
        }

        @Test
        @DisplayName("a CNAME that a DNAME made needs no signature; the DNAME does")
        void synthesized() {
            DnsAnswer answer = dns().ask("www.tree.nsec.test A");
            isSecure(answer, Outcome.FOUND);
            assertThat(answer.aliases()).extracting(DnsAlias::type).containsExactly(DnsType.DNAME);
            SignedDns tampered = dns();
            tampered.tree.records("tree.nsec.test", DnsType.DNAME).tamperSignature();
            isBogus(tampered.ask("www.tree.nsec.test A"));
        }

        @Test
        @DisplayName("an unsigned CNAME in a signed zone, to a name of the attacker's")
        void forgedAlias() {
            SignedDns dns = dns();
            dns.tree
                    .question("mx.nsec.test", DnsType.A)
                    .forge(ForgedResponse.noError().answer(ForgedRecords.unsigned("""
                            mx.nsec.test.    CNAME www.plain.test.
                            www.plain.test.  A     192.0.2.66
                            """)));
            isBogus(dns.ask("mx.nsec.test A"), 10);
        }

        @Test
        @DisplayName("a DNAME that does not fit its CNAME")
        void dnameOfAnother() {
            SignedDns dns = dns();
            dns.tree
                    .question("www.tree.nsec.test", DnsType.A)
                    .forge(ForgedResponse.noError()
                            .answer(
                                    ForgedRecords.of("nsec.test", "tree.nsec.test", DnsType.DNAME),
                                    ForgedRecords.unsigned("""
                                            www.tree.nsec.test.  CNAME www.plain.test.
                                            www.plain.test.      A     192.0.2.66
                                            """)));
            isBogus(dns.ask("www.tree.nsec.test A"));
        }
    }

    @Nested
    class What_is_asked {

        @Test
        @DisplayName("six questions for the first name, one when its zone is known, three for the next domain")
        void questions() {
            SignedDns dns = dns();
            isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
            assertThat(dns.asked).as("%s", dns.asked).hasSize(6);
            dns.asked.clear();
            isSecure(dns.ask("_25._tcp.mx.nsec.test TLSA"), Outcome.FOUND);
            assertThat(dns.asked).as("%s", dns.asked).hasSize(1);
            dns.asked.clear();
            isSecure(dns.ask("www.other.test A"), Outcome.FOUND);
            assertThat(dns.asked).as("%s", dns.asked).hasSize(3);
            dns.asked.clear();
            isInsecure(dns.ask("www.plain.test A"), Outcome.FOUND);
            assertThat(dns.asked).as("%s", dns.asked).hasSize(2);
            dns.asked.clear();
            isInsecure(dns.ask("plain.test A"), Outcome.FOUND);
            isInsecure(dns.ask("sub.plain.test A"), Outcome.FOUND);
            assertThat(dns.asked).as("%s", dns.asked).hasSize(2);
        }

        @Test
        @DisplayName("names of addresses, whose zones lie far apart: several delegations at once")
        void reverse() {
            SignedDns dns = new SignedDns(SignedTree.builder()
                    .zone("arpa")
                    .zone("ip6.arpa")
                    .zone("8.b.d.0.1.0.0.2.ip6.arpa", zone -> zone.unsigned().records("1.0.0.0 PTR mx.test."))
                    .build());
            isInsecure(dns.ask("1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR"), Outcome.FOUND);
            assertThat(dns.asked).hasSizeLessThan(24);
        }

        @Test
        @DisplayName("not more than the limit, for which the answer is unproven")
        void limit() {
            SignedDns dns = dns();
            String deep = "a.".repeat(100) + "nsec.test A";
            dns.tree.question(deep.substring(0, deep.length() - 2), DnsType.A).forge(ForgedResponse.noError());
            DnsAnswer answer = dns.ask(deep);
            assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(dns.asked).hasSizeLessThanOrEqualTo(SignedDns.MAX_QUESTIONS);
        }
    }

    @Nested
    class Bounded_work {

        private static void isBounded(SignedDns dns) {
            DnssecLimits limits = DnssecLimits.DEFAULT;
            // Each zone on the way is good: no more than two signatures of the root, the top-level domain and the DS.
            assertThat(dns.work().verified()).isBetween(1, 8 + limits.failedSignatures());
            assertThat(dns.work().hashed()).isLessThanOrEqualTo(limits.nsec3Hashes());
        }

        @Test
        @DisplayName("T80: KeyTrap: many keys with one tag, many signatures that are all wrong")
        void keyTrap() {
            SignedDns dns = dns(zone -> zone.keyTrap(30, 30));
            isBogus(dns.ask("mx.nsec.test A"));
            isBounded(dns);
            isBogus(dns.ask("no.nsec3.test A"));
            isBounded(dns);
            isSecure(dns.ask("www.other.test A"), Outcome.FOUND);
        }

        @Test
        @DisplayName("T80: the same at the keys themselves, with a DS record for each")
        void keySetTrap() {
            SignedDns dns = dns(zone -> zone.keySetTrap(20, 20));
            isBogus(dns.ask("mx.nsec.test A"));
            isBounded(dns);
            isBogus(dns.ask("mx.nsec.test A"));
            assertThat(dns.work().verified()).as("it is remembered").isZero();
        }

        @Test
        @DisplayName("T81: a name of 110 labels in a zone with NSEC3")
        void longName() {
            SignedDns dns = dns();
            isSecure(dns.ask("a.".repeat(110) + "nsec3.test A"), Outcome.NO_SUCH_NAME);
            assertThat(dns.work().hashed()).isBetween(3, 120);
        }

        @Test
        @DisplayName("T81: many names in a row, of none of which it is proven that it is no delegation")
        void gaps() {
            SignedDns dns = dns();
            dns.tree.questions(DnsType.DS).withholdProofs();
            dns.tree.question("nsec3.test", DnsType.DS).withhold(DenialPart.WILDCARD);
            String deep = "a.".repeat(30) + "nsec3.test";
            dns.tree.question(deep, DnsType.A).forge(ForgedResponse.noError().soa("nsec3.test"));
            isBogus(dns.ask(deep + " A"), ExtendedDnsError.NSEC_MISSING);
            assertThat(dns.work().hashed()).isLessThan(64);
        }

        @Test
        @DisplayName("a set of many NSEC records at one name proves nothing")
        void crowdedName() {
            SignedDns dns = dns();
            dns.tree
                    .question("no.nsec.test", DnsType.A)
                    .forge(ForgedResponse.nxDomain()
                            .soa("nsec.test")
                            .authority(ForgedRecords.signedBy("nsec.test", """
                                    nsec.test. TYPE47 \\# 18 036f6e65046e7365630474657374000001 40
                                    nsec.test. TYPE47 \\# 18 0374776f046e7365630474657374000001 40
                                    """)));
            isBogus(dns.ask("no.nsec.test A"), ExtendedDnsError.NSEC_MISSING);
        }

        @Test
        @DisplayName("no allowance for hashes: bogus, and it says why")
        void noHashes() {
            SignedDns dns = dns().limits(new DnssecLimits(8, 4, 16, 128, 1, 50, 64));
            isBogus(dns.ask("no.such.nsec3.test A"));
            assertThat(dns.work().hashed()).isEqualTo(1);
        }

        @Test
        @DisplayName("no allowance for signatures: bogus, and it says why")
        void noSignatures() {
            SignedDns dns = dns().limits(new DnssecLimits(8, 4, 16, 0, 256, 50, 64));
            isBogus(dns.ask("mx.nsec.test A"), 6);
            assertThat(dns.work().verified()).isZero();
        }
    }

    @Nested
    class The_proof {

        @Test
        @DisplayName("goes from the anchor to the answer")
        void secure() {
            assertThat(dns().answer("mx.nsec.test A").steps())
                    .extracting(step -> step.question() + " " + step.security())
                    .containsExactly(
                            ". DNSKEY SECURE",
                            "test DS SECURE",
                            "test DNSKEY SECURE",
                            "nsec.test DS SECURE",
                            "nsec.test DNSKEY SECURE",
                            "mx.nsec.test A SECURE");
        }

        @Test
        @DisplayName("shows where it ends, or breaks")
        void broken() {
            assertThat(dns().answer("www.plain.test A").steps())
                    .extracting(step -> step.question() + " " + step.security())
                    .endsWith("plain.test DS INSECURE", "www.plain.test A INSECURE");
            SignedDns dns = dns();
            dns.tree.records("nsec.test", DnsType.DNSKEY).expire();
            assertThat(dns.answer("mx.nsec.test A").steps())
                    .extracting(step -> step.question() + " " + step.security())
                    .endsWith("nsec.test DS SECURE", "nsec.test DNSKEY BOGUS", "mx.nsec.test A BOGUS");
        }

        @Test
        @DisplayName("can be shown again when everything is known")
        void warm() {
            SignedDns dns = dns();
            List<ProofStep> cold = dns.answer("mx.nsec.test A").steps();
            assertThat(dns.answer("mx.nsec.test A").steps()).isEqualTo(cold);
        }
    }

    @Test
    @DisplayName("T86: during a rollover either key of the anchor is enough")
    void rollover() {
        SignedDns dns = dns();
        dns.anchors(". DS 4711 13 2 " + "0".repeat(64) + "\n" + dns.tree.trustAnchors());
        isSecure(dns.ask("mx.nsec.test A"), Outcome.FOUND);
        SignedDns none = dns();
        none.anchors(". DS 4711 13 2 " + "0".repeat(64));
        isBogus(none.ask("mx.nsec.test A"));
    }

    @Test
    @DisplayName("types that nobody signs are bogus in a signed zone")
    void signaturesThemselves() {
        isBogus(dns().ask("mx.nsec.test " + DnsType.RRSIG));
    }
}
