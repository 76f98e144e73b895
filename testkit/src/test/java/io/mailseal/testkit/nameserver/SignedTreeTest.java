package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a tree answers when nothing is wrong. */
class SignedTreeTest {

    static final SignedTree TREE = SignedTree.builder()
            .zone("example", zone -> zone.nsec3("aabb", 5).optOut())
            .zone(
                    "mail.example",
                    zone -> zone.algorithm(SigningAlgorithm.ED25519).records("""
                    @             MX    10 mx
                    mx            A     192.0.2.1
                    mx            A     192.0.2.2
                    _25._tcp.mx   TLSA  3 1 1 0011
                    *             TXT   "wild"
                    alias         CNAME mx
                    far           CNAME www.plain.example.
                    one           CNAME two
                    two           CNAME one
                    self          CNAME self
                    old           DNAME new
                    host.new      A     192.0.2.3
                    long          DNAME aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                    large         TYPE65280 \\# 2000 %s
                    cut           NS    ns.elsewhere.invalid.
                    """.formatted("00".repeat(2000))))
            .zone("plain.example", zone -> zone.unsigned().records("www A 192.0.2.4"))
            .build();

    static final TestValidator VALIDATOR = new TestValidator(TREE, SignedTree.DEFAULT_TIME);

    static WireMessage ask(String name, DnsType type) {
        return VALIDATOR.ask(name, type);
    }

    static WireMessage answer(byte[] query) {
        return WireMessage.parse(TREE.answer(query));
    }

    @Nested
    class Answers {

        @Test
        void aSetHasAllItsRecordsAndASignature() {
            WireMessage message = VALIDATOR.secure("mx.mail.example", DnsType.A);
            assertThat(message.texts(DnsType.A)).containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
            assertThat(message.answer(DnsType.RRSIG)).hasSize(1);
            assertThat(message.rcode()).isZero();
            assertThat(message.authority()).isEmpty();
        }

        @Test
        void theDefaultTtlIsAnHour() {
            assertThat(ask("mail.example", DnsType.MX).answer())
                    .allMatch(rr -> rr.ttl() == 3600 && rr.recordClass() == 1);
        }

        @Test
        void anAliasIsFollowed() {
            WireMessage message = VALIDATOR.secure("alias.mail.example", DnsType.A);
            assertThat(message.texts(DnsType.CNAME)).containsExactly("mx.mail.example.");
            assertThat(message.answer(DnsType.A)).hasSize(2);
        }

        @Test
        void anAliasIsFollowedIntoAnotherZone() {
            WireMessage message = ask("far.mail.example", DnsType.A);
            assertThat(message.texts(DnsType.A)).containsExactly("192.0.2.4");
            assertThat(VALIDATOR.unverified(message)).containsExactly("www.plain.example A");
        }

        @Test
        void anAliasThatIsAskedForIsNot() {
            assertThat(VALIDATOR.secure("alias.mail.example", DnsType.CNAME).answer(DnsType.A))
                    .isEmpty();
        }

        @Test
        void aCircleOfAliasesIsGivenOnce() {
            assertThat(VALIDATOR.secure("one.mail.example", DnsType.A).texts(DnsType.CNAME))
                    .containsExactly("two.mail.example.", "one.mail.example.");
            assertThat(VALIDATOR.secure("self.mail.example", DnsType.A).texts(DnsType.CNAME))
                    .containsExactly("self.mail.example.");
        }

        @Test
        void aliasesEndWhereTheBuilderSaid() {
            SignedTree tree = SignedTree.builder()
                    .maxAliases(2)
                    .zone("a", zone -> zone.records("0 CNAME 1\n1 CNAME 2\n2 CNAME 3\n3 A 192.0.2.1"))
                    .build();
            WireMessage message = new TestValidator(tree, SignedTree.DEFAULT_TIME).secure("0.a", DnsType.A);
            assertThat(message.texts(DnsType.CNAME)).containsExactly("1.a.", "2.a.", "3.a.");
            assertThat(message.answer(DnsType.A)).isEmpty();
        }

        @Test
        void aDnameRedirectsWhatIsBelow() {
            WireMessage message = VALIDATOR.secure("host.old.mail.example", DnsType.A);
            assertThat(message.texts(DnsType.DNAME)).containsExactly("new.mail.example.");
            assertThat(message.texts(DnsType.CNAME)).containsExactly("host.new.mail.example.");
            assertThat(message.texts(DnsType.A)).containsExactly("192.0.2.3");
        }

        @Test
        void aDnameDoesNotRedirectItsOwner() {
            assertThat(VALIDATOR.secure("old.mail.example", DnsType.A).answer()).isEmpty();
            assertThat(VALIDATOR.secure("old.mail.example", DnsType.DNAME).answer(DnsType.DNAME))
                    .hasSize(1);
        }

        @Test
        void aNameThatGrowsTooLongIsAnError() {
            String name = ("b".repeat(60) + ".").repeat(3) + "long.mail.example";
            assertThat(ask(name, DnsType.A).rcode()).isEqualTo(6);
        }

        @Test
        void dsIsAnsweredFromAbove() {
            WireMessage message = VALIDATOR.secure("mail.example", DnsType.DS);
            assertThat(message.answer(DnsType.DS)).hasSize(1);
            assertThat(SignatureCheck.signer(message.answer(DnsType.RRSIG).get(0)))
                    .isEqualTo(DomainName.of("example"));
        }

        @Test
        void anyIsAllThatTheNameHas() {
            assertThat(ask("mail.example", RecordTypes.ANY).types())
                    .contains(DnsType.MX, DnsType.SOA, DnsType.NS, DnsType.DNSKEY);
        }

        @Test
        void signaturesCanBeAskedFor() {
            assertThat(ask("mx.mail.example", DnsType.RRSIG).answer(DnsType.RRSIG))
                    .hasSize(1);
        }
    }

    @Nested
    class Absence {

        @Test
        void noData() {
            WireMessage message = VALIDATOR.secure("mx.mail.example", DnsType.MX);
            assertThat(message.rcode()).isZero();
            assertThat(message.answer()).isEmpty();
            assertThat(message.authority(DnsType.SOA)).hasSize(1);
            assertThat(message.authority(DnsType.NSEC)).hasSize(1);
        }

        @Test
        void noSuchName() {
            WireMessage message = VALIDATOR.secure("nothing.mx.mail.example", DnsType.A);
            assertThat(message.rcode()).isEqualTo(3);
            assertThat(message.authority(DnsType.SOA)).hasSize(1);
            assertThat(message.authority(DnsType.NSEC)).isNotEmpty();
        }

        @Test
        void anEmptyNameBetweenExists() {
            WireMessage message = VALIDATOR.secure("_tcp.mx.mail.example", DnsType.A);
            assertThat(message.rcode()).isZero();
            assertThat(message.answer()).isEmpty();
        }

        @Test
        void aWildcardAnswersWithAProof() {
            WireMessage message = VALIDATOR.secure("any.thing.mail.example", DnsType.TXT);
            assertThat(message.texts(DnsType.TXT)).containsExactly("\"wild\"");
            assertThat(message.answer(DnsType.TXT).get(0).owner()).isEqualTo(DomainName.of("any.thing.mail.example"));
            assertThat(message.authority(DnsType.NSEC)).hasSize(1);
        }

        @Test
        void aWildcardWithoutTheType() {
            WireMessage message = VALIDATOR.secure("any.mail.example", DnsType.A);
            assertThat(message.rcode()).isZero();
            assertThat(message.answer()).isEmpty();
            assertThat(message.authority(DnsType.NSEC)).hasSizeBetween(1, 2);
        }

        @Test
        void theTtlIsTheMinimum() {
            assertThat(ask("nothing.mx.mail.example", DnsType.A).authority()).allMatch(rr -> rr.ttl() == 300);
        }

        @Test
        void aDelegationWithoutDsIsProven() {
            WireMessage optedOut = VALIDATOR.secure("plain.example", DnsType.DS);
            assertThat(optedOut.rcode()).isZero();
            assertThat(optedOut.authority(DnsType.NSEC3)).isNotEmpty();
            WireMessage listed = VALIDATOR.secure("cut.mail.example", DnsType.DS);
            assertThat(listed.authority(DnsType.NSEC)).hasSize(1);
        }

        @Test
        void whatIsDelegatedElsewhereIsAFailure() {
            assertThat(ask("www.cut.mail.example", DnsType.A).rcode()).isEqualTo(2);
            assertThat(ask("cut.mail.example", DnsType.NS).rcode()).isEqualTo(2);
        }

        @Test
        void unsignedZonesProveNothing() {
            WireMessage message = ask("nothing.plain.example", DnsType.A);
            assertThat(message.rcode()).isEqualTo(3);
            assertThat(message.types()).containsExactlyInAnyOrder(DnsType.SOA, RecordTypes.OPT);
        }
    }

    @Nested
    class Messages {

        @Test
        void theHeaderIsAResolvers() {
            WireMessage message = ask("mail.example", DnsType.MX);
            assertThat(message.id()).isEqualTo(0x1234);
            assertThat(message.flags()).isEqualTo(0x8180); // QR, RD, RA
            assertThat(message.questions()).containsExactly(DnsQuestion.mx(DomainName.of("mail.example")));
        }

        @Test
        void checkingDisabledComesBackAndChangesNothing() {
            byte[] query = WireMessage.query("mail.example", DnsType.MX);
            query[3] |= 0x10;
            assertThat(answer(query).flags()).isEqualTo(0x8190);
            assertThat(answer(query).answer())
                    .isEqualTo(ask("mail.example", DnsType.MX).answer());
        }

        @Test
        void withoutDoThereIsNothingOfDnssec() {
            for (String name : List.of("mail.example", "nothing.mx.mail.example", "any.mail.example")) {
                WireMessage message = answer(WireMessage.query(1, name, DnsType.TXT, false, 1232));
                assertThat(message.types()).doesNotContain(DnsType.RRSIG, DnsType.NSEC, DnsType.NSEC3);
            }
        }

        @Test
        void withoutEdnsThereIsNone() {
            assertThat(answer(WireMessage.plainQuery("mail.example", DnsType.MX))
                            .types())
                    .isEqualTo(Set.of(DnsType.MX));
        }

        @Test
        void typesThatAreAskedForAreAnsweredWithoutDo() {
            assertThat(answer(WireMessage.plainQuery("mail.example", DnsType.NSEC))
                            .answer(DnsType.NSEC))
                    .hasSize(1);
        }

        @Test
        void whatIsTooLargeForUdpIsTruncated() {
            byte[] query = WireMessage.query("large.mail.example", new DnsType(65280));
            WireMessage message = answer(query);
            assertThat(message.isTruncated()).isTrue();
            assertThat(message.answer()).isEmpty();
            assertThat(WireMessage.parse(TREE.answerOverTcp(query)).answer()).hasSize(2);
            assertThat(answer(WireMessage.query(1, "large.mail.example", new DnsType(65280), true, 4096))
                            .answer())
                    .hasSize(2);
        }

        @Test
        void withoutEdnsTheLimitIs512() {
            byte[] query = WireMessage.query(1, "mail.example", RecordTypes.ANY, true, 100);
            assertThat(answer(query).isTruncated()).isTrue();
            assertThat(TREE.answer(query).length).isLessThanOrEqualTo(512);
        }

        @Test
        void theSpellingOfTheQuestionComesBack() {
            byte[] query = WireMessage.query("mail.example", DnsType.MX);
            query[13] = 'M';
            query[18] = 'E';
            byte[] response = TREE.answer(query);
            assertThat(Arrays.copyOfRange(response, 12, 26)).isEqualTo(Arrays.copyOfRange(query, 12, 26));
            assertThat(WireMessage.parse(response).answer()).hasSize(2);
        }

        @Test
        void idsAreThoseOfTheQueries() {
            for (int id : new int[] {0, 1, 0x8000, 0xFFFF}) {
                byte[] query = WireMessage.query(id, "mail.example", DnsType.MX, true, 1232);
                assertThat(answer(query).id()).isEqualTo(id);
            }
        }

        @Test
        void whatIsNoQueryIsAnsweredSo() {
            byte[] query = WireMessage.query("mail.example", DnsType.MX);
            assertThat(TREE.answer(Arrays.copyOf(query, 11))).isEmpty();
            assertThat(answer(Arrays.copyOf(query, 20)).rcode()).isEqualTo(1);
            byte[] response = query.clone();
            response[2] |= (byte) 0x80;
            assertThat(TREE.answer(response)).isEmpty();
            byte[] notify = query.clone();
            notify[2] |= 0x20;
            assertThat(answer(notify).rcode()).isEqualTo(4);
            byte[] chaos = WireMessage.plainQuery("mail.example", DnsType.MX);
            chaos[chaos.length - 1] = 3;
            assertThat(answer(chaos).rcode()).isEqualTo(5);
        }
    }

    @Nested
    class Signatures {

        @ParameterizedTest
        @EnumSource(SigningAlgorithm.class)
        void ofEachAlgorithm(SigningAlgorithm algorithm) {
            SignedTree tree = SignedTree.builder()
                    .zone(".", zone -> zone.algorithm(algorithm).digests(1, 2, 4))
                    .zone("a", zone -> zone.algorithm(algorithm).digests(4).records("* A 192.0.2.1"))
                    .zone("b", zone -> zone.algorithm(algorithm).nsec3("", 1).singleKey())
                    .build();
            TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
            validator.secure("any.a", DnsType.A);
            validator.secure("any.b", DnsType.A);
            WireMessage keys = validator.secure("a", DnsType.DNSKEY);
            assertThat(keys.answer(DnsType.DNSKEY))
                    .allMatch(key -> key.data().at(3) == algorithm.number())
                    .extracting(key -> SignatureCheck.number(key.data(), 0, 2))
                    .containsExactly(257L, 256L);
            assertThat(validator.secure("b", DnsType.DNSKEY).answer(DnsType.DNSKEY))
                    .hasSize(1);
        }

        @Test
        void ofSeveralAlgorithms() {
            SignedTree tree = SignedTree.builder()
                    .zone("a", zone -> zone.algorithm(SigningAlgorithm.ECDSA_P384, SigningAlgorithm.ED25519))
                    .build();
            TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
            assertThat(validator.secure("a", DnsType.SOA).answer(DnsType.RRSIG)).hasSize(2);
            assertThat(validator.secure("a", DnsType.DNSKEY).answer(DnsType.DNSKEY))
                    .hasSize(4);
            assertThat(validator.secure("a", DnsType.DS).answer(DnsType.DS)).hasSize(2);
        }

        @Test
        void followTheClock() {
            VirtualClock clock = new VirtualClock();
            SignedTree tree = SignedTree.builder()
                    .clock(clock)
                    .signatureValidity(Duration.ofHours(1), Duration.ofHours(4))
                    .zone("a")
                    .build();
            for (int hour = 0; hour < 24; hour++) {
                new TestValidator(tree, clock.instant()).secure("nothing.a", DnsType.A);
                clock.advance(Duration.ofHours(1));
            }
        }

        @Test
        void staySoLongAsTheyNeedNot() {
            assertThat(ask("mail.example", DnsType.MX)).isEqualTo(ask("mail.example", DnsType.MX));
        }
    }

    @Nested
    class Building {

        @Test
        void nothingAtAllIsARootZone() {
            SignedTree tree = SignedTree.builder().build();
            TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
            assertThat(tree.zones()).containsExactly(DomainName.ROOT);
            assertThat(validator.secure(".", DnsType.NS).answer(DnsType.NS)).hasSize(1);
            assertThat(validator.secure("example", DnsType.A).rcode()).isEqualTo(3);
        }

        @Test
        void aZoneMayHangFarBelow() {
            SignedTree tree = SignedTree.builder().zone("a.b.c.d").build();
            TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
            assertThat(validator.secure("a.b.c.d", DnsType.SOA).answer(DnsType.SOA))
                    .hasSize(1);
            assertThat(validator.secure("b.c.d", DnsType.A).rcode()).isZero();
        }

        @Test
        void ownSoaAndNsReplaceTheOthers() {
            SignedTree tree =
                    SignedTree.builder().zone("a", zone -> zone.records("""
                            @ SOA ns host 7 1h 1h 1h 10
                            @ NS ns
                            ns A 192.0.2.1
                            """)).build();
            TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
            assertThat(validator.secure("a", DnsType.NS).texts(DnsType.NS)).containsExactly("ns.a.");
            assertThat(validator.secure("a", DnsType.SOA).texts(DnsType.SOA))
                    .containsExactly("ns.a. host.a. 7 3600 3600 3600 10");
            assertThat(tree.zoneText(".")).contains("a. 3600 IN NS ns.a.");
        }

        @Test
        void mistakesAreTold() {
            SignedTree.Builder builder = SignedTree.builder();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.zone("a", zone -> zone.records("\n@ MX ten mx")))
                    .withMessageContaining("line 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.zone("a", zone -> zone.records("elsewhere. A 192.0.2.1")))
                    .withMessageContaining("elsewhere");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            SignedTree.builder().zone("a", ZoneBuilder::optOut).build())
                    .withMessageContaining("opt out");
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.zone("nowhere.example"));
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.zoneText("nowhere.example"));
            assertThatIllegalArgumentException().isThrownBy(() -> TREE.trustAnchors("plain.example"));
        }

        @Test
        void anchorsAreDsRecords() {
            assertThat(TREE.trustAnchors()).startsWith(". 3600 IN DS ").endsWith("\n");
            assertThat(TREE.trustAnchors("mail.example").toLowerCase(Locale.ROOT))
                    .contains("mail.example. 3600 in ds")
                    .contains(" 15 2 ");
        }
    }

    @Test
    void theExampleOfTheDocumentation() {
        SignedTree tree = SignedTree.builder()
                .zone("example", zone -> zone.nsec3("aabb", 5).optOut())
                .zone(
                        "mail.example",
                        zone -> zone.algorithm(SigningAlgorithm.ED25519).records("""
                        @            MX    10 mx
                        mx           A     192.0.2.1
                        _25._tcp.mx  TLSA  3 1 1 0011223344
                        *            TXT   "wild"
                        """))
                .zone("plain.example", zone -> zone.unsigned().records("@ A 192.0.2.2"))
                .build();

        try (LoopbackNameServer server = LoopbackNameServer.of(tree)) {
            assertThat(server.address()).startsWith("127.0.0.1:");
            tree.records("mail.example", DnsType.MX).expire();
            tree.question("mail.example", DnsType.DNSKEY).servfail();
            tree.question("no.mail.example", DnsType.A).withhold(DenialPart.WILDCARD);
            assertThat(tree.questions()).isEmpty();
        }
    }

    @Nested
    class Log {

        @Test
        void saysWhatWasAskedInOrder() {
            SignedTree tree = SignedTree.builder().zone("a").build();
            byte[] query = WireMessage.query("a", DnsType.MX);
            query[3] |= 0x10;
            var unused = tree.answer(query);
            unused = tree.answerOverTcp(WireMessage.plainQuery("b.a", DnsType.A));
            DnsQuestion first = DnsQuestion.mx(DomainName.of("a"));
            DnsQuestion second = DnsQuestion.a(DomainName.of("b.a"));
            assertThat(tree.questions()).containsExactly(first, second);
            assertThat(tree.queries())
                    .containsExactly(
                            new LoggedQuery(first, false, true, true, 1232),
                            new LoggedQuery(second, true, false, false, 512));
            assertThat(tree.queryCount()).isEqualTo(2);
            assertThat(tree.queryCount(DnsType.MX)).isEqualTo(1);
            tree.clearLog();
            assertThat(tree.questions()).isEmpty();
            assertThat(tree.queryCount()).isZero();
        }
    }
}
