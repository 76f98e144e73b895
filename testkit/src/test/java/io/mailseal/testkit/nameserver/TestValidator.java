package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a tree's chain of keys from the trust anchor, and checks all signatures of a response. It expects no attack.
 */
final class TestValidator {

    private record Set(DomainName owner, DnsType type) {}

    private final SignedTree tree;
    private final Instant now;
    private final Map<DomainName, List<Octets>> keys = new HashMap<>();

    TestValidator(SignedTree tree, Instant now) {
        this.tree = tree;
        this.now = now;
    }

    WireMessage ask(String name, DnsType type) {
        return WireMessage.parse(tree.answerOverTcp(WireMessage.query(name, type)));
    }

    /** The response, every set of which has a signature that verifies, but for synthesized CNAME records. */
    WireMessage secure(String name, DnsType type) {
        WireMessage message = ask(name, type);
        assertThat(unverified(message)).as(message.toString()).isEmpty();
        return message;
    }

    /** The sets of a response that no signature verifies, as text. */
    List<String> unverified(WireMessage message) {
        List<WireMessage.Rr> all = new ArrayList<>(message.answer());
        all.addAll(message.authority());
        Map<Set, List<WireMessage.Rr>> sets = new LinkedHashMap<>();
        for (WireMessage.Rr rr : all) {
            if (!rr.type().equals(DnsType.RRSIG)) {
                sets.computeIfAbsent(new Set(rr.owner(), rr.type()), set -> new ArrayList<>())
                        .add(rr);
            }
        }
        List<String> unverified = new ArrayList<>();
        sets.forEach((key, set) -> {
            boolean synthesized = key.type().equals(DnsType.CNAME)
                    && all.stream()
                            .anyMatch(rr -> rr.type().equals(DnsType.DNAME)
                                    && key.owner().isAtOrBelow(rr.owner()));
            if (!synthesized && !isSigned(set, signatures(all, key))) {
                unverified.add(key.owner() + " " + key.type().toString());
            }
        });
        return unverified;
    }

    private static List<WireMessage.Rr> signatures(List<WireMessage.Rr> all, Set set) {
        return all.stream()
                .filter(rr -> rr.type().equals(DnsType.RRSIG)
                        && rr.owner().equals(set.owner())
                        && SignatureCheck.covered(rr).equals(set.type()))
                .toList();
    }

    private boolean isSigned(List<WireMessage.Rr> set, List<WireMessage.Rr> signatures) {
        return signatures.stream()
                .anyMatch(rrsig -> keys(SignatureCheck.signer(rrsig)).stream()
                        .anyMatch(key -> SignatureCheck.verifies(rrsig, set, key, now)));
    }

    /** The keys of a zone, proven from the anchor on. */
    List<Octets> keys(DomainName zone) {
        List<Octets> known = keys.get(zone);
        if (known == null) {
            known = fetchKeys(zone);
            keys.put(zone, known);
        }
        return known;
    }

    private List<Octets> fetchKeys(DomainName zone) {
        WireMessage message = ask(zone.toString(), DnsType.DNSKEY);
        List<WireMessage.Rr> dnskeys = message.answer(DnsType.DNSKEY);
        List<Octets> data = dnskeys.stream().map(WireMessage.Rr::data).toList();
        List<Octets> trusted = data.stream()
                .filter(key -> delegationSigners(zone).stream().anyMatch(ds -> SignatureCheck.matches(ds, zone, key)))
                .toList();
        boolean signed = message.answer(DnsType.RRSIG).stream()
                .anyMatch(rrsig -> trusted.stream().anyMatch(key -> SignatureCheck.verifies(rrsig, dnskeys, key, now)));
        return signed ? data : List.of();
    }

    private List<Octets> delegationSigners(DomainName zone) {
        if (zone.isRoot()) {
            return ZoneText.read(DomainName.ROOT, tree.trustAnchors()).get(0).data();
        }
        WireMessage message = ask(zone.toString(), DnsType.DS);
        List<WireMessage.Rr> set = message.answer(DnsType.DS);
        return isSigned(set, message.answer(DnsType.RRSIG))
                ? set.stream().map(WireMessage.Rr::data).toList()
                : List.of();
    }
}
