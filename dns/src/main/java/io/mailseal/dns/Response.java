package io.mailseal.dns;

import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * A message, looked at from the question: of each section only what belongs to a name that the question leads to is ever
 * seen. Whatever else a server has put into it is as if it were not there.
 */
final class Response {

    // What is kept of a text that anybody may have written.
    private static final int MAX_ERROR_TEXT = 256;

    /** A step from one name to another. */
    record Hop(DnsType type, Name target, long ttl) {}

    private final Message message;
    private final Map<Name, List<Record>> answers = new HashMap<>();
    private final boolean hasDname;

    Response(Message message) {
        this.message = message;
        boolean dname = false;
        for (Record record : message.getSection(Section.ANSWER)) {
            if (record.getDClass() == DClass.IN) {
                answers.computeIfAbsent(record.getName(), owner -> new ArrayList<>())
                        .add(record);
                dname |= record instanceof DNAMERecord;
            }
        }
        this.hasDname = dname;
    }

    int rcode() {
        return message.getRcode();
    }

    /** How many octets it had. */
    int size() {
        return message.numBytes();
    }

    /** The answers of this owner and type, each once (RFC 2181 §5). */
    List<Record> records(Name owner, int type) {
        Set<Record> found = new LinkedHashSet<>();
        for (Record record : answers.getOrDefault(owner, List.of())) {
            if (record.getType() == type) {
                found.add(record);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Where this name leads, or null.
     *
     * @throws WireParseException if it leads to several names, or to one that is too long
     */
    @Nullable
    Hop alias(Name owner) throws WireParseException {
        DNAMERecord dname = dnameAbove(owner);
        Name substituted = dname == null ? null : substituted(owner, dname);
        List<Record> cnames = records(owner, Type.CNAME);
        if (cnames.size() > 1) {
            throw new WireParseException("several CNAME records at one name"); // RFC 2181 §10.1
        }
        if (cnames.isEmpty()) {
            return dname == null || substituted == null ? null : new Hop(DnsType.DNAME, substituted, dname.getTTL());
        }
        CNAMERecord cname = (CNAMERecord) cnames.get(0);
        // RFC 6672 §3.1: the CNAME was made from the DNAME, and in older servers its TTL is zero.
        return dname != null && cname.getTarget().equals(substituted)
                ? new Hop(DnsType.DNAME, cname.getTarget(), dname.getTTL())
                : new Hop(DnsType.CNAME, cname.getTarget(), cname.getTTL());
    }

    // RFC 6672 §2.3: it applies to the names below its owner, not to the owner.
    private @Nullable DNAMERecord dnameAbove(Name owner) {
        for (int i = 1; hasDname && i < owner.labels(); i++) {
            List<Record> dnames = records(new Name(owner, i), Type.DNAME);
            if (!dnames.isEmpty()) {
                return (DNAMERecord) dnames.get(0);
            }
        }
        return null;
    }

    private static Name substituted(Name owner, DNAMERecord dname) throws WireParseException {
        try {
            return owner.fromDNAME(dname);
        } catch (NameTooLongException tooLong) {
            throw new WireParseException("a DNAME makes the name too long", tooLong);
        }
    }

    /**
     * How long it may be remembered that there is nothing at this name; empty where the response has no SOA record for it.
     *
     * @rfc 2308 5
     */
    Optional<Long> negativeTtl(Name name) {
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa && record.getDClass() == DClass.IN && name.subdomain(soa.getName())) {
                return Optional.of(Math.min(soa.getMinimum(), soa.getTTL()));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether an answer without records names other servers to ask, instead of saying that there are none.
     *
     * @rfc 2308 2.2
     */
    boolean isReferral(Name name) {
        return negativeTtl(name).isEmpty()
                && message.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
    }

    /** The first error that the server tells. */
    Optional<ExtendedDnsError> extendedError() {
        OPTRecord opt = message.getOPT();
        if (opt == null) {
            return Optional.empty();
        }
        return opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .filter(ExtendedErrorCodeOption.class::isInstance)
                .map(ExtendedErrorCodeOption.class::cast)
                .map(error -> new ExtendedDnsError(error.getErrorCode(), shortened(error.getText())))
                .findFirst();
    }

    private static String shortened(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= MAX_ERROR_TEXT ? text : text.substring(0, MAX_ERROR_TEXT);
    }
}
