package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All of DNS, signed, in memory: the root, zones below it, and delegations to zones that are not signed. It answers
 * queries as octets, as a recursive resolver in front of name servers would that does not validate itself, and it goes
 * wrong where it is told to.
 *
 * <pre>{@code
 * SignedTree tree = SignedTree.builder()
 *     .zone("example", zone -> zone.nsec3("aabb", 5).optOut())
 *     .zone("mail.example", zone -> zone.algorithm(SigningAlgorithm.ED25519).records("""
 *             @            MX    10 mx
 *             mx           A     192.0.2.1
 *             _25._tcp.mx  TLSA  3 1 1 0011223344
 *             *            TXT   "wild"
 *             """))
 *     .zone("plain.example", zone -> zone.unsigned().records("@ A 192.0.2.2"))
 *     .build();
 *
 * try (LoopbackNameServer server = LoopbackNameServer.of(tree)) {
 *     // a client that trusts tree.trustAnchors() asks server.address()
 *     tree.records("mail.example", DnsType.MX).expire();
 *     tree.question("mail.example", DnsType.DNSKEY).servfail();
 *     tree.question("no.mail.example", DnsType.A).withhold(DenialPart.WILDCARD);
 *     // tree.questions() says what was asked
 * }
 * }</pre>
 *
 * <p>There is always a root zone; a zone is delegated to from the closest one above it. Aliases are followed from zone
 * to zone; one that leads back to where it began ends the response after all records of the circle. What is delegated
 * to a zone that is not here is SERVFAIL. The CD bit changes nothing, DO is honoured, and AD is only set by a fault.
 *
 * <p>Signatures are made when they are first needed, and again before they expire. May be used by several threads.
 */
public final class SignedTree {

    /** The time by which signatures are valid, unless there is a clock: that at which a {@link VirtualClock} starts. */
    public static final Instant DEFAULT_TIME = VirtualClock.DEFAULT_START;

    private static final int STREAM_LIMIT = 65_535;
    private static final int MAX_REMEMBERED = 100_000;

    private final InstantSource clock;
    private final SignatureValidity validity;
    private final int maxAliases;
    private final Map<DomainName, Zone> zones;
    private final QueryLog log = new QueryLog();

    // Counts changes of faults: what was remembered before is void.
    private final AtomicLong version = new AtomicLong();
    private final Map<DomainName, FaultList<SigningPlan>> zoneFaults = new ConcurrentHashMap<>();
    private final Map<DnsQuestion, FaultList<SigningPlan>> recordFaults = new ConcurrentHashMap<>();
    private final Map<DnsQuestion, FaultList<Response>> questionFaults = new ConcurrentHashMap<>();
    private final Map<DnsType, FaultList<Response>> typeFaults = new ConcurrentHashMap<>();
    private final FaultList<Response> everyFault = new FaultList<>(version::incrementAndGet);
    private final Map<SetKey, Remembered> signedSets = new ConcurrentHashMap<>();
    private final Map<ResponseKey, Written> responses = new ConcurrentHashMap<>();

    private record SetKey(DomainName apex, DomainName owner, DnsType type) {}

    private record Remembered(SignedSet signed, List<Consumer<SigningPlan>> faults) {}

    private record ResponseKey(Octets question, int flags, boolean edns, boolean dnssecOk, int limit) {}

    private record Written(Octets message, Duration delay, long version, Instant until) {}

    /**
     * What is sent.
     *
     * @param message of length zero where nothing is
     */
    record Reply(Octets message, Duration delay) {}

    private SignedTree(Builder builder, Map<DomainName, Zone> zones) {
        this.clock = builder.clock;
        this.validity = builder.validity;
        this.maxAliases = builder.maxAliases;
        this.zones = zones;
    }

    /** To be filled with zones. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The DS records of the root, to a line each as in a master file: what a client is to trust.
     *
     * @throws IllegalArgumentException if the root is not signed
     */
    public String trustAnchors() {
        return trustAnchors(".");
    }

    /**
     * The DS records of another zone, to trust it by itself.
     *
     * @throws IllegalArgumentException if there is no such zone or it is not signed
     */
    public String trustAnchors(String apex) {
        StringBuilder text = new StringBuilder();
        Zone zone = signedZone(apex);
        zone.keys().delegationSigners(zone.apex(), List.of(2), 0).forEach(set -> ZoneText.format(set, text));
        return text.toString();
    }

    /**
     * A complete zone as a master file, with signatures, denial chain and delegations, as name servers load it, and
     * with all faults of {@link #records} and {@link #zone}.
     *
     * @throws IllegalArgumentException if there is no such zone
     */
    public String zoneText(String apex) {
        return zoneText(DomainName.of(apex));
    }

    /**
     * The same, by its name.
     *
     * @throws IllegalArgumentException if there is no such zone
     */
    public String zoneText(DomainName apex) {
        Zone zone = zoneAt(apex);
        StringBuilder text = new StringBuilder();
        for (RecordSet set : zone.all()) {
            SignedSet signed = signed(zone, set);
            ZoneText.format(signed.set(), text);
            ZoneText.format(signed.signatureSet(), text);
        }
        return text.toString();
    }

    /** The names of all zones, parents first. */
    public List<DomainName> zones() {
        return zones.keySet().stream().sorted().toList();
    }

    /**
     * What answers this query over UDP: truncated if it is larger than the client can take. Of no length where a fault
     * wants silence, or the octets are too few for an answer.
     */
    public byte[] answer(byte[] query) {
        return respond(query, false).message().toByteArray();
    }

    /** What answers this query over TCP or TLS, without the two octets of its length. */
    public byte[] answerOverTcp(byte[] query) {
        return respond(query, true).message().toByteArray();
    }

    Reply respond(byte[] query, boolean overTcp) {
        WireQuery parsed = WireQuery.parse(query).orElse(null);
        if (parsed == null || parsed.isResponse()) {
            return new Reply(formatError(query), Duration.ZERO);
        }
        DnsQuestion asked = parsed.asked();
        log.add(new LoggedQuery(asked, overTcp, parsed.dnssecOk(), parsed.isCheckingDisabled(), parsed.size()));
        int limit = overTcp ? STREAM_LIMIT : parsed.size();
        ResponseKey key =
                new ResponseKey(lowerCase(parsed.question()), parsed.flags(), parsed.edns(), parsed.dnssecOk(), limit);
        Written written = responses.get(key);
        if (written == null || written.version() != version.get() || !now().isBefore(written.until())) {
            written = write(parsed, overTcp, limit);
            if (responses.size() >= MAX_REMEMBERED) {
                responses.clear();
            }
            responses.put(key, written);
        }
        return new Reply(addressed(written.message(), parsed), written.delay());
    }

    private Written write(WireQuery query, boolean overTcp, int limit) {
        long before = version.get();
        Response response = response(query);
        Octets message = response.silent
                ? Octets.EMPTY
                : Octets.of(ResponseWriter.write(query, response, response.truncated && !overTcp ? 0 : limit));
        return new Written(message, response.delay, before, response.renewAt());
    }

    private Response response(WireQuery query) {
        Response response;
        if (query.opcode() != 0 || query.questionClass() != WireQuery.IN) {
            response = new Response();
            response.fail(query.opcode() != 0 ? Response.NOT_IMPLEMENTED : Response.REFUSED);
        } else {
            response = truth(query.asked());
            for (Consumer<Response> fault : faults(query.asked())) {
                fault.accept(response);
            }
        }
        return response;
    }

    private List<Consumer<Response>> faults(DnsQuestion question) {
        List<Consumer<Response>> faults = current(questionFaults.get(question));
        if (faults.isEmpty()) {
            faults = current(typeFaults.get(question.type()));
        }
        return faults.isEmpty() ? everyFault.current() : faults;
    }

    private static <T> List<Consumer<T>> current(@Nullable FaultList<T> list) {
        return list == null ? List.of() : list.current();
    }

    // A message is remembered for all who ask the same; id and spelling are those of the one who asks.
    private static Octets addressed(Octets message, WireQuery query) {
        if (message.isEmpty()) {
            return message;
        }
        int questionEnd = WireQuery.HEADER + query.question().length();
        return new WireWriter()
                .number16(query.id())
                .octets(message.slice(2, WireQuery.HEADER))
                .octets(query.question())
                .octets(message.slice(questionEnd, message.length()))
                .toOctets();
    }

    private static Octets lowerCase(Octets question) {
        byte[] octets = question.toByteArray();
        for (int i = 0; i < octets.length - 4; i++) { // not the type and class
            if (octets[i] >= 'A' && octets[i] <= 'Z') {
                octets[i] += (byte) ('a' - 'A');
            }
        }
        return Octets.of(octets);
    }

    private static Octets formatError(byte[] query) {
        if (query.length < WireQuery.HEADER || query[2] < 0) {
            return Octets.EMPTY;
        }
        WireWriter header = new WireWriter().octet(query[0]).octet(query[1]);
        header.octet(0x80 | query[2] & 0x79).octet(0x80 | Response.FORMAT_ERROR);
        return header.number32(0).number32(0).toOctets();
    }

    /** The response to this question without the faults of responses. */
    Response truth(DnsQuestion question) {
        return Resolution.of(this, question, maxAliases);
    }

    /** Where this question belongs: DS records are those of the zone above. */
    Zone zoneFor(DomainName name, DnsType type) {
        int from = name.labelCount() - (type.equals(DnsType.DS) && !name.isRoot() && zones.containsKey(name) ? 1 : 0);
        for (int labels = from; labels > 0; labels--) {
            Zone zone = zones.get(name.suffix(labels));
            if (zone != null) {
                return zone;
            }
        }
        return zoneAt(DomainName.ROOT);
    }

    Zone zoneAt(String apex) {
        return zoneAt(DomainName.of(apex));
    }

    private Zone zoneAt(DomainName apex) {
        Zone zone = zones.get(apex);
        if (zone == null) {
            throw new IllegalArgumentException("no zone of this tree: " + apex);
        }
        return zone;
    }

    Zone signedZone(String apex) {
        Zone zone = zoneAt(apex);
        if (!zone.isSigned()) {
            throw new IllegalArgumentException("not signed: " + apex);
        }
        return zone;
    }

    DenialChain denial(Zone zone) {
        return Objects.requireNonNull(zone.denial());
    }

    /** A set of this zone as it is served now. */
    SignedSet signed(Zone zone, RecordSet set) {
        if (!zone.isSigned() || !zone.isAuthoritative(set) || set.type().equals(DnsType.RRSIG)) {
            return SignedSet.unsigned(set);
        }
        List<Consumer<SigningPlan>> faults = new ArrayList<>(current(zoneFaults.get(zone.apex())));
        faults.addAll(current(recordFaults.get(new DnsQuestion(set.owner(), set.type()))));
        SetKey key = new SetKey(zone.apex(), set.owner(), set.type());
        Remembered remembered = signedSets.get(key);
        if (remembered == null
                || !remembered.faults().equals(faults)
                || !now().isBefore(remembered.signed().renewAt())) {
            SigningPlan plan = plan(zone, set);
            faults.forEach(fault -> fault.accept(plan));
            remembered = new Remembered(plan.sign(), faults);
            signedSets.put(key, remembered);
        }
        return remembered.signed();
    }

    SigningPlan plan(Zone zone, RecordSet set) {
        return new SigningPlan(zone, set, validity, now());
    }

    /**
     * The keys in the DNSKEY set of a zone, in its order: such as to sign with one that should not.
     *
     * @throws IllegalArgumentException if there is no such zone or it is not signed
     */
    public List<SigningKey> keys(String apex) {
        return signedZone(apex).keys().published();
    }

    private Instant now() {
        return clock.instant();
    }

    /**
     * The faults of one record set: of this name and type, in each zone that has it. What a wildcard answers has those
     * of the wildcard's set.
     *
     * @throws IllegalArgumentException if no signed zone has it
     */
    public RecordFaults records(String name, DnsType type) {
        return records(DomainName.of(name), type);
    }

    /**
     * The same, by the name itself.
     *
     * @throws IllegalArgumentException if no signed zone has it
     */
    public RecordFaults records(DomainName name, DnsType type) {
        if (zones.values().stream().noneMatch(zone -> zone.signs(name, type))) {
            throw new IllegalArgumentException("no signed zone has " + name + " " + type.toString());
        }
        return new RecordFaults(
                recordFaults.computeIfAbsent(
                        new DnsQuestion(name, type), question -> new FaultList<>(version::incrementAndGet)),
                this);
    }

    /**
     * The faults of all record sets of a zone; what was said of one of them comes after it.
     *
     * @throws IllegalArgumentException if there is no such zone or it is not signed
     */
    public RecordFaults zone(String apex) {
        return new RecordFaults(
                zoneFaults.computeIfAbsent(signedZone(apex).apex(), name -> new FaultList<>(version::incrementAndGet)),
                this);
    }

    /** The faults of the response to this question. */
    public ResponseFaults question(String name, DnsType type) {
        return question(new DnsQuestion(DomainName.of(name), type));
    }

    /** The faults of the response to this question. */
    public ResponseFaults question(DnsQuestion question) {
        return new ResponseFaults(
                questionFaults.computeIfAbsent(question, asked -> new FaultList<>(version::incrementAndGet)), this);
    }

    /** The faults of the responses to all questions for this type, but for those that have faults of their own. */
    public ResponseFaults questions(DnsType type) {
        return new ResponseFaults(
                typeFaults.computeIfAbsent(type, asked -> new FaultList<>(version::incrementAndGet)), this);
    }

    /** The faults of the responses to all questions, but for those that have others, also by their type. */
    public ResponseFaults everyQuestion() {
        return new ResponseFaults(everyFault, this);
    }

    /** Takes back all faults. */
    public void heal() {
        zoneFaults.values().forEach(FaultList::clear);
        recordFaults.values().forEach(FaultList::clear);
        questionFaults.values().forEach(FaultList::clear);
        typeFaults.values().forEach(FaultList::clear);
        everyFault.clear();
    }

    /** What was asked so far, in order; no more than the newest 100,000. */
    public List<DnsQuestion> questions() {
        return log.all().stream().map(LoggedQuery::question).toList();
    }

    /** The same, with what the queries said beside the question. */
    public List<LoggedQuery> queries() {
        return log.all();
    }

    /** How many queries there were. */
    public long queryCount() {
        return log.count();
    }

    /** How many queries for this type there were, among those of {@link #questions()}. */
    public long queryCount(DnsType type) {
        return questions().stream()
                .filter(question -> question.type().equals(type))
                .count();
    }

    /** Forgets what was asked. */
    public void clearLog() {
        log.clear();
    }

    /** The names of the zones. */
    @Override
    public String toString() {
        return "SignedTree" + zones();
    }

    /** Collects zones. Not for several threads. */
    public static final class Builder {

        private static final int DEFAULT_MAX_ALIASES = 16;

        private final Map<DomainName, ZoneBuilder> zones = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.fixed(DEFAULT_TIME);
        private SignatureValidity validity = SignatureValidity.DEFAULT;
        private int maxAliases = DEFAULT_MAX_ALIASES;

        private Builder() {}

        /**
         * Signatures are valid by this clock; without one, at {@link #DEFAULT_TIME}. Real clients need the system's.
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * How long before and after the time at which they are made signatures are valid: a day and two weeks, unless
         * said otherwise. They are made again when three quarters of the latter have passed.
         */
        public Builder signatureValidity(Duration before, Duration after) {
            validity = new SignatureValidity(before.negated(), after);
            return this;
        }

        /** How many aliases are followed in one response; 16 unless said otherwise. */
        public Builder maxAliases(int count) {
            maxAliases = count;
            return this;
        }

        /**
         * A zone; more of the same name add to it.
         *
         * @throws IllegalArgumentException if its records make no sense
         */
        public Builder zone(String apex, Consumer<ZoneBuilder> content) {
            content.accept(zones.computeIfAbsent(DomainName.of(apex), ZoneBuilder::new));
            return this;
        }

        /** A signed zone without records of its own. */
        public Builder zone(String apex) {
            return zone(apex, zone -> {});
        }

        /**
         * Makes the keys and delegations.
         *
         * @throws IllegalArgumentException if a zone contradicts itself
         */
        public SignedTree build() {
            zones.computeIfAbsent(DomainName.ROOT, ZoneBuilder::new);
            Map<DomainName, Zone> built = new HashMap<>();
            zones.forEach((apex, zone) -> built.put(apex, new Zone(zone)));
            zones.forEach((apex, zone) -> {
                if (!apex.isRoot()) {
                    Zone below = Objects.requireNonNull(built.get(apex));
                    above(apex, built).delegate(below, zone.delegationSigners(below.keys()));
                }
            });
            built.values().forEach(Zone::complete);
            return new SignedTree(this, Map.copyOf(built));
        }

        private static Zone above(DomainName apex, Map<DomainName, Zone> zones) {
            DomainName above = apex.parent();
            while (!zones.containsKey(above)) {
                above = above.parent();
            }
            return Objects.requireNonNull(zones.get(above));
        }
    }
}
