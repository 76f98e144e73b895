package io.mailseal.dns;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
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

    /**
     * A step from one name to another.
     *
     * @param owner of the CNAME or DNAME record
     */
    record Hop(DnsType type, Name owner, Name target, long ttl) {}

    private final Message message;
    private final Map<Name, List<Record>> answers = new HashMap<>();
    private final Map<SetName, RecordSet> answerSets = new ConcurrentHashMap<>();
    private final Map<Integer, List<RecordSet>> authoritySets = new ConcurrentHashMap<>();
    private final boolean hasDname;

    private record SetName(Name owner, int type) {}

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

    /** Whether the server vouches for the response (the AD bit). */
    boolean isAuthenticated() {
        return message.getHeader().getFlag(Flags.AD);
    }

    /** How many octets it had. */
    int size() {
        return message.numBytes();
    }

    /**
     * How long the whole may be remembered, in seconds: as long as the shortest of its records, and not at all with an RCODE
     * that says nothing about the name.
     */
    long ttl() {
        if (rcode() != Rcode.NOERROR && rcode() != Rcode.NXDOMAIN) {
            return 0;
        }
        long ttl = Integer.MAX_VALUE;
        boolean any = false;
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : message.getSection(section)) {
                long bound =
                        record instanceof SOARecord soa ? Math.min(soa.getMinimum(), soa.getTTL()) : record.getTTL();
                ttl = Math.min(ttl, bound);
                any = true;
            }
        }
        return any ? ttl : 0;
    }

    /** The answers of this owner and type, each once (RFC 2181 §5). */
    List<Record> records(Name owner, int type) {
        return answers(owner, type).records();
    }

    /** The answers of this owner and type with their signatures; without records where there are none. */
    RecordSet answers(Name owner, int type) {
        return answerSets.computeIfAbsent(new SetName(owner, type), this::answers);
    }

    private RecordSet answers(SetName name) {
        List<Record> all = answers.getOrDefault(name.owner(), List.of());
        List<Record> records = new ArrayList<>();
        for (Record record : all) {
            if (record.getType() == name.type()) {
                records.add(record);
            }
        }
        return new RecordSet(name.owner(), name.type(), distinct(records), signatures(all, name.type()));
    }

    /** The record sets of this type that came as proof or context, in the authority section, each with its signatures. */
    List<RecordSet> authority(int type) {
        return authoritySets.computeIfAbsent(type, this::authoritySets);
    }

    private List<RecordSet> authoritySets(int type) {
        Map<Name, List<Record>> owners = new LinkedHashMap<>();
        Map<Name, List<Record>> signatures = new HashMap<>();
        for (Record record : message.getSection(Section.AUTHORITY)) {
            boolean wanted = record.getType() == type;
            if (record.getDClass() == DClass.IN && (wanted || record.getType() == Type.RRSIG)) {
                (wanted ? owners : signatures)
                        .computeIfAbsent(record.getName(), owner -> new ArrayList<>())
                        .add(record);
            }
        }
        List<RecordSet> sets = new ArrayList<>();
        owners.forEach((owner, records) -> sets.add(new RecordSet(
                owner, type, distinct(records), signatures(signatures.getOrDefault(owner, List.of()), type))));
        return sets;
    }

    // By their octets, each taken once: dnsjava's records are dear to hash and to compare, and who makes them can make
    // their hash codes equal.
    private static <R extends Record> List<R> distinct(List<R> records) {
        if (records.size() < 2) {
            return records;
        }
        Set<Octets> seen = new HashSet<>();
        List<R> distinct = new ArrayList<>();
        for (R record : records) {
            if (seen.add(Octets.of(record.rdataToWireCanonical()))) {
                distinct.add(record);
            }
        }
        return distinct;
    }

    private static List<RRSIGRecord> signatures(List<Record> records, int covered) {
        List<RRSIGRecord> signatures = new ArrayList<>();
        for (Record record : records) {
            if (record instanceof RRSIGRecord signature && signature.getTypeCovered() == covered) {
                signatures.add(signature);
            }
        }
        return distinct(signatures);
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
            return dname == null || substituted == null
                    ? null
                    : new Hop(DnsType.DNAME, dname.getName(), substituted, dname.getTTL());
        }
        CNAMERecord cname = (CNAMERecord) cnames.get(0);
        // RFC 6672 §3.1: the CNAME was made from the DNAME, and in older servers its TTL is zero.
        return dname != null && cname.getTarget().equals(substituted)
                ? new Hop(DnsType.DNAME, dname.getName(), cname.getTarget(), dname.getTTL())
                : new Hop(DnsType.CNAME, owner, cname.getTarget(), cname.getTTL());
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
