package io.mailseal.testkit.junit5;

import static io.mailseal.testkit.junit5.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundAuthenticator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What is shown where a test fails. The tests that do stand below, and are run by the tests here alone. */
class FailingTestsTest {

    /** How the only test of this class fails. */
    private static Throwable failure(Class<?> test) {
        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(test))
                .execute()
                .testEvents()
                .failed()
                .list();
        assertThat(failed).hasSize(1);
        return failed.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    @MailZone("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
    static class WrongVerdict {
        @Test
        void passes(InboundAuthenticator inbound) throws IOException {
            MailScenario forged = MailScenario.FORGED;
            assertThat(inbound.authenticate(forged.message().open(), forged.envelope()))
                    .dmarc(DmarcStatus.PASS);
        }
    }

    @Test
    void aWrongVerdictShowsAllOfItAndWhatWasAsked() {
        Throwable failure = failure(WrongVerdict.class);
        assertThat(failure.getMessage().lines())
                .containsExactly(
                        "expected DMARC to be pass, but it is fail:",
                        "  envelope  <alice@example.com> from 203.0.113.66 (mail.example.com)",
                        "  author    The author domain is example.com.",
                        "  spf       none: example.com has no text records.",
                        "  helo      none: There is no such domain as mail.example.com.",
                        "  iprev     permerror: There is no name for 203.0.113.66.",
                        "  dkim      none: There is no signature.",
                        "  dmarc     fail: Nothing that was authenticated is aligned with the author domain example.com.",
                        "  handling  quarantine: The policy is reject, and nothing else speaks against the message.",
                        "  reply     none, the message is to be taken");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0].getMessage().lines())
                .startsWith("DNS was asked:")
                .contains("  _dmarc.example.com TXT: [Txt[text=v=DMARC1; p=reject]], indeterminate");
    }

    @MailZone
    static class OfAParameter {
        @Test
        void fails(@MailZone("a.example TXT \"x\"") DnsSessions sessions) {
            DnsAnswer answer = sessions.evaluate(view -> view.get(DnsQuestion.txt(DomainName.of("a.example"))));
            assertThat(answer.outcome()).isEqualTo(DnsAnswer.Outcome.NO_DATA);
        }
    }

    @Test
    void whatAParametersOwnDnsWasAskedIsShownToo() {
        assertThat(failure(OfAParameter.class).getSuppressed()).hasSize(1);
    }

    @MailZone
    static class NothingAsked {
        @Test
        void fails(DnsSessions sessions) {
            throw new IllegalStateException("for another reason");
        }
    }

    @Test
    void nothingIsAddedWhereNothingWasAsked() {
        assertThat(failure(NothingAsked.class)).hasMessage("for another reason").hasNoSuppressedExceptions();
    }

    @MailZone("""
            a.example TXT "x"
            b.example A 192.0.2
            """)
    static class BadZone {
        @Test
        void neverRuns(DnsSessions sessions) {}
    }

    @Test
    void aBadZoneIsNamedWithItsLine() {
        assertThat(failure(BadZone.class)).rootCause().hasMessageContaining("192.0.2");
        assertThat(messages(failure(BadZone.class)))
                .contains("@MailZone of BadZone: line 2: not an address for A: 192.0.2");
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    static class BadZoneOfAMethod {
        @Test
        @MailZone("$FAULT a.example NONSENSE")
        void neverRuns(DnsSessions sessions) {}
    }

    @Test
    void aBadZoneOfAMethodIsNamedToo() {
        assertThat(messages(failure(BadZoneOfAMethod.class)))
                .contains("@MailZone of neverRuns(): line 1: not a fault: NONSENSE");
    }

    @MailZone
    static class BadZoneOfAParameter {
        @Test
        void neverRuns(@MailZone("a.example") DnsSessions sessions) {}
    }

    @Test
    void aBadZoneOfAParameterIsNamedToo() {
        assertThat(messages(failure(BadZoneOfAParameter.class))).contains("@MailZone of parameter 1: line 1: ");
    }

    @MailZone
    static class ZoneOfALifecycleMethod {
        @BeforeEach
        @MailZone("a.example TXT \"x\"")
        void before(DnsSessions sessions) {}

        @Test
        void neverRuns() {}
    }

    @Test
    void aZoneThatWouldBeOfNoEffectIsRefused() {
        assertThat(messages(failure(ZoneOfALifecycleMethod.class)))
                .contains("@MailZone belongs on the class, on test methods and on parameters, not on before().");
    }

    @ExtendWith(MailTestExtension.class)
    static class SignerOfALifecycleMethod {
        @BeforeEach
        void before(@SignsFor("example.com") TestSigner signer) {}

        @Test
        void neverRuns() {}
    }

    @Test
    void aSignerWhoseKeyIsNotPublishedIsRefused() {
        assertThat(messages(failure(SignerOfALifecycleMethod.class)))
                .contains("The key of d=example.com s=test is not in the DNS of the test: put @SignsFor on the class");
    }

    @SignsFor("example.com")
    @SignsFor("example.org")
    static class TwoSigners {
        @Test
        void neverRuns(TestSigner signer) {}
    }

    @Test
    void oneOfSeveralSignersMustBeNamed() {
        assertThat(messages(failure(TwoSigners.class))).contains("There are 2 signers that may be meant");
    }
}
