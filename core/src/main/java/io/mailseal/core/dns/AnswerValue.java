package io.mailseal.core.dns;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the implementations of all variants share: the accessors that are answered from the facts, and equality. */
abstract sealed class AnswerValue permits FoundAnswer, NoDataAnswer, NoSuchNameAnswer, FailedAnswer {

    private final AnswerFacts facts;

    /** What this variant holds beside the facts: records, a cause, or nothing. */
    private final Object content;

    AnswerValue(AnswerFacts facts, Object content) {
        this.facts = facts;
        this.content = content;
    }

    /** Only a failure is bogus. */
    static AnswerFacts notBogus(AnswerFacts facts) {
        if (facts.security() == DnsSecurity.BOGUS) {
            throw new IllegalArgumentException("what is bogus is a failure: " + facts.question());
        }
        return facts;
    }

    /** The same variant and content with other facts. */
    abstract DnsAnswer with(AnswerFacts newFacts);

    public DnsQuestion question() {
        return facts.question();
    }

    public DomainName canonicalName() {
        return facts.canonicalName();
    }

    public List<DnsAlias> aliases() {
        return facts.aliases();
    }

    public Duration ttl() {
        return facts.ttl();
    }

    public DnsSecurity security() {
        return facts.security();
    }

    public Optional<ExtendedDnsError> extendedError() {
        return Optional.ofNullable(facts.extendedError());
    }

    public String reason() {
        return facts.reason();
    }

    public DnsAnswer withSecurity(DnsSecurity security) {
        return with(facts.withSecurity(security));
    }

    public DnsAnswer withAliases(List<DnsAlias> aliases) {
        return with(facts.withAliases(aliases));
    }

    public DnsAnswer withTtl(Duration ttl) {
        return with(facts.withTtl(ttl));
    }

    public DnsAnswer withExtendedError(ExtendedDnsError error) {
        return with(facts.withExtendedError(error));
    }

    public DnsAnswer withReason(String reason) {
        return with(facts.withReason(reason));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AnswerValue that
                && getClass() == that.getClass()
                && facts.equals(that.facts)
                && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(facts, content);
    }

    @Override
    public String toString() {
        String because = reason().isEmpty() ? "" : " (" + reason() + ")";
        return question() + ": " + content + ", " + security().word() + because;
    }
}
