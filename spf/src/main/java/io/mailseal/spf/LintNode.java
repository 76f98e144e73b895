package io.mailseal.spf;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link SpfLintNode}. */
record LintNode(
        @Nullable DomainName name,
        @Nullable String termText,
        State state,
        @Nullable SpfRecord found,
        @Nullable SpfProblem because,
        int ownDnsTerms,
        int dnsTerms,
        int runningDnsTerms,
        SpfAddressCount addresses,
        List<SpfLintNode> children)
        implements SpfLintNode {

    LintNode {
        children = List.copyOf(children);
    }

    /** One whose record is not there, or is elsewhere in the tree. */
    static LintNode leaf(
            @Nullable DomainName name, @Nullable String term, State state, @Nullable SpfProblem because, int running) {
        SpfAddressCount addresses = switch (state) {
            // A check ends in permerror here: nobody passes.
            case NO_SUCH_DOMAIN, NO_RECORD, MULTIPLE_RECORDS, MALFORMED, INVALID_TARGET -> SpfAddressCount.NONE;
            default -> SpfAddressCount.UNKNOWN;
        };
        return new LintNode(name, term, state, null, because, 0, 0, running, addresses, List.of());
    }

    static LintNode found(
            @Nullable DomainName name,
            @Nullable String term,
            SpfRecord record,
            Reach reach,
            int running,
            List<SpfLintNode> children) {
        return new LintNode(
                name,
                term,
                State.FOUND,
                record,
                null,
                DnsTerms.of(record),
                reach.dnsTerms(),
                running,
                reach.count(),
                children);
    }

    /** The same where another term leads to it. */
    LintNode repeated(String term, int running) {
        return new LintNode(
                name, term, State.REPEATED, null, null, ownDnsTerms, dnsTerms, running, addresses, List.of());
    }

    @Override
    public Optional<DomainName> domain() {
        return Optional.ofNullable(name);
    }

    @Override
    public Optional<String> term() {
        return Optional.ofNullable(termText);
    }

    @Override
    public Optional<SpfRecord> record() {
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<SpfProblem> problem() {
        return Optional.ofNullable(because);
    }
}
