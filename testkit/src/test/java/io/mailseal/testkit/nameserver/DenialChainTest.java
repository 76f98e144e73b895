package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NSEC and NSEC3 chains: RFC 4034 §4, RFC 5155 §7. */
class DenialChainTest {

    static final Nsec3Hash HASH = new Nsec3Hash(Octets.of(HexFormat.of().parseHex("aabbccdd")), 12);

    @ParameterizedTest
    @CsvSource({
        "example, 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
        "a.example, 35mthgpgcu1qg68fab165klnsnk3dpvl",
        "*.w.example, r53bq7cc2uvmubfu5ocmm6pers9tk9en",
        "2t7b4g4vsa5smi47k61mv5bv1a22bojr.example, kohar7mbb8dc2ce8a9qvl8hon4k53uhi"
    })
    void hashesAreThoseOfRfc5155AppendixA(String name, String hash) {
        assertThat(Nsec3Hash.format(HASH.hash(DomainName.of(name)))).isEqualTo(hash);
    }

    static DenialChain chain(Consumer<ZoneBuilder> zone) {
        SignedTree tree = SignedTree.builder().zone("z", zone).build();
        return tree.denial(tree.zoneAt("z"));
    }

    static List<String> text(DenialChain chain) {
        return chain.records().stream()
                .map(set -> set.owner() + " "
                        + RecordData.format(set.type(), set.data().get(0)))
                .toList();
    }

    static final String RECORDS = """
            a        A     192.0.2.1
            b.c.d    TXT   "x"
            e        NS    ns.e
            ns.e     A     192.0.2.2
            f        NS    ns.elsewhere.
            f        DS    1 13 2 00
            *.g      CNAME a
            h        TYPE1234 \\# 0
            """;

    @Test
    void nsecListsAllNamesThatHaveRecords() {
        assertThat(text(chain(zone -> zone.records(RECORDS))))
                .containsExactly(
                        "z a.z. NS SOA RRSIG NSEC DNSKEY",
                        "a.z b.c.d.z. A RRSIG NSEC",
                        "b.c.d.z e.z. TXT RRSIG NSEC",
                        "e.z f.z. NS RRSIG NSEC",
                        "f.z *.g.z. NS DS RRSIG NSEC",
                        "*.g.z h.z. CNAME RRSIG NSEC",
                        "h.z z. RRSIG NSEC TYPE1234");
    }

    static Set<String> types(DenialChain chain, Nsec3Hash hash, String... names) {
        return List.of(names).stream()
                .map(name -> {
                    RecordSet set = chain.matchOrCover(DomainName.of(name));
                    String own = Nsec3Hash.format(hash.hash(DomainName.of(name))) + ".z";
                    return name + (set.owner().toString().equals(own) ? ":" + types(set) : " is not there");
                })
                .collect(Collectors.toSet());
    }

    private static String types(RecordSet nsec3) {
        WireReader in = new WireReader(nsec3.data().get(0));
        in.octets(4);
        in.octets(in.octet());
        in.octets(in.octet());
        return TypeBitmap.format(in);
    }

    @Test
    void nsec3ListsEmptyNamesToo() {
        DenialChain chain = chain(zone -> zone.records(RECORDS).nsec3("aabb", 1));
        Nsec3Hash hash = new Nsec3Hash(Octets.of((byte) 0xAA, (byte) 0xBB), 1);
        assertThat(types(chain, hash, "z", "a.z", "d.z", "c.d.z", "e.z", "f.z", "g.z", "*.g.z", "ns.e.z"))
                .containsExactlyInAnyOrder(
                        "z: NS SOA RRSIG DNSKEY NSEC3PARAM",
                        "a.z: A RRSIG",
                        "d.z:",
                        "c.d.z:",
                        "e.z: NS",
                        "f.z: NS DS RRSIG",
                        "g.z:",
                        "*.g.z: CNAME RRSIG",
                        "ns.e.z is not there");
        assertThat(chain.records()).hasSize(10);
    }

    @Test
    void optOutLeavesInsecureDelegationsOut() {
        DenialChain chain = chain(
                zone -> zone.records(RECORDS + "x.y NS ns.x.y").nsec3("aabb", 1).optOut());
        Nsec3Hash hash = new Nsec3Hash(Octets.of((byte) 0xAA, (byte) 0xBB), 1);
        assertThat(types(chain, hash, "e.z", "f.z", "y.z", "x.y.z"))
                .containsExactlyInAnyOrder(
                        "e.z is not there", "f.z: NS DS RRSIG", "y.z is not there", "x.y.z is not there");
        assertThat(text(chain)).allMatch(record -> record.contains(" 1 1 1 AABB "));
    }

    private static Arbitrary<String> names(String... labels) {
        return Arbitraries.of(labels).list().ofMinSize(1).ofMaxSize(3).map(chosen -> String.join(".", chosen));
    }

    private static Arbitrary<String> zones(Arbitrary<String> names, String... data) {
        return Combinators.combine(names, Arbitraries.of(data))
                .as((name, record) -> name + " " + record.replace("%s", name))
                .list()
                .ofMinSize(1)
                .ofMaxSize(10)
                .map(records -> String.join("\n", records));
    }

    static final String DELEGATION = "NS ns.elsewhere.";
    static final String SECURE_DELEGATION = "DS 1 13 2 00\n%s NS ns.elsewhere.";

    @Provide
    Arbitrary<String> names() {
        return names("a", "b", "c", "*", "zz");
    }

    // Wildcards are no delegations: nobody says what that means.
    @Provide
    Arbitrary<String> zones() {
        Arbitrary<String> wild = zones(names("a", "b", "c", "*"), "A 192.0.2.1", "TXT x");
        return Combinators.combine(wild, zonesWithoutWildcards()).as((one, other) -> one + "\n" + other);
    }

    // With opt-out a wildcard cannot be denied below a name that is not in the chain.
    @Provide
    Arbitrary<String> zonesWithoutWildcards() {
        return zones(names("a", "b", "c"), "A 192.0.2.1", "TXT x", DELEGATION, SECURE_DELEGATION);
    }

    @Property(tries = 25)
    void nsecProvesWhatIsAnswered(@ForAll("zones") String records, @ForAll("names") String name) {
        check(zone -> zone.singleKey().records(records), name);
    }

    @Property(tries = 25)
    void nsec3ProvesWhatIsAnswered(@ForAll("zones") String records, @ForAll("names") String name) {
        check(zone -> zone.singleKey().nsec3("aabbccdd", 12).records(records), name);
    }

    @Property(tries = 25)
    void optOutProvesWhatIsAnswered(@ForAll("zonesWithoutWildcards") String records, @ForAll("names") String name) {
        check(zone -> zone.singleKey().nsec3("aabbccdd", 12).optOut().records(records), name);
    }

    private static void check(Consumer<ZoneBuilder> zone, String name) {
        SignedTree tree = SignedTree.builder().zone("z", zone).build();
        assertThatChainIsARing(tree.denial(tree.zoneAt("z")));
        TestValidator validator = new TestValidator(tree, SignedTree.DEFAULT_TIME);
        for (DnsType type : List.of(DnsType.A, DnsType.TXT, DnsType.DS)) {
            WireMessage message = validator.secure(name + ".z", type);
            DomainName asked = DomainName.of(name + ".z");
            DenialCheck denial = new DenialCheck(message, HASH);
            if (message.rcode() == 3) {
                assertThat(denial.provesNoName(asked)).as(message.toString()).isTrue();
            } else if (message.rcode() == 0 && message.answer().isEmpty()) {
                assertThat(denial.provesNoData(asked, type))
                        .as(message.toString())
                        .isTrue();
            } else if (message.rcode() == 0) {
                int labels = message.answer(DnsType.RRSIG).get(0).data().at(3);
                boolean literal = name.startsWith("*") && labels == asked.labelCount() - 1;
                assertThat(labels == asked.labelCount() || literal || denial.provesNoCloserMatch(asked, labels))
                        .as(message.toString())
                        .isTrue();
            }
        }
    }

    // Each record's next is the owner of the one after it, and the last leads back to the first.
    private static void assertThatChainIsARing(DenialChain chain) {
        List<RecordSet> records = List.copyOf(chain.records());
        for (int i = 0; i < records.size(); i++) {
            DomainName following = records.get((i + 1) % records.size()).owner();
            WireReader in = new WireReader(records.get(i).data().get(0));
            if (chain instanceof NsecChain) {
                assertThat(in.name()).isEqualTo(following);
            } else {
                in.octets(4);
                in.octets(in.octet());
                assertThat(following.toString()).startsWith(Nsec3Hash.format(in.octets(in.octet())));
            }
        }
    }
}
