package io.mailseal.benchmarks;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A resolver that has every answer in memory: a map. */
record PreparedDns(Map<DnsQuestion, DnsAnswer> answers) implements DnsResolver {

    @Override
    public Optional<DnsAnswer> known(DnsQuestion question) {
        return Optional.ofNullable(answers.get(question));
    }

    @Override
    public CompletableFuture<DnsAnswer> resolve(DnsQuestion question) {
        return CompletableFuture.completedFuture(answers.getOrDefault(question, DnsAnswer.noSuchName(question)));
    }
}
