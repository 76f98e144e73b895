package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.nameserver.SignedTree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** The rules of validation over a signed tree, with nothing in between: no network, no cache of answers. */
final class SignedDns {

    static final int MAX_QUESTIONS = 65;

    final SignedTree tree;
    final ZoneCache zones = new ZoneCache();
    final List<DnsQuestion> asked = new ArrayList<>();
    private final List<DnsQuestion> lost = new ArrayList<>();
    private TrustAnchors anchors;
    private boolean sha1;
    private boolean insecureBeyondIterations;
    private DnssecLimits limits = DnssecLimits.DEFAULT;
    private Instant now = SignedTree.DEFAULT_TIME;
    private Validation last;

    SignedDns(SignedTree tree) {
        this.tree = tree;
        this.anchors = TrustAnchors.parse(tree.trustAnchors());
    }

    SignedDns anchors(String text) {
        anchors = TrustAnchors.parse(text);
        return this;
    }

    SignedDns allowSha1() {
        sha1 = true;
        return this;
    }

    SignedDns allowInsecureNsec3Iterations() {
        insecureBeyondIterations = true;
        return this;
    }

    SignedDns limits(DnssecLimits other) {
        limits = other;
        return this;
    }

    SignedDns at(Instant time) {
        now = time;
        return this;
    }

    /** This question never gets a reply. */
    SignedDns lose(String question) {
        lost.add(question(question));
        return this;
    }

    static DnsQuestion question(String text) {
        int space = text.indexOf(' ');
        return new DnsQuestion(
                DomainName.of(text.substring(0, space)),
                DnsType.parse(text.substring(space + 1)).orElseThrow());
    }

    /** What the last answer has cost. */
    ValidationWork work() {
        return last.work();
    }

    DnsAnswer ask(String question) {
        return answer(question).answer();
    }

    AnswerRules.Answered answer(String question) {
        ValidatedAnswers rules = new ValidatedAnswers(
                anchors,
                new DnssecAlgorithms(sha1),
                limits,
                insecureBeyondIterations,
                InstantSource.fixed(now),
                Duration.ofHours(1),
                zones);
        AnswerRules watched = one -> {
            last = new Validation(one, rules);
            return last;
        };
        return new Resolution(question(question), watched, this::reply, MAX_QUESTIONS)
                .begin()
                .join();
    }

    private CompletableFuture<Reply> reply(DnsQuestion question) {
        asked.add(question);
        byte[] response = lost.contains(question)
                ? new byte[0]
                : tree.answerOverTcp(query(question).toWire());
        try {
            return CompletableFuture.completedFuture(
                    response.length == 0
                            ? new Reply.Lost(DnsFailure.TIMEOUT, "no answer")
                            : new Reply.Received(new Response(new Message(response)), "server"));
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static Message query(DnsQuestion question) {
        Message query = Message.newQuery(
                Record.newRecord(WireName.of(question.name()), question.type().code(), DClass.IN));
        query.getHeader().setFlag(Flags.CD);
        query.addRecord(new OPTRecord(1232, 0, 0, org.xbill.DNS.ExtendedFlags.DO), Section.ADDITIONAL);
        return query;
    }
}
