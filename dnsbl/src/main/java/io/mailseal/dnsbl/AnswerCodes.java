package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says about one subject, by the profile and by where the subject comes from.
 *
 * @param addresses what came, in order, each once; never used as addresses
 * @param listings the codes that count
 * @param remarks those that do not
 * @param unknown the addresses that the profile does not know
 * @param error why all of it is of no use
 */
record AnswerCodes(
        List<IpAddress> addresses,
        List<ReturnCode> listings,
        List<ReturnCode> remarks,
        List<IpAddress> unknown,
        @Nullable BlocklistError error) {

    static final AnswerCodes NONE = new AnswerCodes(List.of(), List.of(), List.of(), List.of(), null);

    /** What any answer says; that who does not say anything has refused may be the only code. */
    static AnswerCodes of(Lookup lookup, DnsAnswer answer) {
        if (answer instanceof DnsAnswer.Failed failed && failed.cause() == DnsFailure.REFUSED) {
            return new AnswerCodes(List.of(), List.of(), List.of(), List.of(), BlocklistError.REFUSED);
        }
        return answer instanceof DnsAnswer.Found found ? of(lookup, found) : NONE;
    }

    private static AnswerCodes of(Lookup lookup, DnsAnswer.Found answer) {
        List<IpAddress> addresses = answer.records(DnsRecord.Address.class).stream()
                .map(DnsRecord.Address::address)
                .distinct()
                .sorted()
                .toList();
        Interpretation meaning = lookup.profile().interpret(addresses);
        if (addresses.isEmpty() || meaning.error().isPresent()) {
            BlocklistError error = meaning.error().orElse(BlocklistError.FOREIGN_ANSWER);
            return new AnswerCodes(addresses, List.of(), List.of(), List.of(), error);
        }
        List<ReturnCode> listings = new ArrayList<>();
        List<ReturnCode> remarks = new ArrayList<>(meaning.informational());
        for (ReturnCode code : meaning.listings()) {
            (lookup.isFor(code) ? listings : remarks).add(code);
        }
        return new AnswerCodes(addresses, List.copyOf(listings), List.copyOf(remarks), meaning.unknown(), null);
    }

    /**
     * Whether it is an error that an answer about this subject alone may have: no code of the list's profile, but something that
     * stands at this name, or that a server says to such a question.
     */
    boolean isDoubtful() {
        return error == BlocklistError.FOREIGN_ANSWER
                || error == BlocklistError.UNKNOWN_ERROR
                || error == BlocklistError.REFUSED && addresses.isEmpty();
    }

    boolean isListed() {
        return !listings.isEmpty();
    }
}
