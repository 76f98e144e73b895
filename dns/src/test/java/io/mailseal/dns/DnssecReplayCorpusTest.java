package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.ReplayScenario.Entry;
import io.mailseal.dns.ReplayScenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * The replay tests of Unbound's validator. Each scenario is answered by a resolver that does not validate, and validated by
 * us; what Unbound should tell its client is what we should find.
 *
 * <p>Most zones in there are signed with DSA or short RSA keys. As they are these are unsigned zones to us, so every such
 * scenario is also run with signatures made anew, see {@link ResignedScenario}.
 *
 * <p>{@code not-applicable.txt} lists what a validator behind a resolver can't be asked, {@code known-differences.txt} where
 * we know better or choose otherwise.
 */
@Tag("corpora")
class DnssecReplayCorpusTest {

    private static final String CORPUS = "dnssec-unbound";
    private static final int SCENARIOS = 166;
    private static final int QUESTIONS = 333;

    // Unbound's own limit, in its defaults; what is beyond is insecure to it.
    private static final int UNBOUNDS_ITERATIONS = 150;

    // How many of the questions to which it says SERVFAIL are bogus, and not just something that could not be fetched.
    private static final int BOGUS = 53;

    private static final Set<DnsFailure> NOT_FOUND_OUT =
            EnumSet.of(DnsFailure.UNPROVEN, DnsFailure.SERVER_FAILURE, DnsFailure.MALFORMED);

    @Test
    void signedAnew() throws IOException {
        List<Check> checks = new ArrayList<>();
        int wrong = 0;
        Tally tally = new Tally();
        for (Map.Entry<String, ReplayScenario> each : scenarios().entrySet()) {
            ResignedScenario anew = new ResignedScenario(each.getValue());
            List<Check> ofScenario = run(each.getKey(), anew.scenario(), limits(each.getValue()), true);
            wrong += anew.wrong();
            checks.addAll(ofScenario);
            if (ofScenario.isEmpty()) {
                tally.addWithoutAnchor(each.getKey());
            }
        }
        checks.forEach(tally::add);
        System.out.printf(
                "%s: %d scenarios, %d questions not applicable; %d signatures are wrong by design%n",
                CORPUS, SCENARIOS, tally.notApplicable.size(), wrong);
        System.out.printf(
                "conformance | %s: questions signed anew | %d | %d | %d%n",
                CORPUS,
                tally.agreed + tally.differing.size() + tally.failed.size(),
                tally.agreed,
                tally.differing.size());
        System.out.printf("%s: where Unbound says SERVFAIL we find %s%n", CORPUS, failures(checks));
        System.out.printf("%s: %s%n", CORPUS, extendedErrors(checks));
        assertThat(tally.failed).isEmpty();
        assertThat(tally.unseen()).as("listed, but not there").isEmpty();
        assertThat(checks).hasSize(QUESTIONS);
        assertThat(failures(checks).get("FAILED/BOGUS")).isGreaterThanOrEqualTo(BOGUS);
    }

    @Test
    void asTheyAreMostZonesAreUnsigned() throws IOException {
        Map<String, String> notApplicable = Corpora.list("not-applicable.txt", CORPUS);
        Map<String, String> ownDifferences = Corpora.list("known-differences.txt", CORPUS + "/as-they-are");
        Set<String> known = new TreeSet<>(ownDifferences.keySet());
        known.addAll(Corpora.list("known-differences.txt", CORPUS).keySet());
        int insecure = 0;
        int scenarios = 0;
        int agreed = 0;
        Set<String> differing = new TreeSet<>();
        List<Check> failed = new ArrayList<>();
        for (Map.Entry<String, ReplayScenario> each : scenarios().entrySet()) {
            if (ResignedScenario.isNeeded(each.getValue())) {
                scenarios++;
                for (Check check : run(each.getKey(), each.getValue(), limits(each.getValue()), true)) {
                    if (check.answer().security() == DnsSecurity.INSECURE) {
                        insecure++;
                    } else if (notApplicable.containsKey(check.id())) {
                        continue;
                    } else if (check.agrees()) {
                        agreed++;
                    } else if (known.contains(check.id())) {
                        differing.add(check.id());
                    } else {
                        failed.add(check);
                    }
                }
            }
        }
        System.out.printf("%s: %d scenarios are signed with DSA or short RSA keys%n", CORPUS, scenarios);
        System.out.printf(
                "conformance | %1$s: as they are, insecure for their algorithms | %2$d | %2$d | 0%n", CORPUS, insecure);
        System.out.printf(
                "conformance | %s: as they are, all the same judged | %d | %d | %d%n",
                CORPUS, agreed + differing.size() + failed.size(), agreed, differing.size());
        assertThat(failed).isEmpty();
        assertThat(differing).as("listed as different, and are").containsAll(ownDifferences.keySet());
        assertThat(insecure).isPositive();
    }

    @Test
    @DisplayName("SEC_11 too many NSEC3 iterations are bogus, and insecure with the switch")
    void tooManyIterations() throws IOException {
        int questions = 0;
        for (Map.Entry<String, ReplayScenario> each : scenarios().entrySet()) {
            if (hasMoreIterationsThan(DnssecLimits.DEFAULT.nsec3Iterations(), each.getValue())) {
                ReplayScenario anew = new ResignedScenario(each.getValue()).scenario();
                questions += checkIterations(run(each.getKey(), anew, DnssecLimits.DEFAULT, false), DnsSecurity.BOGUS);
                questions +=
                        checkIterations(run(each.getKey(), anew, DnssecLimits.DEFAULT, true), DnsSecurity.INSECURE);
            }
        }
        System.out.printf("%s: %d questions with too many iterations%n", CORPUS, questions / 2);
        assertThat(questions).isPositive();
    }

    private static int checkIterations(List<Check> checks, DnsSecurity expected) {
        int count = 0;
        for (Check check : checks) {
            // A proof that fails may lead to questions that the scenario has no answer to; it has failed all the same.
            if (!check.failed().isEmpty()) {
                assertThat(check.answer().outcome()).as("%s", check).isEqualTo(DnsAnswer.Outcome.FAILED);
            } else if (check.wanted().rcode() != Rcode.SERVFAIL) {
                assertThat(check.answer().security()).as("%s", check).isEqualTo(expected);
                assertThat(check.answer().extendedError().map(ExtendedDnsError::code))
                        .as("%s", check)
                        .contains(ExtendedDnsError.UNSUPPORTED_NSEC3_ITERATIONS);
                count++;
            }
        }
        return count;
    }

    private static boolean hasMoreIterationsThan(int iterations, ReplayScenario scenario) {
        return scenario.records().stream()
                .anyMatch(record -> record instanceof NSEC3Record nsec3 && nsec3.getIterations() > iterations);
    }

    /** A question of a scenario, what Unbound says to it, and what we say. */
    private record Check(
            String id, Entry asked, Entry wanted, DnsAnswer answer, List<ProofStep> steps, Set<DnsQuestion> failed) {

        boolean agrees() {
            // SERVFAIL is what Unbound says to what is bogus, and where it could not find out.
            if (wanted.rcode() == Rcode.SERVFAIL) {
                return answer instanceof DnsAnswer.Failed failure
                        && (failure.cause() == DnsFailure.BOGUS
                                || NOT_FOUND_OUT.contains(failure.cause()) && !failed.isEmpty());
            }
            // RFC 6840 §5.7: who does not ask for the AD bit is not told.
            boolean told = asked.reply().contains("DO") || asked.reply().contains("AD");
            DnsSecurity security = wanted.reply().contains("AD") ? DnsSecurity.SECURE : DnsSecurity.INSECURE;
            return answer.outcome() == wantedOutcome() && (!told || answer.security() == security);
        }

        private DnsAnswer.Outcome wantedOutcome() {
            if (wanted.rcode() == Rcode.NXDOMAIN) {
                return DnsAnswer.Outcome.NO_SUCH_NAME;
            }
            return wanted.answer().stream().anyMatch(record -> record.getType() == asked.type())
                    ? DnsAnswer.Outcome.FOUND
                    : DnsAnswer.Outcome.NO_DATA;
        }

        /** The code of RFC 8914 that Unbound gives. */
        Optional<Integer> wantedError() {
            return wanted.match().stream()
                    .filter(word -> word.startsWith("ede=") && wanted.rcode() == Rcode.SERVFAIL)
                    .map(word -> Integer.valueOf(word.substring("ede=".length())))
                    .findFirst();
        }

        String found() {
            return answer instanceof DnsAnswer.Failed failure
                    ? "FAILED/" + failure.cause()
                    : answer.security() + "/" + answer.outcome();
        }

        @Override
        public String toString() {
            return "%s %s: wanted %s %s, found %s: %s %s, not answered: %s%s"
                    .formatted(
                            id,
                            answer.question(),
                            wanted.reply(),
                            wanted.answer(),
                            found(),
                            answer.reason(),
                            answer.extendedError(),
                            failed,
                            steps.stream().map(step -> "\n    " + step).toList());
        }
    }

    private static final class Tally {

        private final Map<String, String> listedNotApplicable = Corpora.list("not-applicable.txt", CORPUS);
        private final Map<String, String> listedDifferences = Corpora.list("known-differences.txt", CORPUS);
        private final Set<String> notApplicable = new TreeSet<>();
        private final Set<String> differing = new TreeSet<>();
        private final List<String> failed = new ArrayList<>();
        private int agreed;

        void add(Check check) {
            String difference = listedDifferences.get(check.id());
            if (listedNotApplicable.containsKey(check.id())) {
                notApplicable.add(check.id());
            } else if (difference != null) {
                differing.add(check.id());
                if (check.agrees() || !difference.startsWith(check.found() + " ")) {
                    failed.add("a known difference, but " + check);
                }
            } else if (check.agrees()) {
                agreed++;
            } else {
                failed.add(check.toString());
            }
        }

        void addWithoutAnchor(String scenario) {
            if (listedNotApplicable.containsKey(scenario)) {
                notApplicable.add(scenario);
            } else {
                failed.add(scenario + " has no trust anchor");
            }
        }

        Set<String> unseen() {
            Set<String> unseen = new TreeSet<>(listedNotApplicable.keySet());
            unseen.addAll(listedDifferences.keySet());
            unseen.removeAll(notApplicable);
            unseen.removeAll(differing);
            return unseen;
        }
    }

    private static Map<String, Integer> failures(List<Check> checks) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Check check : checks) {
            if (check.wanted().rcode() == Rcode.SERVFAIL) {
                counts.merge(check.found(), 1, Integer::sum);
            }
        }
        return counts;
    }

    // Not compared one by one: which code fits best is a matter of taste where several things are wrong.
    private static String extendedErrors(List<Check> checks) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Check check : checks) {
            check.wantedError()
                    .ifPresent(wanted -> counts.merge(
                            wanted + ":"
                                    + check.answer()
                                            .extendedError()
                                            .map(error -> "" + error.code())
                                            .orElse("none"),
                            1,
                            Integer::sum));
        }
        return "extended errors, theirs and ours, and how often " + counts;
    }

    private static List<Check> run(
            String name, ReplayScenario scenario, DnssecLimits limits, boolean insecureBeyondIterations) {
        List<Check> checks = new ArrayList<>();
        if (scenario.anchors().isEmpty()) {
            return checks;
        }
        TrustAnchors anchors = TrustAnchors.parse(String.join("\n", scenario.option("trust-anchor")));
        ZoneCache zones = new ZoneCache();
        Set<Record> memory = new LinkedHashSet<>();
        List<Step> asked = new ArrayList<>();
        double seconds = 0;
        for (Step step : scenario.steps()) {
            seconds += step.seconds();
            if (step.kind().equals("QUERY")) {
                asked.add(step);
            } else if (step.kind().equals("CHECK_ANSWER")) {
                Instant now = scenario.time().plusMillis((long) (1000 * seconds));
                ValidatedAnswers rules = new ValidatedAnswers(
                        anchors,
                        new DnssecAlgorithms(true),
                        limits,
                        insecureBeyondIterations,
                        () -> now,
                        Duration.ofDays(1),
                        zones);
                Entry wanted = step.entry().orElseThrow();
                Step question = questionOf(asked, wanted);
                ReplayResolver resolver = new ReplayResolver(scenario, question.number(), step.number(), memory);
                String id = name + "#" + (checks.size() + 1);
                checks.add(check(id, question.entry().orElseThrow(), wanted, rules, resolver));
            }
        }
        return checks;
    }

    // Several may have been asked before the first answer is looked at.
    private static Step questionOf(List<Step> asked, Entry wanted) {
        for (Step step : List.copyOf(asked)) {
            Entry question = step.entry().orElseThrow();
            if (question.name().equals(wanted.name()) && question.type() == wanted.type()) {
                asked.remove(step);
                return step;
            }
        }
        throw new AssertionError("nobody has asked for " + wanted);
    }

    private static Check check(String id, Entry asked, Entry wanted, ValidatedAnswers rules, ReplayResolver resolver) {
        DnsQuestion question = new DnsQuestion(WireName.toDomainName(asked.name()), new DnsType(asked.type()));
        AnswerRules.Answered answered = new Resolution(
                        question, rules, resolver, rules.limits().questions())
                .begin()
                .join();
        return new Check(id, asked, wanted, answered.answer(), answered.steps(), resolver.failed());
    }

    private static DnssecLimits limits(ReplayScenario scenario) {
        List<String> option = scenario.option("val-nsec3-keysize-iterations");
        int iterations = option.isEmpty()
                ? UNBOUNDS_ITERATIONS
                : Integer.parseInt(option.get(0).split(" ", -1)[1]);
        return DnssecLimits.DEFAULT.withNsec3Iterations(iterations);
    }

    private static Map<String, ReplayScenario> scenarios() throws IOException {
        Map<String, ReplayScenario> scenarios = new TreeMap<>();
        try (Stream<Path> files = Files.list(Corpora.file(CORPUS + "/rpl"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                scenarios.put(name.substring(0, name.lastIndexOf('.')), ReplayScenario.read(file));
            }
        }
        assertThat(scenarios).hasSize(SCENARIOS);
        return scenarios;
    }
}
