package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What an answer that lists something leads to, so that it is asked as soon as that answer is there: a hint.
 *
 * @param reasons for how many listings may be asked why. How many there are is not known yet; the first so many lookups are
 *     among those that will be, if they are listed
 */
record Confirmation(List<ListPart> lists, int reasons) implements Function<DnsAnswer, Collection<DnsQuestion>> {

    @Override
    public Collection<DnsQuestion> apply(DnsAnswer answer) {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        if (answer instanceof DnsAnswer.Found || answer instanceof DnsAnswer.Failed) {
            int left = reasons;
            for (ListPart part : lists) {
                for (Lookup lookup : part.asked()) {
                    if (lookup.question().equals(answer.question())) {
                        addTo(questions, part, lookup, AnswerCodes.of(lookup, answer), left > 0);
                    }
                    left--;
                }
            }
        }
        return questions;
    }

    private static void addTo(
            Set<DnsQuestion> questions, ListPart part, Lookup lookup, AnswerCodes codes, boolean reason) {
        if (codes.isListed() || codes.isDoubtful()) {
            part.cleanQuestion(lookup).ifPresent(questions::add);
        }
        if (reason && codes.isListed()) {
            questions.add(lookup.reasonQuestion());
        }
    }

    // The names in the lookups may hold a key.
    @Override
    public String toString() {
        return "confirmation by " + lists;
    }
}
