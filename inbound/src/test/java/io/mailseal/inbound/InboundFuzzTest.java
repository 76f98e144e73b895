package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * The whole way of a message: any octets as what the client says, as the text records of all of DNS, and as the message, with
 * a NUL between them. Among the other tests only the inputs in {@code InboundFuzzTestInputs} run.
 */
class InboundFuzzTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final List<IpAddress> CLIENTS = List.of(IpAddress.of("192.0.2.1"), IpAddress.of("2001:db8::1"));

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void messageAndZone(byte[] octets) throws IOException {
        List<Octets> pieces = pieces(Octets.of(octets));
        if (pieces.size() < 3) {
            return;
        }
        String helo = pieces.get(0).toUtf8();
        String mailFrom = pieces.get(1).toUtf8();
        byte[] message = pieces.get(pieces.size() - 1).toByteArray();
        World world = new World(pieces.subList(2, pieces.size() - 1));
        InboundAuthenticator inbound =
                InboundAuthenticator.builder().resolver(world).clock(CLOCK).build();
        for (IpAddress client : CLIENTS) {
            SmtpEnvelope envelope = SmtpEnvelope.of(client, helo, mailFrom);
            InboundResult result;
            try (Message read = MessageReader.strict().read(message)) {
                result = inbound.authenticate(read, envelope);
            }
            assertSound(result);
            assertThat(pushed(inbound, envelope, message)).isEqualTo(result);
        }
    }

    private static List<Octets> pieces(Octets octets) {
        List<Octets> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < octets.length() && pieces.size() < 20; i++) {
            if (octets.at(i) == 0) {
                pieces.add(octets.slice(start, i));
                start = i + 1;
            }
        }
        pieces.add(octets.slice(start, octets.length()));
        return pieces;
    }

    private static InboundResult pushed(InboundAuthenticator inbound, SmtpEnvelope envelope, byte[] message) {
        try (InboundSession session = inbound.begin(envelope)) {
            for (int at = 0; at < message.length; at += 7) {
                session.update(message, at, Math.min(7, message.length - at));
            }
            return session.finish();
        }
    }

    private static void assertSound(InboundResult result) {
        String field = result.toAuthenticationResults("mx.example.org").toHeaderField();
        assertThat(field.chars()).allMatch(c -> c == '\r' || c == '\n' || c == '\t' || c >= ' ' && c <= '~');
        assertThat(AuthenticationResults.parse(Octets.ofLatin1(field.substring(field.indexOf(':') + 1))))
                .isInstanceOf(AuthenticationResults.class);
        assertThat(result.toJson().chars()).allMatch(c -> c >= ' ' && c <= '~');
        result.toReceivedSpf("mx.example.org").forEach(line -> assertVisible(line.toHeaderField()));
        result.suggestedReply().ifPresent(reply -> assertVisible(reply.toLine()));
        if (result.dmarc().status() == DmarcStatus.PASS) {
            boolean spf = result.spf().map(SpfResult::status).equals(Optional.of(SpfStatus.PASS));
            boolean dkim = result.dkim().signatures().stream().anyMatch(one -> one.status() == DkimStatus.PASS);
            assertThat(spf || dkim).isTrue();
            assertThat(result.author().authorDomain()).isPresent();
        }
    }

    private static void assertVisible(String text) {
        assertThat(text.chars()).allMatch(c -> c == '\r' || c == '\n' || c == '\t' || c >= ' ' && c <= '~');
    }

    /** Every name has something, made from the name and the texts; the same question has always the same answer. */
    private record World(List<Octets> texts) implements DnsResolver {

        @Override
        public CompletableFuture<DnsAnswer> resolve(DnsQuestion question) {
            return CompletableFuture.completedFuture(answer(question));
        }

        @Override
        public Optional<DnsAnswer> known(DnsQuestion question) {
            return Optional.of(answer(question));
        }

        private DnsAnswer answer(DnsQuestion question) {
            int lot = Math.floorMod(question.toString().hashCode(), 1000);
            if (lot < 20) {
                return DnsAnswer.failed(question, DnsFailure.values()[lot % 8]);
            }
            if (lot < 40) {
                return DnsAnswer.noSuchName(question);
            }
            if (question.type().equals(DnsType.TXT)) {
                return texts.isEmpty()
                        ? DnsAnswer.noData(question)
                        : DnsAnswer.found(question, List.of(new DnsRecord.Txt(text(question.name(), lot))));
            }
            if (question.type().equals(DnsType.A)) {
                return DnsAnswer.found(question, List.of(new DnsRecord.Address(IpAddress.of("192.0.2." + lot % 3))));
            }
            if (question.type().equals(DnsType.MX)) {
                return DnsAnswer.found(question, List.of(new DnsRecord.Mx(1, question.name())));
            }
            if (question.type().equals(DnsType.PTR)) {
                DomainName host = DomainName.of("mail.example.org");
                return DnsAnswer.found(question, List.of(new DnsRecord.Pointer(DnsType.PTR, host)));
            }
            return DnsAnswer.noData(question);
        }

        // A record of the right kind where there is one, so that the way goes on.
        private Octets text(DomainName name, int lot) {
            String kind = name.toString().startsWith("_dmarc.")
                    ? "v=DMARC1"
                    : name.toString().contains("._domainkey.") ? "p=" : "v=spf1";
            return texts.stream()
                    .filter(text -> text.toLatin1().contains(kind))
                    .findFirst()
                    .orElseGet(() -> texts.get(lot % texts.size()));
        }
    }
}
