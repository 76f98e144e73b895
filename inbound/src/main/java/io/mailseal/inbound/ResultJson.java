package io.mailseal.inbound;

import io.mailseal.core.authres.AuthenticationProperty;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.json.JsonObject;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignature;
import io.mailseal.dkim.DkimSignatureFinding;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcProblem;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.IdentifierAlignment;
import io.mailseal.dmarc.TreeWalkStep;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfExplanation;
import io.mailseal.spf.SpfLimits;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfSyntaxError;
import java.util.List;

/** A result for programs. The names of its members are fixed, and documented in docs/json.md. */
final class ResultJson {

    private ResultJson() {}

    static JsonObject of(InboundResult result) {
        return new JsonObject()
                .object("from", author(result.author()))
                .object("envelope", result.envelope().client().map(client -> envelope(result.envelope())))
                .object("spf", result.spf().map(ResultJson::spf))
                .object("spfHelo", result.spfHelo().map(ResultJson::spf))
                .object("iprev", result.iprev().map(ResultJson::iprev))
                .object("dkim", dkim(result.dkim()))
                .object("dmarc", dmarc(result.dmarc()))
                .objects(
                        "methods",
                        result.methods().stream().map(ResultJson::method).toList());
    }

    private static JsonObject author(AuthorAddresses author) {
        List<String> addresses =
                author.addresses().stream().map(AuthorAddress::addrSpec).toList();
        return new JsonObject()
                .word("status", author.status())
                .text("domain", author.authorDomain())
                .texts("addresses", addresses)
                .words("anomalies", author.anomalies())
                .word("problem", author.problem())
                .text("explanation", author.explanation());
    }

    static JsonObject envelope(SmtpEnvelope envelope) {
        return new JsonObject()
                .text("client", envelope.client())
                .text("helo", envelope.helo())
                .text("mailFrom", envelope.mailFrom());
    }

    // ---- SPF and iprev ----

    private static JsonObject spf(SpfResult spf) {
        return new JsonObject()
                .text("status", spf.status().word())
                .text("identity", spf.identity().word())
                .text("domain", spf.domain())
                .text("matchedTerm", spf.matchedTerm())
                .text("matchedIn", spf.matchedIn())
                .word("problem", spf.problem().map(SpfProblem::kind))
                .object("problemDetails", spf.problem().map(ResultJson::details))
                .text("explanation", spf.explanation())
                .object("publishedExplanation", spf.publishedExplanation().map(ResultJson::explanation))
                .number("dnsTerms", spf.dnsTerms())
                .number("voidLookups", spf.voidLookups())
                .object("limits", limits(spf.limits()))
                .text("security", spf.domain().map(asked -> spf.security().word()))
                .flag("dependsOnSender", spf.dependsOnSender())
                .objects(
                        "recordsConsulted",
                        spf.recordsConsulted().stream().map(ResultJson::record).toList());
    }

    private static JsonObject details(SpfProblem problem) {
        return new JsonObject()
                .text("recordDomain", problem.recordDomain())
                .text("record", problem.record())
                .text("term", problem.term())
                .object("syntaxError", problem.syntaxError().map(ResultJson::syntaxError))
                .object("failedLookup", problem.failedLookup().map(ResultJson::failedLookup))
                .word("cause", problem.cause().map(SpfProblem::kind));
    }

    private static JsonObject syntaxError(SpfSyntaxError error) {
        return new JsonObject()
                .number("position", error.position())
                .text("term", error.term())
                .text("expected", error.expected());
    }

    private static JsonObject failedLookup(DnsAnswer.Failed failed) {
        return new JsonObject()
                .text("name", failed.question().name())
                .text("type", failed.question().type())
                .word("outcome", failed.outcome())
                .word("cause", failed.cause())
                .text("security", failed.security().word())
                .text("explanation", failed.reason());
    }

    private static JsonObject explanation(SpfExplanation words) {
        return new JsonObject().text("domain", words.domain()).text("text", words.text());
    }

    private static JsonObject limits(SpfLimits limits) {
        return new JsonObject()
                .number("dnsTerms", limits.dnsTerms())
                .number("voidLookups", limits.voidLookups())
                .number("mxHosts", limits.mxHosts())
                .number("ptrNames", limits.ptrNames());
    }

    private static JsonObject record(SpfResult.ConsultedRecord record) {
        return new JsonObject().text("domain", record.domain()).text("text", record.text());
    }

    private static JsonObject iprev(IprevResult iprev) {
        return new JsonObject()
                .text("status", iprev.status().word())
                .text("client", iprev.client())
                .texts("names", iprev.names())
                .word("problem", iprev.problem())
                .text("explanation", iprev.explanation())
                .text("security", iprev.security().word());
    }

    // ---- DKIM ----

    private static JsonObject dkim(DkimResult dkim) {
        return new JsonObject()
                .text("status", dkim.status().word())
                .objects(
                        "signatures",
                        dkim.signatures().stream().map(ResultJson::signature).toList());
    }

    private static JsonObject signature(DkimSignatureResult signature) {
        return new JsonObject()
                .text("status", signature.status().word())
                .text("domain", signature.domain())
                .text("selector", signature.selector())
                .text("algorithm", signature.algorithm())
                .text("identity", signature.identity())
                .word("problem", signature.problem().map(DkimProblem::kind))
                .object("problemDetails", signature.problem().map(ResultJson::details))
                .text("explanation", signature.explanation())
                .number("keyBits", signature.keyBits())
                .flag("testing", signature.isTesting())
                .text("security", signature.security().map(state -> state.word()))
                .object("claims", signature.signature().map(ResultJson::claims))
                .number("signedBodyOctets", signature.signedBodyOctets())
                .number("bodyOctets", signature.bodyOctets())
                .objects(
                        "findings",
                        signature.findings().stream().map(ResultJson::finding).toList());
    }

    private static JsonObject details(DkimProblem problem) {
        return new JsonObject()
                .text("tag", problem.tag())
                .text("detail", problem.detail())
                .word("cause", problem.dnsFailure());
    }

    private static JsonObject claims(DkimSignature signature) {
        return new JsonObject()
                .text("identity", signature.identity())
                .text(
                        "headerCanonicalization",
                        signature.headerCanonicalization().word())
                .text("bodyCanonicalization", signature.bodyCanonicalization().word())
                .texts("signedFields", signature.signedFields())
                .text("timestamp", signature.timestamp())
                .text("expiry", signature.expiry())
                .number("bodyLength", signature.bodyLength());
    }

    private static JsonObject finding(DkimSignatureFinding finding) {
        return new JsonObject()
                .word("code", finding.code())
                .word("severity", finding.severity())
                .text("subject", finding.subject())
                .text("explanation", finding.explanation());
    }

    // ---- DMARC and what joined ----

    private static JsonObject dmarc(DmarcResult dmarc) {
        DmarcHandling handling = dmarc.suggestedHandling();
        return new JsonObject()
                .text("status", dmarc.status().word())
                .text("authorDomain", dmarc.authorDomain())
                .text("policyDomain", dmarc.discovery().flatMap(DmarcDiscovery::policyDomain))
                .text("organizationalDomain", dmarc.organizationalDomain())
                .text("publishedPolicy", dmarc.publishedPolicy().map(DmarcPolicy::word))
                .text("effectivePolicy", dmarc.effectivePolicy().map(DmarcPolicy::word))
                .text("suggestedHandling", handling.action().word())
                .word("suggestedHandlingReason", handling.reason())
                .word("problem", dmarc.problem().map(DmarcProblem::kind))
                .text("explanation", dmarc.explanation())
                .text(
                        "security",
                        dmarc.discovery().map(discovery -> discovery.security().word()))
                .texts(
                        "asked",
                        dmarc.discovery()
                                .map(discovery -> discovery.steps().stream()
                                        .map(TreeWalkStep::name)
                                        .toList())
                                .orElse(List.of()))
                .objects(
                        "identifiers",
                        dmarc.alignments().stream().map(ResultJson::identifier).toList())
                .objects("perAuthor", perAuthor(dmarc));
    }

    static List<JsonObject> perAuthor(DmarcResult dmarc) {
        return dmarc.perAuthor().stream().map(ResultJson::ofAuthor).toList();
    }

    private static JsonObject ofAuthor(DmarcResult dmarc) {
        return new JsonObject()
                .text("domain", dmarc.authorDomain())
                .text("status", dmarc.status().word())
                .text("effectivePolicy", dmarc.effectivePolicy().map(DmarcPolicy::word))
                .text("suggestedHandling", dmarc.suggestedHandling().action().word());
    }

    private static JsonObject identifier(IdentifierAlignment alignment) {
        return new JsonObject()
                .word("method", alignment.evidence().method())
                .text("domain", alignment.evidence().domain())
                .word("outcome", alignment.evidence().outcome())
                .word("alignment", alignment.state());
    }

    static JsonObject method(InboundMethodOutcome outcome) {
        return new JsonObject()
                .text("method", outcome.method())
                .text("failure", outcome.failure())
                .objects(
                        "results",
                        outcome.results().stream().map(ResultJson::methodResult).toList());
    }

    private static JsonObject methodResult(MethodResult result) {
        return new JsonObject()
                .text("result", result.result())
                .text("reason", result.reason())
                .objects(
                        "properties",
                        result.properties().stream().map(ResultJson::property).toList());
    }

    private static JsonObject property(AuthenticationProperty property) {
        return new JsonObject()
                .text("type", property.type())
                .text("name", property.name())
                .text("value", property.value());
    }
}
