package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.spf.SpfLimits;
import io.mailseal.spf.SpfTrace;
import java.util.Locale;
import java.util.Set;

/**
 * How a check went, as a tree: a line for each record, further to the right one for each of its terms, and below a term
 * what was asked for it, or the record that it led to.
 */
final class SpfTraceTree {

    private static final int INDENT = 2;

    private final SpfLimits limits;
    private final TracingResolver resolver;
    private final LabelledText text;

    private int voidLookups; // as far as the lines above tell

    private SpfTraceTree(SpfLimits limits, TracingResolver resolver, LabelledText text) {
        this.limits = limits;
        this.resolver = resolver;
        this.text = text;
    }

    static void print(SpfTrace trace, SpfLimits limits, TracingResolver resolver, LabelledText text) {
        new SpfTraceTree(limits, resolver, text).record("Trace", trace, 0, 0);
    }

    /** Adds the questions whose answers were looked at. */
    static void questions(SpfTrace trace, Set<DnsQuestion> questions) {
        questions.add(trace.lookup().question());
        for (SpfTrace.Step step : trace.steps()) {
            step.lookups().forEach(lookup -> questions.add(lookup.answer().question()));
            step.nested().ifPresent(nested -> questions(nested, questions));
        }
    }

    private void record(String label, SpfTrace trace, int depth, int voids) {
        lookup(label, trace.lookup(), depth, voids);
        trace.steps().forEach(step -> step(step, depth + INDENT));
        String problem =
                trace.problem().map(found -> ": " + JsonLine.word(found.kind())).orElse("");
        text.whole("", depth + INDENT, "= " + trace.status().word() + problem);
    }

    private void step(SpfTrace.Step step, int depth) {
        String count = step.dnsTerm() == 0 ? "" : " (lookup " + step.dnsTerm() + " of " + limits.dnsTerms() + ")";
        text.whole("", depth, step.term() + target(step) + ": " + effect(step.effect()) + count);
        for (SpfTrace.Lookup lookup : step.lookups()) {
            lookup("", lookup.answer(), depth + INDENT, lookup.voidLookups());
        }
        step.nested().ifPresent(nested -> nested(step, nested, depth + INDENT));
        voidLookups = step.voidLookups();
    }

    // That its record is not there counts for the term that led to it.
    private void nested(SpfTrace.Step step, SpfTrace nested, int depth) {
        record("", nested, depth, nested.steps().isEmpty() ? step.voidLookups() : 0);
    }

    private void lookup(String label, DnsAnswer answer, int depth, int voids) {
        TracingResolver.Entry entry = resolver.entry(answer);
        String count = voids > voidLookups ? "; void lookup " + voids + " of " + limits.voidLookups() : "";
        voidLookups = Math.max(voids, voidLookups);
        text.whole(
                label,
                depth,
                answer.question() + ": " + AnswerText.of(answer) + " ("
                        + entry.took().toMillis() + " ms" + count + ")");
        if (ChainOfTrust.breaks(entry)) {
            ChainOfTrust.print("", entry, text);
        }
    }

    private static String effect(SpfTrace.Effect effect) {
        return switch (effect) {
            case MATCH -> "match";
            case NO_MATCH -> "no match";
            case NO_TARGET -> "no match, since this is no name";
            case PROBLEM -> "problem";
            case REDIRECT -> "handed over";
            case EXPLANATION -> "explanation";
        };
    }

    private static String target(SpfTrace.Step step) {
        if (step.target().isEmpty()) {
            return step.effect() == SpfTrace.Effect.EXPLANATION ? " -> no name" : "";
        }
        return step.target()
                .filter(target -> !isWritten(target, step.term()))
                .map(target -> " -> " + target)
                .orElse("");
    }

    private static boolean isWritten(DomainName target, String term) {
        int start = Math.max(term.indexOf(':'), term.indexOf('=')) + 1;
        int slash = term.indexOf('/', start);
        String written =
                term.substring(start, slash < 0 ? term.length() : slash).toLowerCase(Locale.ROOT);
        return written.equals(target.toString());
    }
}
