package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the linter asks DNS: in each round everything that the answers of the round before lead to, so that it takes as
 * many rounds as the tree is deep.
 */
final class LintLookups {

    private final DnsView dns;
    private final LintCheck check;
    private final LintTargets targets;
    private final Map<DnsQuestion, DnsAnswer> answers = new HashMap<>();
    private int records;
    private boolean cut;

    LintLookups(DnsView dns, LintCheck check, LintTargets targets) {
        this.dns = dns;
        this.check = check;
        this.targets = targets;
    }

    /** Asks these questions, and all that the answers lead to. */
    void follow(Collection<DnsQuestion> first) {
        Set<DnsQuestion> open = new LinkedHashSet<>(first);
        for (int round = 0; round < SpfLinter.MAX_ROUNDS && !open.isEmpty(); round++) {
            List<DnsQuestion> asked = affordable(open);
            List<DnsAnswer> got = dns.getAll(asked);
            for (int i = 0; i < asked.size(); i++) {
                answers.put(asked.get(i), got.get(i));
            }
            open = new LinkedHashSet<>();
            for (DnsAnswer answer : got) {
                open.addAll(next(answer));
            }
            open.removeIf(this::isNeedless);
        }
        cut |= !open.isEmpty();
    }

    // Text records first: they are what the tree is made of.
    private List<DnsQuestion> affordable(Set<DnsQuestion> open) {
        List<DnsQuestion> affordable = new ArrayList<>();
        for (DnsQuestion question : open) {
            if (question.type().equals(DnsType.TXT) && records < SpfLinter.MAX_RECORDS) {
                records++;
                affordable.add(question);
            }
        }
        for (DnsQuestion question : open) {
            if (!question.type().equals(DnsType.TXT)) {
                affordable.add(question);
            }
        }
        int left = SpfLinter.MAX_QUESTIONS - answers.size();
        List<DnsQuestion> cutToLimit = affordable.subList(0, Math.min(left, affordable.size()));
        cut |= cutToLimit.size() < open.size();
        return cutToLimit;
    }

    private Collection<DnsQuestion> next(DnsAnswer answer) {
        if (!(answer instanceof DnsAnswer.Found found)) {
            return List.of();
        }
        if (answer.question().type().equals(DnsType.MX)) {
            return exchangers(found).stream()
                    .flatMap(exchange -> List.of(DnsQuestion.a(exchange), DnsQuestion.aaaa(exchange)).stream())
                    .toList();
        }
        RecordSelection selection = RecordSelection.of(found);
        return selection.count() == 1 && check.settings().records().parse(selection.first()) instanceof SpfRecord record
                ? targets.questions(answer.question().name(), record)
                : List.of();
    }

    /** The hosts of an answer, none where they are too many; a null MX (RFC 7505) is none. */
    List<DomainName> exchangers(DnsAnswer.Found found) {
        List<DnsRecord.Mx> all = found.records(DnsRecord.Mx.class);
        return all.size() > check.settings().limits().mxHosts()
                ? List.of()
                : all.stream()
                        .map(DnsRecord.Mx::exchange)
                        .filter(exchange -> !exchange.isRoot())
                        .distinct()
                        .sorted()
                        .toList();
    }

    // The record of the domain itself is the one that was given, if one was.
    private boolean isNeedless(DnsQuestion question) {
        return answers.containsKey(question)
                || check.record() != null && check.domain() != null && question.equals(DnsQuestion.txt(check.domain()));
    }

    /** Null where it was too much to ask. */
    @Nullable
    DnsAnswer answer(DnsQuestion question) {
        return answers.get(question);
    }

    /** Whether something was not asked. */
    boolean isCut() {
        return cut;
    }
}
