package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.testkit.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a response says about a question; the network is a map. */
class AnswerChainTest {

    final Map<DnsQuestion, Message> responses = new HashMap<>();
    final List<DnsQuestion> asked = new ArrayList<>();
    final AnswerCache cache = new AnswerCache(1000, Duration.ZERO, Duration.ofDays(1), new VirtualClock());

    static DnsQuestion question(String text) {
        int space = text.indexOf(' ');
        return new DnsQuestion(
                DomainName.of(text.substring(0, space)),
                DnsType.parse(text.substring(space + 1)).orElseThrow());
    }

    Message answers(String question, String... records) {
        Message response = Responses.add(Responses.to(question(question)), Section.ANSWER, records);
        responses.put(question(question), response);
        return response;
    }

    Message authority(Message message, String... records) {
        return Responses.add(message, Section.AUTHORITY, records);
    }

    Message nxdomain(String question, String... records) {
        Message response = answers(question, records);
        response.getHeader().setRcode(Rcode.NXDOMAIN);
        return response;
    }

    DnsAnswer lookup(String question) {
        Upstream upstream = one -> {
            asked.add(one);
            Message response = responses.get(one);
            return CompletableFuture.completedFuture(
                    response == null
                            ? new Reply.Lost(DnsFailure.TIMEOUT, "nothing for " + one)
                            : new Reply.Received(new Response(Responses.received(response)), "server"));
        };
        return ask(question, upstream).join();
    }

    DnsAnswer lookup(String question, byte[] response) {
        Upstream upstream = one -> {
            try {
                return CompletableFuture.completedFuture(
                        new Reply.Received(new Response(new Message(response)), "server"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return ask(question, upstream).join();
    }

    CompletableFuture<DnsAnswer> ask(String question, Upstream upstream) {
        return new Resolution(question(question), new UnvalidatedAnswers(false), upstream, 64)
                .begin()
                .thenApply(answered -> cache.keep(answered.answer(), answered.octets()));
    }

    List<DnsRecord> found(String question) {
        DnsAnswer answer = lookup(question);
        assertThat(answer).isInstanceOf(DnsAnswer.Found.class);
        return ((DnsAnswer.Found) answer).records();
    }

    void assertFailed(DnsAnswer answer, DnsFailure cause) {
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).as(answer.toString()).isEqualTo(cause);
        assertThat(answer.security()).isEqualTo(DnsSecurity.INDETERMINATE);
    }

    static DnsAlias alias(String owner, DnsType type, String target) {
        return new DnsAlias(DomainName.of(owner), type, DomainName.of(target), DnsSecurity.INDETERMINATE);
    }

    @Nested
    class Record_data {

        @Test
        void addresses() {
            answers("a.example A", "a.example 300 A 192.0.2.1", "a.example 300 A 192.0.2.2");
            assertThat(found("a.example A"))
                    .containsExactly(
                            new DnsRecord.Address(IpAddress.of("192.0.2.1")),
                            new DnsRecord.Address(IpAddress.of("192.0.2.2")));
        }

        @Test
        void ipv6() {
            answers("a.example AAAA", "a.example 300 AAAA 2001:db8::1");
            assertThat(found("a.example AAAA")).containsExactly(new DnsRecord.Address(IpAddress.of("2001:db8::1")));
        }

        @Test
        void ipv4MappedStaysIpv6() {
            answers("a.example AAAA", "a.example 300 AAAA ::ffff:192.0.2.1");
            assertThat(found("a.example AAAA"))
                    .containsExactly(new DnsRecord.Address(IpAddress.of("::ffff:192.0.2.1")));
        }

        @Test
        void mailExchangersAndTheNullOne() {
            answers("a.example MX", "a.example 300 MX 10 MX.Example", "a.example 300 MX 0 .");
            assertThat(found("a.example MX"))
                    .containsExactly(
                            new DnsRecord.Mx(10, DomainName.of("mx.example")), new DnsRecord.Mx(0, DomainName.ROOT));
        }

        @Test
        @DisplayName("DNSQ_01: the strings of a TXT record are joined with nothing between, as octets")
        void textIsOctetsJoined() {
            answers("a.example TXT", "a.example 300 TXT \"v=spf1 \\\"\\255\\000\\\\\" \" -all\" \"\"");
            assertThat(found("a.example TXT")).containsExactly(DnsRecord.Txt.of("v=spf1 \"\u00ff\0\\ -all"));
        }

        @Test
        @DisplayName("DNSQ_01: distinct TXT records stay distinct, equal ones are one")
        void recordsOfTheSetAreDistinct() {
            answers(
                    "a.example TXT",
                    "a.example 300 TXT \"ab\"",
                    "a.example 300 TXT \"a\" \"b\"",
                    "a.example 300 TXT \"ab\"");
            assertThat(found("a.example TXT")).containsExactly(DnsRecord.Txt.of("ab"), DnsRecord.Txt.of("ab"));
        }

        @Test
        void textWithoutAnyString() {
            Message response = answers("a.example TXT");
            response.addRecord(
                    Record.newRecord(WireName.of(DomainName.of("a.example")), 16, DClass.IN, 300, new byte[0]),
                    Section.ANSWER);
            assertThat(found("a.example TXT")).containsExactly(new DnsRecord.Txt(Octets.EMPTY));
        }

        @Test
        void largeText() {
            String part = "\"" + "x".repeat(255) + "\" ";
            answers("a.example TXT", "a.example 300 TXT " + part.repeat(200));
            assertThat(found("a.example TXT")).containsExactly(DnsRecord.Txt.of("x".repeat(51_000)));
        }

        @ParameterizedTest
        @CsvSource({"PTR", "NS", "CNAME", "DNAME"})
        void names(String type) {
            answers("a.example " + type, "a.example 300 " + type + " b\\.c.\\255.Example");
            DomainName target = DomainName.ofLabels(
                            List.of(Octets.ofLatin1("b.c"), Octets.ofLatin1("\u00ff"), Octets.ofLatin1("example")))
                    .orElseThrow();
            assertThat(found("a.example " + type))
                    .containsExactly(new DnsRecord.Pointer(DnsType.parse(type).orElseThrow(), target));
        }

        @Test
        void tlsa() {
            answers("_25._tcp.a.example TLSA", "_25._tcp.a.example 300 TLSA 3 1 1 00ff10");
            assertThat(found("_25._tcp.a.example TLSA"))
                    .containsExactly(new DnsRecord.Tlsa(3, 1, 1, Octets.of((byte) 0, (byte) 0xff, (byte) 16)));
        }

        @Test
        void othersAreOctetsWithNamesInFull() {
            answers("a.example TYPE33", "a.example 300 SRV 1 2 3 b.example");
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            wire.writeBytes(new byte[] {0, 1, 0, 2, 0, 3});
            wire.writeBytes(WireName.of(DomainName.of("b.example")).toWire());
            assertThat(found("a.example TYPE33"))
                    .containsExactly(new DnsRecord.Opaque(new DnsType(33), Octets.of(wire.toByteArray())));
        }

        @Test
        void unknownTypes() {
            answers("a.example TYPE65400", "a.example 300 TYPE65400 \\# 3 010203");
            assertThat(found("a.example TYPE65400"))
                    .containsExactly(new DnsRecord.Opaque(new DnsType(65400), Octets.of((byte) 1, (byte) 2, (byte) 3)));
        }

        @Test
        @DisplayName("dnsjava reads an empty WKS record, but can't write it")
        void dataOnWhichTheDecoderStumbles() {
            byte[] wire = answers("a.example TYPE11", "a.example 300 TYPE65400 \\# 5 0000000000")
                    .toWire();
            wire[wire.length - 15] = 0;
            wire[wire.length - 14] = 11;
            assertFailed(lookup("a.example TYPE11", wire), DnsFailure.MALFORMED);
        }
    }

    @Nested
    @DisplayName("DNSQ_02: what the RCODE means")
    class Rcodes {

        @Test
        void noErrorWithoutRecordsIsNoData() {
            authority(answers("a.example A"), "example 300 SOA ns hostmaster 1 2 3 4 60");
            assertThat(lookup("a.example A")).isInstanceOf(DnsAnswer.NoData.class);
        }

        @Test
        void noErrorWithNothingAtAllIsNoData() {
            answers("a.example A");
            assertThat(lookup("a.example A")).isInstanceOf(DnsAnswer.NoData.class);
        }

        @Test
        void threeIsNoSuchName() {
            nxdomain("a.example A");
            DnsAnswer answer = lookup("a.example A");
            assertThat(answer).isInstanceOf(DnsAnswer.NoSuchName.class);
            assertThat(answer.security()).isEqualTo(DnsSecurity.INDETERMINATE);
        }

        @Test
        void threeWithRecordsMakesNoSense() {
            nxdomain("a.example A", "a.example 300 A 192.0.2.1");
            assertFailed(lookup("a.example A"), DnsFailure.MALFORMED);
        }

        @ParameterizedTest
        @CsvSource({
            "1, FORMERR, REFUSED", "2, SERVFAIL, SERVER_FAILURE", "4, NOTIMP, REFUSED",
            "5, REFUSED, REFUSED", "6, YXDOMAIN, REFUSED", "9, NOTAUTH, REFUSED"
        })
        void othersFail(int rcode, String word, DnsFailure cause) {
            answers("a.example A", "a.example 300 A 192.0.2.1").getHeader().setRcode(rcode);
            assertFailed(lookup("a.example A"), cause);
            assertThat(lookup("a.example A").reason()).contains(word);
        }

        @Test
        void upstreamFailuresComeThrough() {
            assertFailed(lookup("a.example A"), DnsFailure.TIMEOUT);
        }

        @Test
        @DisplayName("RFC 2308 §2.2: a referral is no proof that there is nothing")
        void referralIsNotNoData() {
            authority(answers("a.example A"), "example 300 NS ns.example");
            assertFailed(lookup("a.example A"), DnsFailure.REFUSED);
        }
    }

    @Nested
    class Rfc_8914_Extended_errors {

        @Test
        void areToldWithFailures() {
            Message response = answers("a.example A");
            response.getHeader().setRcode(Rcode.SERVFAIL);
            Responses.withError(response, ExtendedDnsError.SIGNATURE_EXPIRED, "yesterday");
            DnsAnswer answer = lookup("a.example A");
            assertFailed(answer, DnsFailure.SERVER_FAILURE);
            assertThat(answer.extendedError()).contains(new ExtendedDnsError(7, "yesterday"));
        }

        @Test
        void areToldWithAnswers() {
            Responses.withError(answers("a.example A", "a.example 300 A 192.0.2.1"), 3, "");
            assertThat(lookup("a.example A").extendedError()).contains(ExtendedDnsError.of(3));
        }

        @Test
        void longTextsAreCut() {
            Responses.withError(answers("a.example A"), 0, "x".repeat(5000));
            assertThat(lookup("a.example A").extendedError().orElseThrow().text())
                    .hasSize(256);
        }
    }

    @Nested
    class Aliases {

        @Test
        void chainOfOneResponse() {
            answers(
                    "a.example A",
                    "a.example 300 CNAME b.example",
                    "b.example 200 CNAME c.example",
                    "c.example 250 A 192.0.2.1");
            DnsAnswer answer = lookup("a.example A");
            assertThat(answer).isInstanceOf(DnsAnswer.Found.class);
            assertThat(answer.aliases())
                    .containsExactly(
                            alias("a.example", DnsType.CNAME, "b.example"),
                            alias("b.example", DnsType.CNAME, "c.example"));
            assertThat(answer.canonicalName()).isEqualTo(DomainName.of("c.example"));
            assertThat(answer.security()).isEqualTo(DnsSecurity.INDETERMINATE);
            assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(200));
            assertThat(asked).hasSize(1);
        }

        @Test
        void orderAndCaseDoNotMatter() {
            answers("a.example A", "B.example 300 A 192.0.2.1", "A.Example 300 CNAME b.EXAMPLE");
            assertThat(found("a.example A")).hasSize(1);
        }

        @Test
        void aQuestionForTheAliasItselfIsNotFollowed() {
            answers("a.example CNAME", "a.example 300 CNAME b.example", "b.example 300 CNAME c.example");
            assertThat(found("a.example CNAME"))
                    .containsExactly(new DnsRecord.Pointer(DnsType.CNAME, DomainName.of("b.example")));
        }

        @Test
        void aTargetThatIsNotInTheResponseIsAskedFor() {
            answers("a.example A", "a.example 100 CNAME b.other");
            answers("b.other A", "b.other 300 A 192.0.2.1");
            DnsAnswer answer = lookup("a.example A");
            assertThat(answer).isInstanceOf(DnsAnswer.Found.class);
            assertThat(answer.question()).isEqualTo(question("a.example A"));
            assertThat(answer.canonicalName()).isEqualTo(DomainName.of("b.other"));
            assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(100));
            assertThat(asked).containsExactly(question("a.example A"), question("b.other A"));
        }

        @Test
        void aTargetThatFailsFailsTheQuestion() {
            answers("a.example A", "a.example 100 CNAME b.other");
            DnsAnswer answer = lookup("a.example A");
            assertFailed(answer, DnsFailure.TIMEOUT);
            assertThat(answer.canonicalName()).isEqualTo(DomainName.of("b.other"));
        }

        @Test
        void noDataAtTheEndOfTheChain() {
            authority(
                    answers("a.example A", "a.example 300 CNAME b.example"),
                    "example 300 SOA ns hostmaster 1 2 3 4 60");
            DnsAnswer answer = lookup("a.example A");
            assertThat(answer).isInstanceOf(DnsAnswer.NoData.class);
            assertThat(answer.canonicalName()).isEqualTo(DomainName.of("b.example"));
            assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(60));
            assertThat(asked).hasSize(1);
        }

        @Test
        void anSoaOfAnotherZoneProvesNothing() {
            authority(
                    answers("a.example A", "a.example 300 CNAME b.other"), "example 300 SOA ns hostmaster 1 2 3 4 60");
            answers("b.other A", "b.other 300 A 192.0.2.1");
            assertThat(found("a.example A")).hasSize(1);
        }

        @Test
        @DisplayName("RFC 6604 §3: NXDOMAIN with aliases is about the last name")
        void noSuchNameAtTheEndOfTheChain() {
            nxdomain("a.example A", "a.example 300 CNAME b.example");
            DnsAnswer answer = lookup("a.example A");
            assertThat(answer).isInstanceOf(DnsAnswer.NoSuchName.class);
            assertThat(answer.canonicalName()).isEqualTo(DomainName.of("b.example"));
        }

        @Test
        @DisplayName("DNSQ_06: a circle in one response")
        void circle() {
            answers("a.example A", "a.example 300 CNAME b.example", "b.example 300 CNAME a.example");
            assertFailed(lookup("a.example A"), DnsFailure.LOOP);
        }

        @Test
        @DisplayName("DNSQ_06: a name that is its own alias")
        void itself() {
            answers("a.example A", "a.example 300 CNAME A.example");
            assertFailed(lookup("a.example A"), DnsFailure.LOOP);
        }

        @Test
        @DisplayName("DNSQ_06: a circle over several responses")
        void circleOfQuestions() {
            answers("a.example A", "a.example 300 CNAME b.other");
            answers("b.other A", "b.other 300 CNAME a.example");
            assertFailed(lookup("a.example A"), DnsFailure.LOOP);
            assertThat(asked).hasSize(2);
        }

        @ParameterizedTest
        @CsvSource({"8, FOUND", "9, FAILED"})
        @DisplayName("DNSQ_06: eight aliases are the most")
        void lengthOfTheChain(int length, DnsAnswer.Outcome outcome) {
            String[] records = new String[length + 1];
            for (int i = 0; i < length; i++) {
                records[i] = "n" + i + ".example 300 CNAME n" + (i + 1) + ".example";
            }
            records[length] = "n" + length + ".example 300 A 192.0.2.1";
            answers("n0.example A", records);
            DnsAnswer answer = lookup("n0.example A");
            assertThat(answer.outcome()).isEqualTo(outcome);
            assertThat(answer.aliases()).hasSize(8);
        }

        @Test
        @DisplayName("DNSQ_06: eight aliases are the most, also when each takes a question")
        void lengthOfTheChainOfQuestions() {
            for (int i = 0; i < 20; i++) {
                answers("n" + i + ".example A", "n" + i + ".example 300 CNAME n" + (i + 1) + ".example");
            }
            assertFailed(lookup("n0.example A"), DnsFailure.LOOP);
            assertThat(asked).hasSize(9);
        }

        @Test
        @DisplayName("RFC 2181 §10.1: one name has one CNAME")
        void twoTargets() {
            answers("a.example A", "a.example 300 CNAME b.example", "a.example 300 CNAME c.example");
            assertFailed(lookup("a.example A"), DnsFailure.MALFORMED);
        }

        @Test
        @DisplayName("RFC 6672 §3.1: a CNAME made from a DNAME is an alias of type DNAME")
        void dname() {
            answers(
                    "a.old.example A",
                    "old.example 300 DNAME new.example",
                    "a.old.example 0 CNAME a.new.example",
                    "a.new.example 300 A 192.0.2.1");
            DnsAnswer answer = lookup("a.old.example A");
            assertThat(answer.aliases()).containsExactly(alias("a.old.example", DnsType.DNAME, "a.new.example"));
            assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(300));
        }

        @Test
        void dnameWithoutItsCname() {
            answers("a.old.example A", "old.example 300 DNAME new.example", "a.new.example 300 A 192.0.2.1");
            assertThat(lookup("a.old.example A").aliases())
                    .containsExactly(alias("a.old.example", DnsType.DNAME, "a.new.example"));
        }

        @Test
        void aCnameThatTheDnameDoesNotGiveIsACname() {
            answers(
                    "a.old.example A",
                    "old.example 300 DNAME new.example",
                    "a.old.example 30 CNAME elsewhere.example",
                    "elsewhere.example 300 A 192.0.2.1");
            assertThat(lookup("a.old.example A").aliases())
                    .containsExactly(alias("a.old.example", DnsType.CNAME, "elsewhere.example"));
        }

        @Test
        @DisplayName("RFC 6672 §2.3: a DNAME does not apply to its owner")
        void dnameAtTheNameItself() {
            authority(
                    answers("old.example A", "old.example 300 DNAME new.example"),
                    "example 300 SOA ns hostmaster 1 2 3 4 60");
            assertThat(lookup("old.example A")).isInstanceOf(DnsAnswer.NoData.class);
        }

        @Test
        void aDnameThatMakesTheNameTooLong() {
            String longLabel = "x".repeat(63);
            String longName = longLabel + "." + longLabel + "." + longLabel;
            answers(longName + ".old.example A", "old.example 300 DNAME " + longLabel + ".example");
            assertFailed(lookup(longName + ".old.example A"), DnsFailure.MALFORMED);
        }
    }

    @Nested
    @DisplayName("T82: answers that nobody asked for")
    class Smuggled_records {

        @Test
        void ofOtherOwners() {
            answers("a.example A", "a.example 300 A 192.0.2.1", "b.example 300 A 192.0.2.66");
            assertThat(found("a.example A")).containsExactly(new DnsRecord.Address(IpAddress.of("192.0.2.1")));
        }

        @Test
        void ofOtherTypes() {
            answers("a.example A", "a.example 300 A 192.0.2.1", "a.example 300 TXT \"v=spf1 +all\"");
            assertThat(found("a.example A")).hasSize(1);
        }

        @Test
        void ofAnotherClass() {
            Message response = answers("a.example TXT");
            Responses.add(response, Section.ANSWER, "a.example 300 CH TXT \"chaos\"");
            assertThat(lookup("a.example TXT")).isInstanceOf(DnsAnswer.NoData.class);
        }

        @Test
        void aloneAreNoAnswer() {
            answers("a.example A", "b.example 300 A 192.0.2.66");
            assertThat(lookup("a.example A")).isInstanceOf(DnsAnswer.NoData.class);
        }

        @Test
        void anAliasOfAnotherName() {
            answers("a.example A", "b.example 300 CNAME c.example", "c.example 300 A 192.0.2.66");
            assertThat(lookup("a.example A")).isInstanceOf(DnsAnswer.NoData.class);
        }

        @Test
        void inOtherSections() {
            Message response = answers("a.example A");
            Responses.add(response, Section.ADDITIONAL, "a.example 300 A 192.0.2.66");
            assertThat(lookup("a.example A")).isInstanceOf(DnsAnswer.NoData.class);
        }
    }

    @Nested
    class Times_to_live {

        @Test
        @DisplayName("RFC 2181 §5.2: the smallest of the set")
        void smallestOfTheSet() {
            answers("a.example A", "a.example 300 A 192.0.2.1", "a.example 200 A 192.0.2.2");
            assertThat(lookup("a.example A").ttl()).isEqualTo(Duration.ofSeconds(200));
        }

        @ParameterizedTest
        @CsvSource({"300, 60, 60", "60, 300, 60"})
        @DisplayName("RFC 2308 §5: of a negative answer, the smaller of the SOA's TTL and minimum")
        void negative(long ttl, long minimum, long expected) {
            authority(nxdomain("a.example A"), "example " + ttl + " SOA ns hostmaster 1 2 3 4 " + minimum);
            assertThat(lookup("a.example A").ttl()).isEqualTo(Duration.ofSeconds(expected));
        }

        @Test
        void ofAnAliasBoundsTheNegativeAnswer() {
            authority(
                    nxdomain("a.example A", "a.example 30 CNAME b.example"),
                    "example 300 SOA ns hostmaster 1 2 3 4 60");
            assertThat(lookup("a.example A").ttl()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        @DisplayName("RFC 2308 §5: a negative answer without SOA is not remembered")
        void negativeWithoutSoa() {
            nxdomain("a.example A");
            assertThat(lookup("a.example A").ttl()).isZero();
            assertThat(cache.find(question("a.example A"))).isEmpty();
        }

        @Test
        void anSoaThatIsNotAboveTheNameIsIgnored() {
            authority(nxdomain("a.example A"), "other 300 SOA ns hostmaster 1 2 3 4 60");
            assertThat(lookup("a.example A").ttl()).isZero();
        }

        @Test
        void failuresAreNotRemembered() {
            lookup("a.example A");
            assertThat(cache.find(question("a.example A"))).isEmpty();
        }

        @Test
        @DisplayName("RFC 2181 §8: a TTL with the top bit set is zero")
        void negativeNumber() {
            Message message = answers("a.example A", "a.example 1 A 192.0.2.1");
            byte[] wire = message.toWire();
            int ttlAt = wire.length - 10;
            wire[ttlAt] = (byte) 0x80;
            assertThat(wire[ttlAt + 3]).isEqualTo((byte) 1);
            assertThat(lookup("a.example A", wire).ttl()).isZero();
        }
    }

    @Test
    void aBugOfTheUpstreamFailsTheFuture() {
        Upstream broken = one -> CompletableFuture.failedFuture(new IllegalStateException("bug"));
        CompletableFuture<DnsAnswer> answer = ask("a.example A", broken);
        assertThatThrownBy(answer::join).hasRootCauseMessage("bug");
    }
}
