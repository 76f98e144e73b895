package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.List;

/** The one implementation of {@link SpfLint}. */
record LintResult(
        DomainName domain, SpfLintNode root, int voidLookups, int voidLookupsOverIpv6, List<SpfFinding> findings)
        implements SpfLint {

    LintResult {
        findings = List.copyOf(findings);
    }
}
