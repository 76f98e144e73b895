package io.mailseal.dns;

import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.ExtendedDnsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * Takes answers as they come: without a DNSSEC status, or with the one that the server gives them.
 *
 * @param trusting whether the server's AD bit counts
 * @rfc 4035 4.9.3
 */
record UnvalidatedAnswers(boolean trusting) implements AnswerRules {

    private static final long NO_TTL_YET = Integer.MAX_VALUE; // RFC 2181 §8: no TTL is larger

    @Override
    public Attempt begin(DnsQuestion question) {
        return raw -> answer(question, AnswerChain.follow(question, raw));
    }

    private Answered answer(DnsQuestion question, AnswerChain chain) {
        long ttl = NO_TTL_YET;
        List<DnsAlias> aliases = new ArrayList<>();
        for (AnswerChain.Link link : chain.links()) {
            ttl = Math.min(ttl, link.hop().ttl());
            aliases.add(link.toAlias(security(link.response())));
        }
        DnsAnswer bare = bare(question, chain, ttl).withAliases(aliases);
        DnsAnswer answer = chain.extendedError().map(bare::withExtendedError).orElse(bare);
        return new Answered(answer, chain.octets(), List.of());
    }

    private DnsAnswer bare(DnsQuestion question, AnswerChain chain, long ttl) {
        AnswerChain.End end = chain.end();
        if (end instanceof AnswerChain.End.Records records) {
            long least = ttl;
            for (Record record : records.set().records()) {
                least = Math.min(least, record.getTTL()); // RFC 2181 §5.2: they should not differ
            }
            return DnsAnswer.found(question, RecordData.of(records.set()))
                    .withSecurity(security(records.response()))
                    .withTtl(Duration.ofSeconds(chain.left(least)));
        }
        if (end instanceof AnswerChain.End.Nothing nothing) {
            long lifetime =
                    Math.min(ttl, nothing.response().negativeTtl(nothing.name()).orElse(0L));
            DnsAnswer answer = nothing.noSuchName() ? DnsAnswer.noSuchName(question) : DnsAnswer.noData(question);
            return answer.withSecurity(security(nothing.response())).withTtl(Duration.ofSeconds(chain.left(lifetime)));
        }
        AnswerChain.End.Broken broken = (AnswerChain.End.Broken) end;
        return DnsAnswer.failed(question, cause(broken, chain)).withReason(broken.reason());
    }

    // RFC 8914 §4: a server that validates says in this way that SERVFAIL is its verdict.
    private DnsFailure cause(AnswerChain.End.Broken broken, AnswerChain chain) {
        if (!trusting || broken.cause() != DnsFailure.SERVER_FAILURE) {
            return broken.cause();
        }
        Optional<ExtendedDnsError> told = chain.extendedError();
        if (told.filter(ExtendedDnsError::saysBogus).isPresent()) {
            return DnsFailure.BOGUS;
        }
        boolean unproven = told.filter(error -> error.code() == ExtendedDnsError.DNSSEC_INDETERMINATE)
                .isPresent();
        return unproven ? DnsFailure.UNPROVEN : broken.cause();
    }

    private DnsSecurity security(Response response) {
        if (!trusting) {
            return DnsSecurity.INDETERMINATE;
        }
        return response.isAuthenticated() ? DnsSecurity.SECURE : DnsSecurity.INSECURE;
    }
}
