package io.mailseal.inbound;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;

/**
 * All methods side by side.
 *
 * @param spfHelo empty if it is not to be evaluated
 * @param iprev empty if it is not to be evaluated
 */
record VerdictEvaluation(
        SmtpEnvelope envelope,
        AuthorPart author,
        List<DnsEvaluation<SpfResult>> spfHelo,
        List<DnsEvaluation<IprevResult>> iprev,
        List<JoiningMethod> methods)
        implements DnsEvaluation<InboundResult> {

    @Override
    public InboundResult evaluate(DnsView dns) {
        List<DnsEvaluation<?>> parts = new ArrayList<>();
        parts.add(author);
        addSideParts(parts);
        int beside = parts.size();
        if (hasLaterMethods()) {
            parts.add(laterMethods());
        }
        return result(dns.join(parts), beside);
    }

    /** What neither leads to the verdict nor waits for it. */
    List<DnsEvaluation<?>> sideParts() {
        List<DnsEvaluation<?>> parts = new ArrayList<>();
        addSideParts(parts);
        return parts;
    }

    private void addSideParts(List<DnsEvaluation<?>> parts) {
        parts.addAll(spfHelo);
        parts.addAll(iprev);
        for (JoiningMethod method : methods) {
            if (!method.isAfterDmarc()) {
                parts.add(method.evaluation(List.of()));
            }
        }
    }

    boolean hasLaterMethods() {
        for (JoiningMethod method : methods) {
            if (method.isAfterDmarc()) {
                return true;
            }
        }
        return false;
    }

    LaterMethods laterMethods() {
        return new LaterMethods(
                author,
                methods.stream().filter(method -> !method.isAfterDmarc()).toList(),
                methods.stream().filter(JoiningMethod::isAfterDmarc).toList());
    }

    private InboundResult result(List<Object> results, int beside) {
        int at = 1;
        SpfResult helo = spfHelo.isEmpty() ? null : (SpfResult) results.get(at++);
        IprevResult reverse = iprev.isEmpty() ? null : (IprevResult) results.get(at++);
        List<InboundMethodOutcome> outcomes = new ArrayList<>(methods.size());
        for (Object outcome : results.subList(at, beside)) {
            outcomes.add((InboundMethodOutcome) outcome);
        }
        for (Object later : results.subList(beside, results.size())) {
            for (Object outcome : (List<?>) later) {
                outcomes.add((InboundMethodOutcome) outcome);
            }
        }
        return new InboundResult(envelope, (AuthorPart.Found) results.get(0), helo, reverse, outcomes);
    }
}
