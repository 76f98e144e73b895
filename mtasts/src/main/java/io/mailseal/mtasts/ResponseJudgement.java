package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Locale;

/**
 * What an answer of a policy host is worth.
 *
 * @rfc 8461 3.3
 */
record ResponseJudgement(DomainName domain, boolean anyMediaType) {

    PolicyFetch judge(PolicyResponse response) {
        if (response instanceof PolicyResponse.Failed failed) {
            return PolicyFetch.without(domain, failed.problem(), List.of());
        }
        PolicyResponse.Answered answer = (PolicyResponse.Answered) response;
        if (answer.status() >= 300 && answer.status() < 400) {
            return without(
                    MtaStsProblem.Kind.REDIRECT,
                    "The policy host answers with a redirect (" + answer.status() + "), which must not be followed.");
        }
        if (answer.status() != 200) {
            return without(
                    MtaStsProblem.Kind.HTTP_STATUS, "The policy host answers with status " + answer.status() + ".");
        }
        String encoding = answer.contentEncoding().toLowerCase(Locale.ROOT);
        if (!encoding.isEmpty() && !encoding.equals("identity")) {
            return without(
                    MtaStsProblem.Kind.CONTENT_ENCODING, "The policy is compressed, which nobody has asked for.");
        }
        if (!anyMediaType && !isPlainText(answer.contentType())) {
            return without(MtaStsProblem.Kind.MEDIA_TYPE, "The policy is not served as text/plain.");
        }
        MtaStsParse<MtaStsPolicy> parse = MtaStsPolicy.parse(answer.body());
        return parse.value()
                .map(policy -> PolicyFetch.found(domain, policy, parse.findings()))
                .orElseGet(() -> PolicyFetch.without(
                        domain,
                        new MtaStsProblem(
                                MtaStsProblem.Kind.INVALID_POLICY,
                                "What the policy host serves is no policy. " + parse.explanation()),
                        parse.findings()));
    }

    // §3.2: parameters are ignored, also a charset that is neither utf-8 nor us-ascii.
    private static boolean isPlainText(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        // A comma joins several fields, of which nobody knows which one counts.
        return contentType.indexOf(',') < 0
                && type.strip().toLowerCase(Locale.ROOT).equals("text/plain");
    }

    private PolicyFetch without(MtaStsProblem.Kind kind, String explanation) {
        return PolicyFetch.without(domain, new MtaStsProblem(kind, explanation), List.of());
    }
}
