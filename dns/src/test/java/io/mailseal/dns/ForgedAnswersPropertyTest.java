package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.testkit.nameserver.SignedTree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Whoever answers in the place of the servers has all that the zones have ever signed, and may leave out, mix, rename and
 * add what he likes. What is secure comes out as it is, or not at all; and nothing that he does to one answer weakens another
 * one, or lasts.
 */
class ForgedAnswersPropertyTest {

    private static final String RECORDS = """
            @              A      192.0.2.1
            @              MX     10 mx
            mx             A      192.0.2.2
            _25._tcp.mx    TLSA   3 1 1 00112233
            a.b.ent        A      192.0.2.3
            *.wild         TXT    "wild"
            *.wild         A      192.0.2.66
            *.led          CNAME  www.plain.test.
            alias          CNAME  mx
            far            CNAME  www.other.test.
            out            CNAME  www.plain.test.
            tree           DNAME  other.test.
            """;

    private static final SignedTree TREE = SignedTree.builder()
            .zone("test", zone -> zone.nsec3("aabb", 1).optOut().records("*.w A 192.0.2.66\n*.c CNAME www.plain.test."))
            .zone("nsec.test", zone -> zone.records(RECORDS))
            .zone("nsec3.test", zone -> zone.nsec3("ccdd", 2).records(RECORDS))
            .zone("optout.test", zone -> zone.nsec3("ee", 0).optOut().records(RECORDS))
            .zone("wide.test", zone -> zone.records("* CNAME www.plain.test.\nwww A 192.0.2.1"))
            .zone("sub.wide.test", zone -> zone.records("@ A 192.0.2.1\nwww A 192.0.2.1\nx.y A 192.0.2.1"))
            .zone("www.deep.optout.test", zone -> zone.records("@ A 192.0.2.1\nwww TXT \"true\""))
            .zone("plain.nsec.test", zone -> zone.unsigned().records("@ A 192.0.2.1"))
            .zone("plain.optout.test", zone -> zone.unsigned().records("@ A 192.0.2.1"))
            .zone("other.test", zone -> zone.records("www A 192.0.2.9\nwww TXT \"here\""))
            .zone("plain.test", zone -> zone.unsigned().records("@ A 192.0.2.7\nwww A 192.0.2.8"))
            .zone("grey.test", zone -> zone.withoutDelegationSigner().records("@ A 192.0.2.7"))
            .zone("island.plain.test", zone -> zone.records("@ A 192.0.2.7\nwww A 192.0.2.8"))
            .build();

    private static final List<String> ZONES = List.of(
            "nsec.test",
            "nsec3.test",
            "optout.test",
            "wide.test",
            "sub.wide.test",
            "www.deep.optout.test",
            "other.test",
            "island.plain.test",
            "test");
    private static final List<String> NAMES = List.of(
            "",
            "mx.",
            "_25._tcp.mx.",
            "_tcp.mx.",
            "a.b.ent.",
            "b.ent.",
            "x.wild.",
            "x.y.wild.",
            "wild.",
            "*.wild.",
            "x.led.",
            "alias.",
            "far.",
            "tree.",
            "www.tree.",
            "no.",
            "www.",
            "x.y.",
            "y.",
            "deep.",
            "sub.",
            "plain.");
    private static final List<Integer> TYPES =
            List.of(Type.A, Type.TXT, Type.MX, Type.TLSA, Type.CNAME, Type.DS, Type.DNSKEY, Type.SOA);

    private static final List<DnsQuestion> QUESTIONS = questions();
    private static final Map<DnsQuestion, Message> TRUE_RESPONSES = new HashMap<>();
    private static final List<List<Record>> SETS = new ArrayList<>();
    private static final Map<DnsQuestion, DnsAnswer> SECURE = new LinkedHashMap<>();

    static {
        for (DnsQuestion question : QUESTIONS) {
            collect(trueResponse(question));
        }
        for (String apex : List.of(".", "plain.test", "grey.test", "plain.nsec.test", "plain.optout.test")) {
            for (int type : TYPES) {
                collect(trueResponse(question(name(apex), type)));
            }
        }
        Resolver honest = new Resolver(ForgedAnswersPropertyTest::trueResponse, SignedTree.DEFAULT_TIME);
        for (DnsQuestion question : QUESTIONS) {
            DnsAnswer answer = honest.ask(question);
            if (answer.security() == DnsSecurity.SECURE && answer.outcome() != DnsAnswer.Outcome.FAILED) {
                SECURE.put(question, answer);
            }
        }
    }

    private interface Server {
        Message answer(DnsQuestion question);
    }

    /** The rules, with zones that are remembered from question to question. */
    private static final class Resolver {

        private final Server server;
        private final Instant now;
        private final ZoneCache zones;

        Resolver(Server server, Instant now) {
            this(server, now, new ZoneCache());
        }

        private Resolver(Server server, Instant now, ZoneCache zones) {
            this.server = server;
            this.now = now;
            this.zones = zones;
        }

        /** With what this one remembers. */
        Resolver with(Server other, Instant time) {
            return new Resolver(other, time, zones);
        }

        DnsAnswer ask(DnsQuestion question) {
            ValidatedAnswers rules = new ValidatedAnswers(
                    TrustAnchors.parse(TREE.trustAnchors() + TREE.trustAnchors("island.plain.test")),
                    new DnssecAlgorithms(false),
                    DnssecLimits.DEFAULT,
                    false,
                    InstantSource.fixed(now),
                    Duration.ofHours(1),
                    zones);
            return new Resolution(question, rules, this::reply, SignedDns.MAX_QUESTIONS)
                    .begin()
                    .join()
                    .answer();
        }

        private CompletableFuture<Reply> reply(DnsQuestion question) {
            return CompletableFuture.completedFuture(
                    new Reply.Received(new Response(server.answer(question)), "server"));
        }
    }

    /** Who is in between. */
    private static final class Attacker implements Server {

        private final Random random;
        private final int eagerness;

        Attacker(Random random) {
            this.random = random;
            this.eagerness = 1 + random.nextInt(10);
        }

        @Override
        public Message answer(DnsQuestion question) {
            Message truth = trueResponse(question);
            return random.nextInt(10) >= eagerness ? truth : forged(WireName.of(question.name()), question, truth);
        }

        private Message forged(Name name, DnsQuestion question, Message truth) {
            int rcode = pick(List.of(truth.getRcode(), Rcode.NOERROR, Rcode.NXDOMAIN));
            Message forged = new Message();
            forged.getHeader().setFlag(Flags.QR);
            forged.getHeader().setRcode(rcode);
            int kept = random.nextInt(4);
            for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
                for (Record record : truth.getSection(section)) {
                    if (random.nextInt(4) < kept) {
                        forged.addRecord(record, section);
                    }
                }
            }
            for (int i = random.nextInt(12); i > 0; i--) {
                put(name, question.type().code(), forged);
            }
            return forged;
        }

        private void put(Name name, int type, Message forged) {
            int section = random.nextBoolean() ? Section.ANSWER : Section.AUTHORITY;
            if (random.nextInt(8) == 0) {
                forged.addRecord(unsigned(name, type), Section.ANSWER);
                return;
            }
            List<Record> set = pick(SETS);
            boolean renamed = random.nextInt(3) == 0;
            Name signer = random.nextInt(6) == 0 ? ancestor(name) : null;
            boolean bare = random.nextInt(10) == 0;
            for (Record record : set) {
                if (!(bare && record instanceof RRSIGRecord)) {
                    Record placed = renamed ? renamed(record, name) : record;
                    forged.addRecord(signer == null ? placed : inTheNameOf(signer, placed), section);
                }
            }
        }

        private Record unsigned(Name name, int type) {
            return switch (type) {
                case Type.TXT, Type.MX, Type.TLSA, Type.SOA, Type.DNSKEY ->
                    record(name, type, pick(SETS).get(0));
                default -> record("6.6.6.6", name);
            };
        }

        private Record record(Name name, int type, Record other) {
            return other.getType() == type ? renamed(other, name) : record("www.plain.test.", name);
        }

        private static Record record(String data, Name name) {
            try {
                int type = Character.isDigit(data.charAt(0)) ? Type.A : Type.CNAME;
                return Record.fromString(name, type, DClass.IN, 3600, data, Name.root);
            } catch (IOException wrong) {
                throw new AssertionError(wrong);
            }
        }

        private Name ancestor(Name name) {
            return new Name(name, random.nextInt(name.labels()));
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }

    private static Record inTheNameOf(Name signer, Record record) {
        return record instanceof RRSIGRecord s
                ? new RRSIGRecord(
                        s.getName(),
                        s.getDClass(),
                        s.getTTL(),
                        s.getTypeCovered(),
                        s.getAlgorithm(),
                        s.getOrigTTL(),
                        s.getExpire(),
                        s.getTimeSigned(),
                        s.getFootprint(),
                        signer,
                        s.getSignature())
                : record;
    }

    private static Record renamed(Record record, Name name) {
        return Record.newRecord(
                name, record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical());
    }

    private static List<DnsQuestion> questions() {
        List<DnsQuestion> questions = new ArrayList<>();
        for (String zone : ZONES) {
            for (String name : NAMES) {
                for (int type : TYPES) {
                    questions.add(question(name(name + zone), type));
                }
            }
        }
        return questions;
    }

    private static DnsQuestion question(Name name, int type) {
        return new DnsQuestion(WireName.toDomainName(name), new io.mailseal.core.dns.DnsType(type));
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static void collect(Message response) {
        Map<String, List<Record>> sets = new LinkedHashMap<>();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : response.getSection(section)) {
                int type = record instanceof RRSIGRecord signature ? signature.getTypeCovered() : record.getType();
                sets.computeIfAbsent(record.getName() + " " + type + " " + section, key -> new ArrayList<>())
                        .add(record);
            }
        }
        for (List<Record> set : sets.values()) {
            if (!SETS.contains(set)) {
                SETS.add(set);
            }
        }
    }

    private static synchronized Message trueResponse(DnsQuestion question) {
        return TRUE_RESPONSES.computeIfAbsent(question, asked -> {
            Message query = Message.newQuery(
                    Record.newRecord(WireName.of(asked.name()), asked.type().code(), DClass.IN));
            query.addRecord(new OPTRecord(1232, 0, 0, org.xbill.DNS.ExtendedFlags.DO), Section.ADDITIONAL);
            try {
                return new Message(TREE.answerOverTcp(query.toWire()));
            } catch (IOException malformed) {
                throw new AssertionError(malformed);
            }
        });
    }

    // What it says, and not for how long.
    private static String said(DnsAnswer answer) {
        String records = answer instanceof DnsAnswer.Found found
                ? new TreeSet<>(found.records().stream().map(Object::toString).toList()).toString()
                : "";
        return answer.outcome() + " " + answer.security() + " " + answer.aliases() + " " + records;
    }

    private static void isTrueOrFailed(DnsQuestion question, DnsAnswer answer) {
        if (answer.outcome() == DnsAnswer.Outcome.FAILED) {
            assertThat(((DnsAnswer.Failed) answer).cause())
                    .as("%s", answer)
                    .isIn(
                            DnsFailure.BOGUS,
                            DnsFailure.UNPROVEN,
                            DnsFailure.MALFORMED,
                            DnsFailure.LOOP,
                            DnsFailure.REFUSED);
        } else {
            assertThat(said(answer)).as("%s", question).isEqualTo(said(SECURE.get(question)));
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void SEC_03_T76_what_is_secure_comes_out_as_it_is_or_fails(@ForAll long seed) {
        Random random = new Random(seed);
        List<DnsQuestion> secure = List.copyOf(SECURE.keySet());
        Resolver attacked = new Resolver(new Attacker(random), SignedTree.DEFAULT_TIME);
        for (int i = 0; i < 20; i++) {
            DnsQuestion question = secure.get(random.nextInt(secure.size()));
            isTrueOrFailed(question, attacked.ask(question));
        }
        // What was believed then is remembered; what was not is forgotten by now.
        Resolver honest = attacked.with(
                ForgedAnswersPropertyTest::trueResponse,
                SignedTree.DEFAULT_TIME.plus(ZoneSearch.BROKEN_FOR).plusSeconds(1));
        for (int i = 0; i < 20; i++) {
            DnsQuestion question = secure.get(random.nextInt(secure.size()));
            assertThat(said(honest.ask(question))).as("%s", question).isEqualTo(said(SECURE.get(question)));
        }
    }
}
