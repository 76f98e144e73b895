package io.mailseal.spf;

import io.mailseal.spf.SpfFinding.Code;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with all records together, told of the first. */
record LintTotals(Reach reach, SpfLintNode root, SpfLimits limits, FindingList findings) {

    private static final int MOST_CHILDREN_SHOWN = 20;

    void find() {
        dnsTerms();
        voidLookups();
        addresses();
    }

    // §4.6.4
    private void dnsTerms() {
        if (reach.dnsTerms() > limits.dnsTerms()) {
            findings.add(
                    Code.TOO_MANY_DNS_TERMS,
                    "Where nothing matches, " + reach.dnsTerms() + " terms ask DNS; " + limits.dnsTerms()
                            + " are allowed." + shares());
        }
    }

    // The term that leads to a record is one itself.
    private String shares() {
        List<SpfLintNode> children = root.children();
        String shares = children.stream()
                .limit(MOST_CHILDREN_SHOWN)
                .map(child -> TermPlace.shown(child.term().orElse("")) + " is " + (1 + child.dnsTerms()))
                .collect(Collectors.joining(", "));
        return children.isEmpty() ? "" : " Of these, " + shares + ".";
    }

    // §4.6.4, §11.1
    private void voidLookups() {
        if (reach.voidLookups() > limits.voidLookups()) {
            findings.add(Code.TOO_MANY_VOID_LOOKUPS, found("", reach.voidLookups()));
        } else if (reach.voidLookupsOverIpv6() > limits.voidLookups()) {
            findings.add(
                    Code.TOO_MANY_VOID_LOOKUPS_OVER_IPV6,
                    found(" for a client over IPv6", reach.voidLookupsOverIpv6()));
        }
    }

    private String found(String client, int count) {
        return "Where nothing matches, " + count + " lookups find nothing" + client + "; " + limits.voidLookups()
                + " are allowed.";
    }

    // T44. What the record says of itself is told already.
    private void addresses() {
        long v4 = reach.addresses().v4Addresses();
        long v6 = reach.addresses().v6Networks();
        if (findings.has(Code.EVERYBODY_PASSES) || findings.has(Code.REST_PASSES) || findings.has(Code.WORLD_PASSES)) {
            return;
        }
        if (v4 >= RangeFindings.WORLD_V4 || v6 >= RangeFindings.WORLD_V6) {
            findings.add(Code.WORLD_PASSES, "All records together let half of all addresses pass, or more.");
        } else if (v4 > RangeFindings.MANY_V4) {
            findings.add(Code.MANY_ADDRESSES, "All records together let " + v4 + " addresses of IPv4 pass.");
        }
    }
}
