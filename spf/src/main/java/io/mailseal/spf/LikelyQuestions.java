package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a check will probably ask: the targets of the terms of a record, and as a function, what each answer leads to
 * (the terms of an included record, the addresses of mail exchangers). So the time of a check is the depth of its
 * questions.
 *
 * <p>Targets that tell something of the sender are not asked for on suspicion, since a check that ends early would not
 * have told it (§11.6).
 */
record LikelyQuestions(Sender sender, IpAddress client, SpfCheck check)
        implements Function<DnsAnswer, Collection<DnsQuestion>> {

    @Override
    public Collection<DnsQuestion> apply(DnsAnswer answer) {
        if (!(answer instanceof DnsAnswer.Found found)) {
            return List.of();
        }
        List<DnsRecord.Mx> exchangers = found.records(DnsRecord.Mx.class);
        if (!exchangers.isEmpty()) {
            return exchangers.size() > limits().mxHosts() ? List.of() : addresses(exchangers);
        }
        RecordSelection selection = RecordSelection.of(found);
        return selection.count() == 1 && check.settings().records().parse(selection.first()) instanceof SpfRecord record
                ? of(answer.question().name(), record, 0)
                : List.of();
    }

    /** What the terms of this record ask, from the directive at this place on; no more than may be evaluated. */
    List<DnsQuestion> of(DomainName domain, SpfRecord record, int from) {
        MacroValues values = new MacroValues(sender, domain, client, MacroValues.UNKNOWN, check);
        List<DnsQuestion> questions = new ArrayList<>();
        for (Directive directive :
                record.directives().subList(from, record.directives().size())) {
            // What comes after a match is never tested, nor is the redirect.
            if (isMatch(directive.mechanism()) || questions.size() >= limits().dnsTerms()) {
                return questions;
            }
            add(questions, question(directive.mechanism(), values));
        }
        record.redirect().ifPresent(redirect -> add(questions, text(target(redirect.target(), values))));
        return questions;
    }

    private boolean isMatch(Mechanism mechanism) {
        return mechanism instanceof Mechanism.All
                || mechanism instanceof Mechanism.Ip ip && client.isIn(ip.network(), ip.prefixLength());
    }

    private @Nullable DnsQuestion question(Mechanism mechanism, MacroValues values) {
        if (mechanism instanceof Mechanism.Include include) {
            return text(target(include.target(), values));
        }
        if (mechanism instanceof Mechanism.A a) {
            DomainName target = target(a.target(), values);
            return target == null ? null : addresses(target);
        }
        if (mechanism instanceof Mechanism.Mx mx) {
            DomainName target = target(mx.target(), values);
            return target == null ? null : DnsQuestion.mx(target);
        }
        if (mechanism instanceof Mechanism.Exists exists) {
            DomainName target = target(exists.target(), values);
            return target == null ? null : DnsQuestion.a(target);
        }
        return mechanism instanceof Mechanism.Ptr ? DnsQuestion.ptr(client.toReverseName()) : null;
    }

    private static @Nullable DomainName target(DomainSpec spec, MacroValues values) {
        return spec.usesSender() || spec.usesValidatedName() ? null : spec.target(values);
    }

    private static @Nullable DnsQuestion text(@Nullable DomainName target) {
        return target == null || target.labelCount() < 2 ? null : DnsQuestion.txt(target);
    }

    private List<DnsQuestion> addresses(List<DnsRecord.Mx> exchangers) {
        List<DnsQuestion> questions = new ArrayList<>();
        for (DnsRecord.Mx mx : exchangers) {
            if (!mx.exchange().isRoot()) {
                questions.add(addresses(mx.exchange()));
            }
        }
        return questions;
    }

    /** §5: the addresses of a host that are of the client's family. */
    DnsQuestion addresses(DomainName host) {
        return client.isV4() ? DnsQuestion.a(host) : DnsQuestion.aaaa(host);
    }

    private SpfLimits limits() {
        return check.settings().limits();
    }

    private static void add(List<DnsQuestion> questions, @Nullable DnsQuestion question) {
        if (question != null) {
            questions.add(question);
        }
    }
}
