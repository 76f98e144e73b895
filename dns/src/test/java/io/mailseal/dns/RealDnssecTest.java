package io.mailseal.dns;

import static io.mailseal.core.dns.DnsSecurity.BOGUS;
import static io.mailseal.core.dns.DnsSecurity.INDETERMINATE;
import static io.mailseal.core.dns.DnsSecurity.INSECURE;
import static io.mailseal.core.dns.DnsSecurity.SECURE;
import static io.mailseal.core.dns.DnsType.A;
import static io.mailseal.core.dns.DnsType.AAAA;
import static io.mailseal.core.dns.DnsType.CNAME;
import static io.mailseal.core.dns.DnsType.DNAME;
import static io.mailseal.core.dns.DnsType.DNSKEY;
import static io.mailseal.core.dns.DnsType.DS;
import static io.mailseal.core.dns.DnsType.MX;
import static io.mailseal.core.dns.DnsType.SOA;
import static io.mailseal.core.dns.DnsType.TLSA;
import static io.mailseal.core.dns.DnsType.TXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Validation of the zones in {@link SignedZones}, served by named and NSD and asked there, and through unbound. Skipped where
 * these are not installed, unless the environment says MAILSEAL_SERVERS=required.
 */
class RealDnssecTest {

    static final DnsRecord WWW = new DnsRecord.Address(IpAddress.of("192.0.2.80"));

    static RealServers servers;
    static RealAnswers usual;
    static RealAnswers withSha1;
    static RealAnswers withManyIterations;

    @BeforeAll
    static void start() {
        servers = RealServers.shared();
        usual = new RealAnswers(servers, builder -> builder);
        withSha1 = new RealAnswers(servers, DnsClient.Builder::allowSha1);
        withManyIterations = new RealAnswers(servers, DnsClient.Builder::allowInsecureNsec3Iterations);
    }

    @AfterAll
    static void stop() {
        for (RealAnswers answers : new RealAnswers[] {usual, withSha1, withManyIterations}) {
            if (answers != null) {
                answers.close();
            }
        }
    }

    static RealAnswers.Found ask(String name, DnsType type) {
        return usual.ask(name, type);
    }

    @Nested
    class Section_4035_5_3_signatures {

        @ParameterizedTest
        @ValueSource(ints = {8, 10, 13, 14, 15, 16})
        void everyAlgorithm(int algorithm) {
            String zone = "alg" + algorithm + ".example";
            ask("www." + zone, A).isFound(SECURE).with(WWW);
            ask(zone, MX).isFound(SECURE).with(new DnsRecord.Mx(10, DomainName.of("mx." + zone)));
            ask("www." + zone, AAAA).isNoData(SECURE);
            ask("nothing." + zone, A).isNoSuchName(SECURE);
            ask("x.wild." + zone, TXT).isFound(SECURE).with(DnsRecord.Txt.of("from the wildcard"));
            ask("x.wild." + zone, A).isNoData(SECURE);
        }

        @Test
        void theRootItself() {
            ask(".", SOA).isFound(SECURE);
            ask(".", DNSKEY).isFound(SECURE);
            ask(".", A).isNoData(SECURE);
            ask("nothing", A).isNoSuchName(SECURE);
            ask("example", SOA).isFound(SECURE);
        }

        @Test
        void largeAnswersByTcp() {
            DnsRecord large = DnsRecord.Txt.of("x".repeat(1500));
            ask("large.alg8.example", TXT).isFound(SECURE).with(large);
            ask("large.nsec3.example", TXT).isFound(SECURE).with(large);
            ask("large.plain.example", TXT).isFound(INSECURE).with(large);
        }

        @Test
        void expired() {
            ask("www.expired.example", A).isBogus().because(ExtendedDnsError.SIGNATURE_EXPIRED);
            ask("www.expired.example", AAAA).isBogus().because(ExtendedDnsError.SIGNATURE_EXPIRED);
            ask("nothing.expired.example", A).isBogus().because(ExtendedDnsError.SIGNATURE_EXPIRED);
        }

        @Test
        void belowAnExpiredZone() {
            ask("www.child.expired.example", A).isBogus().because(ExtendedDnsError.SIGNATURE_EXPIRED);
            ask("www.plain.expired.example", A).isBogus().because(ExtendedDnsError.SIGNATURE_EXPIRED);
        }

        @Test
        void notYetValid() {
            ask("www.future.example", A).isBogus().because(ExtendedDnsError.SIGNATURE_NOT_YET_VALID);
            ask("nothing.future.example", A).isBogus().because(ExtendedDnsError.SIGNATURE_NOT_YET_VALID);
        }

        @Test
        void tampered() {
            ask("www.tampered.example", A).isBogus().because(ExtendedDnsError.DNSSEC_BOGUS);
            ask("alias.tampered.example", A).isBogus().because(ExtendedDnsError.DNSSEC_BOGUS);
            ask("text.tampered.example", TXT).isFound(SECURE); // of the same zone, and nobody has touched it
        }

        @Test
        void withoutSignature() {
            ask("www.stripped.example", A).isBogus().because(ExtendedDnsError.RRSIGS_MISSING);
            ask("www.stripped.example", AAAA).isNoData(SECURE);
        }

        @Test
        void keysWithAForgedSignature() {
            ask("www.forgedkeys.example", A).isBogus();
            ask("nothing.forgedkeys.example", A).isBogus();
        }

        @Test
        void keysForKeysAndKeysForTheRest() {
            ask("www.zonekeys.example", A).isFound(SECURE);
            ask("nothing.zonekeys.example", A).isNoSuchName(SECURE);
        }
    }

    @Nested
    class Section_6840_5_11_several_algorithms {

        @Test
        void oneOfThemIsEnough() {
            ask("www.twoalgs.example", A).isFound(SECURE);
            ask("www.onegood.example", A).isFound(SECURE);
            ask("nothing.onegood.example", A).isNoSuchName(SECURE);
        }
    }

    @Nested
    class Section_4035_5_4_denial {

        @ParameterizedTest
        @ValueSource(strings = {"alg13.example", "nsec3.example", "l4.l3.l2.l1.example", "child.optout.example"})
        void whatIsNotThere(String zone) {
            ask("text." + zone, A).isNoData(SECURE);
            ask(zone, TXT).isNoData(SECURE);
            ask("a.b.nothing." + zone, A).isNoSuchName(SECURE);
            ask("below.www." + zone, A).isNoSuchName(SECURE);
            ask("dangling." + zone, A).isNoSuchName(SECURE).along(SECURE);
            ask("void." + zone, A).isNoData(SECURE).along(SECURE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"alg13.example", "nsec3.example", "optout.example"})
        void emptyNonTerminals(String zone) {
            ask("empty." + zone, A).isNoData(SECURE);
            ask("_tcp.mx." + zone, TXT).isNoData(SECURE);
            ask("host.empty." + zone, A).isFound(SECURE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"alg13.example", "nsec3.example", "plain.example"})
        void tlsa(String zone) {
            Octets association = Octets.of((byte) 0, (byte) 0x11, (byte) 0x22, (byte) 0x33);
            boolean plain = zone.equals("plain.example");
            ask("_25._tcp.mx." + zone, TLSA)
                    .isFound(plain ? INSECURE : SECURE)
                    .with(new DnsRecord.Tlsa(3, 1, 1, association));
            ask("_25._tcp.www." + zone, TLSA).isNoSuchName(plain ? INSECURE : SECURE);
            ask("_25._tcp.mx." + zone, TXT).isNoData(plain ? INSECURE : SECURE);
        }

        @Test
        void withoutTheWildcardsOwnRecord() {
            ask("x.wild.unproven.example", A).isBogus().because(ExtendedDnsError.NSEC_MISSING);
            ask("x.wild.unproven.example", DS).isBogus().because(ExtendedDnsError.NSEC_MISSING);
        }
    }

    @Nested
    class Section_4035_5_3_4_wildcards {

        @ParameterizedTest
        @ValueSource(strings = {"alg8.example", "nsec3.example", "iter50.example"})
        void standForNamesThatAreNotThere(String zone) {
            ask("x.wild." + zone, TXT).isFound(SECURE);
            ask("x.y.wild." + zone, TXT).isFound(SECURE);
            ask("*.wild." + zone, TXT).isFound(SECURE);
            ask("x.wild." + zone, MX).isNoData(SECURE);
            ask("x.walias." + zone, A).isFound(SECURE).along(SECURE).with(WWW);
            ask("x.walias." + zone, MX).isNoData(SECURE);
        }

        @Test
        void doNotStandForOthers() {
            ask("host.wild.alg8.example", TXT).isNoData(SECURE);
            ask("host.wild.nsec3.example", TXT).isNoData(SECURE);
            ask("wild.nsec3.example", TXT).isNoData(SECURE);
        }
    }

    @Nested
    class Section_4035_5_2_delegations {

        @ParameterizedTest
        @ValueSource(strings = {"plain.example", "plain.nsec3.example", "plain.optout.example", "lost.away.example"})
        void toUnsignedZones(String zone) {
            ask("www." + zone, A).isFound(INSECURE).with(WWW);
            ask("www." + zone, AAAA).isNoData(INSECURE);
            ask("nothing." + zone, A).isNoSuchName(INSECURE);
            ask("x.wild." + zone, TXT).isFound(INSECURE);
        }

        @Test
        void toASignedZoneBelowAnUnsignedOne() {
            ask("www.island.plain.example", A).isFound(INSECURE);
            ask("nothing.island.plain.example", A).isNoSuchName(INSECURE);
        }

        @Test
        void withoutADsRecord() {
            ask("www.nods.example", A).isFound(INSECURE);
            ask("nothing.nods.example", A).isNoSuchName(INSECURE);
            ask("www.child.nods.example", A).isFound(INSECURE);
        }

        @Test
        void withADsRecordForAnotherKey() {
            ask("www.wrongds.example", A).isBogus().because(ExtendedDnsError.DNSKEY_MISSING);
            ask("nothing.wrongds.example", A).isBogus().because(ExtendedDnsError.DNSKEY_MISSING);
        }

        @Test
        void withADsRecordAndNoKeys() {
            ask("www.nokeys.example", A).isBogus().because(ExtendedDnsError.DNSKEY_MISSING);
            ask("nothing.nokeys.example", A).isBogus().because(ExtendedDnsError.DNSKEY_MISSING);
            ask("_25._tcp.mx.nokeys.example", TLSA).isBogus().because(ExtendedDnsError.DNSKEY_MISSING);
        }

        @Test
        void withSeveralDsRecords() {
            ask("www.otherds.example", A).isFound(SECURE);
            ask("www.bothds.example", A).isFound(SECURE);
            ask("www.sha384ds.example", A).isFound(SECURE);
        }

        @Test
        void withUnknownOnesOnly() {
            ask("www.unknownds.example", A).isFound(INSECURE).because(ExtendedDnsError.UNSUPPORTED_DS_DIGEST_TYPE);
            ask("www.unknownalg.example", A).isFound(INSECURE).because(ExtendedDnsError.UNSUPPORTED_DNSKEY_ALGORITHM);
            ask("nothing.unknownalg.example", A).isNoSuchName(INSECURE);
        }

        @Test
        void fourLevelsDeep() {
            ask("www.l1.example", A).isFound(SECURE);
            ask("www.l4.l3.l2.l1.example", A).isFound(SECURE);
            ask("nothing.l3.l2.l1.example", A).isNoSuchName(SECURE);
            ask("www.end.l4.l3.l2.l1.example", A).isFound(INSECURE);
        }

        @Test
        void belowAnEmptyNonTerminal() {
            ask("www.far.away.example", A).isFound(SECURE);
            ask("www.far.away.nsec3.example", A).isFound(SECURE);
            ask("www.far.away.optout.example", A).isFound(SECURE);
            ask("www.lost.gone.nsec3.example", A).isFound(INSECURE);
            ask("www.lost.gone.optout.example", A).isFound(INSECURE); // where NSD proves nothing for gone.optout
            ask("away.example", A).isNoData(SECURE);
        }

        @Test
        void askedForThemselves() {
            ask("example", DS).isFound(SECURE);
            ask("alg13.example", DS).isFound(SECURE);
            ask("child.optout.example", DS).isFound(SECURE);
            ask("plain.example", DS).isNoData(SECURE);
            ask("plain.nsec3.example", DS).isNoData(SECURE);
            ask("plain.optout.example", DS).isNoData(INSECURE);
            ask("nods.example", DS).isNoData(SECURE);
            ask("www.alg13.example", DS).isNoData(SECURE);
            ask("nothing.alg13.example", DS).isNoSuchName(SECURE);
            ask("island.plain.example", DS).isFound(INSECURE);
            ask("www.plain.example", DS).isNoData(INSECURE);
            ask("wrongds.example", DS).isFound(SECURE); // it is signed, if not right
            ask("child.expired.example", DS).isBogus();
        }
    }

    @Nested
    class Section_5155_6_opt_out {

        @Test
        void provesWhatIsThere() {
            ask("www.optout.example", A).isFound(SECURE);
            ask("www.optout.example", AAAA).isNoData(SECURE);
            ask("www.child.optout.example", A).isFound(SECURE);
        }

        @Test
        void doesNotProveWhatIsNot() {
            ask("nothing.optout.example", A).isNoSuchName(INSECURE); // §9.2: an unsigned delegation may be there
            ask("x.wild.optout.example", TXT).isFound(INSECURE);
            ask("x.wild.optout.example", A).isNoData(INSECURE);
        }
    }

    @Nested
    class Section_9276_3_2_iterations {

        @Test
        void fiftyAreFine() {
            ask("www.iter50.example", AAAA).isNoData(SECURE);
            ask("nothing.iter50.example", A).isNoSuchName(SECURE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"iter51.example", "iter150.example"})
        void moreAreBogusWhereverTheyCount(String zone) {
            ask("www." + zone, A).isFound(SECURE);
            ask("www." + zone, AAAA).isBogus().because(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
            ask("nothing." + zone, A).isBogus().because(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
            ask("x.wild." + zone, TXT).isBogus().because(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
            ask("_25._tcp.www." + zone, TLSA).isBogus().because(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
        }

        @Test
        void alsoForDelegations() {
            ask("www.child.iter150.example", A).isFound(SECURE);
            ask("www.plain.iter150.example", A).isBogus().because(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
        }

        @Test
        void areInsecureIfThatIsWanted() {
            withManyIterations.ask("www.iter150.example", A).isFound(SECURE);
            withManyIterations
                    .ask("www.iter150.example", AAAA)
                    .isNoData(INSECURE)
                    .because(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
            withManyIterations.ask("nothing.iter150.example", A).isNoSuchName(INSECURE);
            withManyIterations.ask("x.wild.iter150.example", TXT).isFound(INSECURE);
            withManyIterations.ask("www.plain.iter150.example", A).isFound(INSECURE);
            withManyIterations.ask("nothing.iter50.example", A).isNoSuchName(SECURE);
            withManyIterations.ask("nothing.expired.example", A).isBogus();
        }
    }

    @Nested
    class Section_4035_4_8_aliases {

        @Test
        void withinAndAcrossSignedZones() {
            ask("alias.alg13.example", A).isFound(SECURE).along(SECURE).with(WWW);
            ask("secure.aliases.example", A).isFound(SECURE).along(SECURE).with(WWW);
            ask("twice.aliases.example", A).isFound(SECURE).along(SECURE, SECURE);
            ask("nowhere.aliases.example", A).isNoSuchName(SECURE).along(SECURE);
            ask("nodata.aliases.example", A).isNoData(SECURE).along(SECURE);
            ask("twice.aliases.example", CNAME).isFound(SECURE).along(new DnsType[0]);
        }

        @Test
        void areAsSecureAsTheWeakestZone() {
            ask("insecure.aliases.example", A).isFound(INSECURE).along(SECURE).with(WWW);
            ask("plainnothing.aliases.example", A).isNoSuchName(INSECURE).along(SECURE);
            ask("throughplain.aliases.example", A)
                    .isFound(INSECURE)
                    .along(SECURE, INSECURE)
                    .with(WWW);
            ask("secure.plainaliases.example", A)
                    .isFound(INSECURE)
                    .along(INSECURE)
                    .with(WWW);
        }

        @Test
        void areBogusWithTheirTarget() {
            ask("bogus.aliases.example", A).isBogus().along(SECURE);
            ask("expired.aliases.example", A).isBogus().along(SECURE);
            ask("throughbogus.aliases.example", A).isBogus().along(SECURE, BOGUS);
        }

        @Test
        void toAndFromWildcards() {
            ask("onwild.aliases.example", TXT).isFound(SECURE).along(SECURE);
            ask("onwild.aliases.example", A).isNoData(SECURE).along(SECURE);
            ask("x.star.aliases.example", A).isFound(SECURE).along(SECURE).with(WWW);
        }
    }

    @Nested
    class Section_6672_5_3_dname {

        @Test
        void withinAZone() {
            ask("host.old.alg13.example", A).isFound(SECURE).along(SECURE);
            ask("host.old.alg13.example", A).along(DNAME);
            ask("host.old.nsec3.example", TXT).isNoData(SECURE);
            ask("old.alg13.example", DNAME).isFound(SECURE);
            ask("old.alg13.example", A).isNoData(SECURE);
        }

        @Test
        void acrossZones() {
            ask("www.sub.aliases.example", A).isFound(SECURE).along(DNAME).with(WWW);
            ask("alias.sub.aliases.example", A)
                    .isFound(SECURE)
                    .along(DNAME, CNAME)
                    .with(WWW);
            ask("www.sub.aliases.example", TXT).isNoData(SECURE);
            ask("www.subplain.aliases.example", A).isFound(INSECURE).along(SECURE);
            ask("www.sub.plainaliases.example", A).isFound(INSECURE).along(INSECURE);
            ask("www.subbogus.aliases.example", A).isBogus();
        }
    }

    @Nested
    class Section_4034_b_key_tags {

        @ParameterizedTest
        @ValueSource(strings = {"twins1.example", "twins2.example", "twins3.example", "twins4.example"})
        void areNoIdentity(String zone) {
            ask("www." + zone, A).isFound(SECURE);
            ask("nothing." + zone, A).isNoSuchName(SECURE);
        }

        @Test
        void ofAKeyInReserve() {
            ask("www.standby.example", A).isFound(SECURE);
        }
    }

    @Nested
    class Section_5011_2_1_revoked_keys {

        @Test
        void doNotSpoilTheOthers() {
            ask("www.revoked.example", A).isFound(SECURE);
        }

        @Test
        void areNoLongerPointedTo() {
            ask("www.onlyrevoked.example", A).isBogus();
            ask("nothing.onlyrevoked.example", A).isBogus();
        }
    }

    @Nested
    class Section_9905_sha1 {

        @ParameterizedTest
        @ValueSource(strings = {"alg5.example", "alg7.example", "sha1ds.example"})
        void isNoSignature(String zone) {
            ask("www." + zone, A).isFound(INSECURE).with(WWW);
            ask("nothing." + zone, A).isNoSuchName(INSECURE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"alg5.example", "alg7.example", "sha1ds.example"})
        void isOneIfThatIsWanted(String zone) {
            withSha1.ask("www." + zone, A).isFound(SECURE).with(WWW);
            withSha1.ask("www." + zone, AAAA).isNoData(SECURE);
            withSha1.ask("nothing." + zone, A).isNoSuchName(SECURE);
            withSha1.ask("x.wild." + zone, TXT).isFound(SECURE);
        }
    }

    /** What could not be fetched is never taken for something that is not there, nor for something that is not signed. */
    @Nested
    class Section_4035_5_5_failures {

        static final List<DnsQuestion> QUESTIONS = List.of(
                question("www.alg13.example", A),
                question("www.alg13.example", AAAA),
                question("nothing.alg13.example", A),
                question("_25._tcp.www.alg13.example", TLSA),
                question("www.plain.example", A),
                question("_25._tcp.mx.plain.example", TLSA),
                question("nothing.plain.example", A),
                question("nothing.optout.example", A));

        private static DnsQuestion question(String name, DnsType type) {
            return new DnsQuestion(DomainName.of(name), type);
        }

        private static void checkFailed(DnsClient client, DnsFailure... causes) {
            for (DnsQuestion question : QUESTIONS) {
                DnsAnswer answer = RealAnswers.await(client.resolve(question));
                assertThat(answer).as(answer.toString()).isInstanceOf(DnsAnswer.Failed.class);
                assertThat(((DnsAnswer.Failed) answer).cause())
                        .as(answer.toString())
                        .isIn((Object[]) causes);
                assertThat(answer.security()).as(answer.toString()).isEqualTo(INDETERMINATE);
            }
        }

        @Test
        void anAuthorityWithoutTheZonesAbove() throws IOException {
            try (ServerProcess partial = servers.nsdBelow("example.", "partial");
                    DnsClient client = RealAnswers.client(servers, partial, builder -> builder)) {
                checkFailed(client, DnsFailure.UNPROVEN);
            }
        }

        @Test
        void aResolverThatCannotFindTheZonesAbove() throws IOException {
            try (ServerProcess partial = servers.nsdBelow("example.", "partial-authority");
                    ServerProcess resolver = servers.unboundOver(partial, "partial-resolver");
                    DnsClient client = RealAnswers.client(servers, resolver, builder -> builder)) {
                checkFailed(client, DnsFailure.UNPROVEN);
            }
        }

        @Test
        void aResolverThatIsGone() throws IOException {
            ServerProcess resolver = servers.unboundOver(servers.server(RealServers.Way.AT_NSD), "gone");
            try (DnsClient client = RealAnswers.client(servers, resolver, RealDnssecTest::impatient)) {
                resolver.close();
                checkFailed(client, DnsFailure.NETWORK, DnsFailure.TIMEOUT);
            }
        }

        @Test
        void aResolverThatGoesWhenTheKeysAreKnown() throws IOException {
            ServerProcess resolver = servers.unboundOver(servers.server(RealServers.Way.AT_NSD), "going");
            try (DnsClient client = RealAnswers.client(servers, resolver, RealDnssecTest::impatient)) {
                for (String zone : List.of("alg13.example", "plain.example", "optout.example")) {
                    DnsAnswer answer = RealAnswers.await(client.resolve(question("text." + zone, TXT)));
                    assertThat(answer).as(answer.toString()).isInstanceOf(DnsAnswer.Found.class);
                }
                resolver.close();
                checkFailed(client, DnsFailure.NETWORK, DnsFailure.TIMEOUT);
            }
        }

        @Test
        void aTrustedResolverThatIsGone() throws IOException {
            ServerProcess resolver = servers.unboundOver(servers.server(RealServers.Way.AT_NSD), "trusted");
            try (DnsClient client = impatient(RealAnswers.builder(resolver))
                    .trustingAuthenticatedData()
                    .build()) {
                resolver.close();
                checkFailed(client, DnsFailure.NETWORK, DnsFailure.TIMEOUT);
            }
        }
    }

    private static DnsClient.Builder impatient(DnsClient.Builder builder) {
        return builder.perTryTimeout(Duration.ofSeconds(5)).tries(2);
    }
}
