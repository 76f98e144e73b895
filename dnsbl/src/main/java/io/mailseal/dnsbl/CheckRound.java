package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some lists that are asked together. First what decides; and where something is listed, whether the list also lists what it
 * never should, and why: as soon as the first answer is there. For one run of the rules.
 */
final class CheckRound {

    private final Map<DnsQuestion, DnsAnswer> answers = new HashMap<>();
    private final Map<Lookup, AnswerCodes> codes = new HashMap<>();

    private CheckRound() {}

    static CheckRound of(DnsView dns, List<ListPart> lists, int reasons) {
        CheckRound round = new CheckRound();
        Set<DnsQuestion> first = firstQuestions(lists);
        dns.prefetch(() -> first, new Confirmation(lists, reasons));
        round.ask(dns, first);
        round.read(lists);
        round.ask(dns, round.secondQuestions(lists, reasons));
        return round;
    }

    private void ask(DnsView dns, Set<DnsQuestion> questions) {
        int i = 0;
        List<DnsAnswer> given = dns.getAll(questions);
        for (DnsQuestion question : questions) {
            answers.put(question, given.get(i++));
        }
    }

    /** What decides, of all lists that are asked. */
    static Set<DnsQuestion> firstQuestions(List<ListPart> lists) {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        for (ListPart part : lists) {
            part.asked().forEach(lookup -> questions.add(lookup.question()));
            for (TestPoint point : part.probes()) {
                TestPointCheck.question(part.profile(), point).ifPresent(questions::add);
            }
        }
        return questions;
    }

    private void read(List<ListPart> lists) {
        for (ListPart part : lists) {
            for (Lookup lookup : part.lookups()) {
                DnsAnswer answer = lookup.isAsked() ? answers.get(lookup.question()) : null;
                if (answer != null) {
                    codes.put(lookup, AnswerCodes.of(lookup, answer));
                }
            }
        }
    }

    private Set<DnsQuestion> secondQuestions(List<ListPart> lists, int reasons) {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        int left = reasons;
        for (ListPart part : lists) {
            for (Lookup lookup : part.lookups()) {
                AnswerCodes found = codes.getOrDefault(lookup, AnswerCodes.NONE);
                if (found.isListed() || found.isDoubtful()) {
                    part.cleanQuestion(lookup).ifPresent(questions::add);
                }
                if (found.isListed() && left-- > 0) {
                    questions.add(lookup.reasonQuestion());
                }
            }
        }
        return questions;
    }

    /** What the list says about each of its subjects. */
    List<BlocklistCheck> checks(ListPart part) {
        TestPointCheck wrong = wrongProbe(part);
        List<BlocklistCheck> checks = new ArrayList<>();
        for (Lookup lookup : part.lookups()) {
            checks.add(check(part, lookup, wrong));
        }
        return checks;
    }

    /** Whether the list has been suspended, and all of its test points are right again. */
    boolean isProven(ListPart part) {
        return !part.probes().isEmpty() && wrongProbe(part) == null;
    }

    private @Nullable TestPointCheck wrongProbe(ListPart part) {
        for (TestPoint point : part.probes()) {
            DnsQuestion question =
                    TestPointCheck.question(part.profile(), point).orElse(null);
            DnsAnswer answer = question == null ? null : answers.get(question);
            TestPointCheck check = answer == null ? null : TestPointCheck.of(part.profile(), point, answer);
            if (check != null && !check.isRight()) {
                return check;
            }
        }
        return null;
    }

    private BlocklistCheck check(ListPart part, Lookup lookup, @Nullable TestPointCheck wrongProbe) {
        if (!lookup.isAsked()) {
            return CheckedSubject.notAsked(lookup, lookup.query().reason().orElseThrow());
        }
        if (part.isSuspended()) {
            ListState state = part.turn().state();
            return CheckedSubject.suspended(lookup, state.errorOrNull(), state.failureOrNull());
        }
        return wrongProbe == null ? asked(part, lookup) : useless(lookup, AnswerCodes.NONE, wrongProbe);
    }

    private static BlocklistCheck useless(Lookup lookup, AnswerCodes found, TestPointCheck wrong) {
        BlocklistError error = wrong.errorOrNull();
        return error == null || wrong.failureOrNull() != null
                ? CheckedSubject.failed(lookup, wrong.failure().orElseThrow())
                : CheckedSubject.unusable(lookup, found, error);
    }

    private BlocklistCheck asked(ListPart part, Lookup lookup) {
        DnsAnswer answer = answer(lookup.question());
        if (answer instanceof DnsAnswer.Failed failed) {
            return CheckedSubject.failed(lookup, failed.cause());
        }
        AnswerCodes found = codes.getOrDefault(lookup, AnswerCodes.NONE);
        if (found.error() != null) {
            return CheckedSubject.unusable(lookup, found, found.error());
        }
        return found.isListed()
                ? confirmed(part, lookup, found, answer)
                : CheckedSubject.notListed(lookup, found, answer.security());
    }

    // RFC 5782 §5: "to defend against DNSxLs that install a wildcard".
    private BlocklistCheck confirmed(ListPart part, Lookup lookup, AnswerCodes found, DnsAnswer answer) {
        TestPointCheck clean = cleanCheck(part, lookup);
        if (clean != null && !clean.isRight()) {
            return useless(lookup, found, clean);
        }
        DnsAnswer reason = answers.get(lookup.reasonQuestion());
        List<String> reasons = reason == null ? List.of() : ListText.of(reason, lookup.query());
        DnsSecurity security = answer.security();
        if (reason != null && !reasons.isEmpty()) {
            security = security.weaker(reason.security());
        }
        return CheckedSubject.listed(lookup, found, reasons, security);
    }

    private @Nullable TestPointCheck cleanCheck(ListPart part, Lookup lookup) {
        DnsQuestion question = part.cleanQuestion(lookup).orElse(null);
        return question == null
                ? null
                : TestPointCheck.of(part.profile(), part.cleanPoint(lookup).orElseThrow(), answer(question));
    }

    /**
     * What an error that may be of this subject alone says of the list: empty where the list says of something else that is not
     * listed what it should, or nothing. Otherwise a name that somebody knows would be enough to have a good list suspended.
     */
    Optional<BlocklistError> errorOfList(ListPart part, Lookup lookup, BlocklistError error) {
        boolean doubtful = codes.getOrDefault(lookup, AnswerCodes.NONE).isDoubtful() && wrongProbe(part) == null;
        TestPointCheck clean = doubtful ? cleanCheck(part, lookup) : null;
        return clean == null ? Optional.of(error) : clean.error();
    }

    /** Whether there is an answer to the question that decides, whatever came of what confirms it. */
    boolean isAnswered(Lookup lookup) {
        DnsAnswer answer = answers.get(lookup.question());
        return answer != null && !(answer instanceof DnsAnswer.Failed);
    }

    private DnsAnswer answer(DnsQuestion question) {
        DnsAnswer answer = answers.get(question);
        if (answer == null) {
            throw new IllegalStateException("a question that was not asked");
        }
        return answer;
    }
}
