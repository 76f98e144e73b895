package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.dnsbl.uri.RegisteredDomain;
import io.mailseal.dnsbl.uri.RegisteredDomains;
import io.mailseal.dnsbl.uri.UriExtractor;
import io.mailseal.dnsbl.uri.UriHost;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlocklistClientTest {

    private static final BlocklistProfile URLS = BlocklistProfile.builder("urls", "_url.hbl.example")
            .hash(new HashForm(HashSubject.URL, HashDigest.SHA256, HashEncoding.BASE32, HashedText.URL))
            .code(ReturnCode.listed(CodePattern.of("127.0.3.20"), "URL", "In spam.", 4))
            .build();

    private static BlocklistCheck block(String client) {
        return Lists.check(Lists.DNS, Lists.BLOCK, Lists.ofClient(client));
    }

    @Nested
    class Questions {

        @Test
        @DisplayName(
                "DBL_01, PIT_62: reversed octets, 32 reversed nibbles in lower case, the name itself, before the zone")
        void names() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            Lists.check(
                    dns,
                    BlocklistRequest.builder()
                            .client(IpAddress.of("2A00:1450::AB"))
                            .address(Lists.CLEAN, SubjectSource.RECEIVED)
                            .domain(DomainName.of("Mail.Bad.NET"), SubjectSource.HELO)
                            .build());
            assertThat(dns.questions())
                    .extracting(DnsQuestion::toString)
                    .containsExactlyInAnyOrder(
                            "b.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.4.1.0.0.a.2.bl.example A",
                            "2.2.3.44.bl.example A",
                            "2.2.3.44.wl.example A",
                            "mail.bad.net.dbl.example A");
        }

        @Test
        @DisplayName("T93: what no list is about takes nobody's place: fifty links to one host are one host")
        void digestsDoNotCrowdOutHosts() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                text.append("http://www.good.net/p").append(i).append('\n');
            }
            UriExtractor extractor = UriExtractor.builder().build();
            BlocklistRequest request = BlocklistRequest.builder()
                    .uris(extractor.extractText(text + "http://bad.net/\n").uris())
                    .build();
            for (boolean digests : new boolean[] {false, true}) {
                BlocklistClient.Builder client =
                        BlocklistClient.builder().resolver(Lists.DNS).profile(Lists.URIS);
                if (digests) {
                    client.profile(URLS);
                }
                BlocklistResult result = client.build().check(request);
                assertThat(result.checks("uris"))
                        .extracting(BlocklistCheck::status)
                        .containsExactly(ListStatus.NOT_LISTED, ListStatus.LISTED);
                assertThat(result.leftOut()).isEqualTo(digests ? 11 : 0);
            }
        }

        @Test
        @DisplayName("PIT_62: domain lists take A-labels")
        void aLabels() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            Lists.check(
                    dns,
                    BlocklistRequest.builder().mailFrom("x@b\u00fccher.net").build());
            assertThat(dns.questions()).contains(DnsQuestion.a(DomainName.of("xn--bcher-kva.net.dbl.example")));
        }

        @Test
        @DisplayName("DBL_02: A alone is asked at first; TXT and the clean test point follow a hit; never AAAA")
        void types() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistClient client = BlocklistClient.builder()
                    .dns(dns.sessions())
                    .profile(Lists.BLOCK)
                    .clock(() -> Instant.EPOCH)
                    .build();
            client.check(Lists.CLEAN);
            assertThat(dns.questions()).extracting(DnsQuestion::type).containsExactly(DnsType.A);
            dns.clearLog();
            client.check(Lists.LISTED);
            assertThat(dns.questions())
                    .extracting(DnsQuestion::toString)
                    .satisfiesExactlyInAnyOrder(
                            of -> assertThat(of).isEqualTo("1.2.3.44.bl.example A"),
                            of -> assertThat(of).endsWith(".127.bl.example A"), // what is never listed
                            of -> assertThat(of).isEqualTo("1.2.3.44.bl.example TXT"));
        }

        @Test
        void whatIsNeverListedIsAnotherForEachHitAndTenSeconds() {
            VirtualClock clock = new VirtualClock();
            Supplier<List<String>> confirming = () -> {
                InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
                BlocklistClient client = BlocklistClient.builder()
                        .dns(dns.sessions())
                        .profile(Lists.BLOCK)
                        .clock(clock)
                        .build();
                client.check(BlocklistRequest.builder()
                        .client(IpAddress.of("44.3.2.1"))
                        .address(IpAddress.of("44.3.2.12"), SubjectSource.RECEIVED)
                        .build());
                return dns.questions().stream()
                        .map(DnsQuestion::toString)
                        .filter(question -> question.endsWith(".127.bl.example A"))
                        .sorted()
                        .toList();
            };
            List<String> first = confirming.get();
            assertThat(first).hasSize(2).doesNotHaveDuplicates();
            assertThat(confirming.get()).isEqualTo(first);
            clock.advance(Duration.ofSeconds(10));
            assertThat(confirming.get()).hasSize(2).doesNotContainAnyElementsOf(first);
        }

        @Test
        @DisplayName("DBL_15: all lists are asked in one round, and nothing that the user has not enabled")
        void oneRound() {
            InMemoryDns dns = Lists.DNS.withClock(new VirtualClock()).withLatency(Duration.ofMillis(20));
            Lists.check(
                    dns,
                    BlocklistRequest.builder()
                            .client(Lists.CLEAN)
                            .helo("mail.good.org")
                            .build());
            assertThat(dns.log()).extracting("round").containsOnly(1);
            assertThat(dns.questions())
                    .allMatch(question -> Lists.ALL.stream()
                            .anyMatch(profile -> question.name().isAtOrBelow(DomainName.of(profile.zone()))));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "127.0.0.2",
                    "10.1.2.3",
                    "192.168.0.1",
                    "169.254.0.1",
                    "192.0.2.1",
                    "100.64.0.1",
                    "::1",
                    "fe80::1",
                    "fc00::1",
                    "2001:db8::1",
                    "::ffff:10.0.0.1"
                })
        @DisplayName("DBL_07, PIT_62: addresses for special purposes are not asked about")
        void specialAddresses(String address) {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistResult result = Lists.check(dns, Lists.ofClient(address));
            assertThat(dns.questions()).isEmpty();
            assertThat(result.checks())
                    .isNotEmpty()
                    .allMatch(check -> check.notAsked().equals(Optional.of(NotAsked.SPECIAL_ADDRESS)));
        }

        @Test
        @DisplayName("DBL_07: an address is not sent to a list of domains, nor a domain to a list of addresses")
        void kinds() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistClient client = BlocklistClient.builder()
                    .dns(dns.sessions())
                    .profile(Lists.BLOCK)
                    .profile(Lists.DOMAINS)
                    .build();
            client.check(DomainName.of("44.3.2.1"));
            client.check(Lists.ofHost("44.3.2.1"));
            client.check(BlocklistRequest.builder().helo("[44.3.2.1]").build());
            assertThat(dns.questions()).isEmpty();
            client.check(DomainName.of("bad.net"));
            assertThat(dns.questions()).allMatch(question -> question.name().isAtOrBelow(DomainName.of("dbl.example")));
        }

        @Test
        @DisplayName(
                "DBL_13: the registered domain is asked about, and the result says what it was told by; hosts are not resolved")
        void registered() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistCheck check = Lists.check(dns, Lists.URIS, Lists.ofHost("deep.www.bad.net"));
            assertThat(check.status()).isEqualTo(ListStatus.LISTED);
            assertThat(check.registeredDomain())
                    .contains(
                            new RegisteredDomain(DomainName.of("bad.net"), RegisteredDomain.Basis.PUBLIC_SUFFIX_LIST));
            assertThat(dns.questions())
                    .allMatch(question -> question.name().isAtOrBelow(DomainName.of("multi.example")));
        }

        @Test
        @DisplayName("DBL_13: the user's own two-level list decides where it is given")
        void ownLists() {
            BlocklistClient client = BlocklistClient.builder()
                    .dns(Lists.DNS.sessions())
                    .profile(Lists.URIS)
                    .registeredDomains(RegisteredDomains.ofLists(List.of(DomainName.of("bad.net")), List.of()))
                    .build();
            BlocklistCheck check =
                    client.check(Lists.ofHost("a.b.bad.net")).checks().get(0);
            assertThat(check.registeredDomain().orElseThrow().name()).isEqualTo(DomainName.of("b.bad.net"));
            assertThat(check.status()).isEqualTo(ListStatus.NOT_LISTED);
        }

        @Test
        @DisplayName("DBL_13, DBL_14: a numeric host is reversed, however it is written; a full host stays whole")
        void hosts() {
            assertThat(Lists.check(Lists.DNS, Lists.URIS, Lists.ofHost("738394625"))
                            .codes())
                    .extracting(ReturnCode::name)
                    .containsExactly("ABUSE");
            assertThat(Lists.check(Lists.DNS, Lists.DOMAINS, Lists.ofHost("WWW.bad.net"))
                            .status())
                    .isEqualTo(ListStatus.LISTED);
            assertThat(Lists.check(Lists.DNS, Lists.DOMAINS, Lists.ofHost("www2.bad.net"))
                            .status())
                    .isEqualTo(ListStatus.NOT_LISTED);
        }

        @Test
        @DisplayName(
                "T93, DBL_14: ten thousand hosts and hops are asked about within the limits, and the result says so")
        void limits() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistRequest.Builder request = BlocklistRequest.builder().client(Lists.LISTED);
            IntStream.range(0, 10_000)
                    .forEach(i -> request.domain(DomainName.of("h" + i + ".net"), SubjectSource.FROM)
                            .address(
                                    IpAddress.ofBytes((byte) 45, (byte) 1, (byte) (i >> 8), (byte) i),
                                    SubjectSource.RECEIVED));
            BlocklistLimits limits = BlocklistLimits.DEFAULT.withLookups(30).withSubjectsPerSource(40);
            BlocklistResult result = Lists.builder(dns).limits(limits).build().check(request.build());
            assertThat(dns.questions()).hasSizeLessThanOrEqualTo(30 + 3 + 2);
            assertThat(result.leftOut()).isEqualTo(2 * (10_000 - 40));
            assertThat(result.checks(ListStatus.NOT_ASKED))
                    .anyMatch(check -> check.notAsked().equals(Optional.of(NotAsked.LIMIT)));
            assertThat(result.listings()).as("the client is not crowded out").isNotEmpty();
        }

        @Test
        @DisplayName("T93: what several subjects have in common is asked once")
        void once() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistRequest.Builder request = BlocklistRequest.builder();
            IntStream.range(0, 40)
                    .forEach(i -> request.subject(
                            new BlocklistSubject.Host(UriHost.of(DomainName.of("h" + i + ".bad.net"))),
                            SubjectSource.URI));
            BlocklistResult result = BlocklistClient.builder()
                    .dns(dns.sessions())
                    .profile(Lists.URIS)
                    .build()
                    .check(request.build());
            assertThat(dns.questions()).hasSize(3);
            assertThat(result.listings()).hasSize(40);
            assertThat(result.score().total()).as("each code counts once").isEqualTo(8);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        @DisplayName("T93: no more reasons are asked for than the limit says")
        void reasons(int limit) {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistRequest request = BlocklistRequest.builder()
                    .address(Lists.CLEAN, SubjectSource.RECEIVED)
                    .client(Lists.LISTED)
                    .helo("www.bad.net")
                    .build();
            BlocklistResult result = Lists.builder(dns)
                    .limits(BlocklistLimits.DEFAULT.withReasons(limit))
                    .build()
                    .check(request);
            assertThat(result.listings()).hasSize(3);
            assertThat(dns.questions().stream()
                            .filter(question -> question.type().equals(DnsType.TXT)))
                    .hasSize(limit);
            assertThat(result.listings().stream()
                            .filter(check -> !check.reasons().isEmpty()))
                    .hasSize(Math.min(limit, 2));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a$b.bad.net", "a!b.deep.bad.net", "www.*.bad.net", "LONG.bad.net"})
        @DisplayName("DBL_14: names that nobody can ask about do not hide the domain that they are below")
        void unaskableNames(String host) {
            InMemoryDns zone = InMemoryDns.parse("""
                    *.bad.net.dbl.example    A 127.0.1.2
                    bad.net.dbl.example      A 127.0.1.2
                    bad.net.multi.example    A 127.0.0.8
                    *.bad.net.wl.example     A 127.0.10.2
                    bad.net.wl.example       A 127.0.10.2
                    """);
            DomainName name = DomainName.of(host.replace("LONG", ("x".repeat(48) + ".").repeat(4) + "x".repeat(48)));
            BlocklistResult result = Lists.check(
                    zone,
                    BlocklistRequest.builder()
                            .subject(new BlocklistSubject.Host(UriHost.of(name)), SubjectSource.URI)
                            .authenticatedDomain(name)
                            .build());
            assertThat(result.listings())
                    .extracting(check -> check.list() + " " + check.subject())
                    .containsExactly("domains " + name, "domains " + name, "uris " + name);
            assertThat(result.checks("allow"))
                    .as("what is good about a domain is not everybody's below it")
                    .extracting(BlocklistCheck::status)
                    .containsExactly(ListStatus.NOT_ASKED);
        }
    }

    @Nested
    class Answers {

        @Test
        void listed() {
            BlocklistCheck check = block("44.3.2.1");
            assertThat(check.status()).isEqualTo(ListStatus.LISTED);
            assertThat(check.codes()).extracting(ReturnCode::name).containsExactly("SPAM");
            assertThat(check.reasons()).containsExactly("Spam received, see https://bl.example/?44.3.2.1");
            assertThat(check.explanation())
                    .isEqualTo("block lists 44.3.2.1 as SPAM (Sends spam.)."
                            + " The list says: \"Spam received, see https://bl.example/?44.3.2.1\".");
        }

        @Test
        void listedV6() {
            assertThat(block("2a00:1450::1").status()).isEqualTo(ListStatus.LISTED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"44.3.2.2", "2a00:1450::2"})
        void notListed(String client) {
            assertThat(block(client).status()).isEqualTo(ListStatus.NOT_LISTED);
        }

        @Test
        @DisplayName("DBL_04, PIT_61: several A records are several codes")
        void severalRecords() {
            assertThat(block("44.3.2.12").codes()).extracting(ReturnCode::name).containsExactly("SPAM", "DYNAMIC");
        }

        @Test
        @DisplayName("DBL_04, DBL_12: a bit mask is several codes")
        void mask() {
            assertThat(Lists.check(Lists.DNS, Lists.URIS, Lists.ofHost("bad.net"))
                            .codes())
                    .extracting(ReturnCode::name)
                    .containsExactly("PH", "ABUSE");
        }

        @Test
        @DisplayName("DBL_03: a code that the profile does not know is no listing, and is reported")
        void unknownCode() {
            BlocklistCheck check = block("44.3.2.77");
            assertThat(check.status()).isEqualTo(ListStatus.NOT_LISTED);
            assertThat(check.unknownCodes()).containsExactly(IpAddress.of("127.0.0.77"));
            assertThat(check.explanation()).contains("127.0.0.77");
        }

        @Test
        void informationIsNoListing() {
            BlocklistCheck check = block("44.3.2.9");
            assertThat(check.status()).isEqualTo(ListStatus.NOT_LISTED);
            assertThat(check.remarks()).extracting(ReturnCode::name).containsExactly("SEEN");
        }

        @ParameterizedTest
        @CsvSource({
            "127.255.255.252, UNKNOWN_ERROR",
            "127.255.255.254, UNKNOWN_ERROR",
            "127.255.255.255, UNKNOWN_ERROR",
            "127.0.0.255,     QUOTA",
            "203.0.113.5,     FOREIGN_ANSWER",
            "0.0.0.0,         FOREIGN_ANSWER",
            "128.0.0.2,       FOREIGN_ANSWER",
        })
        @DisplayName(
                "DBL_03, DBL_09, PIT_61, T90, T91: errors and addresses outside of 127/8 are no listings, whatever else comes")
        void errors(String answer, BlocklistError error) {
            for (String more : List.of("", "1.2.3.44.bl.example A 127.0.0.2\n")) {
                InMemoryDns dns = Lists.saying("1.2.3.44.bl.example A " + answer + "\n" + more);
                BlocklistCheck check = Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.LISTED));
                assertThat(check.status()).isEqualTo(ListStatus.UNUSABLE);
                assertThat(check.error()).contains(error);
                assertThat(check.codes()).isEmpty();
                assertThat(check.weight()).isZero();
            }
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        @DisplayName("DBL_06: a failure is unknown, a refusal of no use, and neither is a listing")
        void failures(DnsFailure failure) {
            InMemoryDns dns = Lists.DNS.failing(DomainName.of("1.2.3.44.bl.example"), failure);
            BlocklistCheck check = Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.LISTED));
            assertThat(check.status())
                    .isEqualTo(failure == DnsFailure.REFUSED ? ListStatus.UNUSABLE : ListStatus.UNKNOWN);
            assertThat(check.failure()).contains(failure);
        }

        @Test
        @DisplayName(
                "T90, DBL_05, PIT_63: a list that lists everything by a wildcard lists nothing, also with 127.0.0.2")
        void wildcard() {
            InMemoryDns dns = Lists.saying("*.bl.example A 127.0.0.2");
            BlocklistCheck check = Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.CLEAN));
            assertThat(check.status()).isEqualTo(ListStatus.UNUSABLE);
            assertThat(check.error()).contains(BlocklistError.WILDCARD);
        }

        @Test
        @DisplayName("T90, PIT_63: a list of names that lists every address is no list of numeric hosts")
        void wildcardOfNumericHosts() {
            InMemoryDns dns = Lists.saying("""
                    *.44.multi.example    A 127.0.0.64
                    *.127.multi.example   A 127.0.0.64
                    bad.net.multi.example A 127.0.0.64
                    """);
            assertThat(Lists.check(dns, Lists.URIS, Lists.ofHost("44.3.2.1")).error())
                    .contains(BlocklistError.WILDCARD);
            assertThat(Lists.check(dns, Lists.URIS, Lists.ofHost("bad.net")).isListed())
                    .isTrue();
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        @DisplayName("PIT_63: a listing that cannot be confirmed by the clean test point is none")
        void unconfirmed(DnsFailure failure) {
            InMemoryDns dns = Lists.DNS.failing(DomainName.of("*.127.bl.example"), failure);
            assertThat(Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.LISTED))
                            .status())
                    .isIn(ListStatus.UNKNOWN, ListStatus.UNUSABLE);
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        void aReasonThatFailsChangesNothing(DnsFailure failure) {
            InMemoryDns dns = Lists.DNS.failing(DnsQuestion.txt(DomainName.of("1.2.3.44.bl.example")), failure);
            BlocklistCheck check = Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.LISTED));
            assertThat(check.status()).isEqualTo(ListStatus.LISTED);
            assertThat(check.reasons()).isEmpty();
        }

        @Test
        @DisplayName("T90, PIT_63: also where a resolver remembers for an hour that the test point was not listed")
        void wildcardBehindACache() {
            VirtualClock clock = new VirtualClock();
            Map<DnsQuestion, DnsAnswer> remembered = new HashMap<>();
            AtomicReference<InMemoryDns> now = new AtomicReference<>(Lists.DNS);
            BlocklistClient client = BlocklistClient.builder()
                    .resolver(question -> CompletableFuture.completedFuture(remembered.computeIfAbsent(
                            question, asked -> now.get().answer(asked))))
                    .clock(clock)
                    .profiles(List.of(Lists.BLOCK, Lists.DOMAINS, Lists.DIGESTS))
                    .build();
            assertThat(client.check(of("44.3.2.1", "2a00:1450::1", "bad.net")).listings())
                    .hasSize(3);
            now.set(InMemoryDns.parse("""
                    *.bl.example  A 127.0.0.2
                    *.dbl.example A 127.0.1.2
                    *.hbl.example A 127.0.3.2
                    """));
            // At the same time: not one message is to be hit.
            BlocklistResult result = client.check(of("44.3.2.77", "2a00:1450::77", "other.net"));
            assertThat(result.listings()).isEmpty();
            assertThat(result.checks())
                    .hasSize(4)
                    .allMatch(check -> check.error().equals(Optional.of(BlocklistError.WILDCARD)));
        }

        private static BlocklistRequest of(String v4, String v6, String domain) {
            return BlocklistRequest.builder()
                    .client(IpAddress.of(v4))
                    .address(IpAddress.of(v6), SubjectSource.RECEIVED)
                    .mailFrom("joe@" + domain)
                    .build();
        }

        @Test
        void ofManyUnknownCodesSomeAreShown() {
            StringBuilder zone = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                zone.append("1.2.3.44.bl.example A 127.0.7.").append(i).append('\n');
            }
            BlocklistCheck check = Lists.check(Lists.saying(zone.toString()), Lists.BLOCK, Lists.ofClient("44.3.2.1"));
            assertThat(check.unknownCodes()).hasSize(200);
            assertThat(check.explanation()).endsWith("127.0.7.7, and 192 more.");
        }

        @Test
        void reasonsComeInAnyOrder() {
            List<String> texts = List.of("b", "a", "d", "c", "e");
            String zone = "1.2.3.44.bl.example A 127.0.0.2\n";
            for (String text : texts) {
                zone += "1.2.3.44.bl.example TXT \"" + text + "\"\n";
            }
            BlocklistCheck check = Lists.check(Lists.saying(zone), Lists.BLOCK, Lists.ofClient("44.3.2.1"));
            assertThat(check.reasons()).containsExactly("a", "b", "c", "d");
        }

        @Test
        @DisplayName(
                "DBL_08: a code for clients alone counts for a client that has not logged in, and for nothing else")
        void clientOnly() {
            for (SubjectSource source : SubjectSource.values()) {
                BlocklistRequest request = BlocklistRequest.builder()
                        .address(Lists.DYNAMIC, source)
                        .build();
                BlocklistCheck check = Lists.check(Lists.DNS, Lists.BLOCK, request);
                boolean client = source == SubjectSource.CLIENT || source == SubjectSource.QUESTION;
                assertThat(check.status())
                        .as(source.name())
                        .isEqualTo(client ? ListStatus.LISTED : ListStatus.NOT_LISTED);
                assertThat(check.remarks()).hasSize(client ? 0 : 1);
            }
        }

        @Test
        @DisplayName("DBL_16: allow lists are not asked about what anybody can write into a message")
        void unproven() {
            for (SubjectSource source : SubjectSource.values()) {
                BlocklistCheck check = Lists.check(Lists.DNS, Lists.ALLOW, Lists.of(DomainName.of("good.net"), source));
                assertThat(check.status())
                        .as(source.name())
                        .isEqualTo(source.isProven() ? ListStatus.LISTED : ListStatus.NOT_ASKED);
            }
        }

        @Test
        @DisplayName("DBL_11: an address of e-mail is asked about by its digest")
        void digest() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistClient.builder()
                    .dns(dns.sessions())
                    .profile(Lists.DIGESTS)
                    .build()
                    .checkEmail("Joe@Example.NET");
            // printf joe@example.net | sha1sum
            assertThat(dns.questions())
                    .extracting(DnsQuestion::toString)
                    .containsExactly("046886cd09ae5d7f1d103062a04cc85e1a75dabd._email.hbl.example A");
        }

        @Test
        void theSecurityOfWhatIsReported() {
            InMemoryDns dns = Lists.DNS.withSecurity(DomainName.of("bl.example"), DnsSecurity.SECURE);
            assertThat(Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.LISTED))
                            .security())
                    .isEqualTo(DnsSecurity.SECURE);
        }
    }

    @Nested
    class Reasons {

        private String reason(String txt) {
            InMemoryDns dns =
                    InMemoryDns.parse("1.2.3.44.bl.example A 127.0.0.2\n1.2.3.44.bl.example TXT " + txt + "\n");
            return String.join(
                    "|",
                    Lists.check(dns, Lists.BLOCK, Lists.ofClient(Lists.LISTED)).reasons());
        }

        @Test
        @DisplayName("T92: line ends, controls and what is not ASCII do not come out again")
        void sanitised() {
            assertThat(reason("\"a\\013\\010250 OK\\000\\027[31mb\\255\"")).isEqualTo("a 250 OK [31mb?");
        }

        @Test
        @DisplayName("T92: a long reason is cut")
        void cut() {
            assertThat(reason("\"" + "x".repeat(5000) + "\"")).hasSize(200).endsWith("xxx...");
        }

        @Test
        @DisplayName("T92: several reasons, but not any number")
        void several() {
            InMemoryDns.Builder dns = InMemoryDns.builder().zone("1.2.3.44.bl.example A 127.0.0.2\n");
            IntStream.range(0, 50).forEach(i -> dns.zone("1.2.3.44.bl.example TXT \"r" + i + "\"\n"));
            assertThat(Lists.check(dns.build(), Lists.BLOCK, Lists.ofClient(Lists.LISTED))
                            .reasons())
                    .hasSize(4);
        }

        @Test
        void emptyIsNone() {
            assertThat(reason("\"\"")).isEmpty();
        }
    }

    @Nested
    class Scores {

        @Test
        void explained() {
            BlocklistResult result = Lists.check(Lists.DNS, Lists.ofClient(Lists.LISTED));
            assertThat(result.score().total()).isEqualTo(2);
            assertThat(result.score().explanation()).isEqualTo("2: +5 block SPAM (44.3.2.1), -3 allow GOOD (44.3.2.1)");
            assertThat(result.isListed(BlocklistPurpose.BLOCK)).isTrue();
            assertThat(result.isListed(BlocklistPurpose.ALLOW)).isTrue();
        }

        @Test
        void nothing() {
            BlocklistResult result = Lists.check(Lists.DNS, Lists.ofClient(Lists.CLEAN));
            assertThat(result.explanation()).isEqualTo("Nothing is listed. Score 0.");
        }

        @Test
        @DisplayName("DBL_15: short-circuit: once the score is there, later lists are not asked")
        void stopAtScore() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistResult result = Lists.builder(dns).stopAtScore(5).build().check(Lists.ofClient(Lists.LISTED));
            assertThat(dns.questions()).noneMatch(question -> question.name().isAtOrBelow(DomainName.of("wl.example")));
            assertThat(result.checks("allow").get(0).notAsked()).contains(NotAsked.SHORT_CIRCUIT);
        }

        @Test
        @DisplayName("DBL_15: short-circuit: an allow list that is asked first spares the others")
        void stopWhenAllowed() {
            InMemoryDns dns = Lists.DNS.withLatency(Duration.ZERO);
            BlocklistClient client = BlocklistClient.builder()
                    .dns(dns.sessions())
                    .profile(Lists.ALLOW)
                    .profile(Lists.BLOCK)
                    .stopWhenAllowed()
                    .build();
            assertThat(client.check(Lists.ofClient(Lists.LISTED)).score().total())
                    .isEqualTo(-3);
            assertThat(client.check(Lists.ofClient(Lists.DYNAMIC)).score().total())
                    .isEqualTo(2);
        }
    }

    @Nested
    class Times {

        @Test
        @DisplayName("DBL_06, DBL_15: a slow list is unknown after its own time, and holds nobody else up")
        void slowList() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = Lists.DNS
                    .withClock(clock)
                    .withLatency(Duration.ofMillis(20))
                    .delaying(DomainName.of("*.bl.example"), Duration.ofHours(1));
            BlocklistResult result = Lists.check(dns, Lists.ofClient(Lists.LISTED));
            assertThat(result.checks("block").get(0).failure()).contains(DnsFailure.TIMEOUT);
            assertThat(result.checks("allow").get(0).isListed()).isTrue();
            assertThat(clock.elapsed()).isLessThan(Duration.ofSeconds(6));
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("DBL_15: there is a deadline for all")
        void deadline() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = Lists.DNS.withClock(clock).withLatency(Duration.ofHours(1));
            BlocklistLimits limits =
                    BlocklistLimits.DEFAULT.withListTime(Duration.ofSeconds(2)).withDeadline(Duration.ofSeconds(3));
            BlocklistResult result =
                    Lists.builder(dns).limits(limits).stopAtScore(100).build().check(Lists.ofClient(Lists.LISTED));
            assertThat(result.checks("block").get(0).failure()).contains(DnsFailure.TIMEOUT);
            assertThat(result.checks("allow").get(0).failure()).contains(DnsFailure.DEADLINE);
            assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(3));
        }

        @Test
        @DisplayName("DBL_06: a list's own time ends before that of all, or nobody would see that it is silent")
        void listTimeIsShorter() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = Lists.DNS.withClock(clock).withLatency(Duration.ofHours(1));
            BlocklistClient client = Lists.builder(dns)
                    .limits(BlocklistLimits.DEFAULT.withDeadline(Duration.ofSeconds(3)))
                    .build();
            BlocklistResult result = client.check(Lists.ofClient(Lists.LISTED));
            assertThat(result.checks("block").get(0).failure()).contains(DnsFailure.TIMEOUT);
            assertThat(client.states().get(0).failures()).isEqualTo(1);
        }

        @Test
        @DisplayName("DBL_06: a resolver whose stages are no futures is asked as any other")
        @SuppressWarnings("unchecked")
        void stagesAreEnough() {
            DnsResolver stages = question -> CompletableFuture.completedFuture(Lists.DNS.answer(question))
                    .minimalCompletionStage();
            DnsResolver noFutures = question -> (CompletionStage<DnsAnswer>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {CompletionStage.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("toCompletableFuture")) {
                            throw new UnsupportedOperationException();
                        }
                        return method.invoke(stages.resolve(question), arguments);
                    });
            BlocklistClient client = BlocklistClient.builder()
                    .resolver(noFutures)
                    .profile(Lists.BLOCK)
                    .build();
            assertThat(client.check(Lists.LISTED).listings()).hasSize(1);
        }

        @Test
        void asynchronously() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = Lists.DNS.withClock(clock).withLatency(Duration.ofMillis(20));
            CompletableFuture<BlocklistResult> future = Lists.client(dns).checkAsync(Lists.ofClient(Lists.LISTED));
            assertThat(future).isNotDone();
            assertThat(clock.runUntil(future)).isEqualTo(Lists.check(Lists.DNS, Lists.ofClient(Lists.LISTED)));
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(40));
        }

        @Test
        void cancelledQuestionsAreTakenBack() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = Lists.DNS.withClock(clock).withLatency(Duration.ofMillis(20));
            assertThat(Lists.client(dns)
                            .checkAsync(Lists.ofClient(Lists.LISTED))
                            .cancel(true))
                    .isTrue();
            assertThat(dns.inFlight()).isZero();
            assertThat(clock.pending()).isZero();
        }
    }

    @Nested
    class Building {

        @Test
        void whatIsMissing() {
            assertThatThrownBy(
                            () -> BlocklistClient.builder().profile(Lists.BLOCK).build())
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(
                            () -> BlocklistClient.builder().resolver(Lists.DNS).build())
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void twoOfOneName() {
            assertThatThrownBy(() -> Lists.builder(Lists.DNS).profile(Lists.BLOCK))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void aKeyedListWithoutKey() {
            BlocklistProfile keyed = Secrets.keyed();
            assertThatThrownBy(() -> BlocklistClient.builder()
                            .resolver(Lists.DNS)
                            .profile(keyed)
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("key");
        }
    }
}
