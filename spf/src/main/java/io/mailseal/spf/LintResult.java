package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link SpfLint}. */
record LintResult(
        @Nullable DomainName name,
        SpfLintNode root,
        int voidLookups,
        int voidLookupsOverIpv6,
        SpfLimits limits,
        List<SpfFinding> findings)
        implements SpfLint {

    LintResult {
        findings = List.copyOf(findings);
    }

    @Override
    public Optional<DomainName> domain() {
        return Optional.ofNullable(name);
    }
}
