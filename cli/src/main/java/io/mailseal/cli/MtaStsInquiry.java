package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.mtasts.MtaStsFinding;
import io.mailseal.mtasts.MtaStsParse;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PolicyFetch;
import io.mailseal.mtasts.PolicyResponse;
import io.mailseal.mtasts.RecordDiscovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that there is to say about the MTA-STS of a domain, or about the text of a record or policy. */
final class MtaStsInquiry {

    /** What was asked of DNS. */
    record Asking(DnsUsage usage, TracingResolver resolver, boolean trace) {}

    /**
     * What a domain publishes.
     *
     * @param texts those at the name of the record that claim to be one
     * @param fetch the policy, or why there is none
     * @param response what the policy host has said; null if it was not asked
     * @param discovery what it comes to for a sender that has kept nothing of earlier times
     */
    record Published(
            List<Octets> texts,
            RecordDiscovery record,
            PolicyFetch fetch,
            @Nullable PolicyResponse response,
            PolicyDiscovery discovery) {}

    /** What a text is to be. */
    private enum Text {
        RECORD,
        POLICY
    }

    private final String asked;
    private final @Nullable DomainName domain;
    private final @Nullable Published published;
    private final @Nullable Text text;
    private final @Nullable MtaStsRecord record;
    private final @Nullable MtaStsPolicy policy;
    private final List<MtaStsFinding> findings;
    private final @Nullable MailExchangers exchangers;
    private final @Nullable Asking asking;

    private MtaStsInquiry(
            String asked,
            @Nullable DomainName domain,
            @Nullable Published published,
            @Nullable Text text,
            @Nullable MtaStsRecord record,
            @Nullable MtaStsPolicy policy,
            List<MtaStsFinding> findings,
            @Nullable MailExchangers exchangers,
            @Nullable Asking asking) {
        this.asked = asked;
        this.domain = domain;
        this.published = published;
        this.text = text;
        this.record = record;
        this.policy = policy;
        this.findings = List.copyOf(findings);
        this.exchangers = exchangers;
        this.asking = asking;
    }

    static MtaStsInquiry ofDomain(
            String asked, DomainName domain, Published published, MailExchangers exchangers, Asking asking) {
        List<MtaStsFinding> findings = new ArrayList<>(published.record().findings());
        if (published.record().record().isPresent()) {
            findings.addAll(published.fetch().findings());
        }
        MtaStsPolicy policy = published.fetch().policy().orElse(null);
        findings.addAll(beside(policy, exchangers));
        return new MtaStsInquiry(
                asked,
                domain,
                published,
                null,
                published.record().record().orElse(null),
                policy,
                findings,
                exchangers,
                asking);
    }

    /** Of the text of a record. */
    static MtaStsInquiry ofRecord(String asked, MtaStsParse<MtaStsRecord> parse) {
        return new MtaStsInquiry(
                asked, null, null, Text.RECORD, parse.value().orElse(null), null, parse.findings(), null, null);
    }

    /** Of a policy file. */
    static MtaStsInquiry ofPolicy(String asked, MtaStsParse<MtaStsPolicy> parse) {
        return new MtaStsInquiry(
                asked, null, null, Text.POLICY, null, parse.value().orElse(null), parse.findings(), null, null);
    }

    /** The same of a policy file, as if this domain served it. */
    MtaStsInquiry beside(DomainName newDomain, MailExchangers newExchangers, Asking newAsking) {
        List<MtaStsFinding> all = new ArrayList<>(findings);
        all.addAll(beside(policy, newExchangers));
        return new MtaStsInquiry(asked, newDomain, published, text, record, policy, all, newExchangers, newAsking);
    }

    // Where nobody knows the hosts, nothing can be said about them.
    private static List<MtaStsFinding> beside(@Nullable MtaStsPolicy policy, MailExchangers exchangers) {
        return policy == null || exchangers.state() == MailExchangers.State.UNKNOWN
                ? List.of()
                : policy.findings(exchangers.hosts());
    }

    /** What was asked for, as it was written on the command line. */
    String asked() {
        return asked;
    }

    /** The domain; empty of a text by itself. */
    Optional<DomainName> domain() {
        return Optional.ofNullable(domain);
    }

    /** What the domain publishes; empty of a text. */
    Optional<Published> published() {
        return Optional.ofNullable(published);
    }

    /** Whether it is about the text of a record. */
    boolean isOfRecord() {
        return text == Text.RECORD;
    }

    /** The record, if there is a valid one. */
    Optional<MtaStsRecord> record() {
        return Optional.ofNullable(record);
    }

    /** The policy, if there is a valid one. */
    Optional<MtaStsPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Why the domain has no policy that could be used; texts have findings only. */
    Optional<MtaStsProblem> problem() {
        return published().flatMap(found -> found.fetch().problem());
    }

    List<MtaStsFinding> findings() {
        return findings;
    }

    /** The hosts that take mail for the domain; empty if nobody asked. */
    Optional<MailExchangers> exchangers() {
        return Optional.ofNullable(exchangers);
    }

    Optional<Asking> asking() {
        return Optional.ofNullable(asking);
    }

    /** Whether it may come out otherwise in a while, with nothing changed by the owner. */
    boolean isTemporary() {
        return problem().map(MtaStsProblem::kind).filter(this::isTemporary).isPresent();
    }

    private boolean isTemporary(MtaStsProblem.Kind kind) {
        return switch (kind) {
            case DNS_UNAVAILABLE,
                    DNS_LIMIT,
                    HOST_DNS_UNAVAILABLE,
                    HOST_DNS_LIMIT,
                    CONNECTION_FAILED,
                    CONNECTION_LOST,
                    TIMEOUT,
                    TOO_BUSY,
                    PROXY_FAILED,
                    FETCHER_FAILED -> true;
            case HTTP_STATUS -> isServerError();
            default -> false;
        };
    }

    private boolean isServerError() {
        return published()
                .map(Published::response)
                .filter(response -> response instanceof PolicyResponse.Answered answer && answer.status() >= 500)
                .isPresent();
    }

    /** What it comes to for the owner. */
    LintStatus lintStatus() {
        LintStatus found = LintStatus.ofMtaSts(findings);
        LintStatus looked = exchangersUnknown() ? LintStatus.UNKNOWN : LintStatus.CLEAN;
        LintStatus whole = problem().map(problem -> of(problem.kind())).orElse(looked);
        return whole.compareTo(found) > 0 ? whole : found;
    }

    private boolean exchangersUnknown() {
        return policy != null && exchangers != null && exchangers.state() == MailExchangers.State.UNKNOWN;
    }

    // A policy that is announced and can't be had is as good as none, whoever is to blame.
    private LintStatus of(MtaStsProblem.Kind kind) {
        if (isTemporary(kind)) {
            return LintStatus.UNKNOWN;
        }
        return switch (kind) {
            case NO_SUCH_NAME, NO_TEXT, NO_RECORD, INVALID_DOMAIN -> LintStatus.NO_RECORD;
            default -> LintStatus.ERROR;
        };
    }
}
