package io.mailseal.cli;

import static io.mailseal.dkim.DkimAlgorithm.RSA_SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.authres.AuthenticationFinding;
import io.mailseal.core.authres.AuthenticationMethod;
import io.mailseal.core.authres.ForgedResults;
import io.mailseal.core.authres.RewriteOutcome;
import io.mailseal.core.authres.TrustedResults;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimSigningResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.dmarc.AuthenticationEvidence;
import io.mailseal.dmarc.DmarcDifference;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcLint;
import io.mailseal.dmarc.DmarcLinter;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcPolicyResolver;
import io.mailseal.dmarc.DmarcRequest;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.DnsProof;
import io.mailseal.dns.ProofStep;
import io.mailseal.dns.TrustAnchors;
import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistProfiles;
import io.mailseal.dnsbl.BlocklistPurpose;
import io.mailseal.dnsbl.BlocklistRequest;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.uri.UriExtraction;
import io.mailseal.dnsbl.uri.UriExtractor;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.InboundSession;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.inbound.SmtpReply;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.mtasts.CertificateTrust;
import io.mailseal.mtasts.DeliveryAction;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsDelivery;
import io.mailseal.mtasts.MtaStsFetcher;
import io.mailseal.mtasts.MxDecision;
import io.mailseal.mtasts.MxHandshake;
import io.mailseal.psl.PublicSuffixList;
import io.mailseal.spf.ReceivedSpf;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfFinding;
import io.mailseal.spf.SpfLint;
import io.mailseal.spf.SpfLinter;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.nameserver.LoopbackNameServer;
import io.mailseal.testkit.nameserver.SignedTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README: what is compiled and run here is what stands there. */
class ReadmeTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    private final DnsResolver dns = load("aligned.zone");
    private final List<String> refused = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();

    private void refuse(String explanation) {
        refused.add(explanation);
    }

    private void log(String line) {
        logged.add(line);
    }

    private static InMemoryDns load(String zone) {
        try {
            return InMemoryDns.load(SAMPLES.resolve(zone));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void inbound() throws IOException {
        IpAddress client = IpAddress.of("192.0.2.25");
        String helo = "mail.example.com";
        String mailFrom = "alice@example.com";
        try (InputStream stream = Files.newInputStream(SAMPLES.resolve("aligned.eml"))) {
            // README
            InboundAuthenticator inbound =
                    InboundAuthenticator.builder().resolver(dns).build();
            try (Message message = MessageReader.strict().read(stream)) {
                InboundResult result = inbound.authenticate(message, SmtpEnvelope.of(client, helo, mailFrom));
                String field = result.toAuthenticationResults("mx.example.org").toHeaderField();
                // end
                assertThat(field).contains("dmarc=pass");
                assertThat(message.header().fields()).isNotEmpty();
            }
            byte[] chunk = Files.readAllBytes(SAMPLES.resolve("aligned.eml"));
            // README
            try (InboundSession session = inbound.begin(SmtpEnvelope.of(client, helo, mailFrom))) {
                session.update(chunk, 0, chunk.length); // again and again, with the dots of DATA taken out
                Optional<SmtpReply> refusal =
                        session.finish().suggestedReply(); // empty: there is no reason not to accept it
                // end
                assertThat(refusal).isEmpty();
            }
        }
    }

    @Test
    void fieldOnTop() throws IOException {
        String field = "Authentication-Results: mx.example.org; dmarc=pass header.from=example.com\r\n";
        String forgery = "Authentication-Results: mx.example.org; dmarc=pass header.from=bank.example\r\n";
        String received = "Received: from a.example by mx.example.org; Mon, 3 Mar 2025 10:15:00 +0000\r\n";
        String from = "From: a@example.com\r\n\r\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Message message =
                MessageReader.strict().read((received + forgery + from).getBytes(StandardCharsets.US_ASCII))) {
            // README
            ForgedResults forged =
                    ForgedResults.builder().authservId("mx.example.org").build();
            RewriteOutcome outcome = forged.rewrite(message, out, field);
            // end
            assertThat(outcome.isWritten()).isTrue();
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(field + received + from);
        }
        HeaderBlock header = HeaderBlock.parse(Octets.of(out.toByteArray()));
        // README
        TrustedResults trusted =
                TrustedResults.builder().trust("mx.example.org").build();
        Optional<AuthenticationFinding> dmarc = trusted.read(header).only(AuthenticationMethod.DMARC);
        // end
        assertThat(dmarc.orElseThrow().isPass()).isTrue();
    }

    @Test
    void dns() {
        // README
        try (DnsClient dns = DnsClient.system()) {
            // end
            assertThat(dns.servers()).isNotEmpty();
        }
        // README
        DnsAnswer answer =
                DnsSessions.over(dns).evaluate(view -> view.get(DnsQuestion.mx(DomainName.of("example.com"))));
        boolean mayExist = answer.outcome() == DnsAnswer.Outcome.FAILED; // nobody knows: not the same as NO_SUCH_NAME
        // end
        assertThat(mayExist).isFalse();
    }

    @Test
    void validation() {
        // README
        DnsClient client = DnsClient.builder()
                .systemServers()
                .validating(TrustAnchors.iana())
                .build();
        // end
        client.close();
        // README
        DnsProof proof =
                client.prove(DnsQuestion.mx(DomainName.of("example.com"))).join();
        boolean secure = proof.answer().security() == DnsSecurity.SECURE;
        List<ProofStep> chain = proof.steps(); // from the root's key down to the answer, or to where it breaks
        // end
        assertThat(secure).as("the client is closed").isFalse();
        assertThat(chain).isEmpty();
    }

    @Test
    void signedTree() {
        // README
        SignedTree tree = SignedTree.builder()
                .zone("example", zone -> zone.nsec3().optOut())
                .zone("mail.example", zone -> zone.records("mx A 192.0.2.1"))
                .build();
        tree.records("mx.mail.example", DnsType.A).expire();
        LoopbackNameServer server = LoopbackNameServer.of(tree); // server.address(), tree.trustAnchors()
        // end
        try (server;
                DnsClient client = DnsClient.builder()
                        .server(server.address())
                        .clock(InstantSource.fixed(SignedTree.DEFAULT_TIME))
                        .validating(TrustAnchors.parse(tree.trustAnchors()))
                        .build()) {
            DnsAnswer answer = client.resolve(DnsQuestion.a(DomainName.of("mx.mail.example")))
                    .join();
            assertThat(answer.security()).isEqualTo(DnsSecurity.BOGUS);
        }
    }

    @Test
    void spf() {
        // README
        SpfEvaluator spf = SpfEvaluator.builder().resolver(dns).build();
        SpfResult result =
                spf.evaluate(SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "mail.example.com", "alice@example.com"));
        if (result.status() == SpfStatus.FAIL) {
            refuse(result.explanation()); // "192.0.2.1 matches nothing before -all in the record of example.com."
        }
        // end
        assertThat(result.status()).isEqualTo(SpfStatus.PASS);
        assertThat(refused).isEmpty();
        SpfResult other = spf.evaluate(SpfRequest.mailFrom(IpAddress.of("203.0.113.1"), "h.example", "a@example.com"));
        assertThat(other.explanation())
                .isEqualTo("203.0.113.1 matches nothing before -all in the record of example.com.");
        // README
        String field = ReceivedSpf.of(result, "mx.example.org").toHeaderField();
        // end
        assertThat(field).startsWith("Received-SPF: pass (mx.example.org: ");
    }

    @Test
    void spfLint() {
        // README
        SpfLint lint = SpfLinter.builder().resolver(dns).build().lint(DomainName.of("example.com"));
        int lookups = lint.dnsTerms(); // of the ten that a check may make
        List<SpfFinding> findings = lint.findings(); // each with a code, a severity, the term and a sentence
        // end
        assertThat(lookups).isLessThanOrEqualTo(10);
        assertThat(findings).as("%s", lint).noneMatch(finding -> finding.severity() == SpfFinding.Severity.ERROR);
    }

    @Test
    void dkim() throws IOException {
        try (Message message = MessageReader.strict().read(SAMPLES.resolve("aligned.eml"))) {
            // README
            DkimVerifier dkim = DkimVerifier.builder().resolver(dns).build();
            DkimResult result = dkim.verify(message);
            for (DkimSignatureResult signature : result.signatures()) {
                log(signature.status().word() + ": " + signature.explanation());
            }
            // end
        }
        assertThat(logged).hasSize(2).allMatch(line -> line.startsWith("pass: "));
    }

    @Test
    void signing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("s1.key"), DkimPrivateKey.generate(RSA_SHA256).toPem());
        Octets octets = Octets.of(Files.readAllBytes(SAMPLES.resolve("aligned.eml")));
        // README
        DkimPrivateKey key =
                DkimPrivateKey.parse(Files.readString(file)).orElseThrow(); // or a new one: generate(RSA_SHA256)
        DkimSigner signer =
                DkimSigner.builder().domain("example.com").key("s1", key).build();
        DkimSigningResult signed = signer.sign(octets);
        String fields = signed.toHeaderFields(); // empty if it was refused: signed.problems() says why
        // end
        Octets message = Octets.ofLatin1(fields + octets.toLatin1());
        InMemoryDns dns =
                InMemoryDns.parse(key.keyRecord().zoneLine(DomainName.of("s1"), DomainName.of("example.com")) + "\n");
        Provider provider = Security.getProvider("SunRsaSign");
        // README
        DkimVerifier faster = DkimVerifier.builder()
                .resolver(dns)
                .provider(RSA_SHA256, provider) // AmazonCorrettoCryptoProvider.INSTANCE, or Conscrypt.newProvider()
                .build();
        // end
        assertThat(faster.verify(message).status()).isEqualTo(DkimStatus.PASS);
    }

    @Test
    void dmarc() {
        // README
        DmarcEvaluator dmarc = DmarcEvaluator.builder().resolver(dns).build();
        AuthenticationEvidence signed = AuthenticationEvidence.dkimPass(DomainName.of("mail.example.com"));
        DmarcResult result = dmarc.evaluate(DmarcRequest.of(DomainName.of("example.com"), List.of(signed)));
        Optional<DmarcPolicy> wanted =
                result.effectivePolicy(); // what the owner would like to happen to mail that fails
        DmarcHandling handling =
                result.suggestedHandling(); // what to do: never to reject for the policy alone (RFC 9989)
        // end
        assertThat(wanted).contains(DmarcPolicy.REJECT);
        assertThat(handling.action()).isEqualTo(DmarcHandling.Action.DELIVER);
        // README
        DmarcPolicyResolver policies =
                DmarcPolicyResolver.builder().resolver(dns).build();
        List<DmarcDifference> differences =
                policies.compare(DomainName.of("news.example.com")).differences();
        DmarcLint lint = DmarcLinter.builder().resolver(dns).build().lint(DomainName.of("example.com"));
        // end
        assertThat(differences).isEmpty();
        assertThat(lint.record()).isPresent();
    }

    @Test
    void mtaSts() {
        DomainName mx = DomainName.of("mail.example.com");
        // README
        MtaStsFetcher fetcher = MtaStsFetcher.builder().resolver(dns).build();
        MtaStsCache policies = MtaStsCache.builder().fetcher(fetcher).build(); // in memory, or in a store of yours
        MtaStsDelivery delivery = MtaStsDelivery.of(policies.discover(DomainName.of("example.com")));
        if (delivery.candidate(mx).action().delivers()) {
            MxHandshake handshake = delivery.handshake(mx, CertificateTrust.system()); // for STARTTLS; then:
            MxDecision decision = delivery.candidate(mx, handshake.outcome()); // what to do, why, and what to report
        }
        // end
        assertThat(delivery.candidate(mx).action()).isEqualTo(DeliveryAction.ALLOW);
    }

    @Test
    void blocklists() throws IOException {
        IpAddress client = IpAddress.of("192.0.2.25");
        // README
        BlocklistClient lists = BlocklistClient.builder()
                .resolver(dns)
                .profile(BlocklistProfiles.named("spamhaus-zen").orElseThrow()) // read its terms of use
                .build();
        BlocklistResult result = lists.check(client);
        boolean listed = result.isListed(BlocklistPurpose.BLOCK);
        String why = result.explanation();
        // end
        assertThat(listed).isFalse();
        assertThat(why).startsWith("Nothing is listed.");
        try (Message message = MessageReader.strict().read(SAMPLES.resolve("aligned.eml"))) {
            // README
            UriExtraction found = UriExtractor.builder().build().extract(message);
            BlocklistRequest request = BlocklistRequest.builder()
                    .client(client)
                    .header(message.header())
                    .uris(found)
                    .build();
            double score = lists.check(request).score().total();
            // end
            assertThat(score).isZero();
        }
    }

    @Test
    void author() throws IOException {
        try (Message message = MessageReader.strict().read(SAMPLES.resolve("aligned.eml"))) {
            // README
            AuthorAddresses author = AuthorAddresses.of(message.header());
            Optional<DomainName> domain = author.authorDomain(); // only if there is exactly one, beyond doubt
            String why = author.explanation();
            // end
            assertThat(domain).contains(DomainName.of("example.com"));
            assertThat(why).isNotEmpty();
        }
    }

    @Test
    void core() {
        // README
        HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1("From : a@example.com\r\n\r\n"));
        boolean odd = header.anomalies().contains(MessageAnomaly.SPACE_BEFORE_COLON);
        DomainName name = DomainName.ofUnicode("bücher.example").orElseThrow(); // xn--bcher-kva.example
        // end
        assertThat(odd).isTrue();
        assertThat(name).hasToString("xn--bcher-kva.example");
    }

    @Test
    void publicSuffixes() {
        // README
        PublicSuffixList list = PublicSuffixList.bundled(); // or one of today: PublicSuffixList.read(file)
        Optional<DomainName> owner = list.registrableDomain(DomainName.of("news.example.co.uk")); // example.co.uk
        boolean unowned =
                list.icannOnly().isPublicSuffix(DomainName.of("co.uk")); // by registries' rules, not by private ones
        String why = list.match(DomainName.of("www.ck")).explanation();
        // end
        assertThat(owner).contains(DomainName.of("example.co.uk"));
        assertThat(unowned).isTrue();
        assertThat(why).contains("!www.ck");
        assertThat(list.version()).isPresent();
        assertThat(list.notice()).contains("Mozilla Public");
    }

    @Test
    void testkit() {
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "mail.example.com", "alice@example.com");
        // README
        InMemoryDns dns = InMemoryDns.parse("""
                example.com  TXT  "v=spf1 include:spf.example.net -all"
                $FAULT spf.example.net SERVFAIL
                """);
        SpfResult result = SpfEvaluator.builder().resolver(dns).build().evaluate(request); // temperror
        // end
        assertThat(result.status()).isEqualTo(SpfStatus.TEMPERROR);
    }

    @AfterAll
    static void whatIsCompiledHereStandsThere() throws IOException {
        CompiledSnippets.areThoseOf(Path.of("..", "README.md"), "README", ReadmeTest.class);
    }
}
