package io.mailseal.testkit.junit5;

import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The messages of the scenarios, as they arrive. */
final class Letters {

    static final String ALICE = "alice@example.com";
    static final String BOB = "bob@example.net";

    private static final TestSigner BY_ALICE = TestSigner.of("example.com");
    private static final TestSigner BY_LIST = TestSigner.of("lists.example.org");
    private static final TestSigner BY_LOOKALIKE = TestSigner.of("examp1e.com");

    private Letters() {}

    static List<TestSigner> signers() {
        return List.of(BY_ALICE, BY_LIST, BY_LOOKALIKE);
    }

    static TestMessage plain() {
        return fromAliceAt("example.com");
    }

    private static TestMessage fromAliceAt(String domain) {
        return TestMessage.builder()
                .from("Alice", "alice@" + domain)
                .to(BOB)
                .subject("Lunch")
                .messageId("lunch@" + domain)
                .text("At noon?\n\nAlice")
                .build();
    }

    static TestMessage signed() {
        return BY_ALICE.sign(plain());
    }

    static TestMessage forwarded() {
        return forwarded(signed());
    }

    private static TestMessage forwarded(TestMessage message) {
        return message.withFieldOnTop(
                "Received",
                "from mail.example.com ([192.0.2.25])\n by forwarder.example.org for <bob@example.org>;\n "
                        + "Thu, 1 Jan 2026 00:00:00 +0000");
    }

    static TestMessage listed() {
        return signed().withField("Subject", "[friends] Lunch")
                .withField("List-Id", "<friends.lists.example.org>")
                .withField("List-Post", "<mailto:friends@lists.example.org>")
                .withTextAppended("-- \nThe list of the friends of lunch");
    }

    static TestMessage listedAsAuthor() {
        TestMessage rewritten = listed().withField("From", "\"Alice via friends\" <friends@lists.example.org>")
                .withField("Reply-To", "\"Alice\" <" + ALICE + ">");
        return BY_LIST.sign(rewritten);
    }

    static TestMessage withForgedResults() {
        return plain().withFieldOnTop(
                        "Authentication-Results",
                        "mx.example.net; spf=pass smtp.mailfrom=example.com;\n dmarc=pass header.from=example.com");
    }

    static TestMessage lookalike() {
        return BY_LOOKALIKE.sign(fromAliceAt("examp1e.com"));
    }

    static TestMessage altered() {
        return signed().withBody("Please send the money to another account.");
    }

    static TestMessage expired() {
        Instant twoDaysAgo = VirtualClock.DEFAULT_START.minus(Duration.ofDays(2));
        TestSigner forADay =
                BY_ALICE.with(signer -> signer.clock(() -> twoDaysAgo).validFor(Duration.ofDays(1)));
        return forwarded(forADay.sign(plain()));
    }

    static TestMessage ofPlainDomain() {
        return TestMessage.builder()
                .from("carol@plain.example")
                .to(BOB)
                .subject("Hello")
                .text("It is me, Carol.")
                .build();
    }

    static TestMessage bounce() {
        return TestMessage.builder()
                .from("Mail Delivery Subsystem", "mailer-daemon@mail.example.com")
                .to(BOB)
                .subject("Undelivered mail")
                .field("Auto-Submitted", "auto-replied")
                .text("Your message to alice@example.com could not be delivered.")
                .build();
    }

    static TestMessage byTwo() {
        return plain().withField("From", "alice@example.com, eve@example.org");
    }

    static TestMessage byNobody() {
        return plain().withoutField("From");
    }
}
