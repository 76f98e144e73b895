package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * All that is done with a response, from its octets to the answer. They are taken as the reply to every question; and what
 * only signed records reach is done with them as if they were.
 *
 * <p>Nobody can sign for the root, so with its trust anchor nothing may be believed, whatever the octets are. dnsjava throws
 * what it likes when records are looked at that it should not have read, and {@link Resolution} expects that; but nothing of
 * ours may throw.
 */
final class ResponseHandling {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DnssecAlgorithms ALGORITHMS = new DnssecAlgorithms(true);
    private static final TrustAnchors ROOT = TrustAnchors.iana();
    private static final DnsQuestion OTHERWISE = DnsQuestion.a(DomainName.of("www.example.com"));

    // Of a zone that was found to be signed before, so that the proof begins there.
    private static final DNSKEYRecord KEY = new DNSKEYRecord(
            Name.root,
            1,
            3600,
            DNSKEYRecord.Flags.ZONE_KEY,
            DNSKEYRecord.Protocol.DNSSEC,
            13,
            Base64.getDecoder()
                    .decode(
                            "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=="));

    private final DnsQuestion question;
    private final Reply reply;
    private final Response response;
    private final Message message;

    private ResponseHandling(Message message, Response response) {
        this.message = message;
        this.response = response;
        this.reply = new Reply.Received(response, "the server");
        this.question = questionIn(message);
    }

    /** Returns whether they are a message that can be read. */
    static boolean handle(byte[] octets) {
        compare(octets);
        Optional<ResponseHandling> handling = read(octets);
        handling.filter(ResponseHandling::mayArrive).ifPresent(ResponseHandling::handle);
        return handling.isPresent();
    }

    // What the transport looks at before it reads a message.
    private static void compare(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        if (QueryMessage.id(buffer) >= 0) {
            QueryMessage query = QueryMessage.of(OTHERWISE, DnssecRequest.PROOF, 1232);
            boolean unused = query.isAnsweredBy(buffer) && QueryMessage.isTruncated(octets);
        }
    }

    private static Optional<ResponseHandling> read(byte[] octets) {
        try {
            Message message = new Message(octets);
            return Optional.of(new ResponseHandling(message, new Response(message)));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    // Other messages than queries and their responses the transport leaves out.
    private boolean mayArrive() {
        return message.getHeader().getOpcode() == Opcode.QUERY;
    }

    private static DnsQuestion questionIn(Message message) {
        Record record = message.getQuestion();
        return record == null
                ? OTHERWISE
                : new DnsQuestion(WireName.toDomainName(record.getName()), new DnsType(record.getType()));
    }

    private void handle() {
        assertThat(answer(new UnvalidatedAnswers(false)).security()).isEqualTo(DnsSecurity.INDETERMINATE);
        answer(new UnvalidatedAnswers(true));
        assertThat(answer(validated(new ZoneCache())).outcome()).isEqualTo(DnsAnswer.Outcome.FAILED);
        assertThat(answer(validated(withRoot())).outcome()).isEqualTo(DnsAnswer.Outcome.FAILED);
        takeApart();
    }

    private static ValidatedAnswers validated(ZoneCache zones) {
        return new ValidatedAnswers(ROOT, ALGORITHMS, DnssecLimits.DEFAULT, true, () -> NOW, Duration.ofDays(1), zones);
    }

    private static ZoneCache withRoot() {
        ZoneCache zones = new ZoneCache();
        List<ZoneKey> keys = ZoneKey.of(KEY, ALGORITHMS).stream().toList();
        Zone root =
                zones.find(Name.root, NOW, () -> new Zone.Signed(Name.root, keys, NOW.plusSeconds(3600), List.of()));
        assertThat(root).isInstanceOf(Zone.Signed.class);
        return zones;
    }

    private DnsAnswer answer(AnswerRules rules) {
        guarded(() -> rules.begin(question).answer(new RawView() {
            @Override
            public Reply get(DnsQuestion wanted) {
                return reply;
            }

            @Override
            public void prefetch(DnsQuestion wanted) {}
        }));
        Set<DnsQuestion> asked = new TreeSet<>();
        Upstream upstream = wanted -> {
            asked.add(wanted);
            return CompletableFuture.completedFuture(reply);
        };
        int limit = DnssecLimits.DEFAULT.questions();
        DnsAnswer answer =
                new Resolution(question, rules, upstream, limit).begin().join().answer();
        assertThat(asked).hasSizeLessThanOrEqualTo(limit);
        assertThat(answer.question()).isEqualTo(question);
        assertThat(answer.toString()).isNotEmpty();
        return answer;
    }

    private void takeApart() {
        ValidationWork work = new ValidationWork(DnssecLimits.DEFAULT);
        Name name = WireName.of(question.name());
        List<ZoneKey> keys = new ArrayList<>();
        guarded(() -> records(DNSKEYRecord.class)
                .forEach(key -> ZoneKey.of(key, ALGORITHMS).ifPresent(keys::add)));
        guarded(() -> {
            KeySetCheck.Pointers pointers =
                    new KeySetCheck.Pointers(records(DSRecord.class), records(DNSKEYRecord.class));
            KeySetCheck.check(response.answers(name, Type.DNSKEY), pointers, ALGORITHMS, NOW, work);
        });
        for (RecordSet set : sets()) {
            guarded(() -> RecordData.of(set));
            set.signatures()
                    .forEach(signature -> guarded(() ->
                            SignatureCheck.check(set, signature.getSigner(), keys, signature.getTimeSigned(), work)));
        }
        List<Record> authority = message.getSection(Section.AUTHORITY);
        for (Name zone : zones(name)) {
            guarded(() -> claim(Denial.byNsec(zone, authority), name));
            guarded(() -> claim(Denial.byNsec3(zone, authority, work), name));
        }
        assertThat(work.verified()).isLessThanOrEqualTo(DnssecLimits.DEFAULT.signatures());
        assertThat(work.hashed()).isLessThanOrEqualTo(DnssecLimits.DEFAULT.nsec3Hashes());
    }

    private void claim(Denial denial, Name name) {
        List<Denial.Proof> proofs = new ArrayList<>();
        proofs.add(denial.noData(name, question.type().code()));
        proofs.add(denial.noSuchName(name));
        proofs.add(denial.noDelegationSigner(name));
        for (int labels = 0; labels < name.labels(); labels++) {
            proofs.add(denial.noCloserMatch(name, labels));
        }
        assertThat(proofs).doesNotContainNull();
    }

    // Each once, by identity: to hash a record may throw.
    private Set<RecordSet> sets() {
        Set<RecordSet> sets = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Record record : message.getSection(Section.ANSWER)) {
            guarded(() -> sets.add(response.answers(record.getName(), record.getType())));
        }
        for (Record record : message.getSection(Section.AUTHORITY)) {
            guarded(() -> sets.addAll(response.authority(record.getType())));
        }
        return sets;
    }

    private <R extends Record> List<R> records(Class<R> kind) {
        List<R> records = new ArrayList<>();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : message.getSection(section)) {
                if (kind.isInstance(record)) {
                    records.add(kind.cast(record));
                }
            }
        }
        return records;
    }

    private static List<Name> zones(Name name) {
        List<Name> zones = new ArrayList<>(List.of(Name.root));
        if (name.labels() > 2) {
            zones.add(new Name(name, 1));
        }
        return zones;
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException thrown) {
            if (!isOfDnsjava(thrown)) {
                throw thrown;
            }
        }
    }

    // Whose code it was that threw, or that called the JDK so that it did. The JIT leaves the trace out where
    // something is thrown again and again; then it was seen with one before.
    private static boolean isOfDnsjava(RuntimeException thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("org.xbill.")) {
                return true;
            }
            if (frame.getClassName().startsWith("io.mailseal.")) {
                return false;
            }
        }
        return thrown.getStackTrace().length == 0;
    }
}
