package io.mailseal.core.dns;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all answers have in common. */
record AnswerFacts(
        DnsQuestion question,
        List<DnsAlias> aliases,
        Duration ttl,
        DnsSecurity security,
        @Nullable ExtendedDnsError extendedError,
        String reason) {

    AnswerFacts {
        aliases = List.copyOf(aliases);
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("negative TTL: " + ttl);
        }
        DomainName at = question.name();
        for (DnsAlias alias : aliases) {
            if (!alias.owner().equals(at)) {
                throw new IllegalArgumentException("the alias of " + alias.owner() + " does not follow from " + at);
            }
            at = alias.target();
            security = security.weaker(alias.security());
        }
    }

    static AnswerFacts of(DnsQuestion question) {
        return new AnswerFacts(question, List.of(), Duration.ZERO, DnsSecurity.INDETERMINATE, null, "");
    }

    DomainName canonicalName() {
        return aliases.isEmpty()
                ? question.name()
                : aliases.get(aliases.size() - 1).target();
    }

    AnswerFacts withSecurity(DnsSecurity newSecurity) {
        return new AnswerFacts(question, aliases, ttl, newSecurity, extendedError, reason);
    }

    AnswerFacts withAliases(List<DnsAlias> newAliases) {
        return new AnswerFacts(question, newAliases, ttl, security, extendedError, reason);
    }

    AnswerFacts withTtl(Duration newTtl) {
        return new AnswerFacts(question, aliases, newTtl, security, extendedError, reason);
    }

    AnswerFacts withExtendedError(ExtendedDnsError newError) {
        return new AnswerFacts(question, aliases, ttl, security, newError, reason);
    }

    AnswerFacts withReason(String newReason) {
        return new AnswerFacts(question, aliases, ttl, security, extendedError, newReason);
    }
}
