package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsFinding;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsPublication;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.mtasts.PublicationStep;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is to be published, with its record.
 *
 * @param file where the policy was written to; null if nowhere
 * @param domain whose it is; null if that was not said
 * @param steps how it is published; empty if nobody asked
 */
record MtaStsDraft(
        MtaStsPolicy policy,
        MtaStsRecord record,
        @Nullable String file,
        @Nullable DomainName domain,
        List<PublicationStep> steps) {

    Optional<MtaStsPublication> publication() {
        return Optional.ofNullable(domain).map(MtaStsPublication::of);
    }

    /** What senders will read in it. */
    List<MtaStsFinding> findings() {
        return MtaStsPolicy.parse(Octets.ofUtf8(policy.format())).findings();
    }

    /** The line of a zone file that publishes the record. A record has no character that must be quoted there. */
    Optional<String> zoneLine() {
        return publication().map(found -> found.recordName() + ". IN TXT \"" + record.format() + "\"");
    }
}
