package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.List;

/**
 * From the address of a client to its names and back.
 *
 * @param client never IPv4-mapped
 * @param maxNames how many of its names are looked at
 * @rfc 8601 3
 */
record ReverseLookup(IpAddress client, int maxNames) implements DnsEvaluation<IprevResult> {

    /** Where the names are. */
    DnsQuestion question() {
        return DnsQuestion.ptr(client.toReverseName());
    }

    @Override
    public IprevResult evaluate(DnsView dns) {
        DnsQuestion question = question();
        dns.prefetch(List.of(question), this::addressQuestions);
        DnsAnswer answer = dns.get(question);
        return switch (answer.outcome()) {
            case FOUND -> forward((DnsAnswer.Found) answer, dns);
            // §2.7.3: no PTR data is permerror, whichever way there is none.
            case NO_SUCH_NAME ->
                result(IprevProblem.NO_SUCH_NAME, answer.security(), "There is no name for " + client + ".");
            case NO_DATA ->
                result(IprevProblem.NO_POINTER, answer.security(), "There is no PTR record for " + client + ".");
            case FAILED ->
                result(
                        IprevProblem.REVERSE_LOOKUP_FAILED,
                        answer.security(),
                        "The names of " + client + " could not be looked up: " + sentence(answer) + ".");
        };
    }

    private IprevResult forward(DnsAnswer.Found pointers, DnsView dns) {
        List<DomainName> names = names(pointers);
        List<DomainName> looked = names.subList(0, Math.min(maxNames, names.size()));
        List<DnsAnswer> answers = dns.getAll(addressQuestions(looked));
        List<DomainName> confirmed = new ArrayList<>();
        List<DnsSecurity> states = new ArrayList<>(List.of(pointers.security()));
        for (int i = 0; i < looked.size(); i++) {
            if (hasClient(answers.get(i))) {
                confirmed.add(looked.get(i));
                states.add(answers.get(i).security());
            }
        }
        if (!confirmed.isEmpty()) {
            String explanation = confirmed.get(0) + " is a name of " + client + ", and has that address.";
            return new IprevResult(client, confirmed, null, DnsSecurity.weakest(states), explanation);
        }
        answers.forEach(answer -> states.add(answer.security()));
        return unconfirmed(names, answers, DnsSecurity.weakest(states));
    }

    private IprevResult unconfirmed(List<DomainName> names, List<DnsAnswer> answers, DnsSecurity security) {
        // The answer that is missing could have been the one that confirms.
        for (DnsAnswer answer : answers) {
            if (answer.outcome() == DnsAnswer.Outcome.FAILED) {
                return result(
                        IprevProblem.FORWARD_LOOKUP_FAILED,
                        security,
                        "The addresses of " + answer.question().name() + " could not be looked up: " + sentence(answer)
                                + ".");
            }
        }
        if (names.size() > answers.size()) {
            return result(
                    IprevProblem.TOO_MANY_NAMES,
                    security,
                    client + " has " + names.size() + " names, and none of the " + answers.size()
                            + " that were looked at has that address.");
        }
        // An answer with none but the root, or something else than PTR records, names nobody.
        String explanation = names.isEmpty()
                ? "The PTR record of " + client + " names no host."
                : "No name of " + client + " has that address.";
        return result(IprevProblem.NO_NAME_CONFIRMED, security, explanation);
    }

    // Each once: names are equal whatever the case of their letters.
    private static List<DomainName> names(DnsAnswer.Found pointers) {
        return pointers.records(DnsRecord.Pointer.class).stream()
                .map(DnsRecord.Pointer::target)
                .filter(name -> !name.isRoot())
                .distinct()
                .toList();
    }

    private List<DnsQuestion> addressQuestions(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found && found.question().equals(question())
                ? addressQuestions(names(found).stream().limit(maxNames).toList())
                : List.of();
    }

    // Of the client's own family: the other one could not confirm anything.
    private List<DnsQuestion> addressQuestions(List<DomainName> names) {
        return names.stream()
                .map(name -> client.isV4() ? DnsQuestion.a(name) : DnsQuestion.aaaa(name))
                .toList();
    }

    private boolean hasClient(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found
                && found.records(DnsRecord.Address.class).contains(new DnsRecord.Address(client));
    }

    private static String sentence(DnsAnswer answer) {
        return ((DnsAnswer.Failed) answer).cause().sentence();
    }

    private IprevResult result(IprevProblem problem, DnsSecurity security, String explanation) {
        return new IprevResult(client, List.of(), problem, security, explanation);
    }
}
