package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dns.ReplayScenario.Entry;
import io.mailseal.dns.ReplayScenario.Range;
import io.mailseal.dns.ReplayScenario.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;
import org.xbill.DNS.utils.base32.Alphabet;

/**
 * What a resolver that does not validate would answer while a scenario is at a certain step: it follows referrals from
 * server to server and aliases from zone to zone. Of each server it takes what is in that server's zone, and it remembers
 * records, but not that there are none.
 */
final class ReplayResolver implements Upstream {

    private static final int MAX_HOPS = 30;
    private static final int MAX_DEPTH = 12;

    /** Who to ask about the names in a zone. */
    private record Servers(Name zone, boolean forward, Set<String> addresses) {}

    private final ReplayScenario scenario;
    private final int from;
    private final int to;
    private final Set<Record> memory;
    private final Map<DnsQuestion, Reply> replies = new TreeMap<>();
    private final Set<DnsQuestion> failed = new LinkedHashSet<>();

    /**
     * @param to until which step a server that has nothing to say yet is waited for
     * @param memory the answers of earlier steps, and then also of this one
     */
    ReplayResolver(ReplayScenario scenario, int from, int to, Set<Record> memory) {
        this.scenario = scenario;
        this.from = from;
        this.to = to;
        this.memory = memory;
    }

    @Override
    public CompletableFuture<Reply> ask(DnsQuestion question) {
        return CompletableFuture.completedFuture(replies.computeIfAbsent(question, this::reply));
    }

    /** The questions to which the scenario has no answer at all, or none that can be used. */
    Set<DnsQuestion> failed() {
        return failed;
    }

    private Reply reply(DnsQuestion question) {
        Optional<Entry> found =
                resolve(WireName.of(question.name()), question.type().code(), 0);
        if (found.isEmpty() || !found.get().isReadable() || !isAnswer(found.get())) {
            failed.add(question);
        }
        if (found.isPresent() && !found.get().isReadable()) {
            return new Reply.Lost(DnsFailure.MALFORMED, "it cannot be read");
        }
        found.ifPresent(entry -> memory.addAll(entry.answer()));
        return new Reply.Received(new Response(message(question, found)), "the scenario");
    }

    private static Message message(DnsQuestion question, Optional<Entry> found) {
        Message message = new Message(1);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.RD);
        message.getHeader().setFlag(Flags.RA);
        message.getHeader().setFlag(Flags.CD);
        message.getHeader().setRcode(found.map(Entry::rcode).orElse(Rcode.SERVFAIL));
        Name name = WireName.of(question.name());
        message.addRecord(Record.newRecord(name, question.type().code(), DClass.IN), Section.QUESTION);
        found.ifPresent(entry -> {
            entry.answer().forEach(record -> message.addRecord(record, Section.ANSWER));
            entry.authority().forEach(record -> message.addRecord(record, Section.AUTHORITY));
        });
        try {
            return new Message(message.toWire());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Optional<Entry> resolve(Name name, int type, int depth) {
        Optional<Servers> servers = start(name, type);
        for (int hop = 0; hop < MAX_HOPS && depth < MAX_DEPTH && servers.isPresent(); hop++) {
            Servers asked = servers.get();
            Optional<Entry> said = exchange(asked, name, type);
            if (said.isEmpty()) {
                Optional<Entry> delegation = type == Type.DS ? delegation(name) : Optional.empty();
                if (delegation.isPresent()) {
                    return delegation.map(entry -> inPlaceOfDs(entry, name));
                }
                servers = below(asked, name, type, depth);
                continue;
            }
            if (asked.forward()) {
                return said;
            }
            Optional<Name> cut =
                    said.get().rcode() == Rcode.NOERROR ? referral(said.get(), asked, name) : Optional.empty();
            if (cut.isEmpty()) {
                return Optional.of(followed(scrubbed(said.get(), asked.zone()), asked.zone(), name, type, depth));
            }
            if (type == Type.DS && cut.get().equals(name)) {
                return said.map(entry -> inPlaceOfDs(entry, name));
            }
            servers = referred(said.get(), cut.get(), depth);
        }
        return remembered(name, type, depth);
    }

    private Optional<Entry> remembered(Name name, int type, int depth) {
        List<Record> answer = new ArrayList<>();
        for (Record record : memory) {
            boolean here = record.getName().equals(name)
                    && (record.getRRsetType() == type || record.getRRsetType() == Type.CNAME);
            if (here || name.subdomain(record.getName()) && record.getRRsetType() == Type.DNAME) {
                answer.add(record);
            }
            if (record instanceof DNAMERecord) {
                target(List.of(record), name, Type.A)
                        .ifPresent(target -> answer.add(new CNAMERecord(name, DClass.IN, record.getTTL(), target)));
            }
        }
        Entry entry = new Entry(Set.of(), Set.of(), name, type, answer, List.of(), List.of());
        return answer.isEmpty() || depth >= MAX_DEPTH
                ? Optional.empty()
                : Optional.of(followed(entry, Name.root, name, type, depth));
    }

    private Optional<Servers> start(Name name, int type) {
        return scenario.starts().stream()
                .filter(start ->
                        name.subdomain(start.zone()) && !start.addresses().isEmpty())
                .filter(start -> type != Type.DS || name.equals(Name.root) || !name.equals(start.zone()))
                .max(Comparator.comparingInt((Start start) -> start.zone().labels()))
                .map(start -> new Servers(start.zone(), start.forward(), new LinkedHashSet<>(start.addresses())));
    }

    // The first server that answers; where none does, what one of them says instead.
    private Optional<Entry> exchange(Servers servers, Name name, int type) {
        Optional<Entry> refusal = Optional.empty();
        for (int step = from; step <= to; step++) {
            for (String address : servers.addresses()) {
                Optional<Entry> said = said(address, step, name, type);
                if (said.isPresent() && isAnswer(said.get())) {
                    return said;
                }
                refusal = refusal.isPresent() ? refusal : said;
            }
        }
        return refusal;
    }

    private static boolean isAnswer(Entry entry) {
        return entry.rcode() == Rcode.NOERROR || entry.rcode() == Rcode.NXDOMAIN;
    }

    // What is truncated is asked for again, by TCP.
    private Optional<Entry> said(String address, int step, Name name, int type) {
        Optional<Entry> truncated = Optional.empty();
        for (Range range : scenario.ranges()) {
            boolean now = range.from() <= step && step <= range.to();
            if (!now || !range.addresses().isEmpty() && !range.addresses().contains(address)) {
                continue;
            }
            for (Entry entry : range.entries()) {
                if (entry.answers(name, type)) {
                    if (!entry.reply().contains("TC")) {
                        return Optional.of(entry);
                    }
                    truncated = Optional.of(entry);
                }
            }
        }
        return truncated;
    }

    // To which zone below its own a server points.
    private static Optional<Name> referral(Entry entry, Servers servers, Name name) {
        boolean other = entry.answer().stream().anyMatch(record -> name.subdomain(record.getName()))
                || entry.authority().stream().anyMatch(SOARecord.class::isInstance);
        return other
                ? Optional.empty()
                : entry.authority().stream()
                        .filter(NSRecord.class::isInstance)
                        .map(Record::getName)
                        .filter(cut -> name.subdomain(cut)
                                && cut.labels() > servers.zone().labels())
                        .findFirst();
    }

    private Optional<Servers> referred(Entry entry, Name cut, int depth) {
        Set<String> addresses = new LinkedHashSet<>();
        List<Record> candidates = new ArrayList<>(entry.authority());
        candidates.addAll(entry.answer());
        for (Record record : candidates) {
            if (record instanceof NSRecord ns && ns.getName().equals(cut)) {
                addresses.addAll(addresses(ns.getTarget(), entry, depth));
            }
        }
        return addresses.isEmpty() ? Optional.empty() : Optional.of(new Servers(cut, false, addresses));
    }

    private Set<String> addresses(Name server, Entry entry, int depth) {
        Set<String> addresses = addresses(server, entry.additional());
        if (addresses.isEmpty()) {
            addresses = addresses(server, scenario.records());
        }
        if (addresses.isEmpty()) {
            addresses = resolve(server, Type.A, depth + 1)
                    .map(found -> addresses(server, found.answer()))
                    .orElse(Set.of());
        }
        return addresses;
    }

    private static Set<String> addresses(Name server, List<Record> records) {
        Set<String> addresses = new LinkedHashSet<>();
        for (Record record : records) {
            if (record instanceof ARecord address && address.getName().equals(server)) {
                addresses.add(address.getAddress().getHostAddress());
            }
        }
        return addresses;
    }

    // What a server has told on other occasions of the zones below its own.
    private Optional<Servers> below(Servers servers, Name name, int type, int depth) {
        Optional<Servers> nearest = Optional.empty();
        for (Range range : scenario.ranges()) {
            for (Entry entry : range.entries()) {
                List<Record> records = new ArrayList<>(entry.authority());
                records.addAll(entry.answer());
                for (Record record : records) {
                    Name cut = record.getName();
                    boolean leadsThere = record instanceof NSRecord
                            && name.subdomain(cut)
                            && !(type == Type.DS && name.equals(cut))
                            && cut.labels() > servers.zone().labels()
                            && (nearest.isEmpty()
                                    || cut.labels() < nearest.get().zone().labels());
                    if (leadsThere) {
                        Optional<Servers> referred = referred(entry, cut, depth);
                        nearest = referred.isPresent() ? referred : nearest;
                    }
                }
            }
        }
        return nearest;
    }

    // What a server has told on another occasion of the delegation at this name: its DS records, or that it has none.
    private Optional<Entry> delegation(Name cut) {
        return scenario.ranges().stream()
                .filter(range -> range.from() <= to && from <= range.to())
                .flatMap(range -> range.entries().stream())
                .filter(entry -> isReferral(entry, cut)
                        || entry.authority().stream().anyMatch(record -> isDenialOf(record, cut)))
                .findFirst();
    }

    private static boolean isReferral(Entry entry, Name cut) {
        return entry.answer().isEmpty()
                && entry.authority().stream()
                        .anyMatch(record ->
                                record instanceof NSRecord && record.getName().equals(cut))
                && entry.authority().stream().anyMatch(record -> record.getType() == Type.DS || isDenial(record));
    }

    private static boolean isDenialOf(Record record, Name name) {
        if (record instanceof NSEC3Record nsec3) {
            try {
                return Arrays.equals(
                        nsec3.hashName(name),
                        new base32(Alphabet.BASE32HEX, false, false)
                                .fromString(nsec3.getName().getLabelString(0)));
            } catch (NoSuchAlgorithmException unknown) {
                return false;
            }
        }
        return record.getType() == Type.NSEC && record.getName().equals(name);
    }

    // The answer that a resolver makes of it.
    private static Entry inPlaceOfDs(Entry referral, Name cut) {
        List<Record> pointers = referral.authority().stream()
                .filter(record -> record.getName().equals(cut)
                        && (record.getType() == Type.DS || record.getRRsetType() == Type.DS))
                .toList();
        List<Record> denials =
                referral.authority().stream().filter(ReplayResolver::isDenial).toList();
        boolean exists = pointers.stream().anyMatch(record -> record.getType() == Type.DS);
        return new Entry(
                Set.of(),
                Set.of("NOERROR"),
                cut,
                Type.DS,
                exists ? pointers : List.of(),
                exists ? List.of() : denials,
                List.of());
    }

    private static boolean isDenial(Record record) {
        int type = record.getRRsetType();
        return type == Type.NSEC || type == Type.NSEC3;
    }

    // What is not of its zone a server may not say. Denials are kept: they are of no use without a signature.
    private static Entry scrubbed(Entry entry, Name zone) {
        return new Entry(
                entry.match(),
                entry.reply(),
                entry.name(),
                entry.type(),
                entry.answer().stream()
                        .filter(record -> record.getName().subdomain(zone))
                        .toList(),
                entry.authority().stream()
                        .filter(record -> record.getName().subdomain(zone) || isDenial(record))
                        .toList(),
                List.of());
    }

    // The answer, and where it ends at an alias what there is at its target.
    private Entry followed(Entry entry, Name zone, Name name, int type, int depth) {
        if (!isAnswer(entry)) {
            return entry;
        }
        Name at = name;
        for (int i = 0; i < MAX_DEPTH; i++) {
            Name here = at;
            boolean complete = entry.answer().stream()
                    .anyMatch(record -> record.getName().equals(here) && record.getType() == type);
            Optional<Name> target = complete ? Optional.empty() : target(entry.answer(), here, type);
            if (target.isEmpty()) {
                boolean ends = complete || at.equals(name) || at.subdomain(zone) && isNegative(entry, at);
                return ends ? entry : joined(entry, resolve(at, type, depth + 1), name, type);
            }
            at = target.get();
        }
        return entry;
    }

    private static Optional<Name> target(List<Record> answer, Name at, int type) {
        if (type == Type.CNAME) {
            return Optional.empty();
        }
        for (Record record : answer) {
            if (record instanceof CNAMERecord cname && cname.getName().equals(at)) {
                return Optional.of(cname.getTarget());
            }
        }
        for (Record record : answer) {
            if (record instanceof DNAMERecord dname && at.subdomain(dname.getName()) && !at.equals(dname.getName())) {
                try {
                    return Optional.of(at.fromDNAME(dname));
                } catch (NameTooLongException tooLong) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNegative(Entry entry, Name at) {
        return entry.rcode() == Rcode.NXDOMAIN
                || entry.authority().stream()
                        .anyMatch(record -> record instanceof SOARecord && at.subdomain(record.getName()));
    }

    private static Entry joined(Entry alias, Optional<Entry> rest, Name name, int type) {
        if (rest.isEmpty()) {
            return new Entry(Set.of(), Set.of("SERVFAIL"), name, type, List.of(), List.of(), List.of());
        }
        List<Record> answer = new ArrayList<>(alias.answer());
        answer.addAll(rest.get().answer());
        List<Record> authority = new ArrayList<>(
                alias.authority().stream().filter(ReplayResolver::isDenial).toList());
        authority.addAll(rest.get().authority());
        return new Entry(Set.of(), rest.get().reply(), name, type, answer, authority, List.of());
    }
}
