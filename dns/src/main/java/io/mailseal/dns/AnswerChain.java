package io.mailseal.dns;

import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.WireParseException;

/**
 * The way from the name in a question, along aliases, to the records or to where there are none. It leads through a response
 * and, where that ends at an alias, through further ones.
 *
 * @rfc 1034 5.3.3
 */
final class AnswerChain {

    /** How many aliases are followed. */
    static final int MAX_ALIASES = 8;

    /** An alias that was followed, and where it was read. */
    record Link(Name owner, Response.Hop hop, Response response) {

        DnsAlias toAlias(DnsSecurity security) {
            return new DnsAlias(
                    WireName.toDomainName(owner), hop.type(), WireName.toDomainName(hop.target()), security);
        }
    }

    /** Where it ends. */
    sealed interface End {

        /**
         * At records.
         *
         * @param signed what has to be signed: the records, or the DNAME from which they were made
         */
        record Records(RecordSet set, RecordSet signed, Response response) implements End {}

        /**
         * At a name without records of the type.
         *
         * @param noSuchName whether the server says that there is no such name at all
         */
        record Nothing(Name name, boolean noSuchName, Response response) implements End {}

        /** Nowhere. */
        record Broken(DnsFailure cause, String reason) implements End {}
    }

    private final int type;
    private final List<Link> links = new ArrayList<>();
    private final Set<Name> visited = new HashSet<>();
    private Name at;
    private int octets;
    private long age;
    private @Nullable ExtendedDnsError extendedError;
    private End end = new End.Broken(DnsFailure.MALFORMED, "not followed yet");

    private AnswerChain(DnsQuestion question) {
        this.type = question.type().code();
        this.at = WireName.of(question.name());
        visited.add(at);
    }

    static AnswerChain follow(DnsQuestion question, RawView raw) {
        AnswerChain chain = new AnswerChain(question);
        Optional<End> end = chain.read(raw.get(question));
        while (end.isEmpty()) {
            end = chain.read(raw.get(new DnsQuestion(WireName.toDomainName(chain.at), question.type())));
        }
        chain.end = end.get();
        return chain;
    }

    List<Link> links() {
        return links;
    }

    End end() {
        return end;
    }

    /** How large the responses were. */
    int octets() {
        return octets;
    }

    /** What is left of a TTL in them, both in seconds: some may have been remembered for a while. */
    long left(long ttl) {
        return Math.max(0, ttl - age);
    }

    /** The last error that a server told. */
    Optional<ExtendedDnsError> extendedError() {
        return Optional.ofNullable(extendedError);
    }

    private Optional<End> read(Reply reply) {
        if (reply instanceof Reply.Lost lost) {
            return broken(lost.cause(), lost.reason());
        }
        Reply.Received received = (Reply.Received) reply;
        age = Math.max(age, received.age());
        try {
            return read(received.response(), received.server());
        } catch (WireParseException unreadable) {
            return broken(DnsFailure.MALFORMED, received.server() + " sent what makes no sense");
        }
    }

    // Empty where another question is needed.
    private Optional<End> read(Response response, String server) throws WireParseException {
        octets += response.size();
        response.extendedError().ifPresent(error -> extendedError = error);
        int rcode = response.rcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            DnsFailure cause = rcode == Rcode.SERVFAIL ? DnsFailure.SERVER_FAILURE : DnsFailure.REFUSED;
            return broken(cause, server + " answered " + Rcode.string(rcode));
        }
        Name from = at;
        RecordSet set = response.answers(at, type);
        while (set.records().isEmpty()) {
            Response.Hop hop = type == DnsType.CNAME.code() ? null : response.alias(at);
            if (hop == null) {
                return nothing(response, rcode, !at.equals(from), server);
            }
            if (!follow(hop, response)) {
                return broken(DnsFailure.LOOP, "the aliases lead in a circle, or further than " + MAX_ALIASES);
            }
            set = response.answers(at, type);
        }
        if (rcode == Rcode.NXDOMAIN) {
            return broken(DnsFailure.MALFORMED, server + " sent records of a name that it says is not there");
        }
        return Optional.of(new End.Records(set, signed(set, response), response));
    }

    // RFC 6672 §5.3.1: a CNAME that was asked for may have been made from a DNAME, and then nobody has signed it.
    private RecordSet signed(RecordSet set, Response response) throws WireParseException {
        Response.Hop hop = type == DnsType.CNAME.code() ? response.alias(at) : null;
        return hop != null && hop.type().equals(DnsType.DNAME)
                ? response.answers(hop.owner(), DnsType.DNAME.code())
                : set;
    }

    private boolean follow(Response.Hop hop, Response response) {
        if (links.size() == MAX_ALIASES) {
            return false;
        }
        links.add(new Link(at, hop, response));
        at = hop.target();
        return visited.add(at);
    }

    private Optional<End> nothing(Response response, int rcode, boolean followed, String server) {
        // RFC 6604 §3: after aliases the RCODE is about the last name.
        if (rcode == Rcode.NXDOMAIN) {
            return Optional.of(new End.Nothing(at, true, response));
        }
        // A server that is no resolver ends at the alias when its target is in another zone.
        if (followed && response.negativeTtl(at).isEmpty()) {
            return Optional.empty();
        }
        if (response.isReferral(at)) {
            return broken(DnsFailure.REFUSED, server + " names other servers instead of asking them");
        }
        return Optional.of(new End.Nothing(at, false, response));
    }

    private static Optional<End> broken(DnsFailure cause, String reason) {
        return Optional.of(new End.Broken(cause, reason));
    }
}
