package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.ZoneRecords.RecordSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from one question to its answer, along the aliases: what an authoritative server and the resolver in front of
 * it do together.
 *
 * @rfc 1034 4.3.2
 * @rfc 6672 3.2
 */
final class Lookup {

    /** How many aliases are followed. */
    static final int MAX_ALIASES = 8;

    /** How long a negative answer lives where no SOA record says it. */
    static final Duration NEGATIVE_TTL = Duration.ofMinutes(5);

    private final ZoneData zone;
    private final DnsQuestion question;
    private final List<DnsAlias> aliases = new ArrayList<>();
    private DomainName at;
    private Duration ttl = Duration.ofSeconds(Integer.MAX_VALUE); // the highest, RFC 2181 §8
    private Duration delay = Duration.ZERO;

    Lookup(ZoneData zone, DnsQuestion question) {
        this.zone = zone;
        this.question = question;
        this.at = question.name();
    }

    TimedAnswer run() {
        DnsAnswer answer = null;
        while (answer == null) {
            answer = step();
        }
        return new TimedAnswer(answer, delay);
    }

    // The answer, or null after having followed an alias.
    private @Nullable DnsAnswer step() {
        Duration own = zone.delays().find(at, question.type());
        delay = own == null ? delay : delay.plus(own);
        DnsFailure fault = zone.faults().find(at, question.type());
        if (fault != null) {
            return failed(fault, "");
        }
        DomainName redirection = zone.records().redirection(at);
        if (redirection != null) {
            return followDname(redirection);
        }
        Map<DnsType, RecordSet> node = zone.records().find(at);
        if (node == null) {
            return negative(DnsAnswer.noSuchName(question));
        }
        RecordSet records = node.get(question.type());
        if (records != null) {
            return finish(DnsAnswer.found(question, records.records()), records.ttl());
        }
        RecordSet alias = node.get(DnsType.CNAME);
        return alias == null ? negative(DnsAnswer.noData(question)) : followCname(alias);
    }

    private @Nullable DnsAnswer followCname(RecordSet alias) {
        return follow(DnsType.CNAME, target(alias), alias.ttl(), at);
    }

    private @Nullable DnsAnswer followDname(DomainName owner) {
        RecordSet alias = zone.records().redirectionAt(owner);
        List<Octets> labels = new ArrayList<>(at.labels().subList(0, at.labelCount() - owner.labelCount()));
        labels.addAll(target(alias).labels());
        Optional<DomainName> substituted = DomainName.ofLabels(labels);
        if (substituted.isEmpty()) {
            // RFC 6672 §2.2: YXDOMAIN, an RCODE like any other to us.
            return failed(DnsFailure.REFUSED, "the name is too long once the DNAME is followed");
        }
        return follow(DnsType.DNAME, substituted.get(), alias.ttl(), owner);
    }

    private static DomainName target(RecordSet alias) {
        return ((DnsRecord.Pointer) alias.records().get(0)).target();
    }

    private @Nullable DnsAnswer follow(DnsType type, DomainName target, Duration aliasTtl, DomainName recordOwner) {
        boolean circle = target.equals(at)
                || aliases.stream().anyMatch(alias -> alias.owner().equals(target));
        aliases.add(new DnsAlias(at, type, target, zone.security(recordOwner)));
        ttl = shorter(ttl, aliasTtl);
        if (circle || aliases.size() > MAX_ALIASES) {
            return failed(DnsFailure.LOOP, circle ? "the aliases go in a circle" : "too many aliases");
        }
        at = target;
        return null;
    }

    // RFC 2308 §5: the lower of the SOA's own TTL and its last field.
    private DnsAnswer negative(DnsAnswer answer) {
        RecordSet soa = zone.records().authority(at);
        if (soa == null) {
            return finish(answer, NEGATIVE_TTL);
        }
        Duration minimum = ZoneRecords.minimum((DnsRecord.Opaque) soa.records().get(0));
        return finish(answer, shorter(soa.ttl(), minimum));
    }

    private DnsAnswer finish(DnsAnswer answer, Duration ownTtl) {
        return answer.withSecurity(zone.security(at)).withAliases(aliases).withTtl(shorter(ttl, ownTtl));
    }

    private DnsAnswer failed(DnsFailure cause, String reason) {
        return DnsAnswer.failed(question, cause).withAliases(aliases).withReason(reason);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
