package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignatureResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The signatures of a message, for people: one after the other, and those that nobody looked at as a number. */
final class SignatureList {

    static final int STATUS_WIDTH = 11;

    private final DnssecMode dnssec;
    private final LabelledText text;
    private final Consumer<DkimSignatureResult> details;

    private SignatureList(DnssecMode dnssec, LabelledText text, Consumer<DkimSignatureResult> details) {
        this.dnssec = dnssec;
        this.text = text;
        this.details = details;
    }

    /** Each with what {@code details} has to say of it. */
    static void print(DkimResult result, DnssecMode dnssec, LabelledText text, Consumer<DkimSignatureResult> details) {
        new SignatureList(dnssec, text, details).print(result);
    }

    private void print(DkimResult result) {
        if (result.signatures().isEmpty()) {
            text.status("DKIM", "none", STATUS_WIDTH, "The message has no signature.");
        }
        int beyondLimit = 0;
        for (DkimSignatureResult signature : result.signatures()) {
            beyondLimit += isBeyondLimit(signature) ? 1 : 0;
            if (!isBeyondLimit(signature) || beyondLimit == 1) {
                signature(signature);
            }
        }
        if (beyondLimit > 1) {
            text.status(
                    "",
                    "",
                    STATUS_WIDTH,
                    "So it is with " + LabelledText.count(beyondLimit - 1, "more signature") + ".");
        }
    }

    private void signature(DkimSignatureResult signature) {
        text.status("DKIM", signature.status().word(), STATUS_WIDTH, signature.explanation());
        List<String> facts = facts(signature);
        if (!facts.isEmpty()) {
            text.indented("", STATUS_WIDTH, String.join(", ", facts));
        }
        details.accept(signature);
    }

    private List<String> facts(DkimSignatureResult signature) {
        List<String> facts = new ArrayList<>();
        signature.domain().map(DomainName::toString).ifPresent(domain -> facts.add("d=" + domain));
        signature.selector().map(DomainName::toString).ifPresent(selector -> facts.add("s=" + selector));
        signature.algorithm().ifPresent(algorithm -> facts.add("a=" + algorithm));
        signature.keyBits().ifPresent(bits -> facts.add(bits + " bits"));
        signature.security().ifPresent(state -> facts.add(SecuritySentence.ofAll(state, dnssec)));
        return facts;
    }

    private static boolean isBeyondLimit(DkimSignatureResult signature) {
        return signature
                .problem()
                .filter(problem -> problem.kind() == DkimProblem.Kind.LIMIT_EXCEEDED)
                .isPresent();
    }
}
