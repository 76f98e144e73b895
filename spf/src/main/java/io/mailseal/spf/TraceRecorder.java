package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down how a check goes, while it goes. Records and terms are opened and closed like brackets. */
final class TraceRecorder {

    private final Deque<OpenRecord> records = new ArrayDeque<>();
    private @Nullable SpfTrace root;

    /** A record that is being evaluated. */
    private static final class OpenRecord {
        final DomainName domain;
        final DnsAnswer lookup;
        final List<SpfTrace.Step> steps = new ArrayList<>();

        @Nullable
        String text;

        @Nullable
        OpenTerm term;

        OpenRecord(DomainName domain, DnsAnswer lookup) {
            this.domain = domain;
            this.lookup = lookup;
        }
    }

    /** A term that is being evaluated. */
    private static final class OpenTerm {
        final String text;
        final List<SpfTrace.Lookup> lookups = new ArrayList<>(1);

        @Nullable
        DomainName target;

        @Nullable
        SpfTrace nested;

        boolean withoutTarget;
        int dnsTerm;

        OpenTerm(String text) {
            this.text = text;
        }
    }

    void openRecord(DomainName domain, DnsAnswer lookup) {
        records.push(new OpenRecord(domain, lookup));
    }

    /** The record of the domain is this. */
    void record(String text) {
        current().text = text;
    }

    void closeRecord(Decision decision) {
        OpenRecord closed = records.pop();
        SpfTrace trace = new RecordTrace(closed.domain, closed.lookup, closed.text, closed.steps, decision);
        if (records.isEmpty()) {
            root = trace;
        } else {
            term().nested = trace;
        }
    }

    void openTerm(String text) {
        current().term = new OpenTerm(text);
    }

    void closeTerm(SpfTrace.Effect effect, int dnsTerms, int voidLookups) {
        OpenTerm closed = term();
        boolean noTarget =
                closed.withoutTarget && (effect == SpfTrace.Effect.NO_MATCH || effect == SpfTrace.Effect.REDIRECT);
        SpfTrace.Step step = new RecordTrace.TermTrace(
                closed.text,
                noTarget ? SpfTrace.Effect.NO_TARGET : effect,
                closed.target,
                closed.lookups,
                closed.nested,
                closed.dnsTerm,
                dnsTerms,
                voidLookups);
        current().term = null;
        current().steps.add(step);
    }

    /** It asks DNS, and is that one of those terms. */
    void asksDns(int dnsTerm) {
        term().dnsTerm = dnsTerm;
    }

    void target(@Nullable DomainName target) {
        term().target = target;
        term().withoutTarget = target == null;
    }

    void lookup(DnsAnswer answer, int voidLookups) {
        term().lookups.add(new SpfTrace.Lookup(answer, voidLookups));
    }

    /** The last lookup has found nothing, which makes so many. */
    void lastFoundNothing(int voidLookups) {
        List<SpfTrace.Lookup> lookups = term().lookups;
        int last = lookups.size() - 1;
        lookups.set(last, new SpfTrace.Lookup(lookups.get(last).answer(), voidLookups));
    }

    /** The whole of it, at the end. */
    SpfTrace trace() {
        return Objects.requireNonNull(root, "not at its end");
    }

    private OpenRecord current() {
        return Objects.requireNonNull(records.peek(), "no record is open");
    }

    private OpenTerm term() {
        return Objects.requireNonNull(current().term, "no term is open");
    }
}
