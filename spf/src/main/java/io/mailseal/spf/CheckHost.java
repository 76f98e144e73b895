package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The function check_host(), with all its recursion: one object is one evaluation, and keeps the counts that are
 * global to it. The recursion ends at the limit of terms that ask DNS, since include and redirect are among them.
 *
 * @rfc 7208 4
 */
final class CheckHost {

    /** What became of a mechanism (§4.6.2). With STOP, {@link #stopped} says why. */
    private enum Match {
        MATCH,
        NO_MATCH,
        STOP
    }

    private final DnsView dns;
    private final SpfCheck check;
    private final SpfSettings settings;
    private final SpfLimits limits;
    private final Sender sender;
    // §5: an IPv4-mapped client is an IPv4 client.
    private final IpAddress client;
    private final LikelyQuestions likely;
    private final ClientNames clientNames;

    private int dnsTerms;
    private int voidLookups;
    private @Nullable DnsSecurity security; // null until an answer is looked at
    private boolean dependsOnSender;
    private int openIncludes;
    private final List<SpfResult.ConsultedRecord> consulted = new ArrayList<>(4);
    private @Nullable SpfProblem stopped;
    private final @Nullable TraceRecorder trace;

    CheckHost(DnsView dns, SpfCheck check, Sender sender) {
        this.dns = dns;
        this.check = check;
        this.settings = check.settings();
        this.limits = settings.limits();
        this.trace = settings.tracing() ? new TraceRecorder() : null;
        this.sender = sender;
        this.client = check.request().client().unmapped();
        this.likely = new LikelyQuestions(sender, client, check);
        this.clientNames = new ClientNames(client, limits.ptrNames(), likely);
    }

    SpfResult result() {
        Decision decision = checkHost(sender.domain(), null);
        return new SpfVerdict(
                check.request(),
                sender.domain(),
                decision,
                limits,
                dnsTerms,
                voidLookups,
                security == null ? DnsSecurity.INDETERMINATE : security,
                consulted,
                dependsOnSender,
                trace == null ? null : trace.trace());
    }

    // ---- §4.3 to §4.5: the record ----

    /** @param because the term that leads here; null at the beginning */
    private Decision checkHost(DomainName domain, @Nullable TermPlace because) {
        DnsAnswer answer = weighed(dns.get(DnsQuestion.txt(domain)));
        if (trace == null) {
            return checkHost(domain, because, answer);
        }
        trace.openRecord(domain, answer);
        Decision decision = checkHost(domain, because, answer);
        trace.closeRecord(decision);
        return decision;
    }

    private Decision checkHost(DomainName domain, @Nullable TermPlace because, DnsAnswer answer) {
        return switch (answer.outcome()) {
            // §4.4
            case FAILED -> Decision.stopped(ProblemFound.dnsUnavailable(because, (DnsAnswer.Failed) answer));
            // §4.3
            case NO_SUCH_NAME -> Decision.stopped(ProblemFound.noSuchDomain(domain));
            // §4.5
            case NO_DATA -> Decision.stopped(ProblemFound.noText(domain));
            case FOUND -> select(domain, RecordSelection.of((DnsAnswer.Found) answer));
        };
    }

    // §4.5
    private Decision select(DomainName domain, RecordSelection selection) {
        if (selection.count() == 0) {
            return Decision.stopped(ProblemFound.noRecord(domain));
        }
        if (selection.count() > 1) {
            return Decision.stopped(ProblemFound.multipleRecords(domain, selection.count()));
        }
        // §4.6: errors anywhere are found before anything is evaluated.
        SpfParse parsed = settings.records().parse(selection.first());
        if (parsed instanceof SpfRecord record) {
            consult(domain, record.text());
            return evaluate(domain, record);
        }
        consult(domain, selection.first().toLatin1());
        return Decision.stopped(ProblemFound.syntax(domain, selection.first(), (SpfSyntaxError) parsed));
    }

    private void consult(DomainName domain, String text) {
        if (!isConsulted(domain)) {
            consulted.add(new SpfResult.ConsultedRecord(domain, text));
        }
        if (trace != null) {
            trace.record(text);
        }
    }

    // A domain has the same record throughout a check.
    private boolean isConsulted(DomainName domain) {
        for (int i = 0; i < consulted.size(); i++) {
            if (consulted.get(i).domain().equals(domain)) {
                return true;
            }
        }
        return false;
    }

    // ---- §4.6, §4.7: its terms ----

    private Decision evaluate(DomainName domain, SpfRecord record) {
        List<Directive> directives = record.directives();
        boolean hinted = !settings.prefetching();
        for (int i = 0; i < directives.size(); i++) {
            Directive directive = directives.get(i);
            if (!hinted && directive.mechanism().asksDns()) {
                hint(domain, record, i);
                hinted = true;
            }
            switch (test(domain, directive)) {
                case MATCH -> {
                    return Decision.matched(domain, directive, explanation(domain, record, directive));
                }
                case STOP -> {
                    return stoppedDecision();
                }
                case NO_MATCH -> {}
            }
        }
        // §6.1: an all in the record would have matched, so that this is not reached.
        return record.redirect()
                .map(redirect -> redirect(domain, redirect))
                .orElseGet(() -> Decision.nothingMatched(domain));
    }

    private void hint(DomainName domain, SpfRecord record, int from) {
        dns.prefetch(() -> likely.of(domain, record, from), likely);
    }

    private Match test(DomainName domain, Directive directive) {
        if (trace == null) {
            return evaluate(domain, directive);
        }
        trace.openTerm(directive.text());
        Match match = evaluate(domain, directive);
        closeTerm(
                switch (match) {
                    case MATCH -> SpfTrace.Effect.MATCH;
                    case NO_MATCH -> SpfTrace.Effect.NO_MATCH;
                    case STOP -> SpfTrace.Effect.PROBLEM;
                });
        return match;
    }

    private void openTerm(String text) {
        if (trace != null) {
            trace.openTerm(text);
        }
    }

    private void closeTerm(SpfTrace.Effect effect) {
        if (trace != null) {
            trace.closeTerm(effect, dnsTerms, voidLookups);
        }
    }

    private Match evaluate(DomainName domain, Directive directive) {
        Mechanism mechanism = directive.mechanism();
        if (mechanism instanceof Mechanism.All) {
            return Match.MATCH; // §5.1
        }
        if (mechanism instanceof Mechanism.Ip ip) {
            return match(client.isIn(ip.network(), ip.prefixLength())); // §5.6
        }
        TermPlace term = new TermPlace(domain, directive.text());
        if (!countTerm(term)) {
            return Match.STOP;
        }
        if (mechanism instanceof Mechanism.Include include) {
            return include(domain, include, term);
        }
        if (mechanism instanceof Mechanism.A a) {
            return a(domain, a, term);
        }
        if (mechanism instanceof Mechanism.Mx mx) {
            return mx(domain, mx, term);
        }
        if (mechanism instanceof Mechanism.Ptr ptr) {
            return ptr(domain, ptr, term);
        }
        return exists(domain, (Mechanism.Exists) mechanism, term);
    }

    // §4.6.4
    private boolean countTerm(TermPlace term) {
        dnsTerms++;
        if (trace != null) {
            trace.asksDns(dnsTerms);
        }
        if (dnsTerms > limits.dnsTerms()) {
            stop(ProblemFound.tooManyDnsTerms(term, limits.dnsTerms()));
            return false;
        }
        return true;
    }

    // ---- §5: mechanisms ----

    // §5.2
    private Match include(DomainName domain, Mechanism.Include include, TermPlace term) {
        DomainName target = target(domain, include.target(), term);
        if (target == null || target.labelCount() < 2) {
            return stopped != null || matchesNothing(include.target())
                    ? noTarget()
                    : stop(ProblemFound.invalidTarget(term));
        }
        openIncludes++;
        Decision nested = checkHost(target, term);
        openIncludes--;
        // The table: what a nested result means for the include that asked.
        return switch (nested.status()) {
            case PASS -> Match.MATCH;
            case FAIL, SOFTFAIL, NEUTRAL -> Match.NO_MATCH;
            case TEMPERROR, PERMERROR -> stop(nested.problem());
            case NONE -> stop(withoutRecord(SpfProblem.Kind.INCLUDE_WITHOUT_RECORD, term, nested.problem()));
        };
    }

    // §5.3
    private Match a(DomainName domain, Mechanism.A a, TermPlace term) {
        DomainName target = target(domain, a.target(), term);
        return target == null ? noTarget() : hosts(ask(likely.addresses(target)), a.cidr(), term);
    }

    // §5.4
    private Match mx(DomainName domain, Mechanism.Mx mx, TermPlace term) {
        DomainName target = target(domain, mx.target(), term);
        if (target == null) {
            return noTarget();
        }
        DnsAnswer answer = ask(DnsQuestion.mx(target));
        if (!(answer instanceof DnsAnswer.Found found)) {
            return nothingFound(answer, term); // and no address of the name itself is asked for instead
        }
        List<DnsRecord.Mx> exchangers = found.records(DnsRecord.Mx.class);
        // §4.6.4: more than ten is permerror, whatever the first ten would give.
        if (exchangers.size() > limits.mxHosts()) {
            return stop(ProblemFound.tooManyMxHosts(term, exchangers.size(), limits.mxHosts()));
        }
        return exchangers(exchangers, mx.cidr(), term);
    }

    // Asked for together, looked at one after the other: what comes after a match does not matter. The order is that of
    // preference and then of names, because the one of an answer changes from one time to the next.
    private Match exchangers(List<DnsRecord.Mx> exchangers, Mechanism.DualCidr cidr, TermPlace term) {
        List<DnsQuestion> questions = exchangers.stream()
                .sorted(Comparator.comparingInt(DnsRecord.Mx::preference).thenComparing(DnsRecord.Mx::exchange))
                .map(DnsRecord.Mx::exchange)
                .filter(exchange -> !exchange.isRoot()) // a null MX (RFC 7505) is no host
                .distinct()
                .map(likely::addresses)
                .toList();
        for (DnsAnswer answer : dns.getAll(questions)) {
            Match match = hosts(lookedAt(answer), cidr, term);
            if (match != Match.NO_MATCH) {
                return match;
            }
        }
        return Match.NO_MATCH;
    }

    private Match hosts(DnsAnswer answer, Mechanism.DualCidr cidr, TermPlace term) {
        if (!(answer instanceof DnsAnswer.Found found)) {
            return nothingFound(answer, term);
        }
        for (DnsRecord record : found.records()) {
            if (record instanceof DnsRecord.Address host && cidr.covers(host.address(), client)) {
                return Match.MATCH;
            }
        }
        return Match.NO_MATCH;
    }

    // §5.5
    private Match ptr(DomainName domain, Mechanism.Ptr ptr, TermPlace term) {
        DomainName target = target(domain, ptr.target(), term);
        if (target == null) {
            return noTarget();
        }
        DnsAnswer answer = ask(clientNames.question());
        if (answer instanceof DnsAnswer.Failed failed) {
            // An error is no match here; but an error of ours says nothing about the client.
            return failed.cause().isOwnLimit() ? dnsUnavailable(term, failed) : Match.NO_MATCH;
        }
        if (!(answer instanceof DnsAnswer.Found found)) {
            return nothingFound(answer, term);
        }
        List<DomainName> candidates = clientNames.of(found).stream()
                .filter(name -> name.isAtOrBelow(target))
                .toList();
        ClientNames.Validated validated = validate(candidates);
        if (validated.names().isEmpty() && validated.ownLimit() != null) {
            return dnsUnavailable(term, validated.ownLimit());
        }
        return match(!validated.names().isEmpty());
    }

    // §5.7: the type is A whatever the client's family.
    private Match exists(DomainName domain, Mechanism.Exists exists, TermPlace term) {
        DomainName target = target(domain, exists.target(), term);
        if (target == null) {
            return noTarget();
        }
        DnsAnswer answer = ask(DnsQuestion.a(target));
        return answer instanceof DnsAnswer.Found ? Match.MATCH : nothingFound(answer, term);
    }

    // ---- §6.1: redirect ----

    private Decision redirect(DomainName domain, Modifier.Redirect redirect) {
        openTerm(redirect.text());
        Decision decision = redirect(domain, redirect, new TermPlace(domain, redirect.text()));
        closeTerm(decision.problem() == null ? SpfTrace.Effect.REDIRECT : SpfTrace.Effect.PROBLEM);
        return decision;
    }

    private Decision redirect(DomainName domain, Modifier.Redirect redirect, TermPlace term) {
        if (!countTerm(term)) {
            return stoppedDecision();
        }
        DomainName target = target(domain, redirect.target(), term);
        if (target == null || target.labelCount() < 2) {
            return withoutTarget(domain, redirect, term);
        }
        Decision decision = checkHost(target, term);
        return decision.status() == SpfStatus.NONE
                ? Decision.stopped(withoutRecord(SpfProblem.Kind.REDIRECT_WITHOUT_RECORD, term, decision.problem()))
                : decision;
    }

    private Decision withoutTarget(DomainName domain, Modifier.Redirect redirect, TermPlace term) {
        if (stopped != null) {
            return stoppedDecision();
        }
        return matchesNothing(redirect.target())
                ? Decision.nothingMatched(domain)
                : Decision.stopped(ProblemFound.invalidTarget(term));
    }

    // ---- §6.2: exp ----

    // For a fail, and not from a record that was only included. Whatever goes wrong, it is as if there were none;
    // and the verdict neither rests on its answers nor depends on what is in it.
    private @Nullable SpfExplanation explanation(DomainName domain, SpfRecord record, Directive directive) {
        if (directive.qualifier() != Qualifier.FAIL || openIncludes > 0 || !settings.explaining()) {
            return null;
        }
        Modifier.Explanation modifier = record.explanation().orElse(null);
        if (modifier == null) {
            return null;
        }
        DnsSecurity securityBefore = security;
        boolean dependedBefore = dependsOnSender;
        openTerm(modifier.text());
        SpfExplanation explanation = explanation(domain, modifier);
        closeTerm(SpfTrace.Effect.EXPLANATION);
        security = securityBefore;
        dependsOnSender = dependedBefore;
        stopped = null;
        return explanation;
    }

    private @Nullable SpfExplanation explanation(DomainName domain, Modifier.Explanation modifier) {
        TermPlace term = new TermPlace(domain, modifier.text());
        DomainName target = target(domain, modifier.target(), term);
        if (target == null || !(ask(DnsQuestion.txt(target)) instanceof DnsAnswer.Found found)) {
            return null;
        }
        List<DnsRecord.Txt> texts = found.records(DnsRecord.Txt.class);
        ExplainString text =
                texts.size() == 1 ? ExplainString.parse(texts.get(0).text()) : null;
        if (text == null) {
            return null;
        }
        MacroValues values = values(domain, text.usesValidatedName(), term);
        return values == null ? null : new SpfExplanation(domain, text.expand(values, limits.explanationLength()));
    }

    // ---- §4.8, §7: target names ----

    /** Null where the term has no target that could be asked for, or where this must stop. */
    private @Nullable DomainName target(DomainName domain, DomainSpec spec, TermPlace term) {
        DomainName target = spec.isImplied() ? domain : expanded(domain, spec, term);
        if (trace != null) {
            trace.target(target);
        }
        return target;
    }

    private @Nullable DomainName expanded(DomainName domain, DomainSpec spec, TermPlace term) {
        if (spec.isLiteral()) {
            return spec.literalTarget();
        }
        dependsOnSender |= spec.usesSender();
        if (spec.usesLocalPart() && !sender.hasUsableLocalPart()) {
            return null;
        }
        MacroValues values = values(domain, spec.usesValidatedName(), term);
        return values == null ? null : spec.target(values);
    }

    // Null where this must stop.
    private @Nullable MacroValues values(DomainName domain, boolean withName, TermPlace term) {
        String validatedName = withName ? validatedName(domain, term) : MacroValues.UNKNOWN;
        return validatedName == null ? null : new MacroValues(sender, domain, client, validatedName, check);
    }

    // RFC 8616 §4: a local part that is not ASCII can't be in a name, so terms that hold it match nothing.
    private boolean matchesNothing(DomainSpec spec) {
        return spec.usesLocalPart() && !sender.hasAsciiLocalPart();
    }

    // §4.8 leaves open what a mechanism does whose target is no name; ours does not match.
    private Match noTarget() {
        return stopped != null ? Match.STOP : Match.NO_MATCH;
    }

    // §7.3, the macro p; null where this must stop.
    private @Nullable String validatedName(DomainName domain, TermPlace term) {
        DnsAnswer answer = ask(clientNames.question());
        if (answer instanceof DnsAnswer.Failed failed && failed.cause().isOwnLimit()) {
            dnsUnavailable(term, failed);
            return null;
        }
        if (!(answer instanceof DnsAnswer.Found found)) {
            return MacroValues.UNKNOWN;
        }
        ClientNames.Validated validated = validate(clientNames.of(found));
        if (validated.ownLimit() != null && !validated.names().contains(domain)) {
            dnsUnavailable(term, validated.ownLimit());
            return null;
        }
        return validated.preferred(domain);
    }

    private ClientNames.Validated validate(List<DomainName> names) {
        List<DnsAnswer> answers = dns.getAll(clientNames.addressQuestions(names));
        answers.forEach(this::lookedAt);
        return clientNames.validate(names, answers);
    }

    // ---- answers, counts and the end ----

    private DnsAnswer ask(DnsQuestion question) {
        return lookedAt(dns.get(question));
    }

    private DnsAnswer lookedAt(DnsAnswer answer) {
        if (trace != null) {
            trace.lookup(answer, voidLookups);
        }
        return weighed(answer);
    }

    private DnsAnswer weighed(DnsAnswer answer) {
        security = security == null ? answer.security() : security.weaker(answer.security());
        return answer;
    }

    // §5: an error ends it all; "no such name" is as good as no records; §4.6.4: two of these are allowed.
    private Match nothingFound(DnsAnswer answer, TermPlace term) {
        if (answer instanceof DnsAnswer.Failed failed) {
            return dnsUnavailable(term, failed);
        }
        voidLookups++;
        if (trace != null) {
            trace.lastFoundNothing(voidLookups);
        }
        return voidLookups > limits.voidLookups()
                ? stop(ProblemFound.tooManyVoidLookups(term, limits.voidLookups(), answer))
                : Match.NO_MATCH;
    }

    private SpfProblem withoutRecord(SpfProblem.Kind kind, TermPlace term, @Nullable SpfProblem cause) {
        boolean nothingThere = cause != null
                && (cause.kind() == SpfProblem.Kind.NO_SUCH_DOMAIN || cause.kind() == SpfProblem.Kind.NO_TEXT);
        voidLookups += nothingThere ? 1 : 0;
        return ProblemFound.withoutRecord(kind, term, cause);
    }

    private Match dnsUnavailable(TermPlace term, DnsAnswer.Failed failed) {
        return stop(ProblemFound.dnsUnavailable(term, failed));
    }

    private Match stop(@Nullable SpfProblem problem) {
        stopped = problem;
        return Match.STOP;
    }

    private Decision stoppedDecision() {
        return Decision.stopped(Objects.requireNonNull(stopped));
    }

    private static Match match(boolean matches) {
        return matches ? Match.MATCH : Match.NO_MATCH;
    }
}
