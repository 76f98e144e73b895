package io.mailseal.cli;

import io.mailseal.dkim.DkimKeyCheck;
import io.mailseal.dkim.DkimKeyFinding;
import io.mailseal.dmarc.DmarcFinding;
import io.mailseal.mtasts.MtaStsFinding;
import io.mailseal.spf.SpfFinding;
import io.mailseal.spf.SpfLint;
import io.mailseal.spf.SpfProblem;
import java.util.List;

/** What a look at a record comes to: the worst of what was found. */
enum LintStatus {
    /** There is nothing to say. */
    CLEAN,
    /** Something is worth a look. */
    NOTE,
    /** Something is probably not what the owner wants. */
    WARNING,
    /** There is no record to look at. */
    NO_RECORD,
    /** A lookup failed. What it would have found is not known. */
    UNKNOWN,
    /** Mail is lost, or anybody may send. */
    ERROR;

    static LintStatus of(SpfLint lint) {
        LintStatus found = of(lint.findings());
        boolean nothing = lint.problem()
                .filter(problem -> problem.kind() != SpfProblem.Kind.DNS_UNAVAILABLE)
                .isPresent();
        return nothing && found.compareTo(NO_RECORD) < 0 ? NO_RECORD : found;
    }

    /** Of what is published for a selector, whosever key it is. */
    static LintStatus of(DkimKeyCheck check) {
        return switch (check.status()) {
            case MATCHES, PUBLISHED, OTHER_KEY, REVOKED -> ofKey(check.findings());
            case MALFORMED, MULTIPLE, FOREIGN -> ERROR;
            case UNAVAILABLE -> UNKNOWN;
            case NO_RECORD, NO_NAME -> NO_RECORD;
        };
    }

    static LintStatus ofKey(List<DkimKeyFinding> findings) {
        LintStatus worst = CLEAN;
        for (DkimKeyFinding finding : findings) {
            LintStatus status = switch (finding.severity()) {
                case ERROR -> ERROR;
                case WARNING -> WARNING;
                case NOTE -> NOTE;
            };
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        return worst;
    }

    static LintStatus ofDmarc(List<DmarcFinding> findings, boolean nothing) {
        LintStatus worst = nothing ? NO_RECORD : CLEAN;
        for (DmarcFinding finding : findings) {
            LintStatus status = of(finding);
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        return worst;
    }

    private static LintStatus of(DmarcFinding finding) {
        if (finding.code() == DmarcFinding.Code.DNS_UNAVAILABLE) {
            return UNKNOWN;
        }
        return switch (finding.severity()) {
            case ERROR -> ERROR;
            case WARNING -> WARNING;
            case NOTE -> NOTE;
        };
    }

    static LintStatus ofMtaSts(List<MtaStsFinding> findings) {
        LintStatus worst = CLEAN;
        for (MtaStsFinding finding : findings) {
            LintStatus status = switch (finding.severity()) {
                case ERROR -> ERROR;
                case WARNING -> WARNING;
                case NOTE -> NOTE;
            };
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        return worst;
    }

    private static LintStatus of(List<SpfFinding> findings) {
        LintStatus worst = CLEAN;
        for (SpfFinding finding : findings) {
            LintStatus status = of(finding);
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        return worst;
    }

    private static LintStatus of(SpfFinding finding) {
        if (finding.code() == SpfFinding.Code.DNS_UNAVAILABLE) {
            return UNKNOWN;
        }
        return switch (finding.severity()) {
            case ERROR -> ERROR;
            case WARNING -> WARNING;
            case NOTE -> NOTE;
        };
    }
}
