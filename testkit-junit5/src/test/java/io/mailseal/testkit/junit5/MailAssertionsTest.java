package io.mailseal.testkit.junit5;

import static io.mailseal.testkit.junit5.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcHandling.Action;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.IprevStatus;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

class MailAssertionsTest {

    private static final InboundResult ALIGNED = MailScenario.ALIGNED.authenticate();
    private static final InboundResult FORWARDED = MailScenario.FORWARDED.authenticate();
    private static final InboundResult FORGED = MailScenario.FORGED.authenticate();
    private static final InboundResult BROKEN = MailScenario.DNS_BROKEN.authenticate();
    private static final InboundReplyPolicy STRICT =
            InboundReplyPolicy.followDmarc().withOtherEvidence();

    @Test
    void whatIsTrueCanBeSaidInOneChain() {
        assertThat(ALIGNED)
                .author("example.com")
                .spf(SpfStatus.PASS)
                .spfHelo(SpfStatus.PASS)
                .iprev(IprevStatus.PASS)
                .dkim(DkimStatus.PASS)
                .dkim("example.com", DkimStatus.PASS)
                .dmarc(DmarcStatus.PASS)
                .policy(DmarcPolicy.REJECT)
                .handling(Action.DELIVER)
                .matches(MailScenario.ALIGNED.expectation())
                .isTaken()
                .under(STRICT)
                .isTaken();
        assertThat(FORGED).isTaken().under(STRICT).isRefused(550, "5.7.26");
        assertThat(BROKEN).isRefused(451, "4.7.1");
        assertThat(MailScenario.MAILING_LIST_AS_AUTHOR.authenticate())
                .dkim("lists.example.org", DkimStatus.PASS)
                .dkim("example.com", DkimStatus.FAIL);
    }

    static Stream<Arguments> whatIsNotTrue() {
        return Stream.of(
                wrong(
                        () -> assertThat(ALIGNED).author("example.org"),
                        "the author's domain to be example.org, but it is example.com:"),
                wrong(() -> assertThat(FORGED).spf(SpfStatus.PASS), "SPF to be pass, but it is fail:"),
                wrong(() -> assertThat(FORGED).spfHelo(SpfStatus.PASS), "SPF for HELO to be pass, but it is fail:"),
                wrong(() -> assertThat(FORGED).iprev(IprevStatus.FAIL), "iprev to be fail, but it is pass:"),
                wrong(() -> assertThat(FORGED).dkim(DkimStatus.PASS), "DKIM to be pass, but it is none:"),
                wrong(
                        () -> assertThat(ALIGNED).dkim("example.com", DkimStatus.FAIL),
                        "a signature by example.com that is fail, but it is [PASS]:"),
                wrong(
                        () -> assertThat(ALIGNED).dkim("example.org", DkimStatus.PASS),
                        "a signature by example.org that is pass, but it is []:"),
                wrong(() -> assertThat(FORGED).dmarc(DmarcStatus.PASS), "DMARC to be pass, but it is fail:"),
                wrong(() -> assertThat(FORGED).policy(DmarcPolicy.NONE), "the policy to be none, but it is reject:"),
                wrong(
                        () -> assertThat(MailScenario.NOTHING_PUBLISHED.authenticate())
                                .policy(DmarcPolicy.NONE),
                        "the policy to be none, but it is not there:"),
                wrong(
                        () -> assertThat(FORGED).handling(Action.REJECT),
                        "the handling to be reject, but it is quarantine:"),
                wrong(
                        () -> assertThat(FORWARDED).matches(MailScenario.ALIGNED.expectation()),
                        "the verdict to be spf pass, dkim pass, dmarc pass, deliver,"
                                + " but it is spf fail, dkim pass, dmarc pass, deliver:"),
                wrong(() -> assertThat(FORGED).isRefused(550, "5.7.26"), "the reply 550 5.7.26, but it is none:"),
                wrong(() -> assertThat(BROKEN).isRefused(450, "4.7.1"), "the reply 450 4.7.1, but it is 451 4.7.1:"),
                wrong(
                        () -> assertThat(FORGED).under(STRICT).isTaken(),
                        "a message to be taken, but it is 550 5.7.26 Email rejected per DMARC policy for example.com:"));
    }

    private static Arguments wrong(ThrowingCallable assertion, String message) {
        return Arguments.of(message, assertion);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsNotTrue")
    void whatIsNotTrueFailsAndShowsEverything(String message, ThrowingCallable assertion) {
        AssertionFailedError failure = catchThrowableOfType(AssertionFailedError.class, assertion);
        assertThat(failure.getMessage())
                .startsWith("expected " + message)
                .contains("  envelope ", "  spf ", "  dkim ", "  dmarc ", "  handling ", "  reply ");
        assertThat(failure.isExpectedDefined()).isTrue();
        assertThat(failure.isActualDefined()).isTrue();
    }

    @Test
    void aNameThatIsNoneIsTheTestsMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(ALIGNED).author("no domain"));
    }

    @Test
    void withoutAClientThereIsNoSpf() throws IOException {
        MailScenario aligned = MailScenario.ALIGNED;
        InboundResult result = InboundAuthenticator.builder()
                .resolver(InMemoryDns.parse(""))
                .build()
                .authenticate(aligned.message().open(), SmtpEnvelope.unknown());
        AssertionFailedError failure = catchThrowableOfType(
                AssertionFailedError.class, () -> assertThat(result).spf(SpfStatus.NONE));
        assertThat(failure).hasMessageStartingWith("expected SPF to be none, but it is not there:");
    }

    @Test
    void oneMethodAlone() {
        assertThat(FORGED.spf().orElseThrow()).is(SpfStatus.FAIL).explains("-all in the record of example.com");
        assertThat(FORGED.dmarc()).is(DmarcStatus.FAIL).explains("aligned");
        assertThat(ALIGNED.dkim()).is(DkimStatus.PASS).explains("example.com");
        AssertionFailedError failure = catchThrowableOfType(
                AssertionFailedError.class,
                () -> assertThat(FORGED.spf().orElseThrow()).is(SpfStatus.PASS));
        assertThat(failure.getMessage().lines())
                .containsExactly(
                        "expected SPF to be pass, but it is fail:",
                        "  203.0.113.66 matches nothing before -all in the record of example.com.");
        AssertionFailedError other = catchThrowableOfType(
                AssertionFailedError.class, () -> assertThat(FORGED.dmarc()).explains("weather"));
        assertThat(other).hasMessageStartingWith("expected DMARC to be explained with \"weather\", but it is fail:");
    }
}
