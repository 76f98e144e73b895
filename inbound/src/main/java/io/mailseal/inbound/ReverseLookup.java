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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * From the address of a client to its names and back.
 *
 * @param client never IPv4-mapped
 * @param question where its names are
 * @param maxNames how many of them are looked at
 * @rfc 8601 3
 */
record ReverseLookup(IpAddress client, DnsQuestion question, int maxNames) implements DnsEvaluation<IprevResult> {

    static ReverseLookup of(IpAddress client, int maxNames) {
        IpAddress unmapped = client.unmapped();
        return new ReverseLookup(unmapped, DnsQuestion.ptr(unmapped.toReverseName()), maxNames);
    }

    @Override
    public IprevResult evaluate(DnsView dns) {
        dns.prefetch(() -> List.of(question), this::addressQuestions);
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
        List<DomainName> looked = first(names);
        List<DnsAnswer> answers = dns.getAll(addressQuestions(looked));
        List<DomainName> confirmed = new ArrayList<>(looked.size());
        DnsSecurity security = pointers.security();
        for (int i = 0; i < looked.size(); i++) {
            if (hasClient(answers.get(i))) {
                confirmed.add(looked.get(i));
                security = security.weaker(answers.get(i).security());
            }
        }
        if (!confirmed.isEmpty()) {
            String explanation = confirmed.get(0) + " is a name of " + client + ", and has that address.";
            return new IprevResult(client, confirmed, null, security, explanation);
        }
        for (DnsAnswer answer : answers) {
            security = security.weaker(answer.security());
        }
        return unconfirmed(names, answers, security);
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
        Set<DomainName> names = new LinkedHashSet<>();
        for (DnsRecord record : pointers.records()) {
            if (record instanceof DnsRecord.Pointer pointer && !pointer.target().isRoot()) {
                names.add(pointer.target());
            }
        }
        return List.copyOf(names);
    }

    private List<DomainName> first(List<DomainName> names) {
        return names.size() <= maxNames ? names : names.subList(0, maxNames);
    }

    private List<DnsQuestion> addressQuestions(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found && found.question().equals(question)
                ? addressQuestions(first(names(found)))
                : List.of();
    }

    // Of the client's own family: the other one could not confirm anything.
    private List<DnsQuestion> addressQuestions(List<DomainName> names) {
        List<DnsQuestion> questions = new ArrayList<>(names.size());
        for (DomainName name : names) {
            questions.add(client.isV4() ? DnsQuestion.a(name) : DnsQuestion.aaaa(name));
        }
        return questions;
    }

    private boolean hasClient(DnsAnswer answer) {
        if (answer instanceof DnsAnswer.Found found) {
            for (DnsRecord record : found.records()) {
                if (record instanceof DnsRecord.Address host && host.address().equals(client)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String sentence(DnsAnswer answer) {
        return ((DnsAnswer.Failed) answer).cause().sentence();
    }

    private IprevResult result(IprevProblem problem, DnsSecurity security, String explanation) {
        return new IprevResult(client, List.of(), problem, security, explanation);
    }
}
