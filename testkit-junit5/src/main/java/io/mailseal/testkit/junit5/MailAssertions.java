package io.mailseal.testkit.junit5;

import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import java.util.List;

/**
 * Where assertions about results begin: {@code assertThat(result).dmarc(PASS).isTaken()}. What fails is an {@link
 * org.opentest4j.AssertionFailedError} that shows the whole result with its explanations, not only the word that is
 * wrong. They go together with those of assertion libraries that begin with the same word.
 */
public final class MailAssertions {

    private MailAssertions() {}

    /** About a whole message. */
    public static InboundAssert assertThat(InboundResult result) {
        return new InboundAssert(result, InboundReplyPolicy.followDmarc());
    }

    /** About SPF alone. */
    public static StatusAssert<SpfStatus> assertThat(SpfResult result) {
        return new StatusAssert<>("SPF", result.status(), List.of(result.explanation()));
    }

    /** About DKIM alone, for the whole message. */
    public static StatusAssert<DkimStatus> assertThat(DkimResult result) {
        return new StatusAssert<>(
                "DKIM",
                result.status(),
                result.signatures().stream().map(DkimSignatureResult::toString).toList());
    }

    /** About DMARC alone. */
    public static StatusAssert<DmarcStatus> assertThat(DmarcResult result) {
        return new StatusAssert<>("DMARC", result.status(), List.of(result.explanation()));
    }
}
