/**
 * Tests of applications that handle mail, with JUnit 5: DNS in an annotation, messages that are signed, what happens to
 * mail as ready scenarios, and assertions that say why.
 *
 * <pre>{@code
 * @MailZone("""
 *         example.com         TXT "v=spf1 ip4:192.0.2.25 -all"
 *         _dmarc.example.com  TXT "v=DMARC1; p=reject"
 *         """)
 * class MailGatewayTest {
 *
 *     @Test
 *     void whatIsSignedIsTaken(InboundAuthenticator inbound, @SignsFor("example.com") TestSigner signer) throws
 *     Exception {
 *         TestMessage message = signer.sign(TestMessage.builder().from("alice@example.com").text("Hello").build());
 *         InboundResult result = inbound.authenticate(message.open(), SmtpEnvelope.unknown());
 *         assertThat(result).dkim(DkimStatus.PASS).dmarc(DmarcStatus.PASS).isTaken();
 *     }
 * }
 * }</pre>
 *
 * <p>Start with {@link io.mailseal.testkit.junit5.MailZone}, {@link io.mailseal.testkit.junit5.MailScenario} and {@link
 * io.mailseal.testkit.junit5.MailAssertions}; {@link io.mailseal.testkit.junit5.MailTestExtension} lists the parameters
 * that a test may have.
 *
 * <p>Nothing here asks the network, waits, or is different in the next run: keys, times and answers are fixed. Tests
 * may run in parallel, for each has a DNS and a clock of its own. No parameter or result is null.
 */
@NullMarked
package io.mailseal.testkit.junit5;

import org.jspecify.annotations.NullMarked;
