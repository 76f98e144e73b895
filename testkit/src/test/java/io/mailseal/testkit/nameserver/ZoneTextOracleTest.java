package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BIND's own tools read the zones as text, and verify every signature and the whole denial chain. */
class ZoneTextOracleTest {

    static final String RECORDS = """
            $TTL 600
            @              MX     10 mx
            @              TXT    "v=spf1 " "-all \\"\\255"
            mx             A      192.0.2.1
            mx             A      192.0.2.2
            mx             AAAA   2001:db8::1
            _25._tcp.mx    TLSA   3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
            _imap._tcp     SRV    0 1 143 mx
            alias          CNAME  mx
            old            DNAME  new
            *              TXT    "wild"
            *.deep.empty   A      192.0.2.3
            unknown        TYPE65280 \\# 4 01020304
            caa            TYPE257   \\# 22 000569737375656c657473656e63727970742e6f7267
            insecure       NS     ns.elsewhere.invalid.
            below.optout   NS     ns.below.optout
            ns.below.optout A     192.0.2.4
            secure         NS     ns.elsewhere.invalid.
            secure         DS     1 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
            """;

    static Path dnssecVerify;
    static Path namedCheckzone;

    @TempDir
    static Path folder;

    static SignedTree tree(Consumer<ZoneBuilder> zone) {
        return SignedTree.builder()
                .clock(InstantSource.system())
                .zone("mail.example", zone.andThen(it -> it.records(RECORDS)))
                .zone("signed.mail.example")
                .zone("plain.mail.example", below -> below.unsigned())
                .build();
    }

    static Map<String, Consumer<ZoneBuilder>> shapes() {
        Map<String, Consumer<ZoneBuilder>> shapes = new LinkedHashMap<>();
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            shapes.put(algorithm + ", NSEC", zone -> zone.algorithm(algorithm));
            if (algorithm != SigningAlgorithm.RSASHA1) { // RFC 5155 §2: that number may only stand for NSEC
                shapes.put(
                        algorithm + ", NSEC3", zone -> zone.algorithm(algorithm).nsec3("aabbcc", 3));
            }
        }
        shapes.put("single key", ZoneBuilder::singleKey);
        shapes.put("standby keys", zone -> zone.standbyKeys(2));
        shapes.put("NSEC3, no salt", ZoneBuilder::nsec3);
        shapes.put("NSEC3, opt-out", zone -> zone.nsec3("00", 1).optOut());
        shapes.put("NSEC3, single key", zone -> zone.nsec3("", 150).singleKey());
        shapes.put("two algorithms", zone -> zone.algorithm(SigningAlgorithm.RSASHA256, SigningAlgorithm.ED25519));
        shapes.put("two keys of one tag", zone -> zone.collidingKeys(2, ZoneBuilder.KeyPosition.LAST));
        return shapes;
    }

    /** All at once, as it is the start of a process that takes time. */
    static final Map<String, CompletableFuture<Programs.Outcome>> VERIFIED = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        dnssecVerify = Programs.require("dnssec-verify");
        namedCheckzone = Programs.require("named-checkzone");
        shapes().forEach((name, zone) -> VERIFIED.put(name, verify(tree(zone), "mail.example")));
    }

    static Stream<String> shapeNames() {
        return shapes().keySet().stream();
    }

    static CompletableFuture<Programs.Outcome> verify(SignedTree tree, String apex) {
        // -z: one key may do what two should.
        return run(tree, apex, dnssecVerify.toString(), "-z", "-v", "1", "-o", apex);
    }

    static CompletableFuture<Programs.Outcome> run(SignedTree tree, String apex, String... command) {
        String text = tree.zoneText(apex);
        return CompletableFuture.supplyAsync(() -> {
            try {
                Path file = Files.writeString(Files.createTempFile(folder, "zone", ""), text);
                Programs.Outcome outcome = Programs.run(Stream.concat(Stream.of(command), Stream.of(file.toString()))
                        .toArray(String[]::new));
                return new Programs.Outcome(outcome.exitCode(), outcome.output() + "\n" + text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static void assertFullySigned(CompletableFuture<Programs.Outcome> verified) {
        assertThat(verified.join().exitCode()).as(verified.join().output()).isZero();
        assertThat(verified.join().output()).contains("Zone fully signed");
    }

    @ParameterizedTest
    @MethodSource("shapeNames")
    void eachShapeIsFullySigned(String name) {
        assertFullySigned(VERIFIED.get(name));
    }

    @Test
    void theRootAndTheZoneBetween() {
        SignedTree tree = SignedTree.builder()
                .clock(InstantSource.system())
                .zone(".", zone -> zone.algorithm(SigningAlgorithm.RSASHA256))
                .zone("example", zone -> zone.nsec3("aabb", 5).optOut())
                .zone("mail.example", zone -> zone.digests(1, 2, 4))
                .zone("plain.example", ZoneBuilder::unsigned)
                .build();
        Stream.of(".", "example", "mail.example")
                .map(apex -> verify(tree, apex))
                .toList()
                .forEach(ZoneTextOracleTest::assertFullySigned);
    }

    @Test
    void namedLoadsIt() {
        SignedTree tree = tree(zone -> {});
        for (String apex : List.of("mail.example", "plain.mail.example")) {
            Programs.Outcome checked = run(tree, apex, namedCheckzone.toString(), "-i", "local", apex)
                    .join();
            assertThat(checked.exitCode()).as(checked.output()).isZero();
        }
    }

    @Test
    void faultsAreInTheText() {
        SignedTree tree = tree(zone -> {});
        List<CompletableFuture<Programs.Outcome>> broken = new ArrayList<>();
        tree.records("mx.mail.example", DnsType.A).tamperSignature();
        broken.add(verify(tree, "mail.example"));
        tree.heal();
        tree.records("mx.mail.example", DnsType.A).tamperData();
        broken.add(verify(tree, "mail.example"));
        tree.heal();
        tree.zone("mail.example").expire();
        broken.add(verify(tree, "mail.example"));
        tree.heal();
        assertThat(broken).allMatch(outcome -> outcome.join().exitCode() != 0);
        assertFullySigned(verify(tree, "mail.example"));
    }
}
