package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.testkit.zonefile.ZoneSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All of DNS, from a text in a test: it answers as a resolver in front of authoritative servers would, fails and delays
 * where it is told to, and remembers what it was asked.
 *
 * <h2>The text</h2>
 *
 * Master file syntax, as name servers read it:
 *
 * <pre>{@code
 * $ORIGIN example.
 * $TTL 600
 * @            SOA   ns hostmaster 1 2h 30m 2w 300
 * a            TXT   "v=spf1 include:b.example -all"
 *              MX    10 mail
 * mail    60   A     192.0.2.1
 * *.wild       TXT   "for names that do not exist"
 * s1._domainkey.a  TXT ( "v=DKIM1; k=rsa; "     ; the strings are joined
 *                        "p=MIGfMA0GCSqGSIb3" )
 * _25._tcp.mail  TLSA 3 1 1 0d6fce...
 * other        TYPE257 \# 5 0005697373
 * }</pre>
 *
 * <ul>
 *   <li>Types with a form of their own are A, AAAA, CNAME, DNAME, MX, NS, PTR, SOA, TLSA and TXT; any other is written
 *       {@code \# length hex}. The class is IN; it and the TTL may be left out.
 *   <li>A name without a final dot is below {@code $ORIGIN}. Without {@code $ORIGIN} that is the root, so that
 *       {@code a.example} is what it looks like.
 *   <li>Without a TTL of its own a record has that of {@code $TTL}, else 3600 seconds; the one of the record before is
 *       not passed on. TTLs may have the units s, m, h, d, w.
 *   <li>In quoted strings and unquoted words {@code \"}, {@code \\} and {@code \DDD} are escapes. Characters that are not
 *       ASCII are octets in UTF-8. A string may be longer than 255 octets here, where a name server would refuse it.
 *   <li>A line that begins with a blank has the owner of the line before: mind the indentation of text blocks.
 * </ul>
 *
 * Three directives of ours; the first two are about all types if none is given:
 *
 * <pre>{@code
 * $FAULT    b.example TXT  SERVFAIL    ; or TIMEOUT REFUSED BOGUS UNPROVEN NETWORK MALFORMED LOOP
 * $FAULT    *.c.example    TIMEOUT     ; all names below c.example, there or not
 * $DELAY    b.example      200ms       ; or 5s: on top of the latency
 * $SECURITY example        SECURE      ; or INSECURE INDETERMINATE: the name, and everything below it
 * }</pre>
 *
 * The closest name wins, and at one name what was said of the type. A fault or delay counts wherever the name is met, also
 * at the end of an alias. Without {@code $SECURITY} all is INDETERMINATE, as if nobody validates.
 *
 * <h2>The answers</h2>
 *
 * The data is that of the whole tree: a name that neither is there nor has names below it does not exist. Aliases are
 * followed, at most eight, beyond that or in a circle it is {@link DnsFailure#LOOP}. Wildcards stand for names that do not
 * exist. A negative answer lives as long as the closest SOA record at or above the name says, else 300 seconds.
 *
 * <h2>Time, and the log</h2>
 *
 * With a {@link VirtualClock} each answer comes when the latency (and the delay of the names on its way) has passed;
 * without one every answer is complete at once, and latency and delays are ignored.
 *
 * <p>The data is immutable, and the {@code with…}, {@code failing} and {@code delaying} methods return changed copies; each
 * copy has a log of its own. Safe for use by several threads. {@link #executor} runs on the calling thread, so that tests
 * are deterministic.
 *
 * @rfc 1035 5.1
 * @rfc 4592 3.3
 */
public final class InMemoryDns implements DnsResolver {

    private final ZoneData zone;
    private final @Nullable VirtualClock clock;
    private final Duration latency;
    private final boolean known;
    private final QuestionLog log = new QuestionLog();

    private InMemoryDns(ZoneData zone, @Nullable VirtualClock clock, Duration latency, boolean known) {
        this.zone = zone;
        this.clock = clock;
        this.latency = latency;
        this.known = known;
    }

    /**
     * Reads a text as described above.
     *
     * @throws IllegalArgumentException with the number of the line and what is wrong there
     */
    public static InMemoryDns parse(String zoneText) {
        return builder().zone(zoneText).build();
    }

    /**
     * Reads a file as described above.
     *
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException with the file, the number of the line and what is wrong there
     */
    public static InMemoryDns load(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Builder builder = builder();
        try {
            ZoneReader.read(text, builder);
        } catch (ZoneSyntaxException bad) {
            throw new IllegalArgumentException(file + ", " + bad.getMessage(), bad);
        }
        return builder.build();
    }

    /** To be filled with records. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a text would say; not for several threads. */
    public static final class Builder {

        private final ZoneRecords.Builder records = new ZoneRecords.Builder();
        private final Map<DomainName, DnsSecurity> securities = new HashMap<>();
        private NameRules<DnsFailure> faults = NameRules.none();
        private NameRules<Duration> delays = NameRules.none();

        private Builder() {}

        /**
         * Adds what the text says; may be called several times.
         *
         * @throws IllegalArgumentException with the number of the line and what is wrong there
         */
        public Builder zone(String zoneText) {
            // One character per octet from here on.
            byte[] octets = zoneText.getBytes(StandardCharsets.UTF_8);
            ZoneReader.read(new String(octets, StandardCharsets.ISO_8859_1), this);
            return this;
        }

        /** Adds a record with a TTL of 3600 seconds; otherwise as {@link #record(DomainName, Duration, DnsRecord)}. */
        public Builder record(DomainName owner, DnsRecord record) {
            return record(owner, ZoneReader.DEFAULT_TTL, record);
        }

        /**
         * Adds a record.
         *
         * @throws IllegalArgumentException for a negative TTL, or where DNS forbids the record: anything beside a CNAME,
         *     or a second CNAME or DNAME
         */
        public Builder record(DomainName owner, Duration ttl, DnsRecord record) {
            records.add(owner, requireNotNegative(ttl), record);
            return this;
        }

        /** Whatever is asked at this name fails. */
        public Builder failing(DomainName name, DnsFailure failure) {
            faults = faults.with(name, failure);
            return this;
        }

        /** This question fails. */
        public Builder failing(DnsQuestion question, DnsFailure failure) {
            faults = faults.with(question, failure);
            return this;
        }

        /** Whatever is asked at this name takes so much longer. */
        public Builder delaying(DomainName name, Duration delay) {
            delays = delays.with(name, requireNotNegative(delay));
            return this;
        }

        /** This question takes so much longer. */
        public Builder delaying(DnsQuestion question, Duration delay) {
            delays = delays.with(question, requireNotNegative(delay));
            return this;
        }

        /**
         * The status of this name, and of everything below it of which nothing else is said.
         *
         * @throws IllegalArgumentException for BOGUS, which is a failure
         */
        public Builder security(DomainName name, DnsSecurity security) {
            ZoneData.requireNotBogus(security);
            securities.put(name, security);
            return this;
        }

        /** The name server, without a clock. */
        public InMemoryDns build() {
            return new InMemoryDns(data(), null, Duration.ZERO, false);
        }

        private ZoneData data() {
            return new ZoneData(records.build(), faults, delays, securities);
        }
    }

    /**
     * A copy in which this text has the last word. Records that it has replace all records of the same name and type, and
     * an alias all that is at its name; a fault or delay replaces what was said of that name, or of that name and type, and
     * a status what was said of that name. All else stays, so that a test says only what is different for it.
     *
     * @throws IllegalArgumentException with the number of the line and what is wrong there
     */
    public InMemoryDns withZone(String zoneText) {
        return with(zone.under(builder().zone(zoneText).data()));
    }

    /** A copy in which whatever is asked at this name fails; {@code *.name} means all names below that name. */
    public InMemoryDns failing(DomainName name, DnsFailure failure) {
        return with(zone.withFaults(zone.faults().with(name, failure)));
    }

    /** A copy in which this question fails. */
    public InMemoryDns failing(DnsQuestion question, DnsFailure failure) {
        return with(zone.withFaults(zone.faults().with(question, failure)));
    }

    /** A copy in which whatever is asked at this name takes so much longer; {@code *.name} as for a failure. */
    public InMemoryDns delaying(DomainName name, Duration delay) {
        return with(zone.withDelays(zone.delays().with(name, requireNotNegative(delay))));
    }

    /** A copy in which this question takes so much longer. */
    public InMemoryDns delaying(DnsQuestion question, Duration delay) {
        return with(zone.withDelays(zone.delays().with(question, requireNotNegative(delay))));
    }

    /**
     * A copy in which this name, and everything below it of which nothing else is said, has this status.
     *
     * @throws IllegalArgumentException for BOGUS, which is a failure
     */
    public InMemoryDns withSecurity(DomainName name, DnsSecurity security) {
        return with(zone.withSecurity(name, security));
    }

    /** A copy whose answers come when this clock says so. */
    public InMemoryDns withClock(VirtualClock newClock) {
        return new InMemoryDns(zone, newClock, latency, known);
    }

    /** A copy whose answers take that long, beyond the delays of single names. Zero at first. */
    public InMemoryDns withLatency(Duration newLatency) {
        return new InMemoryDns(zone, clock, requireNotNegative(newLatency), known);
    }

    /** A copy that has every answer in memory, so that nothing needs to be asked. */
    public InMemoryDns withKnown() {
        return new InMemoryDns(zone, clock, latency, true);
    }

    private InMemoryDns with(ZoneData newZone) {
        return new InMemoryDns(newZone, clock, latency, known);
    }

    private static Duration requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a negative time: " + duration);
        }
        return duration;
    }

    /** What the answer to a question is, without asking it: nothing is logged, and no time passes. */
    public DnsAnswer answer(DnsQuestion question) {
        return zone.answer(question).answer();
    }

    /** Everything after {@link #withKnown}, else nothing. Not logged, since nothing is asked. */
    @Override
    public Optional<DnsAnswer> known(DnsQuestion question) {
        return known ? Optional.of(answer(question)) : Optional.empty();
    }

    /** The calling thread: evaluations go on where the clock is moved. */
    @Override
    public Executor executor() {
        return Runnable::run;
    }

    /** Asks, and logs it. Each call has a future of its own; cancelling it takes the answer from the clock. */
    @Override
    public CompletableFuture<DnsAnswer> resolve(DnsQuestion question) {
        TimedAnswer answer = zone.answer(question);
        VirtualClock currentClock = clock;
        if (currentClock == null) {
            log.ask(question, Duration.ZERO).deliver();
            return CompletableFuture.completedFuture(answer.answer());
        }
        return resolve(question, answer, currentClock);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the one returned is that of the asker
    private CompletableFuture<DnsAnswer> resolve(DnsQuestion question, TimedAnswer answer, VirtualClock currentClock) {
        QuestionLog.Ticket ticket = log.ask(question, currentClock.elapsed());
        CompletableFuture<DnsAnswer> future = new CompletableFuture<>();
        Runnable takeBack = currentClock.schedule(latency.plus(answer.delay()), () -> {
            ticket.deliver();
            future.complete(answer.answer());
        });
        future.whenComplete((result, failure) -> {
            ticket.cancel();
            takeBack.run();
        });
        return future;
    }

    /** What was asked, in order. */
    public List<Asked> log() {
        return log.asked();
    }

    /** What was asked, in order, and nothing else about it. */
    public List<DnsQuestion> questions() {
        return log.questions();
    }

    /** The questions that the asker took back before the answer came, in the order in which that happened. */
    public List<DnsQuestion> cancelled() {
        return log.cancelled();
    }

    /** How many questions are asked and neither answered nor taken back. */
    public int inFlight() {
        return log.inFlight();
    }

    /** Forgets what was asked and taken back; rounds count from 1 again. What is in flight stays so. */
    public void clearLog() {
        log.clear();
    }

    /** Sessions over this, whose time is that of its clock if it has one. */
    public DnsSessions sessions() {
        DnsSessions sessions = DnsSessions.over(this);
        return clock == null ? sessions : sessions.withTimer(clock);
    }

    /** What was asked, for a failing test to show. */
    @Override
    public String toString() {
        return "in-memory DNS, asked " + log() + ", taken back " + cancelled() + ", in flight " + inFlight();
    }
}
