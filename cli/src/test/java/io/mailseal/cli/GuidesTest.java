package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.authres.AuthenticationFinding;
import io.mailseal.core.authres.AuthenticationMethod;
import io.mailseal.core.authres.ForgedResults;
import io.mailseal.core.authres.RewriteOutcome;
import io.mailseal.core.authres.TrustedResults;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimSigningProblem;
import io.mailseal.dkim.DkimSigningResult;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.TrustAnchors;
import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistProfiles;
import io.mailseal.dnsbl.BlocklistRequest;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.DnswlFinding;
import io.mailseal.dnsbl.DnswlMethod;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.InboundSession;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.inbound.SmtpReply;
import io.mailseal.mtasts.CertificateTrust;
import io.mailseal.mtasts.DeliveryAction;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsDelivery;
import io.mailseal.mtasts.MtaStsFetcher;
import io.mailseal.mtasts.MxDecision;
import io.mailseal.mtasts.MxHandshake;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guides show: their code is compiled and run here, and their command lines are understood by the program. */
class GuidesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SAMPLE = Path.of("..", "samples", "aligned.eml");
    private static final IpAddress CLIENT = IpAddress.of("192.0.2.25");

    private final List<String> audited = new ArrayList<>();

    private void audit(String event) {
        audited.add(event);
    }

    private static InMemoryDns sampleZone() throws IOException {
        return InMemoryDns.load(Path.of("..", "samples", "aligned.zone"));
    }

    @Test
    void whetherAMessageIsGenuine() throws IOException {
        Path file = Files.createTempFile("empty", ".eml");
        // DEVELOPER
        try (DnsClient dns = DnsClient.system();
                Message message = MessageReader.strict().read(file)) {
            InboundAuthenticator inbound =
                    InboundAuthenticator.builder().resolver(dns).build();
            InboundResult result = inbound.authenticate(message, SmtpEnvelope.unknown());
            String verdict =
                    result.dmarc().status().word() + ": " + result.dmarc().explanation();
            // end
            assertThat(verdict).as("of nothing, so that nobody is asked").startsWith("permerror: ");
        }
        Files.delete(file);
    }

    @Test
    void whatTheProviderFound() throws IOException {
        String header = """
                Authentication-Results: mx.example.org; dmarc=pass header.from=example.com
                Received: from a.example by mx.example.org; Mon, 3 Mar 2025 10:15:00 +0000

                """.replace("\n", "\r\n");
        try (Message message = MessageReader.strict().read(header.getBytes(StandardCharsets.US_ASCII))) {
            // DEVELOPER
            TrustedResults trusted =
                    TrustedResults.builder().trust("mx.example.org").build();
            Optional<AuthenticationFinding> found =
                    trusted.read(message.header()).only(AuthenticationMethod.DMARC);
            boolean vouchedFor = found.isPresent() && found.get().isPass();
            // end
            assertThat(vouchedFor).isTrue();
        }
    }

    @Test
    void signing() throws IOException {
        DkimPrivateKey key = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);
        Octets octets = Octets.of(Files.readAllBytes(SAMPLE));
        // DEVELOPER
        DkimSigner signer =
                DkimSigner.builder().domain("example.com").key("s1", key).build();
        DkimSigningResult signed = signer.sign(octets);
        String onTop = signed.toHeaderFields();
        List<DkimSigningProblem> refused = signed.problems();
        // end
        assertThat(onTop).startsWith("DKIM-Signature: ");
        assertThat(refused).isEmpty();
    }

    @Test
    void manyAtOnce() throws IOException {
        InboundAuthenticator inbound =
                InboundAuthenticator.builder().resolver(sampleZone()).build();
        try (Message message = MessageReader.strict().read(SAMPLE)) {
            // DEVELOPER
            CompletableFuture<String> word = inbound.authenticateAsync(message, SmtpEnvelope.unknown())
                    .thenApply(result -> result.dmarc().status().word());
            // end
            assertThat(word.join()).isEqualTo("pass");
        }
    }

    @Test
    void zonesForTests() {
        // DEVELOPER
        InMemoryDns zone = InMemoryDns.parse("""
                example.com         TXT  "v=spf1 ip4:192.0.2.1 -all"
                _dmarc.example.com  TXT  "v=DMARC1; p=reject"
                $FAULT slow.example TIMEOUT
                """);
        // end
        assertThat(zone.inFlight()).isZero();
    }

    @Test
    void servers() {
        // SERVER
        DnsClient dns = DnsClient.builder()
                .systemServers()
                .validating(TrustAnchors.iana())
                .build();
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .resolver(dns)
                .receiver(DomainName.of("mx.example.org"))
                .listener(event -> audit(event.toJson()))
                .build();
        ForgedResults forged =
                ForgedResults.builder().authservId("mx.example.org").build();
        // end
        assertThat(inbound).isNotNull();
        assertThat(forged).isNotNull();
        dns.close();
    }

    @Test
    void oneMessage() throws IOException {
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .resolver(sampleZone())
                .listener(event -> audit(event.toJson()))
                .build();
        IpAddress client = CLIENT;
        String helo = "mail.example.com";
        String mailFrom = "alice@example.com";
        byte[] chunk = Files.readAllBytes(SAMPLE);
        OutputStream out = new ByteArrayOutputStream();
        ForgedResults forged =
                ForgedResults.builder().authservId("mx.example.org").build();
        // SERVER
        try (InboundSession session = inbound.begin(SmtpEnvelope.of(client, helo, mailFrom))) {
            SpfResult spf = session.spfAsync().join(); // if you want to answer MAIL FROM by it
            session.update(chunk, 0, chunk.length);
            InboundResult result = session.finish();
            Optional<SmtpReply> reply = result.suggestedReply();
            String line = reply.map(SmtpReply::toLine).orElse("250 2.0.0 Taken");
            // end
            assertThat(spf.status()).isEqualTo(SpfStatus.PASS);
            assertThat(line).isEqualTo("250 2.0.0 Taken");
            // SERVER
            InboundReplyPolicy policy =
                    InboundReplyPolicy.followDmarc().withOtherEvidence().deferSpfTemperror();
            Optional<SmtpReply> stricter = result.suggestedReply(policy);
            // end
            assertThat(stricter).isEmpty();
            try (Message message = MessageReader.strict().read(chunk)) {
                // SERVER
                String field = result.toAuthenticationResults("mx.example.org").toHeaderField();
                RewriteOutcome outcome = forged.rewrite(message, out, field);
                // end
                assertThat(outcome.isWritten()).isTrue();
                assertThat(out.toString()).startsWith("Authentication-Results: mx.example.org;");
            }
        }
        assertThat(audited).hasSize(1);
    }

    @Test
    void lists() throws IOException {
        InMemoryDns dns = sampleZone().withZone("4.3.2.1.list.dnswl.org A 127.0.5.2");
        // SERVER
        BlocklistClient lists = BlocklistClient.builder()
                .resolver(dns)
                .profile(BlocklistProfiles.named("dnswl").orElseThrow()) // read its terms of use
                .build();
        InboundAuthenticator withList = InboundAuthenticator.builder()
                .resolver(dns)
                .method(DnswlMethod.of(lists))
                .build();
        // end
        try (Message message = MessageReader.strict().read(SAMPLE)) {
            InboundResult result = withList.authenticate(message, SmtpEnvelope.of(IpAddress.of("1.2.3.4"), "", ""));
            assertThat(result.detail(DnswlFinding.class)).isPresent();
            assertThat(result.toAuthenticationResults("mx.example.org").toHeaderField())
                    .contains("dnswl=pass");
        }
        IpAddress client = IpAddress.of("1.2.3.4");
        // SERVER
        CompletableFuture<BlocklistResult> atConnect =
                lists.checkAsync(BlocklistRequest.builder().client(client).build());
        // end
        assertThat(atConnect.join().listings()).hasSize(1);
    }

    @Test
    void delivering() throws IOException {
        InMemoryDns dns = sampleZone();
        // SERVER
        MtaStsFetcher fetcher = MtaStsFetcher.builder().resolver(dns).build();
        MtaStsCache policies = MtaStsCache.builder().fetcher(fetcher).build();
        // end
        DomainName recipientDomain = DomainName.of("example.com");
        DomainName mx = DomainName.of("mail.example.com");
        // SERVER
        MtaStsDelivery delivery = MtaStsDelivery.of(policies.discover(recipientDomain));
        MxDecision before = delivery.candidate(mx);
        MxHandshake handshake =
                delivery.handshake(mx, CertificateTrust.system()); // its sslContext() and sslParameters() for STARTTLS
        MxDecision after = delivery.candidate(mx, handshake.outcome());
        // end
        assertThat(before.action()).isEqualTo(DeliveryAction.ALLOW);
        assertThat(after.action()).isEqualTo(DeliveryAction.ALLOW);
    }

    @AfterAll
    static void whatIsCompiledHereStandsThere() throws IOException {
        Path docs = ROOT.resolve("docs");
        CompiledSnippets.areThoseOf(docs.resolve("application-developer.md"), "DEVELOPER", GuidesTest.class);
        CompiledSnippets.areThoseOf(docs.resolve("mail-server.md"), "SERVER", GuidesTest.class);
    }

    static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path page : pages()) {
            Files.readAllLines(page).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("./mailseal "))
                    .map(line -> line.substring("./mailseal ".length()))
                    .forEach(lines::add);
        }
        return lines.stream().distinct().toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(
                                    ROOT.resolve("README.md"),
                                    ROOT.resolve("samples").resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void isUnderstood(String line) {
        String[] words = words(line).toArray(String[]::new);
        assertThatCode(() -> Main.parse(words)).as(line).doesNotThrowAnyException();
    }

    static List<String> commandLinesOverSamples() throws IOException {
        return commandLines().stream()
                .filter(line -> line.contains("--dns samples/"))
                .toList();
    }

    /** Whatever that is: a command line that makes no sense, or a file that is not there, is 64 or more. */
    @ParameterizedTest
    @MethodSource("commandLinesOverSamples")
    void comesToAnAnswer(String line) throws IOException {
        String[] words = words(line).stream()
                .flatMap(GuidesTest::files)
                .map(word -> word.startsWith("samples/") ? ROOT.resolve(word).toString() : word)
                .toArray(String[]::new);
        Run run = Run.of(words);
        assertThat(run.status()).as("%s", run).isLessThan(64);
    }

    // The only pattern in the pages.
    private static Stream<String> files(String word) {
        return word.equals("samples/*.eml")
                ? Stream.of("samples/aligned.eml", "samples/spf-only.eml")
                : Stream.of(word);
    }

    // As a shell does, up to a comment or what becomes of the output.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length() && "#|>".indexOf(line.charAt(at)) < 0) {
            boolean quoted = line.charAt(at) == '\'';
            int end = line.indexOf(quoted ? '\'' : ' ', at + 1);
            end = end < 0 ? line.length() : end;
            words.add(line.substring(quoted ? at + 1 : at, end));
            at = quoted ? end + 1 : end;
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
        }
        return words;
    }

    @Test
    void whatOperatorsSeeIsWhatTheProgramSays() throws IOException {
        String page = Files.readString(ROOT.resolve("docs").resolve("operator.md"));
        assertThat(page).contains("\"" + DkimProblem.Kind.BODY_HASH_MISMATCH.sentence() + "\"");
        String noKey = "there is no key";
        assertThat(page).contains("\"" + noKey + "\"");
        assertThat(DkimProblem.Kind.NO_KEY_NAME.sentence()).startsWith(noKey);
    }

    @Test
    void pagesLinkToWhatIsThere() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = new ArrayList<>(pages());
        pages.add(ROOT.resolve("CONTRIBUTING.md"));
        pages.add(ROOT.resolve("SECURITY.md"));
        for (Path page : pages) {
            String text = Files.readString(page);
            for (int at = text.indexOf("]("); at >= 0; at = text.indexOf("](", at + 2)) {
                String target = text.substring(at + 2, text.indexOf(')', at));
                String file = target.contains("#") ? target.substring(0, target.indexOf('#')) : target;
                if (!file.isEmpty()
                        && !file.startsWith("https://")
                        && !Files.exists(page.resolveSibling(file).normalize())) {
                    broken.add(page + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }
}
