package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link SpfProblem}. */
record ProblemFound(
        Kind kind,
        String explanation,
        @Nullable DomainName domain,
        @Nullable String recordText,
        @Nullable String termText,
        @Nullable SpfSyntaxError error,
        DnsAnswer.@Nullable Failed failure,
        @Nullable SpfProblem causedBy)
        implements SpfProblem {

    static SpfProblem invalidDomain(SpfRequest request) {
        String named = request.identity() == SpfIdentity.HELO
                ? "HELO name"
                : request.mailFrom().isEmpty() ? "HELO name, which stands for an empty MAIL FROM," : "MAIL FROM";
        String explanation = "The " + named + " holds no domain name to ask.";
        return new ProblemFound(Kind.INVALID_DOMAIN, explanation, null, null, null, null, null, null);
    }

    static SpfProblem noSuchDomain(DomainName domain) {
        return of(Kind.NO_SUCH_DOMAIN, domain, "There is no such domain as " + domain + ".");
    }

    static SpfProblem noText(DomainName domain) {
        return of(Kind.NO_TEXT, domain, domain + " has no text records.");
    }

    static SpfProblem noRecord(DomainName domain) {
        return of(Kind.NO_RECORD, domain, domain + " has text records, but none of SPF.");
    }

    static SpfProblem multipleRecords(DomainName domain, int count) {
        return of(Kind.MULTIPLE_RECORDS, domain, domain + " has " + count + " SPF records, not one.");
    }

    /** @param record the text that is malformed */
    static SpfProblem syntax(DomainName domain, Octets record, SpfSyntaxError error) {
        String term = Octets.ofLatin1(error.term()).toString();
        String explanation = "The record of " + domain + " is malformed in " + term + ": expected at position "
                + error.position() + " was " + error.expected() + ".";
        return new ProblemFound(Kind.SYNTAX, explanation, domain, record.toLatin1(), term, error, null, null);
    }

    static SpfProblem tooManyDnsTerms(TermPlace term, int limit) {
        return at(
                Kind.TOO_MANY_DNS_TERMS, term, "More than " + limit + " terms ask DNS; one too many is " + term + ".");
    }

    static SpfProblem tooManyVoidLookups(TermPlace term, int limit, DnsAnswer last) {
        String explanation = "More than " + limit + " lookups found nothing; one too many is " + last.question()
                + " for " + term + ".";
        return at(Kind.TOO_MANY_VOID_LOOKUPS, term, explanation);
    }

    static SpfProblem tooManyMxHosts(TermPlace term, int count, int limit) {
        String explanation = term + " leads to " + count + " mail exchangers; " + limit + " are allowed.";
        return at(Kind.TOO_MANY_MX_HOSTS, term, explanation);
    }

    static SpfProblem withoutRecord(Kind kind, TermPlace term, @Nullable SpfProblem cause) {
        String because = cause == null ? "" : " " + cause.explanation();
        String explanation = term + " leads to no record." + because;
        return new ProblemFound(kind, explanation, term.recordDomain(), null, term.text(), null, null, cause);
    }

    static SpfProblem invalidTarget(TermPlace term) {
        return at(Kind.INVALID_TARGET, term, term + " does not lead to a domain name.");
    }

    /** @param term null where the lookup was for the record that comes first */
    static SpfProblem dnsUnavailable(@Nullable TermPlace term, DnsAnswer.Failed failure) {
        @Nullable DomainName domain = term == null ? failure.question().name() : term.recordDomain();
        String purpose = term == null ? "" : ", which is for " + term + ",";
        String explanation = failure.question() + purpose + " could not be looked up: "
                + failure.cause().sentence() + ".";
        String text = term == null ? null : term.text();
        return new ProblemFound(Kind.DNS_UNAVAILABLE, explanation, domain, null, text, null, failure, null);
    }

    private static SpfProblem of(Kind kind, DomainName domain, String explanation) {
        return new ProblemFound(kind, explanation, domain, null, null, null, null, null);
    }

    private static SpfProblem at(Kind kind, TermPlace term, String explanation) {
        return new ProblemFound(kind, explanation, term.recordDomain(), null, term.text(), null, null, null);
    }

    @Override
    public Optional<DomainName> recordDomain() {
        return Optional.ofNullable(domain);
    }

    @Override
    public Optional<String> record() {
        return Optional.ofNullable(recordText);
    }

    @Override
    public Optional<String> term() {
        return Optional.ofNullable(termText);
    }

    @Override
    public Optional<SpfSyntaxError> syntaxError() {
        return Optional.ofNullable(error);
    }

    @Override
    public Optional<DnsAnswer.Failed> failedLookup() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<SpfProblem> cause() {
        return Optional.ofNullable(causedBy);
    }
}
