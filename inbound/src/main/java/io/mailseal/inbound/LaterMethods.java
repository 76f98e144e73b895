package io.mailseal.inbound;

import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.List;

/** The methods that want to know what was found before them. They wait for nothing else. */
record LaterMethods(AuthorPart author, List<JoiningMethod> beside, List<JoiningMethod> later)
        implements DnsEvaluation<List<InboundMethodOutcome>> {

    @Override
    public List<InboundMethodOutcome> evaluate(DnsView dns) {
        List<DnsEvaluation<?>> parts = new ArrayList<>(List.of(author));
        beside.forEach(method -> parts.add(method.evaluation(List.of())));
        List<Object> found = dns.join(parts);
        List<MethodResult> before = new ArrayList<>(ResultsField.ofAuthor((AuthorPart.Found) found.get(0)));
        for (Object outcome : found.subList(1, found.size())) {
            before.addAll(((InboundMethodOutcome) outcome).results());
        }
        List<MethodResult> known = List.copyOf(before);
        return dns.join(later.stream().map(method -> method.evaluation(known)).toList());
    }
}
