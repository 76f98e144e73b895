package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.spf.Mechanism.DualCidr;
import io.mailseal.spf.SpfFinding.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The linter at a term that leads to hosts. */
final class HostVisit {

    private final LintLookups lookups;
    private final @Nullable DomainName recordDomain;
    private final PlacedTerm term;
    private final FindingList findings;
    private final Reach reach = new Reach();

    /** @param recordDomain null where that is not known */
    HostVisit(LintLookups lookups, @Nullable DomainName recordDomain, PlacedTerm term, FindingList findings) {
        this.lookups = lookups;
        this.recordDomain = recordDomain;
        this.term = term;
        this.findings = findings;
    }

    /** The hosts of a name. */
    Reach a(DomainName name, DualCidr cidr) {
        host(name, cidr);
        return reach;
    }

    /** The mail exchangers of a domain. */
    Reach mx(DomainName domain, DualCidr cidr, int limit) {
        DnsAnswer answer = answer(DnsQuestion.mx(domain));
        if (answer instanceof DnsAnswer.Found found) {
            exchangers(domain, found, cidr, limit);
        } else if (answer != null) {
            reach.addVoid();
            if (answer.outcome() == DnsAnswer.Outcome.NO_SUCH_NAME) {
                noSuchHost(domain);
            } else {
                noExchangers(domain);
            }
        }
        return reach;
    }

    private void exchangers(DomainName domain, DnsAnswer.Found found, DualCidr cidr, int limit) {
        int count = found.records(DnsRecord.Mx.class).size();
        if (count > limit) {
            String explanation = term + " leads to " + count + " mail exchangers; " + limit + " are allowed.";
            findings.add(Code.TOO_MANY_MX_HOSTS, term, explanation);
            return;
        }
        List<DomainName> exchangers = lookups.exchangers(found);
        if (exchangers.isEmpty()) {
            noExchangers(domain);
        }
        exchangers.forEach(exchanger -> host(exchanger, cidr));
    }

    /** A name that is the same whoever the client is. */
    Reach exists(DomainName name) {
        DnsAnswer answer = answer(DnsQuestion.a(name));
        if (answer instanceof DnsAnswer.Found) {
            reach.addEverybody();
        } else if (answer != null) {
            reach.addVoid();
        }
        return reach;
    }

    private void host(DomainName name, DualCidr cidr) {
        DnsAnswer v4 = addresses(DnsQuestion.a(name), cidr.v4(), true);
        DnsAnswer v6 = addresses(DnsQuestion.aaaa(name), cidr.v6(), false);
        if (v4 == null || v6 == null || v4 instanceof DnsAnswer.Found || v6 instanceof DnsAnswer.Found) {
            return;
        }
        if (v4.outcome() == DnsAnswer.Outcome.NO_SUCH_NAME || v6.outcome() == DnsAnswer.Outcome.NO_SUCH_NAME) {
            noSuchHost(name);
        } else {
            findings.add(Code.NO_ADDRESSES, term, term + " leads to " + name + ", which has no addresses.");
        }
    }

    private @Nullable DnsAnswer addresses(DnsQuestion question, int prefixLength, boolean v4) {
        DnsAnswer answer = answer(question);
        if (answer instanceof DnsAnswer.Found found) {
            for (DnsRecord.Address host : found.records(DnsRecord.Address.class)) {
                if (host.address().isV4() == v4) {
                    reach.add(AddressRange.of(host.address(), prefixLength));
                }
            }
        } else if (answer != null) {
            reach.addVoid(v4);
        }
        return answer;
    }

    /** Null where nothing is known. */
    private @Nullable DnsAnswer answer(DnsQuestion question) {
        DnsAnswer answer = lookups.answer(question);
        if (answer == null) {
            reach.addUnknown();
        }
        if (answer instanceof DnsAnswer.Failed failed) {
            reach.addUnknown();
            TermPlace place = new TermPlace(recordDomain, term.term().text());
            findings.add(
                    Code.DNS_UNAVAILABLE,
                    term,
                    ProblemFound.dnsUnavailable(place, failed).explanation());
            return null;
        }
        return answer;
    }

    private void noSuchHost(DomainName name) {
        findings.add(Code.NO_SUCH_HOST, term, term + " leads to " + name + ", which does not exist.");
    }

    private void noExchangers(DomainName domain) {
        findings.add(
                Code.NO_EXCHANGERS,
                term,
                term + " matches nobody: " + domain
                        + " has no mail exchangers, and its own addresses do not stand in.");
    }
}
