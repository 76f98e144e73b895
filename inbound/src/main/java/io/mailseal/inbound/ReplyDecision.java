package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.inbound.InboundReplyPolicy.Demand;
import io.mailseal.spf.SpfExplanation;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From the verdicts to the reply: each reason to refuse is a reply of its own, and of several there is one that says so.
 *
 * @rfc 7372 3
 */
final class ReplyDecision {

    private final InboundResult result;
    private final InboundReplyPolicy policy;
    private final List<SmtpReply> rejections = new ArrayList<>();
    private final List<SmtpReply> deferrals = new ArrayList<>();

    private ReplyDecision(InboundResult result, InboundReplyPolicy policy) {
        this.result = result;
        this.policy = policy;
    }

    static Optional<SmtpReply> of(InboundResult result, InboundReplyPolicy policy) {
        ReplyDecision decision = new ReplyDecision(result, policy);
        // First, so that no text of somebody else can push it out of the line.
        decision.dmarc();
        result.spf().ifPresent(decision::spf);
        result.iprev().ifPresent(decision::iprev);
        decision.dkim();
        return decision.reply();
    }

    // What will be refused at the next attempt, too, is not worth one.
    private Optional<SmtpReply> reply() {
        if (rejections.size() > 1) {
            // §3.4: rather than the code of one of them.
            String texts = rejections.stream().map(SmtpReply::text).collect(Collectors.joining("; "));
            return Optional.of(SmtpReply.of(550, "5.7.26", "Multiple authentication checks failed: " + texts));
        }
        return rejections.isEmpty() ? deferrals.stream().findFirst() : Optional.of(rejections.get(0));
    }

    // §3.2
    private void spf(SpfResult spf) {
        String domain = spf.domain().map(DomainName::toString).orElse("the sender");
        if (spf.status() == SpfStatus.FAIL && policy.has(Demand.NO_SPF_FAIL)) {
            String words = spf.publishedExplanation()
                    .map(SpfExplanation::toString)
                    .map(said -> ". " + said)
                    .orElse("");
            reject("5.7.23", "SPF validation failed, the client may not send for " + domain + words);
        }
        if (spf.status() == SpfStatus.PERMERROR && policy.has(Demand.NO_SPF_PERMERROR)) {
            reject("5.7.24", "SPF validation error, the record of " + domain + " can not be used");
        }
        if (spf.status() == SpfStatus.TEMPERROR && policy.has(Demand.NO_SPF_TEMPERROR)) {
            defer("4.7.24", "SPF validation error, the record of " + domain + " could not be looked up");
        }
    }

    // §3.3
    private void iprev(IprevResult iprev) {
        if (!policy.has(Demand.REVERSE_NAME)) {
            return;
        }
        switch (iprev.status()) {
            case PASS -> {}
            case FAIL, PERMERROR -> reject("5.7.25", "Reverse DNS validation failed for " + iprev.client());
            case TEMPERROR -> defer("4.7.25", "Reverse DNS could not be looked up for " + iprev.client());
        }
    }

    // §3.1. RFC 6376 §6.3: a failure of verification is no reason for a 4yz reply; only one of DNS is.
    private void dkim() {
        if (!policy.has(Demand.DKIM) || has(DkimStatus.PASS)) {
            return;
        }
        if (has(DkimStatus.TEMPERROR)) {
            defer("4.7.20", "No passing DKIM signature found, a key could not be looked up");
        } else if (has(DkimStatus.POLICY)) {
            reject("5.7.21", "No acceptable DKIM signature found");
        } else {
            reject("5.7.20", "No passing DKIM signature found");
        }
    }

    private boolean has(DkimStatus status) {
        return result.dkim().signatures().stream()
                .map(DkimSignatureResult::status)
                .anyMatch(status::equals);
    }

    // RFC 9989 §7.2: the word "DMARC" is in the text.
    private void dmarc() {
        DmarcResult dmarc = result.dmarc();
        DmarcHandling handling = policy.has(Demand.OTHER_EVIDENCE)
                ? dmarc.suggestedHandlingWithOtherEvidence()
                : dmarc.suggestedHandling();
        String domain = dmarc.authorDomain().map(DomainName::toString).orElse("the author");
        switch (handling.action()) {
            case DELIVER, QUARANTINE -> {}
            case DEFER -> defer("4.7.1", "DMARC could not be evaluated for " + domain + ", please try again later");
            case REJECT -> {
                if (handling.reason() == DmarcHandling.Reason.NO_SINGLE_AUTHOR) {
                    reject("5.7.1", "Email rejected, DMARC needs exactly one author domain in the From field");
                } else {
                    reject(nothingPassed() ? "5.7.26" : "5.7.1", "Email rejected per DMARC policy for " + domain);
                }
            }
        }
    }

    // Then both checks that DMARC stands on have failed, and not only the comparison of their domains.
    private boolean nothingPassed() {
        boolean spfPassed =
                result.spf().filter(spf -> spf.status() == SpfStatus.PASS).isPresent();
        return !spfPassed && !has(DkimStatus.PASS);
    }

    private void reject(String enhancedCode, String text) {
        rejections.add(SmtpReply.of(550, enhancedCode, text));
    }

    private void defer(String enhancedCode, String text) {
        deferrals.add(SmtpReply.of(451, enhancedCode, text));
    }
}
