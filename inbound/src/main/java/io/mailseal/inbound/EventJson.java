package io.mailseal.inbound;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.json.JsonObject;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcProblem;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfResult;
import java.util.List;
import java.util.Optional;

/** An event for programs. The names of its members are fixed, and documented in docs/json.md. */
final class EventJson {

    private EventJson() {}

    static JsonObject of(InboundEvent event) {
        JsonObject json = new JsonObject()
                .text("time", event.time())
                .text("receiver", event.receiver())
                .text("messageId", event.messageId());
        InboundResult result = event.result();
        SmtpEnvelope envelope = result.envelope();
        json.text("client", envelope.client())
                .text("helo", envelope.client().map(client -> envelope.helo()))
                .text("mailFrom", envelope.client().map(client -> envelope.mailFrom()))
                .text("fromDomain", result.author().authorDomain())
                .texts("fromDomains", result.author().domains());
        spf("spf", result.spf(), json);
        spf("spfHelo", result.spfHelo(), json);
        json.text("iprev", result.iprev().map(iprev -> iprev.status().word()))
                .texts("iprevNames", result.iprev().map(IprevResult::names).orElse(List.of()))
                .word("iprevProblem", result.iprev().flatMap(IprevResult::problem));
        json.text("dkim", result.dkim().status().word())
                .number("dkimSignatureCount", result.dkim().signatures().size())
                .objects(
                        "dkimSignatures",
                        ResultsField.worthTelling(result.dkim()).stream()
                                .map(EventJson::signature)
                                .toList());
        dmarc(result.dmarc(), json);
        json.objects(
                "methods", result.methods().stream().map(ResultJson::method).toList());
        usage(event.usage(), json);
        return json;
    }

    private static void spf(String name, Optional<SpfResult> spf, JsonObject json) {
        json.text(name, spf.map(result -> result.status().word()))
                .text(name + "Domain", spf.flatMap(SpfResult::domain))
                .word(name + "Problem", spf.flatMap(SpfResult::problem).map(SpfProblem::kind));
    }

    private static JsonObject signature(DkimSignatureResult signature) {
        return new JsonObject()
                .text("status", signature.status().word())
                .text("domain", signature.domain())
                .text("selector", signature.selector())
                .text("algorithm", signature.algorithm())
                .word("problem", signature.problem().map(DkimProblem::kind));
    }

    private static void dmarc(DmarcResult dmarc, JsonObject json) {
        json.text("dmarc", dmarc.status().word())
                .word("dmarcProblem", dmarc.problem().map(DmarcProblem::kind))
                .text("policyDomain", dmarc.discovery().flatMap(DmarcDiscovery::policyDomain))
                .text("organizationalDomain", dmarc.organizationalDomain())
                .text("publishedPolicy", dmarc.publishedPolicy().map(DmarcPolicy::word))
                .text("effectivePolicy", dmarc.effectivePolicy().map(DmarcPolicy::word))
                .text("suggestedHandling", dmarc.suggestedHandling().action().word())
                .word("suggestedHandlingReason", dmarc.suggestedHandling().reason())
                .objects("perAuthor", ResultJson.perAuthor(dmarc));
    }

    private static void usage(DnsUsage usage, JsonObject json) {
        json.number("dnsRounds", usage.rounds())
                .number("dnsQuestions", usage.questions())
                .number("dnsHints", usage.hints())
                .number("dnsFromMemory", usage.fromMemory())
                .number("dnsWaitedMillis", usage.waited().toMillis());
    }
}
