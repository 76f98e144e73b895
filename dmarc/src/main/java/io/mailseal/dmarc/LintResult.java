package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link DmarcLint}. */
record LintResult(
        DomainName domain,
        @Nullable DmarcRecord found,
        DiscoveryComparison discovery,
        List<DmarcReportDestination> destinations,
        List<DmarcFinding> findings)
        implements DmarcLint {

    LintResult {
        destinations = List.copyOf(destinations);
        findings = List.copyOf(findings);
    }

    @Override
    public Optional<DmarcRecord> record() {
        return Optional.ofNullable(found);
    }
}
