package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What queries ask for beside the records, and what becomes of servers that do not know EDNS (RFC 6891). */
class EdnsTest extends TransportFixture {

    Message query(DnssecRequest dnssec) {
        ScriptedServer server = silent();
        CompletableFuture<Reply> unused =
                to(server).with(it -> it.dnssec = dnssec).start().ask(QUESTION);
        return server.next().message();
    }

    @Nested
    @DisplayName("SEC_02, SEC_15: A query")
    class A_query {

        @ParameterizedTest
        @EnumSource(DnssecRequest.class)
        void isOneQuestionWithEdns(DnssecRequest dnssec) {
            Message query = query(dnssec);
            assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
            assertThat(query.getSection(Section.QUESTION)).hasSize(1);
            assertThat(query.getQuestion().getName()).hasToString("a.example.");
            assertThat(query.getSection(Section.ANSWER)).isEmpty();
            assertThat(query.getSection(Section.AUTHORITY)).isEmpty();
            assertThat(query.getSection(Section.ADDITIONAL)).hasSize(1);
            assertThat(query.getOPT().getPayloadSize()).isEqualTo(1232);
            assertThat(query.getOPT().getVersion()).isZero();
            assertThat(query.getOPT().getOptions()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"NONE, false, false, false", "VERDICT, true, false, false", "PROOF, false, true, true"})
        @DisplayName("RFC 6840 §5.7, RFC 4035 §4.9: AD asks for a verdict, DO and CD for what it takes to find one")
        void asksForItsKindOfDnssec(DnssecRequest dnssec, boolean ad, boolean cd, boolean ok) {
            Message query = query(dnssec);
            assertThat(query.getHeader().getFlag(Flags.AD)).isEqualTo(ad);
            assertThat(query.getHeader().getFlag(Flags.CD)).isEqualTo(cd);
            assertThat(query.getOPT().getFlags()).isEqualTo(ok ? ExtendedFlags.DO : 0);
        }

        @Test
        void offersAsMuchAsIsSet() {
            ScriptedServer server = silent();
            CompletableFuture<Reply> unused =
                    to(server).with(it -> it.udpPayload = 4096).start().ask(QUESTION);
            assertThat(server.next().message().getOPT().getPayloadSize()).isEqualTo(4096);
        }
    }

    @Nested
    @DisplayName("RFC 6891 §7: A server without EDNS")
    class A_server_without_it {

        ScriptedServer old(int rcode) {
            return server(
                    query -> query.reply(query.message().getOPT() == null ? addressOf(query) : query.rcode(rcode)));
        }

        @ParameterizedTest
        @CsvSource({"1, false", "4, false", "1, true", "4, true"})
        void isAskedOnceMoreWithout(int rcode, boolean overTcp) {
            ScriptedServer server = old(rcode);
            Transport transport = to(server).with(it -> {
                it.overTcp = overTcp;
                it.tries = 1;
            });
            assertAnswered(get(transport.start().ask(QUESTION)));
            assertThat(server.log()).hasSize(2).allMatch(query -> query.isOverTcp() == overTcp);
            assertThat(server.log().get(0).id())
                    .as("the ID is another, but for one in 65536")
                    .isNotEqualTo(server.log().get(1).id());
        }

        @Test
        void mayAlsoFailToRepeatTheQuestion() {
            ScriptedServer server = server(query -> {
                Message response = query.rcode(Rcode.FORMERR);
                response.removeAllRecords(Section.QUESTION);
                query.reply(query.message().getOPT() == null ? addressOf(query) : response);
            });
            assertAnswered(ask(server));
        }

        @Test
        void mayRefuseEvenSo() {
            ScriptedServer server = server(query -> query.reply(query.rcode(Rcode.FORMERR)));
            assertRcode(ask(server), Rcode.FORMERR);
            assertThat(server.log()).hasSize(2);
        }

        @Test
        @DisplayName("is of no use where proof is wanted, but the next one may be")
        void hasNoProof() {
            ScriptedServer server = old(Rcode.FORMERR);
            Transport transport = to(server).with(it -> it.dnssec = DnssecRequest.PROOF);
            assertRcode(get(transport.start().ask(QUESTION)), Rcode.FORMERR);
            assertThat(server.log()).hasSize(1);
            ScriptedServer next = server(query -> query.reply(addressOf(query)));
            transport = to(server, next).with(it -> it.dnssec = DnssecRequest.PROOF);
            assertAnswered(get(transport.start().ask(QUESTION)));
        }

        @Test
        @DisplayName("is not one that says FORMERR with an OPT record")
        void doesNotSendAnOptRecord() {
            ScriptedServer server = server(query -> {
                Message response = query.rcode(Rcode.FORMERR);
                response.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
                query.reply(response);
            });
            assertRcode(ask(server), Rcode.FORMERR);
            assertThat(server.log()).hasSize(1);
        }
    }
}
