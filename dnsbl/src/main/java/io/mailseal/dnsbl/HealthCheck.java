package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of a look at the lists' health: all test points of all lists at once. */
record HealthCheck(List<BlocklistProfile> profiles) implements DnsEvaluation<BlocklistHealth> {

    @Override
    public BlocklistHealth evaluate(DnsView dns) {
        Set<DnsQuestion> questions = new LinkedHashSet<>();
        for (BlocklistProfile profile : profiles) {
            points(profile)
                    .forEach(point -> TestPointCheck.question(profile, point).ifPresent(questions::add));
        }
        Map<DnsQuestion, DnsAnswer> answers = new HashMap<>();
        dns.getAll(questions).forEach(answer -> answers.put(answer.question(), answer));
        return new BlocklistHealth(
                profiles.stream().map(profile -> health(profile, answers)).toList());
    }

    private static List<TestPoint> points(BlocklistProfile profile) {
        return TestPointCheck.points(profile);
    }

    private static ListHealth health(BlocklistProfile profile, Map<DnsQuestion, DnsAnswer> answers) {
        List<TestPointCheck> checks = new ArrayList<>();
        for (TestPoint point : points(profile)) {
            Optional<DnsAnswer> answer = TestPointCheck.question(profile, point).map(answers::get);
            answer.ifPresent(known -> checks.add(TestPointCheck.of(profile, point, known)));
        }
        return new ListHealth(profile.name(), profile.zone(), checks);
    }
}
