package io.mailseal.core.dns;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the resolver remembers, for one evaluation on one thread. Where that is all it needs, there is nothing to wait for,
 * and no session.
 */
final class RememberedAnswers implements AnswerSource {

    private final GuardedResolver resolver;
    private Map<DnsEvaluation<?>, Object> finishedParts = Map.of();

    RememberedAnswers(DnsResolver resolver) {
        this.resolver = new GuardedResolver(resolver);
    }

    @Override
    public @Nullable DnsAnswer answer(DnsQuestion question) {
        return resolver.known(question);
    }

    @Override
    @SuppressWarnings("unchecked") // stored by finish() under the same part
    public <P> @Nullable P finished(DnsEvaluation<? extends P> part) {
        return (P) finishedParts.get(part);
    }

    @Override
    public void finish(DnsEvaluation<?> part, Object result) {
        if (finishedParts.isEmpty()) {
            finishedParts = new HashMap<>(); // most evaluations have no parts
        }
        finishedParts.put(part, result);
    }

    /** The parts that came to their end, with their results. */
    Map<DnsEvaluation<?>, Object> finishedParts() {
        return finishedParts;
    }
}
