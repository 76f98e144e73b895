package io.mailseal.testkit.junit5;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.IprevStatus;
import io.mailseal.inbound.SmtpReply;
import io.mailseal.spf.SpfStatus;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/**
 * What a test says of all that was found out about a message. Each method returns the same object, or throws an {@link
 * AssertionFailedError} whose message shows what every method of authentication came to, and why. Immutable.
 */
public final class InboundAssert {

    private final InboundResult result;
    private final InboundReplyPolicy policy;

    InboundAssert(InboundResult result, InboundReplyPolicy policy) {
        this.result = result;
        this.policy = policy;
    }

    /** SPF for MAIL FROM has this result. */
    public InboundAssert spf(SpfStatus expected) {
        return is("SPF", expected, result.spf().map(spf -> spf.status()));
    }

    /** SPF for the HELO name has this result. */
    public InboundAssert spfHelo(SpfStatus expected) {
        return is("SPF for HELO", expected, result.spfHelo().map(spf -> spf.status()));
    }

    /** The client's name leads back to it, or not. */
    public InboundAssert iprev(IprevStatus expected) {
        return is("iprev", expected, result.iprev().map(iprev -> iprev.status()));
    }

    /** DKIM comes to this for the whole message: it is pass if one signature passes. */
    public InboundAssert dkim(DkimStatus expected) {
        return is("DKIM", expected, Optional.of(result.dkim().status()));
    }

    /**
     * A signature by this domain has this result.
     *
     * @throws IllegalArgumentException if the domain is no domain name
     */
    public InboundAssert dkim(String domain, DkimStatus expected) {
        DomainName signer = DomainName.of(domain);
        List<DkimStatus> ofDomain = result.dkim().signatures().stream()
                .filter(signature -> signature.domain().filter(signer::equals).isPresent())
                .map(signature -> signature.status())
                .toList();
        return ofDomain.contains(expected)
                ? this
                : fail("a signature by " + signer + " that is " + Failure.shown(expected), expected, ofDomain);
    }

    /** DMARC comes to this. */
    public InboundAssert dmarc(DmarcStatus expected) {
        return is("DMARC", expected, Optional.of(result.dmarc().status()));
    }

    /** The policy that applies is this one, after test mode has lowered it. */
    public InboundAssert policy(DmarcPolicy expected) {
        return is("the policy", expected, result.dmarc().effectivePolicy());
    }

    /** DMARC advises to do this. */
    public InboundAssert handling(DmarcHandling.Action expected) {
        return is(
                "the handling",
                expected,
                Optional.of(result.dmarc().suggestedHandling().action()));
    }

    /**
     * The message has exactly one author domain, which is this one.
     *
     * @throws IllegalArgumentException if it is no domain name
     */
    public InboundAssert author(String domain) {
        return is("the author's domain", DomainName.of(domain), result.author().authorDomain());
    }

    /** All that a scenario says comes out. */
    public InboundAssert matches(MailExpectation expected) {
        Optional<MailExpectation> actual = result.spf()
                .map(spf -> new MailExpectation(
                        spf.status(),
                        result.dkim().status(),
                        result.dmarc().status(),
                        result.dmarc().suggestedHandling().action()));
        return is("the verdict", expected, actual);
    }

    /** From here on a receiver with this policy replies; until then one that does what DMARC suggests. */
    public InboundAssert under(InboundReplyPolicy newPolicy) {
        return new InboundAssert(result, newPolicy);
    }

    /** The message is to be taken, be it into quarantine. */
    public InboundAssert isTaken() {
        Optional<SmtpReply> reply = result.suggestedReply(policy);
        return reply.isEmpty() ? this : fail("a message to be taken", "no reply", reply.get());
    }

    /** The message is to be refused with these codes, such as 550 and {@code 5.7.26}. */
    public InboundAssert isRefused(int code, String enhancedCode) {
        String expected = code + " " + enhancedCode;
        String actual = result.suggestedReply(policy)
                .map(reply -> reply.code() + " " + reply.enhancedCode())
                .orElse("none");
        return expected.equals(actual) ? this : fail("the reply " + expected, expected, actual);
    }

    private InboundAssert is(String what, Object expected, Optional<?> actual) {
        return actual.filter(expected::equals).isPresent()
                ? this
                : fail(
                        what + " to be " + Failure.shown(expected),
                        expected,
                        actual.isPresent() ? actual.get() : "not there");
    }

    private InboundAssert fail(String wanted, Object expected, Object actual) {
        throw Failure.of(wanted, expected, actual, VerdictText.of(result, policy));
    }
}
