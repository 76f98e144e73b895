package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dns.ProofStep;
import java.util.ArrayDeque;
import java.util.Deque;

/** The steps that prove an answer, or the one where that goes wrong: a line for each, further to the right below a zone. */
final class ChainOfTrust {

    private static final int INDENT = 2;

    private final boolean broken;
    private final LabelledText text;
    private final Deque<DomainName> above = new ArrayDeque<>();
    private boolean marked;
    private String markedReason = "";

    private ChainOfTrust(boolean broken, LabelledText text) {
        this.broken = broken;
        this.text = text;
    }

    /** Whether there is a chain, which does not hold. */
    static boolean breaks(TracingResolver.Entry entry) {
        return !entry.proof().isEmpty()
                && entry.answer()
                        .filter(DnsAnswer.Failed.class::isInstance)
                        .map(DnsAnswer.Failed.class::cast)
                        .filter(failed -> SecuritySentence.isAboutTheProof(failed.cause()))
                        .isPresent();
    }

    static void print(String label, TracingResolver.Entry entry, LabelledText text) {
        ChainOfTrust chain = new ChainOfTrust(breaks(entry), text);
        String next = label;
        for (ProofStep step : entry.proof()) {
            chain.print(next, step);
            next = "";
        }
    }

    private void print(String label, ProofStep step) {
        DomainName name = step.question().name();
        while (!above.isEmpty() && !name.isAtOrBelow(above.element())) {
            above.pop();
        }
        if (above.isEmpty() || !above.element().equals(name)) {
            above.push(name);
        }
        int depth = (above.size() - 1) * INDENT;
        text.whole(label, depth, line(step));
        String mark = mark(step.security());
        if (!mark.isEmpty()) {
            text.whole("", depth, "^ " + mark);
            marked = true;
            markedReason = step.explanation();
        }
    }

    // What follows from the step where it ends or breaks need not say why once more.
    private String line(ProofStep step) {
        String why = step.explanation();
        boolean said = why.isEmpty() || marked && why.endsWith(markedReason);
        return step.question() + ": " + step.security().word() + (said ? "" : ": " + why);
    }

    private String mark(DnsSecurity security) {
        boolean holds = security == DnsSecurity.SECURE || security == DnsSecurity.INSECURE;
        if (marked || security == DnsSecurity.SECURE || broken == holds) {
            return "";
        }
        return broken ? "here the chain of trust breaks" : "here the chain of trust ends: what is below is not signed";
    }
}
