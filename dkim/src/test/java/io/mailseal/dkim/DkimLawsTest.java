package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for any message, any way to feed it, and any order of answers. */
class DkimLawsTest {

    private static final String FIELDS = "From: ann@a.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello,  \r\n\thow are you?\r\n\r\n";
    private static final TestSigner ONE = TestSigner.rsa();
    private static final TestSigner TWO = TestSigner.rsa().tag("s", "s2").tag("c", "simple/simple");
    private static final String ZONE = ONE.zone() + TWO.zone();
    private static final String SIGNED = ONE.signature(FIELDS, BODY) + TWO.signature(FIELDS, BODY) + FIELDS;

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static DkimVerifier verifier(InMemoryDns dns) {
        return DkimVerifier.builder().dns(dns.sessions()).build();
    }

    private static Message message() {
        return MessageReader.strict().read(octets(SIGNED + "\r\n" + BODY));
    }

    private static List<DkimStatus> statuses(DkimResult result) {
        return result.signatures().stream().map(DkimSignatureResult::status).toList();
    }

    @Property(tries = 200)
    void chunksDoNotMatter(@ForAll @Size(max = 12) List<@IntRange(max = 8) Integer> lengths) {
        InMemoryDns dns = InMemoryDns.parse(ZONE);
        DkimCheck check = verifier(dns).prepare(HeaderBlock.parse(Octets.ofLatin1(SIGNED)));
        byte[] body = octets(BODY);
        int at = 0;
        for (int length : lengths) {
            int some = Math.min(length, body.length - at);
            check.update(body, at, some);
            at += some;
        }
        check.update(body, at, body.length - at);
        try (DnsSession session = dns.sessions().open()) {
            assertThat(statuses(session.evaluate(check.evaluation())))
                    .containsExactly(DkimStatus.PASS, DkimStatus.PASS);
        }
    }

    @Property(tries = 100)
    void neitherTheOrderOfAnswersNorThePlaceMatters(
            @ForAll @IntRange(max = 50) int first, @ForAll @IntRange(max = 50) int second) throws IOException {
        InMemoryDns timed = InMemoryDns.parse(ZONE)
                .withClock(new VirtualClock())
                .delaying(DomainName.of("s1._domainkey.a.example"), Duration.ofMillis(first))
                .delaying(DomainName.of("s2._domainkey.a.example"), Duration.ofMillis(second));
        DkimResult result = verifier(timed).verify(message());
        DkimResult again = verifier(InMemoryDns.parse(ZONE).withKnown())
                .verifyAsync(message())
                .getNow(null);
        assertThat(result).isEqualTo(again).hasSameHashCodeAs(again);
        assertThat(result.status()).isEqualTo(DkimStatus.PASS);
    }

    @Property(tries = 200)
    void signedThenVerified(
            @ForAll("bodies") String body,
            @ForAll("values") String subject,
            @ForAll DkimCanonicalization headerForm,
            @ForAll DkimCanonicalization bodyForm)
            throws IOException {
        String fields = "From: a@a.example\r\nSubject:" + subject + "\r\n";
        TestSigner signer = TestSigner.ed25519().tag("c", headerForm.word() + "/" + bodyForm.word());
        byte[] message = signer.sign(fields, body);
        DkimResult result = verifier(InMemoryDns.parse(signer.zone()))
                .verify(MessageReader.strict().read(message));
        assertThat(result.status()).as(result.toString()).isEqualTo(DkimStatus.PASS);
    }

    @Property(tries = 2000)
    void noOctetThatIsChangedOrCutOffThrows(
            @ForAll @IntRange(max = 1500) int at, @ForAll byte octet, @ForAll boolean cut) throws IOException {
        byte[] message = octets(SIGNED + "\r\n" + BODY);
        byte[] changed = cut ? Arrays.copyOf(message, at % message.length) : message.clone();
        if (!cut) {
            changed[at % message.length] = octet;
        }
        DkimResult result =
                verifier(InMemoryDns.parse(ZONE)).verify(MessageReader.strict().read(changed));
        assertThat(result.toString()).isNotEmpty();
    }

    @Property(tries = 1000)
    void noFieldThrows(@ForAll("fields") String field) throws IOException {
        byte[] message = octets("DKIM-Signature:" + field + "\r\n" + FIELDS + "\r\n" + BODY);
        DkimResult result =
                verifier(InMemoryDns.parse(ZONE)).verify(MessageReader.strict().read(message));
        assertThat(result.passed()).isEmpty();
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', ' ', '\t', '\r', '\n', '\0')
                .ofMaxLength(30);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings()
                .withChars('a', '\u00e9', ' ', '\t', ':', ';', 'F')
                .ofMaxLength(12)
                .map(text -> text.replace("F", "\r\n "));
    }

    @Provide
    Arbitrary<String> fields() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of("1", "rsa-sha256", "a.example", "s1", "from", "AAAA", "relaxed/simple", "9".repeat(90)),
                Arbitraries.strings()
                        .withChars('a', ';', '=', ' ', '\r', '\n', '\0', '\u00ff', '@', '.', ':')
                        .ofMaxLength(8));
        return Arbitraries.of("v", "a", "b", "bh", "c", "d", "h", "i", "l", "q", "s", "t", "x", "z", "")
                .flatMap(name -> value.map(text -> name + "=" + text))
                .list()
                .ofMaxSize(12)
                .map(tags -> "v=1;a=rsa-sha256;b=AA==;bh=AA==;s=s1;" + String.join(";", tags));
    }
}
