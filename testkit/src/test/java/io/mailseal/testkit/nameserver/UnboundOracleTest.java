package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * unbound validates the responses of the tree: what is right it finds secure or insecure, each fault it finds bogus.
 */
class UnboundOracleTest {

    static final String RECORDS = """
            @          MX     10 mx
            @          TXT    "v=spf1 -all"
            mx         A      192.0.2.1
            a.b.c      A      192.0.2.2
            alias      CNAME  mx
            far        CNAME  target.ed25519.example.
            unsecured  CNAME  www.plain.example.
            dangling   CNAME  nothing.mx
            old        DNAME  new
            host.new   A      192.0.2.3
            elsewhere  DNAME  ed25519.example.
            *.wild     TXT    "wild"
            *.pointing CNAME  mx
            there.wild A      192.0.2.4
            cut        NS     ns.elsewhere.invalid.
            """;

    // Each has a zone of its own, since a key that was found bogus is remembered.
    static final Map<String, Consumer<RecordFaults>> FAULTS = Map.of(
            "data.example", RecordFaults::tamperData,
            "signature.example", RecordFaults::tamperSignature,
            "dropped.example", RecordFaults::dropSignatures,
            "expired.example", RecordFaults::expire,
            "early.example", RecordFaults::notYetValid,
            "signername.example", faults -> faults.signerName("example"),
            "otherzone.example", faults -> faults.signedBy("nsec3.example"),
            "otherkey.example", faults -> faults.signedWith(SigningKey.generate(SigningAlgorithm.ECDSA_P256)),
            "labels.example", faults -> faults.signatureLabels(1));

    static SignedTree tree;
    static LoopbackNameServer server;
    static ValidatingUnbound unbound;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        SignedTree.Builder builder = SignedTree.builder()
                .clock(InstantSource.system())
                .zone(".", zone -> zone.algorithm(SigningAlgorithm.RSASHA256))
                .zone("example", zone -> zone.nsec3("aabb", 5).optOut())
                .zone("nsec.example", zone -> zone.records(RECORDS))
                .zone("nsec3.example", zone -> zone.nsec3("00ff", 2).records(RECORDS))
                .zone("optout.example", zone -> zone.nsec3().optOut().records(RECORDS))
                .zone("plain.example", zone -> zone.unsigned().records("www A 192.0.2.5\n* TXT \"wild\""))
                .zone("unproven.example", zone -> zone.unsigned().records("www A 192.0.2.5"))
                .zone("island.example", zone -> zone.withoutDelegationSigner().records("www A 192.0.2.6"))
                .zone("plain.nsec.example", ZoneBuilder::unsigned)
                .zone("plain.nsec3.example", ZoneBuilder::unsigned)
                .zone("secure.nsec.example", zone -> zone.singleKey().records("www A 192.0.2.7"))
                .zone("unknown.example", zone -> zone.algorithmNumber(253).records("www A 192.0.2.8"))
                .zone("digest.example", zone -> zone.digests(77).records("www A 192.0.2.9"))
                .zone("false.example", zone -> zone.falseDigests(2).records("www A 192.0.2.9"))
                .zone(
                        "wrongds.example",
                        zone -> zone.delegationSigners(
                                        "1 13 2 00112233445566778899aabbccddeeff" + "00112233445566778899aabbccddeeff")
                                .records("www A 192.0.2.9"))
                .zone(
                        "noflag.example",
                        zone -> zone.zoneSigningKey(key -> key.withFlags(0)).records("www A 192.0.2.9"))
                .zone(
                        "protocol.example",
                        zone -> zone.zoneSigningKey(key -> key.withProtocol(4)).records("www A 192.0.2.9"))
                .zone("iterated.example", zone -> zone.nsec3("", 2501).records("www A 192.0.2.9"))
                .zone(
                        "twice.example",
                        zone -> zone.algorithm(SigningAlgorithm.RSASHA256, SigningAlgorithm.ED25519)
                                .records("www A 192.0.2.9"))
                .zone(
                        "first.example",
                        zone -> zone.collidingKeys(2, ZoneBuilder.KeyPosition.FIRST)
                                .records("www A 192.0.2.9"))
                .zone(
                        "last.example",
                        zone -> zone.collidingKeys(3, ZoneBuilder.KeyPosition.LAST)
                                .records("www A 192.0.2.9"))
                .zone(
                        "rsalast.example",
                        zone -> zone.algorithm(SigningAlgorithm.RSASHA256)
                                .collidingKeys(3, ZoneBuilder.KeyPosition.LAST)
                                .records("www A 192.0.2.9"))
                .zone("trap.example", zone -> zone.keyTrap(20, 20).records("www A 192.0.2.9"))
                .zone("keysettrap.example", zone -> zone.keySetTrap(10, 10).records("www A 192.0.2.9"));
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            builder.zone(name(algorithm), zone -> zone.algorithm(algorithm).records("target A 192.0.2.10"));
        }
        FAULTS.keySet().forEach(zone -> builder.zone(zone, of -> of.records(RECORDS)));
        tree = builder.build();
        server = LoopbackNameServer.of(tree);
    }

    static String name(SigningAlgorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT) + ".example";
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    // It remembers keys to the end of the second, and for a minute those that it found bogus: so each test has its own.
    @BeforeEach
    void startUnbound() throws IOException {
        tree.heal();
        unbound = ValidatingUnbound.start(folder, server, tree.trustAnchors());
    }

    @AfterEach
    void stopUnbound() {
        if (unbound != null) {
            unbound.close();
        }
    }

    static WireMessage secure(String name, DnsType type) {
        WireMessage message = unbound.ask(name, type);
        assertThat(message.rcode())
                .as("%s %s: %s%n%s", name, type, message, unbound.log())
                .isIn(0, 3);
        assertThat(message.isAuthenticated())
                .as("%s %s: %s%n%s", name, type, message, unbound.log())
                .isTrue();
        return message;
    }

    static WireMessage insecure(String name, DnsType type) {
        WireMessage message = unbound.ask(name, type);
        assertThat(message.rcode())
                .as("%s %s: %s%n%s", name, type, message, unbound.log())
                .isIn(0, 3);
        assertThat(message.isAuthenticated())
                .as("%s %s: %s", name, type, message)
                .isFalse();
        return message;
    }

    static void bogus(String name, DnsType type) {
        WireMessage message = unbound.ask(name, type);
        assertThat(message.rcode()).as("%s %s: %s", name, type, message).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void eachAlgorithm(SigningAlgorithm algorithm) {
        secure("target." + name(algorithm), DnsType.A);
        secure("nothing." + name(algorithm), DnsType.A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsec.example", "nsec3.example", "optout.example"})
    void everythingThatIsAndIsNot(String zone) {
        assertThat(secure(zone, DnsType.MX).answer(DnsType.MX)).hasSize(1);
        assertThat(secure(zone, DnsType.AAAA).answer()).isEmpty();
        assertThat(secure("mx." + zone, DnsType.TXT).answer()).isEmpty();
        assertThat(secure("c." + zone, DnsType.A).rcode()).isZero();
        assertThat(secure("b.c." + zone, DnsType.A).rcode()).isZero();
        assertThat(secure("alias." + zone, DnsType.A).answer(DnsType.A)).hasSize(1);
        assertThat(secure("far." + zone, DnsType.A).answer(DnsType.A)).hasSize(1);
        assertThat(insecure("unsecured." + zone, DnsType.A).answer(DnsType.A)).hasSize(1);
        assertThat(secure("host.old." + zone, DnsType.A).answer(DnsType.A)).hasSize(1);
        assertThat(secure("target.elsewhere." + zone, DnsType.A).answer(DnsType.A))
                .hasSize(1);
        assertThat(secure("old." + zone, DnsType.DNAME).answer(DnsType.DNAME)).hasSize(1);
        assertThat(secure("*.wild." + zone, DnsType.TXT).answer(DnsType.TXT)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsec.example", "nsec3.example", "optout.example"})
    void wildcards(String zone) {
        // With opt-out, something that is not secure may be where the wildcard answers.
        BiFunction<String, DnsType, WireMessage> ask =
                zone.startsWith("optout") ? UnboundOracleTest::insecure : UnboundOracleTest::secure;
        assertThat(ask.apply("a.wild." + zone, DnsType.TXT).answer(DnsType.TXT)).hasSize(1);
        assertThat(ask.apply("a.b.wild." + zone, DnsType.TXT).answer(DnsType.TXT))
                .hasSize(1);
        assertThat(ask.apply("a.b.wild." + zone, DnsType.A).rcode()).isZero();
        assertThat(ask.apply("a.pointing." + zone, DnsType.A).answer(DnsType.A)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsec.example", "nsec3.example", "optout.example"})
    void namesThatAreNot(String zone) {
        // With opt-out, a covering record proves no more than that nothing secure is there.
        boolean optOut = zone.startsWith("optout");
        for (String name : List.of(
                "no.",
                "a.b.no.",
                "dangling.",
                "none.old.",
                "a.b.there.wild.",
                "0.",
                "zzz.",
                "x.c.",
                "x.a.b.c.",
                "0.mx.")) {
            WireMessage message = optOut ? insecure(name + zone, DnsType.A) : secure(name + zone, DnsType.A);
            assertThat(message.rcode()).isEqualTo(3);
        }
    }

    @Test
    void theZonesAbove() {
        secure(".", DnsType.NS);
        secure(".", DnsType.DS);
        assertThat(secure("example", DnsType.DS).answer(DnsType.DS)).hasSize(1);
        assertThat(secure("nsec.example", DnsType.DS).answer(DnsType.DS)).hasSize(1);
        assertThat(secure("nothing", DnsType.A).rcode()).isEqualTo(3);
        secure("www.secure.nsec.example", DnsType.A);
        secure("example", DnsType.DNSKEY);
    }

    @Test
    void delegationsThatAreNotSigned() {
        assertThat(insecure("www.plain.example", DnsType.A).answer(DnsType.A)).hasSize(1);
        assertThat(insecure("nothing.plain.example", DnsType.TXT).answer(DnsType.TXT))
                .hasSize(1);
        insecure("plain.nsec.example", DnsType.SOA);
        insecure("plain.nsec3.example", DnsType.SOA);
        insecure("www.island.example", DnsType.A);
        secure("plain.nsec.example", DnsType.DS);
        secure("plain.nsec3.example", DnsType.DS);
        secure("cut.nsec3.example", DnsType.DS);
        insecure("plain.example", DnsType.DS);
    }

    @Test
    void keysOfManyKinds() {
        insecure("www.unknown.example", DnsType.A);
        insecure("www.digest.example", DnsType.A);
        secure("www.false.example", DnsType.A);
        bogus("www.wrongds.example", DnsType.A);
        bogus("www.noflag.example", DnsType.A);
        bogus("www.protocol.example", DnsType.A);
        secure("www.twice.example", DnsType.A);
        secure("www.first.example", DnsType.A);
        secure("www.last.example", DnsType.A);
        secure("www.rsalast.example", DnsType.A);
        bogus("www.trap.example", DnsType.A);
        bogus("www.keysettrap.example", DnsType.A);
        secure("www.iterated.example", DnsType.A);
        insecure("nothing.iterated.example", DnsType.A);
    }

    @Test
    void faultsOfRecords() {
        FAULTS.forEach((zone, fault) -> {
            fault.accept(tree.records(zone, DnsType.MX));
            bogus(zone, DnsType.MX);
            secure(zone, DnsType.TXT);
            tree.heal();
            fault.accept(tree.zone(zone));
            bogus(zone, DnsType.TXT);
            tree.heal();
        });
        tree.records("nsec.example", DnsType.MX).wrongSignaturesFirst(2).originalTtl(60);
        secure("nsec.example", DnsType.MX);
        tree.records("www.twice.example", DnsType.A).tamperSignature(SigningAlgorithm.RSASHA256);
        secure("www.twice.example", DnsType.A);
    }

    @Test
    void proofsThatAreMissing() {
        tree.everyQuestion().withhold(DenialPart.COVER);
        bogus("no.nsec.example", DnsType.A);
        bogus("no.nsec3.example", DnsType.A);
        bogus("a.wild.nsec.example", DnsType.TXT);
        bogus("a.wild.nsec3.example", DnsType.TXT);
        tree.heal();
        tree.everyQuestion().withhold(DenialPart.CLOSEST_ENCLOSER);
        bogus("no.nsec3.example", DnsType.A);
        tree.heal();
        tree.everyQuestion().withhold(DenialPart.WILDCARD);
        bogus("a.b.wild.nsec.example", DnsType.A);
        bogus("no.nsec3.example", DnsType.A);
        bogus("a.b.wild.nsec3.example", DnsType.A);
        tree.heal();
        tree.everyQuestion().withhold(DenialPart.MATCH);
        bogus("mx.nsec.example", DnsType.TXT);
        bogus("mx.nsec3.example", DnsType.TXT);
        tree.heal();
        tree.questions(DnsType.DS).withholdProofs();
        bogus("www.unproven.example", DnsType.A);
    }

    @Test
    void forgeries() {
        tree.question("nsec.example", DnsType.MX).forge(ForgedResponse.noError());
        bogus("nsec.example", DnsType.MX);
        tree.heal();
        tree.question("nsec.example", DnsType.MX)
                .forge(ForgedResponse.nxDomain().soa("nsec.example"));
        bogus("nsec.example", DnsType.MX);
        tree.heal();
        tree.question("www.secure.nsec.example", DnsType.A)
                .forge(ForgedResponse.noError()
                        .soa("secure.nsec.example")
                        .authority(ForgedRecords.of("nsec.example", "secure.nsec.example", DnsType.NSEC)));
        bogus("www.secure.nsec.example", DnsType.A);
        tree.heal();
        tree.question("mx.nsec.example", DnsType.A).forge(ForgedResponse.of("no.nsec.example", DnsType.A));
        bogus("mx.nsec.example", DnsType.A);
        tree.heal();
        tree.question("mx.nsec.example", DnsType.A)
                .forge(ForgedResponse.noError()
                        .answer(ForgedRecords.signedBy("nsec3.example", "mx.nsec.example. A 192.0.2.66")));
        bogus("mx.nsec.example", DnsType.A);
        tree.heal();
        tree.question("mx.nsec.example", DnsType.A)
                .forge(ForgedResponse.noError()
                        .answer(ForgedRecords.signedBy("nsec.example", "mx.nsec.example. A 192.0.2.66")));
        secure("mx.nsec.example", DnsType.A);
        tree.heal();
        tree.everyQuestion().stripDnssec();
        bogus("mx.nsec.example", DnsType.A);
    }
}
