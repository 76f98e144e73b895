package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.spf.SpfIdentity;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the results are said in an Authentication-Results field.
 *
 * @rfc 8601 2.7
 */
final class ResultsField {

    private ResultsField() {}

    static AuthenticationResults of(String authservId, InboundResult result) {
        AuthenticationResults.Builder field = AuthenticationResults.builder(authservId);
        result.spf().ifPresent(spf -> field.result(spf(spf)));
        result.spfHelo().ifPresent(spf -> field.result(spf(spf)));
        result.iprev().ifPresent(iprev -> field.result(iprev(iprev)));
        field.results(dkim(result.dkim()));
        field.result(dmarc(result.dmarc()));
        result.methods().forEach(method -> field.results(method.results()));
        return field.build();
    }

    /** What leads to the verdict, for methods that come after it. */
    static List<MethodResult> ofAuthor(AuthorPart.Found found) {
        List<MethodResult> results = new ArrayList<>();
        if (found.spf() != null) {
            results.add(spf(found.spf()));
        }
        results.addAll(dkim(found.dkim()));
        results.add(dmarc(found.dmarc()));
        return results;
    }

    // §2.7.2: the domain alone, since the local part was not authenticated. Each identity has a result of its own.
    private static MethodResult spf(SpfResult spf) {
        MethodResult result = MethodResult.of("spf", spf.status().word());
        boolean isError = spf.status() == SpfStatus.TEMPERROR || spf.status() == SpfStatus.PERMERROR;
        // Without a domain nothing else tells the results of the two identities apart.
        if (isError || spf.domain().isEmpty()) {
            result = result.withReasonIfSafe(spf.explanation());
        }
        return spf.identity() == SpfIdentity.HELO
                ? withDomain(result, "smtp", "helo", spf.domain())
                : withDomain(result, "smtp", "mailfrom", spf.domain());
    }

    // §2.7.3
    private static MethodResult iprev(IprevResult iprev) {
        MethodResult result = MethodResult.of("iprev", iprev.status().word());
        if (iprev.status() == IprevStatus.TEMPERROR) {
            result = result.withReasonIfSafe(iprev.explanation());
        }
        return result.with("policy", "iprev", iprev.client().toString());
    }

    // §2.7.1: one for each signature; but one for all that were beyond the limit, or a sender could make the field as
    // long as the whole header.
    private static List<MethodResult> dkim(DkimResult dkim) {
        if (dkim.signatures().isEmpty()) {
            return List.of(MethodResult.of("dkim", "none"));
        }
        return worthTelling(dkim).stream().map(ResultsField::signature).toList();
    }

    /** All signatures within the limit, and one of those beyond. */
    static List<DkimSignatureResult> worthTelling(DkimResult dkim) {
        List<DkimSignatureResult> signatures = new ArrayList<>();
        boolean beyondLimit = false;
        for (DkimSignatureResult signature : dkim.signatures()) {
            if (!isBeyondLimit(signature)) {
                signatures.add(signature);
            } else if (!beyondLimit) {
                beyondLimit = true;
                signatures.add(signature);
            }
        }
        return signatures;
    }

    private static boolean isBeyondLimit(DkimSignatureResult signature) {
        return signature
                .problem()
                .filter(problem -> problem.kind() == DkimProblem.Kind.LIMIT_EXCEEDED)
                .isPresent();
    }

    private static MethodResult signature(DkimSignatureResult signature) {
        MethodResult result = MethodResult.of("dkim", signature.status().word());
        if (signature.problem().isPresent()) {
            result = result.withReason(signature.problem().get().kind().sentence());
        }
        result = withDomain(result, "header", "d", signature.domain());
        result = withText(result, "i", signature.identity());
        result = withDomain(result, "header", "s", signature.selector());
        result = withText(result, "a", signature.algorithm());
        return withText(result, "b", signature.signaturePrefix());
    }

    // RFC 9989 §9.1: the policy is the one after its options have been processed.
    private static MethodResult dmarc(DmarcResult dmarc) {
        MethodResult result = MethodResult.of("dmarc", dmarc.status().word());
        if (dmarc.problem().isPresent()) {
            result = result.withReasonIfSafe(dmarc.explanation());
        }
        result = withDomain(result, "header", "from", dmarc.authorDomain());
        return dmarc.effectivePolicy().isEmpty()
                ? result
                : result.with("policy", "dmarc", dmarc.effectivePolicy().get().word());
    }

    private static MethodResult withDomain(MethodResult result, String type, String name, Optional<DomainName> domain) {
        return domain.map(known -> result.withIfSafe(type, name, known.toString()))
                .orElse(result);
    }

    private static MethodResult withText(MethodResult result, String name, Optional<String> text) {
        return text.map(known -> result.withIfSafe("header", name, known)).orElse(result);
    }
}
