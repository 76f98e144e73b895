package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dmarc.DmarcFinding.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the linter for one domain.
 *
 * @param given the record to be published; null for the one that is
 */
record LintCheck(DomainName domain, @Nullable DmarcRecord given, DmarcSettings settings)
        implements DnsEvaluation<DmarcLint> {

    @Override
    public DmarcLint evaluate(DnsView dns) {
        DiscoveryComparison both = new DiscoveryComparison.Check(
                        PolicyDiscovery.of(domain, settings.with(DiscoveryMethod.TREE_WALK)),
                        PolicyDiscovery.of(domain, settings.with(DiscoveryMethod.PUBLIC_SUFFIX_LIST)))
                .evaluate(dns);
        DmarcDiscovery discovery = both.treeWalk();
        DmarcRecord record = given != null ? given : discovery.record().orElse(null);
        DomainName place = given != null ? domain : discovery.policyDomain().orElse(domain);
        List<DmarcFinding> findings = new ArrayList<>();
        List<DmarcReportDestination> destinations = List.of();
        if (record != null) {
            findings.addAll(RecordFindings.of(record, place).inOrder());
            destinations = destinations(record, place, discovery, dns);
        }
        FindingList ofDns = new FindingList(place);
        new DnsFindings(domain, record, place, settings, ofDns).find(both, texts(dns), destinations);
        if (record != null && hosts(record).size() > DmarcLinter.MAX_DESTINATIONS) {
            ofDns.add(
                    Code.TOO_MANY_DESTINATIONS,
                    "Reports go to " + hosts(record).size() + " hosts, of which " + DmarcLinter.MAX_DESTINATIONS
                            + " were looked at.");
        }
        findings.addAll(ofDns.inOrder());
        return new LintResult(domain, record, both, destinations, findings);
    }

    // What there is in place of a record. Nothing, where one is to be published.
    private Optional<DnsAnswer> texts(DnsView dns) {
        return given != null ? Optional.empty() : TreeWalk.question(domain).map(dns::get);
    }

    private List<DmarcReportDestination> destinations(
            DmarcRecord record, DomainName place, DmarcDiscovery discovery, DnsView dns) {
        DomainName organization = organization(record, place, discovery);
        List<DestinationCheck> parts = hosts(record).stream()
                .limit(DmarcLinter.MAX_DESTINATIONS)
                .map(host -> new DestinationCheck(place, organization, host, settings.records()))
                .toList();
        return dns.join(parts);
    }

    // Of a record that is not there yet, the walk does not know what it says.
    private @Nullable DomainName organization(DmarcRecord record, DomainName place, DmarcDiscovery discovery) {
        if (record.psd() != PublicSuffixFlag.UNDECLARED) {
            return place;
        }
        return discovery.organizationalDomain().orElse(null);
    }

    private static Set<DomainName> hosts(DmarcRecord record) {
        Set<DomainName> hosts = new LinkedHashSet<>();
        Stream.of(record.rua(), record.ruf())
                .flatMap(List::stream)
                .filter(uri -> uri.address().isPresent())
                .forEach(uri -> uri.host().ifPresent(hosts::add));
        return hosts;
    }

    /** What DNS tells beyond the record. */
    private record DnsFindings(
            DomainName domain,
            @Nullable DmarcRecord record,
            DomainName place,
            DmarcSettings settings,
            FindingList findings) {

        void find(DiscoveryComparison both, Optional<DnsAnswer> texts, List<DmarcReportDestination> destinations) {
            boolean published = texts.isPresent();
            if (published) {
                published(both.treeWalk(), texts.get());
            }
            failures(both.treeWalk());
            organization(both.treeWalk());
            destinations.forEach(this::destination);
            if (published) {
                both.differences().forEach(difference -> findings.add(Code.METHODS_DIFFER, difference.explanation()));
            }
        }

        private void published(DmarcDiscovery discovery, DnsAnswer answer) {
            for (TreeWalkStep step : discovery.steps()) {
                step(step);
            }
            if (answer instanceof DnsAnswer.Found found) {
                found.records(DnsRecord.Txt.class).forEach(this::text);
            }
            if (!answer.aliases().isEmpty() && answer.outcome() != DnsAnswer.Outcome.FAILED) {
                findings.add(
                        Code.ALIASED_RECORD,
                        answer.question().name() + " is an alias: what is published at " + answer.canonicalName()
                                + " counts.");
            }
            if (record == null && discovery.problem().isEmpty()) {
                findings.add(
                        Code.NO_RECORD,
                        "No DMARC policy is published for " + domain + ": anybody may send mail in its name.");
            }
            if (record != null && !place.equals(domain)) {
                findings.add(
                        Code.INHERITED_RECORD,
                        domain + " has no record of its own; that of " + place + " applies, with the policy "
                                + discovery
                                        .publishedPolicy()
                                        .map(DmarcPolicy::word)
                                        .orElse("none")
                                + (discovery.isDomainMissing() ? ", since the name does not exist." : "."));
            }
        }

        private void step(TreeWalkStep step) {
            if (step.isTooLong()) {
                findings.add(
                        Code.RECORD_TOO_LONG,
                        "The record of " + step.name() + " has more than " + DmarcRecord.MAX_OCTETS
                                + " octets, and is not read.");
            } else if (step.records().size() > 1) {
                findings.add(
                        Code.MULTIPLE_RECORDS,
                        step.name() + " has " + step.records().size() + " records, so that all of them are ignored.");
            }
        }

        private void text(DnsRecord.Txt txt) {
            String start = txt.text()
                    .slice(0, Math.min(txt.text().length(), 40))
                    .toLatin1()
                    .strip()
                    .toLowerCase(Locale.ROOT);
            boolean meant = start.startsWith("v=dmarc") || start.startsWith("\"v=dmarc") || start.startsWith("p=");
            if (meant
                    && !DmarcRecord.isTooLong(txt.text())
                    && DmarcRecord.parse(txt.text()).isEmpty()) {
                findings.add(
                        Code.NOT_A_RECORD,
                        "The text " + txt.text().slice(0, Math.min(txt.text().length(), 80))
                                + " is no record: it must begin with v=DMARC1, in exactly this case, followed by a"
                                + " semicolon.");
            }
        }

        private void failures(DmarcDiscovery discovery) {
            for (TreeWalkStep step : discovery.steps()) {
                step.failure()
                        .ifPresent(failure -> findings.add(
                                Code.DNS_UNAVAILABLE,
                                "The record of " + step.name() + " could not be looked up: " + failure.sentence()
                                        + "."));
            }
        }

        private void organization(DmarcDiscovery discovery) {
            Optional<DomainName> organization = discovery.organizationalDomain();
            if (record == null || organization.isEmpty()) {
                return;
            }
            boolean ofSubdomain = record.psd() == PublicSuffixFlag.UNDECLARED
                    && place.equals(domain)
                    && !organization.get().equals(place)
                    && place.isAtOrBelow(organization.get());
            boolean statesMore =
                    record.sp().policy().isPresent() || record.np().policy().isPresent();
            if (ofSubdomain && statesMore) {
                findings.add(
                        Code.UNUSED_SUBDOMAIN_POLICY,
                        "The policies for subdomains (sp, np) in the record of " + place
                                + " are not looked at: names below it without a record get that of "
                                + organization.get() + ".");
            }
            boolean declared = discovery.steps().stream()
                    .filter(step -> step.name().equals(organization.get()))
                    .flatMap(step -> step.record().stream())
                    .anyMatch(found -> found.psd() != PublicSuffixFlag.UNDECLARED);
            if (record.psd() == PublicSuffixFlag.UNDECLARED
                    && settings.suffixes().isShared(domain, organization.get(), declared)) {
                findings.add(
                        Code.PUBLIC_SUFFIX_ORGANIZATION,
                        "The organizational domain of " + domain + " is " + organization.get()
                                + ", below which strangers live: by the letter of RFC 9989 they are aligned with it, unless its"
                                + " record says psd=n.");
            }
        }

        private void destination(DmarcReportDestination destination) {
            DomainName host = destination.host();
            switch (destination.mail()) {
                case NO_SUCH_HOST ->
                    findings.add(Code.NO_SUCH_DESTINATION, "Reports go to " + host + ", which does not exist.");
                case NOT_TAKEN ->
                    findings.add(Code.NO_SUCH_DESTINATION, "Reports go to " + host + ", which takes no mail.");
                case UNKNOWN ->
                    findings.add(Code.DNS_UNAVAILABLE, "Whether " + host + " takes mail could not be looked up.");
                case TAKEN -> {}
            }
            consent(destination, host);
        }

        private void consent(DmarcReportDestination destination, DomainName host) {
            switch (destination.consent()) {
                case NOT_GIVEN ->
                    findings.add(
                            Code.DESTINATION_NOT_AUTHORIZED,
                            "Reports go to " + host + ", which has not agreed: it would have to publish v=DMARC1 at "
                                    + place + "._report._dmarc." + host + ". Receivers send none.");
                case GIVEN_FOR_ELSEWHERE ->
                    findings.add(
                            Code.OVERRIDE_ELSEWHERE,
                            host + " has agreed to get reports, but names an address at another host. Receivers send"
                                    + " none.");
                case UNKNOWN ->
                    findings.add(
                            Code.DNS_UNAVAILABLE,
                            "Whether " + host + " has agreed to get reports could not be looked up.");
                case GIVEN -> {
                    if (!destination.overrides().isEmpty()) {
                        findings.add(
                                Code.OVERRIDDEN_DESTINATION,
                                host + " wants the reports at "
                                        + FindingList.shown(Objects.toString(
                                                destination.overrides().get(0)))
                                        + ".");
                    }
                }
                case SAME_ORGANIZATION -> {}
            }
        }
    }
}
