package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a recursive resolver answers one question: from zone to zone, along aliases.
 *
 * @rfc 1034 4.3.2
 * @rfc 4035 3.1
 */
final class Resolution {

    private final SignedTree tree;
    private final DnsType type;
    private final int maxAliases;
    private final Response response = new Response();
    private final Set<DomainName> seen = new HashSet<>();
    private @Nullable DomainName name;

    private Resolution(SignedTree tree, DnsQuestion question, int maxAliases) {
        this.tree = tree;
        this.name = question.name();
        this.type = question.type();
        this.maxAliases = maxAliases;
    }

    static Response of(SignedTree tree, DnsQuestion question, int maxAliases) {
        Resolution resolution = new Resolution(tree, question, maxAliases);
        resolution.run();
        return resolution.response;
    }

    // An alias that leads back is where it ends, with all records of the circle in the answer.
    private void run() {
        for (DomainName at = name; at != null && seen.size() <= maxAliases && seen.add(at); at = name) {
            name = null;
            step(tree.zoneFor(at, type), at);
        }
    }

    private void step(Zone zone, DomainName at) {
        DomainName cut = zone.cutAtOrAbove(at);
        if (cut != null && !(cut.equals(at) && type.equals(DnsType.DS))) {
            response.fail(Response.SERVER_FAILURE); // delegated to somebody who is not here
            return;
        }
        RecordSet dname = zone.redirection(at);
        if (dname != null) {
            redirect(zone, dname, at);
        } else if (zone.exists(at)) {
            answer(zone, at, at);
        } else {
            answerFromWildcard(zone, at);
        }
    }

    // RFC 6672 §3.2
    private void redirect(Zone zone, RecordSet dname, DomainName at) {
        response.answer(tree.signed(zone, dname));
        List<Octets> labels = new ArrayList<>(at.labels());
        labels = labels.subList(0, labels.size() - dname.owner().labelCount());
        labels.addAll(dname.target().labels());
        Optional<DomainName> target = DomainName.ofLabels(labels);
        if (target.isEmpty()) {
            response.rcode = Response.NAME_TOO_LONG;
            return;
        }
        Octets data = new WireWriter().name(target.get()).toOctets();
        response.answer(SignedSet.unsigned(RecordSet.of(at, DnsType.CNAME, dname.ttl(), data)));
        name = target.get();
    }

    private void answerFromWildcard(Zone zone, DomainName at) {
        DomainName encloser = zone.closestEncloser(at);
        DomainName wildcard = encloser.below("*").orElse(null);
        DenialChain denial = zone.denial();
        if (wildcard != null && zone.exists(wildcard)) {
            boolean answered = answer(zone, at, wildcard);
            if (denial != null) {
                prove(zone, answered ? denial.wildcardAnswer(at, encloser) : denial.wildcardNoData(at, encloser));
            }
            return;
        }
        response.rcode = Response.NAME_ERROR;
        authority(zone);
        if (denial != null) {
            prove(zone, denial.noName(at, encloser));
        }
    }

    // Whether there was something to answer with, be it an alias.
    private boolean answer(Zone zone, DomainName at, DomainName owner) {
        List<RecordSet> sets = matching(zone, owner);
        for (RecordSet set : sets) {
            response.answer(tree.signed(zone, set), at);
        }
        if (!sets.isEmpty()) {
            return true;
        }
        RecordSet cname = zone.find(owner, DnsType.CNAME);
        if (cname != null) {
            response.answer(tree.signed(zone, cname), at);
            name = cname.target();
            return true;
        }
        authority(zone);
        DenialChain denial = zone.denial();
        if (denial != null && at.equals(owner)) {
            prove(zone, denial.noData(at));
        }
        return false;
    }

    private List<RecordSet> matching(Zone zone, DomainName owner) {
        Map<DnsType, RecordSet> node = zone.node(owner);
        if (type.equals(RecordTypes.ANY)) {
            return List.copyOf(node.values());
        }
        if (type.equals(DnsType.RRSIG)) {
            return node.values().stream()
                    .map(set -> tree.signed(zone, set).signatureSet())
                    .filter(signatures -> !signatures.data().isEmpty())
                    .toList();
        }
        RecordSet set = zone.find(owner, type);
        return set == null ? List.of() : List.of(set);
    }

    private void authority(Zone zone) {
        SignedSet soa = tree.signed(zone, zone.soa());
        RecordSet set = soa.set();
        // RFC 2308 §3: the TTL is how long absence is remembered.
        long ttl = Math.min(set.ttl(), zone.minimum());
        RecordSet shown = new RecordSet(set.owner(), set.type(), ttl, set.data());
        response.authority(new SignedSet(shown, soa.signatures(), soa.renewAt()));
    }

    private void prove(Zone zone, List<DenialChain.Proof> proofs) {
        for (DenialChain.Proof proof : proofs) {
            response.prove(tree.signed(zone, proof.set()), proof.part());
        }
    }
}
