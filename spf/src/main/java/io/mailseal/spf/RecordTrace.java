package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link SpfTrace}. */
record RecordTrace(
        DomainName domain, DnsAnswer lookup, @Nullable String text, List<Step> steps, Decision decision)
        implements SpfTrace {

    RecordTrace {
        steps = List.copyOf(steps);
    }

    @Override
    public Optional<String> record() {
        return Optional.ofNullable(text);
    }

    @Override
    public SpfStatus status() {
        return decision.status();
    }

    @Override
    public Optional<SpfProblem> problem() {
        return Optional.ofNullable(decision.problem());
    }

    /** The one implementation of {@link SpfTrace.Step}. */
    record TermTrace(
            String term,
            Effect effect,
            @Nullable DomainName targetName,
            List<Lookup> lookups,
            @Nullable SpfTrace nestedTrace,
            int dnsTerm,
            int dnsTerms,
            int voidLookups)
            implements Step {

        TermTrace {
            lookups = List.copyOf(lookups);
        }

        @Override
        public Optional<DomainName> target() {
            return Optional.ofNullable(targetName);
        }

        @Override
        public Optional<SpfTrace> nested() {
            return Optional.ofNullable(nestedTrace);
        }
    }
}
