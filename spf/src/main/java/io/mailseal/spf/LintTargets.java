package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsQuestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the terms of records lead, as far as no message is needed to know it. */
final class LintTargets {

    private static final IpAddress NO_CLIENT = IpAddress.of("0.0.0.0");

    private final SpfCheck nobody;
    private final @Nullable DomainName first;

    /** The macro o is the domain that is linted, since it is linted as that of senders; it may be unknown. */
    LintTargets(LintCheck check) {
        this.nobody = new SpfCheck(SpfRequest.mailFrom(NO_CLIENT, "", ""), check.settings(), Instant.EPOCH);
        this.first = check.domain();
    }

    /** What it takes to know where a term leads, and is not known; null where nothing is missing. */
    @Nullable
    String missing(DomainSpec spec, @Nullable DomainName recordDomain) {
        if (spec.dependsOnMessage()) {
            return "the message";
        }
        if (recordDomain == null && spec.dependsOnRecordDomain()) {
            return "the domain of the record, which is not known";
        }
        return first == null && spec.dependsOnFirstDomain() ? "the domain of the sender, which is not known" : null;
    }

    /** Null where the expansion is no name, or something is missing. */
    @Nullable
    DomainName of(DomainSpec spec, @Nullable DomainName recordDomain) {
        if (missing(spec, recordDomain) != null) {
            return null;
        }
        if (recordDomain == null) {
            return spec.literalTarget(); // what is left are no macros
        }
        // Where the first is not known, the term does not speak of it.
        Sender sender = new Sender("", first == null ? recordDomain : first);
        return spec.target(new MacroValues(sender, recordDomain, NO_CLIENT, MacroValues.UNKNOWN, nobody));
    }

    /** What the terms of a record ask, those that may be evaluated, for clients of either family. */
    List<DnsQuestion> questions(@Nullable DomainName domain, SpfRecord record) {
        List<DnsQuestion> questions = new ArrayList<>();
        for (Directive directive : DnsTerms.tested(record)) {
            add(questions, directive.mechanism(), domain);
        }
        if (!DnsTerms.hasAll(record)) {
            record.redirect().ifPresent(redirect -> addText(questions, of(redirect.target(), domain)));
        }
        record.explanation().ifPresent(explanation -> addText(questions, of(explanation.target(), domain)));
        return questions;
    }

    private void add(List<DnsQuestion> questions, Mechanism mechanism, @Nullable DomainName domain) {
        DomainSpec spec = MacroFindings.target(mechanism);
        DomainName target = spec == null ? null : of(spec, domain);
        if (target == null) {
            return;
        }
        if (mechanism instanceof Mechanism.Include) {
            questions.add(DnsQuestion.txt(target));
        } else if (mechanism instanceof Mechanism.A) {
            questions.add(DnsQuestion.a(target));
            questions.add(DnsQuestion.aaaa(target));
        } else if (mechanism instanceof Mechanism.Mx) {
            questions.add(DnsQuestion.mx(target));
        } else if (mechanism instanceof Mechanism.Exists) {
            questions.add(DnsQuestion.a(target));
        }
    }

    private static void addText(List<DnsQuestion> questions, @Nullable DomainName target) {
        if (target != null) {
            questions.add(DnsQuestion.txt(target));
        }
    }
}
