package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.AuthenticationEvidence;
import io.mailseal.dmarc.AuthenticationEvidence.Method;
import io.mailseal.dmarc.AuthenticationEvidence.Outcome;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.dmarc.DmarcProblem;
import io.mailseal.dmarc.DmarcRequest;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the message is by whom it says: SPF of MAIL FROM and DKIM side by side, and DMARC from what they find. A part of its
 * own, so that DMARC waits for these two and for nothing else.
 *
 * @param spf empty if the client is not known
 * @param draw for the percentage of RFC 7489, if lots are drawn
 */
record AuthorPart(
        AuthorAddresses author,
        List<DnsEvaluation<SpfResult>> spf,
        DnsEvaluation<DkimResult> dkim,
        DmarcEvaluator dmarc,
        @Nullable Integer draw)
        implements DnsEvaluation<AuthorPart.Found> {

    /** What was found. */
    record Found(AuthorAddresses author, @Nullable SpfResult spf, DkimResult dkim, DmarcResult dmarc) {}

    @Override
    public Found evaluate(DnsView dns) {
        List<DnsEvaluation<?>> parts = new ArrayList<>(2);
        parts.addAll(spf);
        parts.add(dkim);
        List<Object> results = dns.join(parts);
        SpfResult spfResult = spf.isEmpty() ? null : (SpfResult) results.get(0);
        DkimResult dkimResult = (DkimResult) results.get(results.size() - 1);
        DmarcRequest request = request(evidence(spfResult, dkimResult));
        return new Found(
                author, spfResult, dkimResult, dmarc.evaluation(request).evaluate(dns));
    }

    private DmarcRequest request(List<AuthenticationEvidence> evidence) {
        Optional<DomainName> domain = author.authorDomain();
        DmarcRequest request = domain.isPresent()
                ? DmarcRequest.of(domain.get(), evidence)
                : DmarcRequest.withoutUsableAuthor(problem(), author.domains(), evidence);
        return draw == null ? request : request.withDraw(draw);
    }

    private DmarcProblem.Kind problem() {
        return switch (author.status()) {
            case NO_FROM, NO_ADDRESS -> DmarcProblem.Kind.NO_AUTHOR;
            case SEVERAL_DOMAINS -> DmarcProblem.Kind.SEVERAL_AUTHORS;
            // Not the same: nobody can tell which of several fields somebody will see.
            case SEVERAL_FIELDS -> DmarcProblem.Kind.SEVERAL_FROM_FIELDS;
            default -> DmarcProblem.Kind.UNREADABLE_AUTHOR;
        };
    }

    // RFC 9989 §4.4.2: of SPF that of MAIL FROM alone, which is HELO's domain only for a null reverse-path.
    private static List<AuthenticationEvidence> evidence(@Nullable SpfResult spf, DkimResult dkim) {
        List<AuthenticationEvidence> evidence = new ArrayList<>();
        if (spf != null && spf.domain().isPresent()) {
            evidence.add(new AuthenticationEvidence(
                    Method.SPF,
                    spf.domain().get(),
                    outcome(spf.status() == SpfStatus.PASS, spf.status() == SpfStatus.TEMPERROR),
                    spf.status().word()));
        }
        for (DkimSignatureResult signature : dkim.signatures()) {
            if (signature.domain().isPresent()) {
                DkimStatus status = signature.status();
                evidence.add(new AuthenticationEvidence(
                        Method.DKIM,
                        signature.domain().get(),
                        outcome(status == DkimStatus.PASS, status == DkimStatus.TEMPERROR),
                        status.word()));
            }
        }
        return evidence;
    }

    private static Outcome outcome(boolean pass, boolean temperror) {
        if (pass) {
            return Outcome.PASS;
        }
        return temperror ? Outcome.TEMPERROR : Outcome.NOT_PASS;
    }

    // There is one for each message, and to compare it by its contents, all signatures, would take longer than it does.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
