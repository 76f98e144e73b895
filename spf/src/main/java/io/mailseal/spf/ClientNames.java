package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that the client's address has in DNS, and which of them have the address.
 *
 * @rfc 7208 5.5
 */
record ClientNames(IpAddress client, int limit, LikelyQuestions questions) {

    /** Where the names are. */
    DnsQuestion question() {
        return DnsQuestion.ptr(client.toReverseName());
    }

    /** §4.6.4: those that are looked at; whoever owns the address may list any number of names. */
    List<DomainName> of(DnsAnswer.Found answer) {
        return answer.records(DnsRecord.Pointer.class).stream()
                .map(DnsRecord.Pointer::target)
                .distinct()
                .limit(limit)
                .toList();
    }

    /** What validates these names. */
    List<DnsQuestion> addressQuestions(List<DomainName> names) {
        return names.stream().map(questions::addresses).toList();
    }

    /** @param answers to the address questions of these names, in their order */
    Validated validate(List<DomainName> names, List<DnsAnswer> answers) {
        List<DomainName> validated = new ArrayList<>();
        DnsAnswer.Failed ownLimit = null;
        for (int i = 0; i < names.size(); i++) {
            DnsAnswer answer = answers.get(i);
            if (answer instanceof DnsAnswer.Failed failed && failed.cause().isOwnLimit()) {
                ownLimit = failed;
            } else if (hasClient(answer)) {
                validated.add(names.get(i));
            }
        }
        return new Validated(validated, ownLimit);
    }

    // A name whose addresses can't be found is skipped.
    private boolean hasClient(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found
                && found.records(DnsRecord.Address.class).contains(new DnsRecord.Address(client));
    }

    /**
     * What came of it.
     *
     * @param ownLimit a failure of ours that may have hidden a name; null if there was none
     */
    record Validated(List<DomainName> names, DnsAnswer.@Nullable Failed ownLimit) {

        /** §7.3, the macro p: the domain itself before a name below it before any other; of equals always the same. */
        String preferred(DomainName domain) {
            return names.stream()
                    .min(Comparator.comparing((DomainName name) -> !name.equals(domain))
                            .thenComparing(name -> !name.isAtOrBelow(domain))
                            .thenComparing(Comparator.naturalOrder()))
                    .map(MacroValues::textOf)
                    .orElse(MacroValues.UNKNOWN);
        }
    }
}
