package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dkim.DkimKeyFinding.Code;
import io.mailseal.dkim.DkimKeyFinding.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link DkimKeyCheck}. */
record KeyCheckMade(
        Status status,
        DomainName name,
        @Nullable DkimKeyRecord keyRecord,
        @Nullable DkimProblem keyProblem,
        List<DkimKeyFinding> findings,
        Duration ttl,
        DnsSecurity security)
        implements DkimKeyCheck {

    KeyCheckMade withFinding(Code code, String explanation) {
        List<DkimKeyFinding> more = new ArrayList<>(findings);
        more.add(new KeyFindingMade(code, "", explanation));
        return new KeyCheckMade(status, name, keyRecord, keyProblem, List.copyOf(more), ttl, security);
    }

    @Override
    public Optional<DkimKeyRecord> record() {
        return Optional.ofNullable(keyRecord);
    }

    @Override
    public Optional<DkimProblem> problem() {
        return Optional.ofNullable(keyProblem);
    }

    @Override
    public boolean isReady() {
        return status == Status.MATCHES
                && keyRecord != null
                && keyRecord.allowsService("email")
                && findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
    }
}
