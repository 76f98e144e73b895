package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of the DMARC policy of a domain, as its owner would want to know it. A value: the same answers of
 * DNS give an equal one.
 *
 * @rfc 9989 5.1
 */
public sealed interface DmarcLint permits LintResult {

    /** The domain that was looked at. */
    DomainName domain();

    /** The record that was looked at: the one that was given, or the one that applies to the domain. */
    Optional<DmarcRecord> record();

    /** Whose policy applies as DNS is now, by both methods. */
    DiscoveryComparison discovery();

    /** Where reports would go by mail: each host once, in the order of the record. */
    List<DmarcReportDestination> destinations();

    /** What was found: about the record in its order, then about DNS. At most 20 of one code. */
    List<DmarcFinding> findings();
}
