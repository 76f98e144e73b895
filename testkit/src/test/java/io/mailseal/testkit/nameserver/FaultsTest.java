package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in a tree where it is told to. */
class FaultsTest {

    static final SignedTree TREE = SignedTree.builder()
            .zone("example", zone -> zone.nsec3("aabb", 5))
            .zone(
                    "mail.example",
                    zone -> zone.algorithm(SigningAlgorithm.ECDSA_P256, SigningAlgorithm.ED25519)
                            .records("""
                            @     MX    10 mx
                            mx    A     192.0.2.1
                            b     TXT   "b"
                            *.w   TXT   "wild"
                            alias CNAME mx
                            """))
            .zone("other.example", zone -> zone.records("@ A 192.0.2.2"))
            .zone("plain.example", ZoneBuilder::unsigned)
            .build();

    @BeforeEach
    void heal() {
        TREE.heal();
    }

    static WireMessage ask(String name, DnsType type) {
        return WireMessage.parse(TREE.answerOverTcp(WireMessage.query(name, type)));
    }

    // A new one each time: it must not know keys from before a fault.
    static List<String> unverified(String name, DnsType type) {
        TestValidator validator = new TestValidator(TREE, SignedTree.DEFAULT_TIME);
        return validator.unverified(validator.ask(name, type));
    }

    static List<String> unverifiedAt(Instant now, String name, DnsType type) {
        TestValidator validator = new TestValidator(TREE, now);
        return validator.unverified(validator.ask(name, type));
    }

    static List<Octets> signatures(String name, DnsType type) {
        return ask(name, type).answer(DnsType.RRSIG).stream()
                .map(WireMessage.Rr::data)
                .toList();
    }

    @Nested
    class OfRecords {

        static Stream<Consumer<RecordFaults>> faults() {
            return Stream.of(
                    RecordFaults::tamperData,
                    RecordFaults::tamperSignature,
                    RecordFaults::dropSignatures,
                    RecordFaults::expire,
                    RecordFaults::notYetValid,
                    faults -> faults.signedWith(SigningKey.generate(SigningAlgorithm.ED448)),
                    faults -> faults.signatureLabels(5));
        }

        @ParameterizedTest
        @MethodSource("faults")
        void areThoseOfOneSet(Consumer<RecordFaults> fault) {
            fault.accept(TREE.records("mail.example", DnsType.MX));
            assertThat(unverified("mail.example", DnsType.MX)).containsExactly("mail.example MX");
            assertThat(unverified("mx.mail.example", DnsType.A)).isEmpty();
            TREE.records("mail.example", DnsType.MX).heal();
            assertThat(unverified("mail.example", DnsType.MX)).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("faults")
        void orOfAWholeZone(Consumer<RecordFaults> fault) {
            fault.accept(TREE.zone("mail.example"));
            assertThat(unverified("mx.mail.example", DnsType.A)).containsExactly("mx.mail.example A");
            assertThat(unverified("mail.example", DnsType.DS)).isEmpty();
            TREE.zone("mail.example").heal();
            assertThat(unverified("mx.mail.example", DnsType.A)).isEmpty();
        }

        @Test
        void dataIsTamperedWithInOneBit() {
            WireMessage before = ask("mx.mail.example", DnsType.A);
            TREE.records("mx.mail.example", DnsType.A).tamperData();
            WireMessage after = ask("mx.mail.example", DnsType.A);
            assertThat(after.texts(DnsType.A)).containsExactly("192.0.2.0");
            assertThat(after.answer(DnsType.RRSIG))
                    .extracting(rr -> rr.data().slice(0, 18))
                    .isEqualTo(before.answer(DnsType.RRSIG).stream()
                            .map(rr -> rr.data().slice(0, 18))
                            .toList());
        }

        @Test
        void tamperedDataStaysWellFormed() {
            TREE.zone("mail.example").tamperData();
            assertThat(ask("mail.example", DnsType.MX).texts(DnsType.MX)).containsExactly("10 lx.mail.example.");
            assertThat(ask("alias.mail.example", DnsType.CNAME).texts(DnsType.CNAME))
                    .containsExactly("lx.mail.example.");
            assertThat(ask("b.mail.example", DnsType.TXT).texts(DnsType.TXT)).containsExactly("\"c\"");
            assertThat(ask("nothing.mail.example", DnsType.A).authority(DnsType.NSEC))
                    .isNotEmpty();
        }

        @Test
        void expiredAndEarlySignaturesAreRightAtAnotherTime() {
            TREE.records("mx.mail.example", DnsType.A).expire();
            Instant then = SignedTree.DEFAULT_TIME.minus(Duration.ofDays(10));
            assertThat(unverified("mx.mail.example", DnsType.A)).isNotEmpty();
            assertVerifiesAt(then);
            TREE.heal();
            TREE.records("mx.mail.example", DnsType.A).notYetValid();
            assertVerifiesAt(SignedTree.DEFAULT_TIME.plus(Duration.ofDays(10)));
            TREE.heal();
            TREE.records("mx.mail.example", DnsType.A).validity(Duration.ofDays(-2), Duration.ofDays(3));
            assertThat(unverified("mx.mail.example", DnsType.A)).isNotEmpty();
            assertThat(unverifiedAt(SignedTree.DEFAULT_TIME.plus(Duration.ofDays(2)), "mx.mail.example", DnsType.A))
                    .isEmpty();
        }

        private static void assertVerifiesAt(Instant then) {
            WireMessage message = ask("mx.mail.example", DnsType.A);
            assertThat(message.answer(DnsType.RRSIG))
                    .allMatch(rrsig -> TREE.keys("mail.example").stream()
                            .anyMatch(key ->
                                    SignatureCheck.verifies(rrsig, message.answer(DnsType.A), key.dnskey(), then)));
        }

        @Test
        void mayConcernOneAlgorithm() {
            assertThat(signatures("mail.example", DnsType.MX)).hasSize(2);
            TREE.records("mail.example", DnsType.MX).tamperSignature(SigningAlgorithm.ECDSA_P256);
            assertThat(signatures("mail.example", DnsType.MX)).hasSize(2);
            assertThat(unverified("mail.example", DnsType.MX)).isEmpty();
            TREE.records("mail.example", DnsType.MX).dropSignatures(SigningAlgorithm.ED25519);
            assertThat(signatures("mail.example", DnsType.MX)).hasSize(1);
            assertThat(unverified("mail.example", DnsType.MX)).isNotEmpty();
        }

        @Test
        void anotherSignerIsNamed() {
            TREE.records("mail.example", DnsType.MX).signerName("example");
            List<WireMessage.Rr> rrsigs = ask("mail.example", DnsType.MX).answer(DnsType.RRSIG);
            assertThat(rrsigs)
                    .hasSize(2)
                    .allMatch(rr -> SignatureCheck.signer(rr).equals(DomainName.of("example")));
            // It is signed as it is shown.
            assertThat(rrsigs)
                    .allMatch(rrsig -> TREE.keys("mail.example").stream()
                            .anyMatch(key -> SignatureCheck.verifies(
                                    rrsig,
                                    ask("mail.example", DnsType.MX).answer(DnsType.MX),
                                    key.dnskey(),
                                    SignedTree.DEFAULT_TIME)));
        }

        @Test
        void anotherZoneSigns() {
            TREE.records("mail.example", DnsType.MX).signedBy("example");
            WireMessage message = ask("mail.example", DnsType.MX);
            assertThat(message.answer(DnsType.RRSIG)).hasSize(1);
            assertThat(unverified("mail.example", DnsType.MX))
                    .isEmpty(); // that its signer is above is for others to see
        }

        @Test
        void ttlsDiffer() {
            TREE.records("mail.example", DnsType.MX).originalTtl(60).servedTtl(7200);
            WireMessage message = ask("mail.example", DnsType.MX);
            assertThat(message.answer()).allMatch(rr -> rr.ttl() == 7200);
            assertThat(message.answer(DnsType.RRSIG)).allMatch(rr -> SignatureCheck.number(rr.data(), 4, 4) == 60);
            assertThat(unverified("mail.example", DnsType.MX)).isEmpty();
        }

        @Test
        void wrongSignaturesComeFirst() {
            TREE.records("mail.example", DnsType.MX).wrongSignaturesFirst(5);
            assertThat(signatures("mail.example", DnsType.MX)).hasSize(7).doesNotHaveDuplicates();
            assertThat(unverified("mail.example", DnsType.MX)).isEmpty();
        }

        @Test
        void proofsHaveThemToo() {
            TREE.zone("mail.example").dropSignatures();
            assertThat(unverified("nothing.mail.example", DnsType.A))
                    .contains("mail.example SOA")
                    .anyMatch(set -> set.endsWith(" NSEC"));
        }

        @Test
        void whatAWildcardAnswersHasThoseOfTheWildcard() {
            TREE.records("*.w.mail.example", DnsType.TXT).tamperSignature();
            assertThat(unverified("a.w.mail.example", DnsType.TXT)).containsExactly("a.w.mail.example TXT");
        }

        @Test
        void mistakesAreTold() {
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.zone("nowhere"));
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.zone("plain.example"));
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.records("a.w.mail.example", DnsType.TXT));
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.records("plain.example", DnsType.SOA));
            RecordFaults faults = TREE.records("mail.example", DnsType.MX);
            assertThatIllegalArgumentException().isThrownBy(() -> faults.signedBy("plain.example"));
            assertThatIllegalArgumentException().isThrownBy(() -> faults.validity(Duration.ZERO, Duration.ZERO));
        }
    }

    @Test
    void mayChangeWhileOthersAsk() throws Exception {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            clients.add(CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    WireMessage message = ask("mail.example", DnsType.MX);
                    assertThat(message.rcode()).isIn(0, 5);
                    assertThat(message.answer(DnsType.RRSIG)).hasSizeBetween(0, 2);
                }
            }));
        }
        for (int i = 0; i < 30; i++) {
            TREE.records("mail.example", DnsType.MX).dropSignatures();
            TREE.question("mail.example", DnsType.MX).refused();
            assertThat(ask("mail.example", DnsType.MX).rcode()).isEqualTo(5);
            TREE.heal();
            assertThat(ask("mail.example", DnsType.MX).answer()).hasSize(3);
        }
        over.set(true);
        for (CompletableFuture<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }
    }

    @Nested
    class OfResponses {

        ResponseFaults mx() {
            return TREE.question("mail.example", DnsType.MX);
        }

        WireMessage response() {
            return ask("mail.example", DnsType.MX);
        }

        @Test
        void failures() {
            mx().servfail().extendedError(22, "no reachable authority");
            assertThat(response().rcode()).isEqualTo(2);
            assertThat(response().answer()).isEmpty();
            assertThat(response().additional().get(0).data())
                    .isEqualTo(new WireWriter()
                            .number16(15)
                            .number16(24)
                            .number16(22)
                            .octets(Octets.ofUtf8("no reachable authority"))
                            .toOctets());
            mx().heal().refused();
            assertThat(response().rcode()).isEqualTo(5);
            mx().heal().rcode(4);
            assertThat(response().rcode()).isEqualTo(4);
            mx().heal();
            assertThat(response().rcode()).isZero();
        }

        @Test
        void silence() {
            mx().silent();
            assertThat(TREE.answer(WireMessage.query("mail.example", DnsType.MX)))
                    .isEmpty();
        }

        @Test
        void nothingOfDnssec() {
            TREE.everyQuestion().stripDnssec();
            assertThat(response().types()).containsExactlyInAnyOrder(DnsType.MX, RecordTypes.OPT);
            assertThat(ask("nothing.mail.example", DnsType.A).types())
                    .containsExactlyInAnyOrder(DnsType.SOA, RecordTypes.OPT);
            TREE.heal();
            TREE.everyQuestion().withoutEdns();
            assertThat(response().types()).containsExactly(DnsType.MX);
        }

        @Test
        void truncation() {
            mx().truncated();
            byte[] query = WireMessage.query("mail.example", DnsType.MX);
            assertThat(WireMessage.parse(TREE.answer(query)).isTruncated()).isTrue();
            assertThat(WireMessage.parse(TREE.answer(query)).answer()).isEmpty();
            assertThat(response().isTruncated()).isFalse();
        }

        @Test
        void authenticatedData() {
            assertThat(response().isAuthenticated()).isFalse();
            mx().authenticated();
            assertThat(response().isAuthenticated()).isTrue();
        }

        @Test
        void theMostParticularOnesCount() {
            TREE.everyQuestion().refused();
            TREE.questions(DnsType.MX).servfail();
            mx().rcode(4);
            assertThat(response().rcode()).isEqualTo(4);
            assertThat(ask("mx.mail.example", DnsType.MX).rcode()).isEqualTo(2);
            assertThat(ask("mail.example", DnsType.A).rcode()).isEqualTo(5);
            mx().heal();
            assertThat(response().rcode()).isEqualTo(2);
            TREE.heal();
            assertThat(response().rcode()).isZero();
        }

        List<String> owners(String name, DnsType type, DnsType of) {
            return ask(name, type).authority(of).stream()
                    .map(rr -> rr.owner().toString())
                    .toList();
        }

        @Test
        void partsOfAnNsecProof() {
            // b < nothing < *.w: nothing is covered by mx's record, the wildcard by the apex's.
            ResponseFaults faults = TREE.question("nothing.mail.example", DnsType.A);
            assertThat(owners("nothing.mail.example", DnsType.A, DnsType.NSEC))
                    .containsExactly("mx.mail.example", "mail.example");
            faults.withhold(DenialPart.COVER);
            assertThat(owners("nothing.mail.example", DnsType.A, DnsType.NSEC)).containsExactly("mail.example");
            faults.heal().withhold(DenialPart.WILDCARD);
            assertThat(owners("nothing.mail.example", DnsType.A, DnsType.NSEC)).containsExactly("mx.mail.example");
            faults.heal().withhold(DenialPart.COVER, DenialPart.WILDCARD);
            assertThat(owners("nothing.mail.example", DnsType.A, DnsType.NSEC)).isEmpty();
            TREE.question("b.mail.example", DnsType.A).withhold(DenialPart.MATCH);
            assertThat(owners("b.mail.example", DnsType.A, DnsType.NSEC)).isEmpty();
            assertThat(owners("b.mail.example", DnsType.A, DnsType.SOA)).hasSize(1);
        }

        @Test
        void partsOfAnNsec3Proof() {
            ResponseFaults faults = TREE.question("nothing.example", DnsType.A);
            Nsec3Hash hash = new Nsec3Hash(Octets.of((byte) 0xAA, (byte) 0xBB), 5);
            DomainName asked = DomainName.of("nothing.example");
            DenialCheck whole = new DenialCheck(ask("nothing.example", DnsType.A), hash);
            assertThat(whole.provesNoName(asked)).isTrue();
            for (DenialPart part : List.of(DenialPart.COVER, DenialPart.CLOSEST_ENCLOSER, DenialPart.WILDCARD)) {
                faults.heal().withhold(part);
                DenialCheck rest = new DenialCheck(ask("nothing.example", DnsType.A), hash);
                assertThat(rest.provesNoName(asked)).as(part.toString()).isFalse();
            }
        }

        @Test
        void proofsOfAnotherPlace() {
            TREE.question("nothing.mail.example", DnsType.A)
                    .replaceProofs(
                            ForgedRecords.of("mail.example", "b.mail.example", DnsType.NSEC),
                            ForgedRecords.matchingOrCovering("example", "mail.example"));
            WireMessage message = ask("nothing.mail.example", DnsType.A);
            assertThat(message.authority(DnsType.NSEC)).hasSize(1);
            assertThat(message.authority(DnsType.NSEC3)).hasSize(1);
            assertThat(message.authority(DnsType.SOA)).hasSize(1);
            assertThat(unverified("nothing.mail.example", DnsType.A)).isEmpty();
        }

        @Test
        void smuggledRecords() {
            mx().addAnswer(ForgedRecords.unsigned("bank.example. A 192.0.2.66"))
                    .addAuthority(ForgedRecords.unsigned("example. NS evil.example."))
                    .addAdditional(ForgedRecords.signedBy("other.example", "mx.mail.example. A 192.0.2.66"));
            assertThat(response().texts(DnsType.A)).containsExactly("192.0.2.66");
            assertThat(response().texts(DnsType.MX)).hasSize(1);
            assertThat(response().authority(DnsType.NS)).hasSize(1);
            assertThat(response().additional()).hasSize(3); // the OPT record, too
        }

        @Test
        void forgedResponses() {
            mx().forge(ForgedResponse.noError());
            assertThat(response().types()).containsExactly(RecordTypes.OPT);
            mx().heal().forge(ForgedResponse.nxDomain().soa("example"));
            assertThat(response().rcode()).isEqualTo(3);
            assertThat(response().authority(DnsType.SOA)).hasSize(1);
            mx().heal()
                    .forge(ForgedResponse.noError()
                            .answer(ForgedRecords.signedBy("mail.example", "mail.example. MX 1 evil.example.")));
            assertThat(response().texts(DnsType.MX)).containsExactly("1 evil.example.");
            assertThat(unverified("mail.example", DnsType.MX)).isEmpty();
            SigningKey key = SigningKey.generate(SigningAlgorithm.ECDSA_P256);
            mx().heal()
                    .forge(ForgedResponse.noError()
                            .answer(ForgedRecords.signedWith(key, "mail.example", "mail.example. MX 1 evil.example.")));
            WireMessage forged = response();
            assertThat(unverified("mail.example", DnsType.MX)).isNotEmpty();
            assertThat(SignatureCheck.verifies(
                            forged.answer(DnsType.RRSIG).get(0),
                            forged.answer(DnsType.MX),
                            key.dnskey(),
                            SignedTree.DEFAULT_TIME))
                    .isTrue();
        }

        @Test
        void theResponseToAnotherQuestion() {
            mx().forge(ForgedResponse.of("nothing.mail.example", DnsType.A));
            assertThat(response().rcode()).isEqualTo(3);
            assertThat(response().questions().get(0).type()).isEqualTo(DnsType.MX);
            assertThat(response().authority())
                    .isEqualTo(ask("nothing.mail.example", DnsType.A).authority());
        }

        @Test
        void mistakesAreTold() {
            mx().forge(ForgedResponse.noError().answer(ForgedRecords.of("mail.example", "x.example", DnsType.A)));
            assertThatIllegalArgumentException().isThrownBy(this::response).withMessageContaining("x.example");
        }
    }
}
