package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the linter for one domain or record: first everything is asked, level by level, then the tree is made of the
 * answers.
 *
 * @param domain null where it is not known whose record it will be
 * @param record the one to be published; null for the one that is
 */
record LintCheck(@Nullable DomainName domain, @Nullable SpfRecord record, SpfSettings settings)
        implements DnsEvaluation<SpfLint> {

    @Override
    public SpfLint evaluate(DnsView dns) {
        LintTargets targets = new LintTargets(this);
        LintLookups lookups = new LintLookups(dns, this, targets);
        lookups.follow(record == null ? List.of(DnsQuestion.txt(published())) : targets.questions(domain, record));
        return new LintTree(this, targets, lookups).result();
    }

    /** The domain whose own record is looked at, where there is no other. */
    DomainName published() {
        return Objects.requireNonNull(domain, "neither domain nor record");
    }
}
