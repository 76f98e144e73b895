package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.message.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The examples of this module's README. */
class ReadmeTest {

    @Test
    void saysWhatIsTrue() {
        VirtualClock clock = new VirtualClock();
        InMemoryDns dns = InMemoryDns.parse("""
            a.example            TXT   "v=spf1 include:b.example -all"
            mail.a.example   60  A     192.0.2.1
            *.wild.example       TXT   "for names that do not exist"

            $FAULT    b.example TXT  SERVFAIL
            $DELAY    mail.a.example 200ms
            $SECURITY a.example      SECURE
            """).withClock(clock).withLatency(Duration.ofMillis(20));

        DnsQuestion question = DnsQuestion.txt(DomainName.of("b.example"));
        try (DnsSession session = dns.sessions().open()) {
            DnsAnswer answer = session.evaluate(view -> view.get(question));
            assertThat(answer).isEqualTo(DnsAnswer.failed(question, DnsFailure.SERVER_FAILURE));
        }

        assertThat(dns.log()).hasToString("[round 1, PT0S: b.example TXT]");
        assertThat(clock.elapsed()).hasToString("PT0.02S");
        assertThat(clock.pending()).isZero();
        assertThat(dns.answer(DnsQuestion.a(DomainName.of("mail.a.example"))).security())
                .isEqualTo(DnsSecurity.SECURE);
    }

    @Test
    void messages() {
        TestMessage message = TestMessage.builder()
                .from("Alice", "alice@example.com")
                .to("bob@example.net")
                .subject("Lunch")
                .text("At noon?")
                .build();
        TestMessage listed =
                message.withField("Subject", "[friends] Lunch").withTextAppended("-- \nThe friends of lunch");
        Message read = listed.open(); // or toByteArray(), newInputStream(), octets()
        assertThat(read.header().count("Message-ID")).isOne();
        assertThat(listed.toString()).endsWith("\r\n\r\nAt noon?\r\n-- \r\nThe friends of lunch\r\n");
    }
}
