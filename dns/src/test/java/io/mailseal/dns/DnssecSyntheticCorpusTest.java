package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import tools.jackson.databind.JsonNode;

/** Recorded answers of zones that were signed for this purpose, with every algorithm and in every way that breaks. */
@Tag("corpora")
class DnssecSyntheticCorpusTest {

    private static final String CORPUS = "dnssec-synthetic";
    private static final Set<String> SHA1_ZONES = Set.of("alg5.test", "alg7.test", "ds1.test");

    /** What a validator has said, and what it took. */
    private record Run(DnsAnswer answer, List<ProofStep> steps, int asked) {

        String word() {
            return answer instanceof DnsAnswer.Failed failed && failed.cause() != DnsFailure.BOGUS
                    ? "failed: " + failed.cause()
                    : answer.security().word();
        }

        @Override
        public String toString() {
            return word() + " (" + answer.reason() + ") " + answer + " " + steps;
        }
    }

    private final JsonNode cases = Corpora.json(CORPUS + "/cases.json");
    private final JsonNode responses = Corpora.json(CORPUS + "/responses.json");

    @Test
    void casesAsRecorded() throws IOException {
        List<String> failed = new ArrayList<>();
        for (JsonNode each : cases.get("cases")) {
            Run run = run(each, true, new ZoneCache());
            boolean outcomeAgrees =
                    run.answer() instanceof DnsAnswer.Failed || run.answer().outcome() == recordedOutcome(each);
            if (!expected(each).contains(run.word()) || !outcomeAgrees) {
                failed.add(each.get("id").asString() + ": wanted " + expected(each) + ", got " + run);
            }
        }
        int count = cases.get("cases").size();
        System.out.printf("conformance | %s | %d | %d | 0%n", CORPUS, count, count - failed.size());
        assertThat(failed).isEmpty();
        assertThat(count).isEqualTo(160);
    }

    @Test
    void zonesSignedWithSha1AreInsecureUnlessAllowed() throws IOException {
        int count = 0;
        for (JsonNode each : cases.get("cases")) {
            if (SHA1_ZONES.contains(each.get("zone").asString())) {
                Run run = run(each, false, new ZoneCache());
                assertThat(run.word()).as("%s: %s", each.get("id"), run).isEqualTo("insecure");
                count++;
            }
        }
        System.out.printf("%s: %d cases with SHA-1 are insecure without the switch%n", CORPUS, count);
        assertThat(count).isPositive();
    }

    @Test
    void withKeysKnownAlreadyItComesOutTheSame() throws IOException {
        ZoneCache zones = new ZoneCache();
        for (int round = 0; round < 2; round++) {
            int asked = 0;
            for (JsonNode each : cases.get("cases")) {
                Run run = run(each, true, zones);
                assertThat(expected(each)).as("%s: %s", each.get("id"), run).contains(run.word());
                asked += run.asked();
            }
            System.out.printf("%s: %d questions in round %d%n", CORPUS, asked, round + 1);
        }
    }

    private Run run(JsonNode each, boolean sha1, ZoneCache zones) throws IOException {
        DnsQuestion question = questionOf(each);
        ValidatedAnswers rules = new ValidatedAnswers(
                TrustAnchors.parse(cases.get("trust_anchor").get("ds").asString()),
                new DnssecAlgorithms(sha1),
                DnssecLimits.DEFAULT,
                false,
                () -> Instant.ofEpochSecond(cases.get("now").asLong()),
                Duration.ofDays(1),
                zones);
        Map<DnsQuestion, Reply> replies = replies(each);
        Set<DnsQuestion> asked = new TreeSet<>();
        Upstream upstream = wanted -> {
            asked.add(wanted);
            Reply reply = replies.get(wanted);
            return CompletableFuture.completedFuture(
                    reply != null ? reply : new Reply.Lost(DnsFailure.REFUSED, "not in the corpus: " + wanted));
        };
        AnswerRules.Answered answered = new Resolution(question, rules, upstream, DnssecLimits.DEFAULT.questions())
                .begin()
                .join();
        return new Run(answered.answer(), answered.steps(), asked.size());
    }

    private Map<DnsQuestion, Reply> replies(JsonNode each) throws IOException {
        Map<DnsQuestion, Reply> replies = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : responses.properties()) {
            replies.put(question(entry.getKey()), reply(entry.getValue()));
        }
        if (each.hasNonNull("override")) {
            for (Map.Entry<String, JsonNode> entry : each.get("override").properties()) {
                replies.put(question(entry.getKey()), reply(entry.getValue()));
            }
        }
        return replies;
    }

    private DnsAnswer.Outcome recordedOutcome(JsonNode each) throws IOException {
        DnsQuestion question = questionOf(each);
        JsonNode recorded = responses.get(
                each.get("qname").asString() + " " + each.get("qtype").asString());
        Message message = new Message(Base64.getDecoder().decode(recorded.asString()));
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return DnsAnswer.Outcome.NO_SUCH_NAME;
        }
        // Where the recording ends at an alias, what it leads to is in another one; and there it is found.
        List<Record> answer = message.getSection(Section.ANSWER);
        boolean isThere = answer.stream()
                .anyMatch(record -> record.getType() == question.type().code());
        boolean isElsewhere = !answer.isEmpty()
                && message.getSection(Section.AUTHORITY).stream().noneMatch(SOARecord.class::isInstance);
        return isThere || isElsewhere ? DnsAnswer.Outcome.FOUND : DnsAnswer.Outcome.NO_DATA;
    }

    private static Reply reply(JsonNode message) throws IOException {
        byte[] octets = Base64.getDecoder().decode(message.asString());
        return new Reply.Received(new Response(new Message(octets)), "the corpus");
    }

    private static DnsQuestion questionOf(JsonNode each) {
        return question(each.get("qname").asString() + " " + each.get("qtype").asString());
    }

    private static DnsQuestion question(String text) {
        int space = text.indexOf(' ');
        return new DnsQuestion(
                DomainName.of(text.substring(0, space)),
                DnsType.parse(text.substring(space + 1)).orElseThrow());
    }

    private static List<String> expected(JsonNode each) {
        JsonNode expect = each.get("expect");
        if (!expect.isArray()) {
            return List.of(expect.asString());
        }
        List<String> any = new ArrayList<>();
        expect.forEach(one -> any.add(one.asString()));
        return any;
    }
}
