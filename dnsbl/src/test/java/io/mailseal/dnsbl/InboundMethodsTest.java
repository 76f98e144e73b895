package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.inbound.InboundCheck;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.inbound.InboundFinding;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InboundMethodsTest {

    private static InboundContext context(IpAddress client) {
        HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1("From: joe@bad.net\r\n"));
        return InboundContext.of(header, Instant.EPOCH).withEnvelope(client, "mail.bad.net", "joe@bad.net");
    }

    @Nested
    @DisplayName("RFC 8904")
    class Dnswl {

        private MethodResult result(InMemoryDns dns, IpAddress client) {
            InboundCheck check = DnswlMethod.of(Lists.client(dns)).begin(context(client));
            List<MethodResult> results =
                    dns.sessions().evaluate(check.evaluation(List.of())).results();
            assertThat(results).hasSize(1);
            return results.get(0);
        }

        @Test
        @DisplayName("DBL_16: pass, with what the list answered")
        void pass() {
            InMemoryDns dns = Lists.DNS.withSecurity(DomainName.of("wl.example"), DnsSecurity.SECURE);
            assertThat(result(dns, Lists.LISTED))
                    .hasToString("dnswl=pass dns.zone=wl.example policy.ip=127.0.10.2"
                            + " policy.txt=\"good.example https://wl.example/?good\" dns.sec=yes");
        }

        @Test
        @DisplayName("DBL_16: none where it is not listed")
        void none() {
            assertThat(result(Lists.DNS, Lists.CLEAN)).hasToString("dnswl=none dns.zone=wl.example dns.sec=na");
        }

        @Test
        @DisplayName("DBL_16: permerror where the list refuses, is over its quota, or is broken")
        void permerror() {
            assertThat(result(Lists.saying("*.wl.example A 127.0.0.255"), Lists.LISTED)
                            .result())
                    .isEqualTo("permerror");
            assertThat(result(Lists.saying("*.wl.example A 127.0.10.2"), Lists.LISTED)
                            .result())
                    .isEqualTo("permerror");
            assertThat(result(Lists.DNS.failing(DomainName.of("*.wl.example"), DnsFailure.REFUSED), Lists.LISTED)
                            .result())
                    .isEqualTo("permerror");
        }

        @Test
        @DisplayName("DBL_16: temperror where DNS fails")
        void temperror() {
            assertThat(result(Lists.DNS.failing(DomainName.of("*.wl.example"), DnsFailure.SERVER_FAILURE), Lists.LISTED)
                            .result())
                    .isEqualTo("temperror");
        }

        @Test
        void asksNoOtherList() {
            InMemoryDns dns = Lists.DNS.failing(DomainName.of("nowhere.example"), DnsFailure.TIMEOUT);
            InboundCheck check = DnswlMethod.of(Lists.client(dns)).begin(context(Lists.LISTED));
            assertThat(check.questions()).containsExactly(DnsQuestion.a(DomainName.of("1.2.3.44.wl.example")));
            assertThat(dns.sessions().evaluate(check.evaluation(List.of())).detail())
                    .isInstanceOf(DnswlFinding.class);
            assertThat(dns.questions()).allMatch(question -> question.name().isAtOrBelow(DomainName.of("wl.example")));
        }

        @Test
        @DisplayName(
                "DBL_05: who opens a connection and idles does not keep the turn of those that try a suspended list")
        void theTurnIsTakenAtTheEnd() {
            VirtualClock clock = new VirtualClock();
            AtomicReference<InMemoryDns> now = new AtomicReference<>(Lists.saying("*.wl.example A 127.0.0.255"));
            BlocklistClient client = BlocklistClient.builder()
                    .resolver(question ->
                            CompletableFuture.completedFuture(now.get().answer(question)))
                    .clock(clock)
                    .profile(Lists.ALLOW)
                    .build();
            client.check(Lists.LISTED);
            now.set(Lists.DNS);
            clock.advance(Duration.ofHours(1));
            InboundCheck idle = DnswlMethod.of(client).begin(context(Lists.LISTED));
            assertThat(idle.questions()).isNotEmpty();
            assertThat(client.states().get(0).status()).isEqualTo(ListState.Status.SUSPENDED);
            InboundCheck honest = DnswlMethod.of(client).begin(context(Lists.LISTED));
            assertThat(honest.evaluation(List.of())).isSameAs(honest.evaluation(List.of()));
            Lists.DNS.sessions().evaluate(honest.evaluation(List.of()));
            assertThat(client.states().get(0).status()).isEqualTo(ListState.Status.READY);
        }

        @Test
        void withoutAClientThereIsNothingToAsk() {
            InboundContext unknown = InboundContext.of(HeaderBlock.parse(Octets.EMPTY), Instant.EPOCH);
            InboundCheck check = DnswlMethod.of(Lists.client(Lists.DNS)).begin(unknown);
            assertThat(Lists.DNS
                            .sessions()
                            .evaluate(check.evaluation(List.of()))
                            .results())
                    .isEmpty();
        }

        @Test
        void needsAnAllowList() {
            BlocklistClient client = BlocklistClient.builder()
                    .resolver(Lists.DNS)
                    .profile(Lists.BLOCK)
                    .build();
            assertThatThrownBy(() -> DnswlMethod.of(client)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Blocklists {

        private InboundFinding finding(BlocklistMethod method, InMemoryDns dns, String body) {
            InboundCheck check = method.begin(context(Lists.LISTED));
            byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
            if (check.wantsBody()) {
                for (int i = 0; i < octets.length; i += 7) {
                    check.update(octets, i, Math.min(7, octets.length - i));
                }
            }
            assertThat(check.evaluation(List.of())).isSameAs(check.evaluation(List.of()));
            return dns.sessions().evaluate(check.evaluation(List.of()));
        }

        private BlocklistMethod.Builder method() {
            return BlocklistMethod.builder(Lists.client(Lists.DNS));
        }

        @Test
        void nothingInTheFieldUnlessToldSo() {
            InboundFinding finding = finding(method().build(), Lists.DNS, "hello\r\n");
            assertThat(finding.results()).isEmpty();
            assertThat(((BlocklistResult) finding.detail()).score().total()).isEqualTo(5 - 3 + 4);
        }

        @Test
        void unregisteredResults() {
            InboundFinding finding = finding(method().allowUnregisteredResults().build(), Lists.DNS, "hello\r\n");
            assertThat(finding.results()).allMatch(result -> result.isOf("x-dnsbl"));
            assertThat(finding.results().get(0))
                    .hasToString("x-dnsbl=fail dns.zone=bl.example policy.ip=127.0.0.2 policy.txt=\"Spam received, see"
                            + " https://bl.example/?44.3.2.1\" dns.sec=na policy.subject=44.3.2.1");
        }

        @Test
        @DisplayName("DBL_16: what a list of reputations says in favour is no fail")
        void goodReputation() {
            BlocklistProfile reputation = BlocklistProfile.builder("rep", "rep.example")
                    .kinds(BlocklistKind.IPV4)
                    .purpose(BlocklistPurpose.REPUTATION)
                    .code(ReturnCode.listed(CodePattern.of("127.0.0.20"), "GOOD", "Excellent.", -2))
                    .code(ReturnCode.listed(CodePattern.of("127.0.0.10"), "BAD", "The worst.", 2))
                    .build();
            InMemoryDns dns =
                    InMemoryDns.parse("1.2.3.44.rep.example A 127.0.0.20\n2.2.3.44.rep.example A 127.0.0.10\n");
            BlocklistClient client =
                    BlocklistClient.builder().resolver(dns).profile(reputation).build();
            BlocklistResult good = client.check(Lists.LISTED);
            assertThat(good.listings()).hasSize(1);
            assertThat(ListResults.ofBlocklists(good.checks())).isEmpty();
            assertThat(ListResults.ofBlocklists(client.check(Lists.CLEAN).checks()))
                    .hasSize(1);
        }

        @Test
        @DisplayName("DBL_08: a client that has logged in may have a dynamic address")
        void authenticatedClients() {
            for (boolean loggedIn : new boolean[] {false, true}) {
                BlocklistMethod method =
                        method().authenticatedClients(context -> loggedIn).build();
                InboundCheck check = method.begin(context(Lists.DYNAMIC));
                BlocklistResult result = (BlocklistResult) Lists.DNS
                        .sessions()
                        .evaluate(check.evaluation(List.of()))
                        .detail();
                assertThat(result.checks("block").get(0).isListed()).isEqualTo(!loggedIn);
            }
        }

        @Test
        @DisplayName("reverse DNS: the name that the server knows is asked about as one that the sender did not write")
        void reverseName() {
            BlocklistMethod method = method().reverseName(
                            context -> context.client().map(client -> DomainName.of("good.net")))
                    .build();
            BlocklistResult result =
                    (BlocklistResult) finding(method, Lists.DNS, "").detail();
            BlocklistCheck check = result.check("allow", new BlocklistSubject.Domain(DomainName.of("good.net")))
                    .orElseThrow();
            assertThat(check.sources()).containsExactly(SubjectSource.REVERSE_DNS);
            assertThat(check.isListed()).isTrue();
        }

        @Test
        void urisInTheBody() {
            InboundFinding finding = finding(
                    method().build(), Lists.DNS, "look at\r\nhttp://deep.www.bad.net/x and http://44.3.2.1/\r\n");
            assertThat(((BlocklistResult) finding.detail()).checks("uris"))
                    .extracting(BlocklistCheck::status)
                    .containsExactly(ListStatus.LISTED, ListStatus.LISTED);
        }

        @Test
        @DisplayName("T93: of a large body a part is kept")
        void largeBody() {
            BlocklistMethod method = method().bodyOctets(20).build();
            InboundFinding finding = finding(method, Lists.DNS, "x".repeat(30) + " http://bad.net/\r\n");
            BlocklistResult result = (BlocklistResult) finding.detail();
            assertThat(result.checks("uris")).isEmpty();
            assertThat(result.extractionProblems()).containsExactly(ExtractionProblem.MESSAGE_CUT);
            assertThat(result.explanation())
                    .endsWith(" Not all URIs were looked at: a message of which only the beginning was kept.");
            assertThat(method().bodyOctets(0)
                            .build()
                            .begin(context(Lists.CLEAN))
                            .wantsBody())
                    .isFalse();
        }

        @Test
        void bodyOfTheLargestSize() {
            BlocklistMethod method = method().bodyOctets(17).build();
            BlocklistResult result = (BlocklistResult)
                    finding(method, Lists.DNS, "http://bad.net/\r\n").detail();
            assertThat(result.checks("uris")).hasSize(1);
            assertThat(result.extractionProblems()).isEmpty();
        }

        @Test
        void whatWasSeenIsRemembered() {
            InMemoryDns dns = Lists.saying("*.bl.example A 127.0.0.2");
            BlocklistClient client = BlocklistClient.builder()
                    .dns(dns.sessions())
                    .profile(Lists.BLOCK)
                    .build();
            InboundFinding finding = finding(BlocklistMethod.builder(client).build(), dns, "");
            assertThat(((BlocklistResult) finding.detail()).listings()).isEmpty();
            assertThat(client.states().get(0).status()).isEqualTo(ListState.Status.SUSPENDED);
        }
    }
}
