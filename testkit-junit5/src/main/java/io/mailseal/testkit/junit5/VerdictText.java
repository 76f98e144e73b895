package io.mailseal.testkit.junit5;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpReply;

/** All of a result for people: a line for each method, with the sentence that says why. */
final class VerdictText {

    private final StringBuilder text = new StringBuilder();

    private VerdictText() {}

    static String of(InboundResult result, InboundReplyPolicy policy) {
        VerdictText text = new VerdictText();
        text.line("envelope", result.envelope().toString(), "");
        text.line("author", result.author().explanation(), "");
        result.spf().ifPresent(spf -> text.line("spf", spf.status().word(), spf.explanation()));
        result.spfHelo().ifPresent(spf -> text.line("helo", spf.status().word(), spf.explanation()));
        result.iprev().ifPresent(iprev -> text.line("iprev", iprev.status().word(), iprev.explanation()));
        text.signatures(result);
        text.line("dmarc", result.dmarc().status().word(), result.dmarc().explanation());
        DmarcHandling handling = result.dmarc().suggestedHandling();
        text.line("handling", handling.action().word(), handling.reason().explanation());
        result.methods().forEach(method -> text.line("also", method.toString(), ""));
        String reply = result.suggestedReply(policy).map(SmtpReply::toLine).orElse("none, the message is to be taken");
        text.line("reply", reply, "");
        return text.text.toString();
    }

    private void signatures(InboundResult result) {
        if (result.dkim().signatures().isEmpty()) {
            line("dkim", result.dkim().status().word(), "There is no signature.");
        }
        for (DkimSignatureResult signature : result.dkim().signatures()) {
            String of = signature.domain().map(DomainName::toString).orElse("unknown domain");
            line("dkim", signature.status().word(), of + ": " + signature.explanation());
        }
    }

    private void line(String what, String status, String why) {
        text.append(String.format("%n  %-9s %s", what, status)).append(why.isEmpty() ? "" : ": " + why);
    }
}
