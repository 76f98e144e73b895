package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What an answer that lists something leads to, so that it is asked as soon as that answer is there: a hint. */
record Confirmation(List<ListPart> lists) implements Function<DnsAnswer, Collection<DnsQuestion>> {

    @Override
    public Collection<DnsQuestion> apply(DnsAnswer answer) {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        if (answer instanceof DnsAnswer.Found || answer instanceof DnsAnswer.Failed) {
            lists.forEach(part -> part.lookups().stream()
                    .filter(lookup -> lookup.isAsked() && lookup.question().equals(answer.question()))
                    .forEach(lookup -> addTo(questions, part, lookup, AnswerCodes.of(lookup, answer))));
        }
        return questions;
    }

    private static void addTo(Set<DnsQuestion> questions, ListPart part, Lookup lookup, AnswerCodes codes) {
        if (codes.isListed() || codes.isDoubtful()) {
            part.cleanQuestion(lookup).ifPresent(questions::add);
        }
        if (codes.isListed()) {
            questions.add(lookup.reasonQuestion());
        }
    }

    // The names in the lookups may hold a key.
    @Override
    public String toString() {
        return "confirmation by " + lists;
    }
}
