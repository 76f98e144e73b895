package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.nameserver.LoopbackNameServer;
import io.mailseal.testkit.nameserver.SignedTree;
import io.mailseal.testkit.nameserver.SigningAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program against a name server on loopback that serves a signed tree. */
class DnsValidationTest {

    private final SignedTree tree = SignedTree.builder()
            .clock(InstantSource.system())
            .zone("example", zone -> zone.algorithm(SigningAlgorithm.ECDSA_P256))
            .zone(
                    "mail.example",
                    zone -> zone.algorithm(SigningAlgorithm.ED25519).records("""
                    @      MX     10 mx
                    @      TXT    "v=spf1 mx -all"
                    mx     A      192.0.2.1
                    web    CNAME  www.plain.example.
                    """))
            .zone("plain.example", zone -> zone.unsigned().records("www A 192.0.2.2"))
            .build();

    private final LoopbackNameServer server = LoopbackNameServer.of(tree);

    @TempDir
    Path folder;

    private Path anchors = Path.of("");

    @BeforeEach
    void writeAnchors() throws IOException {
        anchors = Files.writeString(folder.resolve("anchors"), tree.trustAnchors());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run ask(String... options) {
        List<String> arguments = new ArrayList<>(List.of("dns", "--server", server.address()));
        arguments.addAll(List.of(options));
        return Run.of(arguments.toArray(String[]::new));
    }

    private Run validate(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--validate", "--anchors", anchors.toString()));
        arguments.addAll(List.of(options));
        return ask(arguments.toArray(String[]::new));
    }

    /** The chain as the report has it, without reasons, its indentation kept. */
    private static List<String> chain(Run run) {
        return run.lines().stream()
                .dropWhile(line -> !line.startsWith("Chain"))
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(8))
                .map(DnsValidationTest::withoutReason)
                .toList();
    }

    private static String withoutReason(String step) {
        int status = step.indexOf(": ");
        int reason = step.indexOf(": ", status + 1);
        return step.contains("^") || reason < 0 ? step : step.substring(0, reason);
    }

    @Nested
    class Validating {

        @Test
        void aSignedAnswerIsSecureAndTheTraceHasItsChain() {
            Run run = validate("--trace", "mail.example", "MX");
            assertThat(run.status()).as(run.toString()).isZero();
            assertThat(run.lines())
                    .contains("Records 10 mx.mail.example")
                    .contains("DNSSEC  secure: signed, and proven from the trust anchor down")
                    .contains("DNSSEC  validated here, from the trust anchors down");
            assertThat(chain(run))
                    .as(run.toString())
                    .containsExactly(
                            ". DNSKEY: secure",
                            "  example DS: secure",
                            "  example DNSKEY: secure",
                            "    mail.example DS: secure",
                            "    mail.example DNSKEY: secure",
                            "    mail.example MX: secure");
        }

        @Test
        void withoutTheTraceAChainThatHoldsIsNotShown() {
            assertThat(chain(validate("mail.example", "MX"))).isEmpty();
        }

        @Test
        void anAbsenceIsProvenAsWell() {
            Run run = validate("mx.mail.example", "AAAA", "TXT");
            assertThat(run.lines())
                    .contains("Answer  NODATA: mx.mail.example exists, and has no AAAA record")
                    .contains("DNSSEC  secure: its absence is signed, and proven from the trust anchor down");
            assertThat(validate("nobody.mail.example", "A").lines())
                    .contains("Answer  NXDOMAIN: there is no nobody.mail.example, nor anything below it")
                    .contains("DNSSEC  secure: its absence is signed, and proven from the trust anchor down");
        }

        @Test
        void anUnsignedDelegationIsInsecureAndTheChainEndsThere() {
            Run run = validate("--trace", "web.mail.example", "A");
            assertThat(run.status()).as(run.toString()).isZero();
            assertThat(run.lines()).contains("Alias   web.mail.example is www.plain.example (CNAME, secure)");
            assertThat(run.out()).contains("DNSSEC  insecure: proven to be where nothing is signed (");
            assertThat(chain(run))
                    .as(run.toString())
                    .endsWith(
                            "      web.mail.example CNAME: secure",
                            "    plain.example DS: insecure",
                            "    ^ here the chain of trust ends: what is below is not signed",
                            "      www.plain.example A: insecure");
        }

        @Test
        void anExpiredSignatureIsBogusAndTheChainBreaksThere() {
            tree.records("mail.example", DnsType.MX).expire();
            Run run = validate("mail.example", "MX");
            assertThat(run.status()).as(run.toString()).isEqualTo(1);
            assertThat(run.out())
                    .contains("Failed  BOGUS: the answer is not authentic")
                    .contains("DNSSEC  BOGUS: ")
                    .containsPattern("extended\\s+error\\s+7,\\s+signature\\s+expired");
            assertThat(chain(run))
                    .as(run.toString())
                    .endsWith(
                            "    mail.example DNSKEY: secure",
                            "    mail.example MX: bogus",
                            "    ^ here the chain of trust breaks");
        }

        @Test
        void aForgedDelegationIsBogusWhereItWasForged() {
            tree.records("mail.example", DnsType.DS).tamperData();
            Run run = validate("mail.example", "MX");
            assertThat(run.status()).as(run.toString()).isEqualTo(1);
            assertThat(chain(run))
                    .as(run.toString())
                    .endsWith(
                            "  example DNSKEY: secure",
                            "    mail.example DS: bogus",
                            "    ^ here the chain of trust breaks",
                            "    mail.example MX: bogus");
        }

        @Test
        void keysThatCanNotBeFetchedLeaveItUnproven() {
            tree.question("mail.example", DnsType.DNSKEY).servfail();
            Run run = validate("mail.example", "MX");
            assertThat(run.status()).as(run.toString()).isEqualTo(2);
            assertThat(run.out())
                    .contains("Failed  UNPROVEN: the answer could not be validated")
                    .contains("DNSSEC  could not be validated: mail.example. DNSKEY could not be fetched");
            assertThat(chain(run))
                    .as(run.toString())
                    .endsWith(
                            "    mail.example DS: secure",
                            "    mail.example DNSKEY: indeterminate",
                            "    ^ here the chain of trust breaks",
                            "    mail.example MX: indeterminate");
        }

        @Test
        void anAnchorOfAnotherTreeProvesNothing() throws IOException {
            Files.writeString(anchors, "other. DS 1 8 2 " + "00".repeat(32) + "\n");
            Run run = validate("mail.example", "MX");
            assertThat(run.status()).as(run.toString()).isEqualTo(2);
            assertThat(run.out()).contains("DNSSEC  could not be validated: no trust anchor is at or above");
        }

        @Test
        void theJsonHasTheChain() {
            tree.records("mail.example", DnsType.MX).expire();
            Run run = validate("--json", "mail.example", "MX", "TXT");
            assertThat(run.status()).as(run.toString()).isEqualTo(1);
            assertThat(run.out())
                    .contains("\"dnssec\":\"validating\"")
                    .contains("\"outcome\":\"failed\",\"cause\":\"bogus\"")
                    .contains("\"extendedError\":{\"code\":7,\"text\":\"\"}")
                    .contains(
                            "\"proof\":[{\"name\":\".\",\"type\":\"DNSKEY\",\"security\":\"secure\",\"explanation\":\"")
                    .contains("{\"name\":\"mail.example\",\"type\":\"MX\",\"security\":\"bogus\",")
                    .contains("{\"name\":\"mail.example\",\"type\":\"TXT\",\"security\":\"secure\",");
        }

        @Test
        void theRecordsOfTheChainAreReadable() {
            Run run = validate("mail.example", "DS", "DNSKEY", "SOA");
            assertThat(run.status()).as(run.toString()).isZero();
            assertThat(run.lines())
                    .anyMatch(line -> line.startsWith("Records ") && line.contains(" 15 2 "))
                    .anyMatch(line -> line.contains("257 3 15 "))
                    .noneMatch(line -> line.contains("\\#"));
        }

        @Test
        void byTcpItIsTheSame() {
            Run run = validate("--tcp", "mail.example", "MX");
            assertThat(run.lines()).contains("DNSSEC  secure: signed, and proven from the trust anchor down");
            assertThat(server.udpQueries()).isZero();
        }
    }

    @Nested
    class NotValidating {

        @Test
        void nobodyChecks() {
            tree.records("mail.example", DnsType.MX).expire();
            Run run = ask("mail.example", "MX");
            assertThat(run.status()).isZero();
            assertThat(run.lines())
                    .contains("DNSSEC  indeterminate: nobody checked")
                    .contains("DNSSEC  nobody checked; --validate does");
        }

        @Test
        void theServerIsBelievedWhereThatIsAskedFor() {
            tree.question("mail.example", DnsType.MX).authenticated();
            tree.question("mail.example", DnsType.A).servfail().extendedError(7, "too \u001b[2J old");
            Run run = ask("--trust-ad", "mail.example", "MX", "TXT", "A");
            assertThat(run.status()).as(run.toString()).isEqualTo(1);
            assertThat(run.lines())
                    .contains("DNSSEC  secure: the name server says that it has validated this (AD bit)")
                    .contains("DNSSEC  insecure: the name server does not say that it has validated this (no AD bit)")
                    .contains("DNSSEC  as the name servers say, by the AD bit");
            assertThat(run.out())
                    .contains("DNSSEC  BOGUS: " + server.address() + " answered SERVFAIL (extended error 7, ")
                    .doesNotContain("\u001b");
        }

        @Test
        void whatTheServerSaysOfAFailureIsNoted() {
            tree.question("mail.example", DnsType.A).servfail().extendedError(22, "no \u001b[2J way");
            Run run = ask("mail.example", "A");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.out())
                    .contains("Failed  SERVER_FAILURE: the name server failed (" + server.address())
                    .contains("Noted   extended error 22, no reachable authority: \"no \\u{1b}[2J way\"");
        }

        @Test
        void aServerWhoseNameIsNotProvenIsNotAsked() throws Exception {
            // It has no certificate at all.
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            try (LoopbackNameServer overTls =
                    LoopbackNameServer.builder().tree(tree).tls(context).start()) {
                String address = "127.0.0.1:" + overTls.tlsAddress().getPort();
                Run run =
                        Run.of("dns", "--json", "--server", address, "--tls-name", "dns.example", "mail.example", "MX");
                assertThat(run.status()).as(run.toString()).isEqualTo(2);
                assertThat(run.out()).contains("\"source\":\"the name servers " + address + "#dns.example\"");
                assertThat(tree.queryCount()).isZero();
            }
        }

        @Test
        void aServerThatIsGoneIsATemporaryError() {
            server.close();
            assertThat(ask("mail.example", "MX").status()).isEqualTo(2);
        }
    }

    @Nested
    class Verify {

        private Run verify(String... options) throws IOException {
            Path mail = Files.writeString(folder.resolve("mail.eml"), "From: a@mail.example\r\n\r\nbody\r\n");
            List<String> arguments = new ArrayList<>(List.of("verify", "--server", server.address()));
            arguments.addAll(List.of(options));
            arguments.addAll(List.of("--ip", "192.0.2.1", "--mail-from", "a@mail.example", mail.toString()));
            return Run.of(arguments.toArray(String[]::new));
        }

        @Test
        void validatesWhereThatIsAskedFor() throws IOException {
            Run run = verify("--validate", "--anchors", anchors.toString());
            assertThat(run.statuses("SPF")).as(run.toString()).containsExactly("pass");
            assertThat(run.out()).contains("DNS secure").doesNotContain("DNS not validated");
            assertThat(run.lines()).contains("DNSSEC  validated here, from the trust anchors down");
        }

        @Test
        void aBogusRecordIsATemporaryErrorAndTheTraceShowsWhereTheChainBreaks() throws IOException {
            tree.records("mail.example", DnsType.TXT).tamperData();
            Run run = verify("--trace", "--validate", "--anchors", anchors.toString());
            assertThat(run.statuses("SPF")).as(run.toString()).containsExactly("temperror");
            assertThat(run.out()).contains("DNS bogus").contains("mail.example TXT: the answer is not authentic: ");
            assertThat(run.lines()).contains(" ".repeat(12) + "^ here the chain of trust breaks");
        }

        @Test
        void doesNotClaimMoreThanTheServerSaid() throws IOException {
            assertThat(verify("--trust-ad").out()).contains("DNS insecure (no AD bit)");
            tree.everyQuestion().authenticated();
            assertThat(verify("--trust-ad").out()).contains("DNS secure (says the name server)");
            assertThat(verify().out()).contains("DNS not validated");
        }
    }

    @Nested
    class Spf {

        private Run spf(String... options) {
            List<String> arguments = new ArrayList<>(List.of("spf", "--server", server.address(), "--validate"));
            arguments.addAll(List.of("--anchors", anchors.toString(), "--ip", "192.0.2.1"));
            arguments.addAll(List.of(options));
            return Run.of(arguments.toArray(String[]::new));
        }

        @Test
        void restsOnWhatIsProven() {
            Run run = spf("--mail-from", "x@mail.example", "--trace");
            assertThat(run.statuses("MAIL")).as(run.toString()).containsExactly("pass");
            assertThat(run.lines())
                    .contains(" ".repeat(19)
                            + "MAIL FROM domain mail.example, 1 of 10 lookups, 0 of 2 void lookups, DNS" + " secure");
            assertThat(run.out())
                    .contains("    mx.mail.example A: 192.0.2.1, secure (")
                    .doesNotContain("^");
        }

        @Test
        void showsWhereTheChainBreaks() {
            tree.records("mx.mail.example", DnsType.A).expire();
            Run run = spf("--mail-from", "x@mail.example");
            assertThat(run.status()).as(run.toString()).isEqualTo(2);
            assertThat(run.lines())
                    .contains("Problem dns_unavailable: mx, in the record of mail.example")
                    .anyMatch(line -> line.startsWith("        mx.mail.example A: BOGUS: the answer is not authentic"));
            assertThat(chain(run)).last().asString().contains("^ here the chain of trust breaks");
        }
    }
}
