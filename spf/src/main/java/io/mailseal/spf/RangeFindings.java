package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import io.mailseal.spf.Mechanism.DualCidr;
import io.mailseal.spf.RecordFindings.Role;
import io.mailseal.spf.SpfFinding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whom the ranges of a record let pass, and how many.
 *
 * @rfc 7208 5.6
 */
final class RangeFindings {

    /** A shorter prefix than this makes a range of IPv4 wide. */
    static final int WIDE_V4 = 16;

    /** A shorter prefix than this makes a range of IPv6 wide: it is what a provider gets for all its customers. */
    static final int WIDE_V6 = 32;

    /** More addresses of IPv4 than this are many: those of a /16. */
    static final long MANY_V4 = 1L << 16;

    /** As many addresses of IPv4 are half of the world. */
    static final long WORLD_V4 = 1L << 31;

    /** As many networks of 64 bits are half of the part of IPv6 that is in use, 2000::/3. */
    static final long WORLD_V6 = 1L << 60;

    private static final AddressRange MAPPED = range("::ffff:0.0.0.0", 96);

    private static final List<AddressRange> UNROUTABLE = List.of(
            range("0.0.0.0", 8),
            range("10.0.0.0", 8),
            range("100.64.0.0", 10),
            range("127.0.0.0", 8),
            range("169.254.0.0", 16),
            range("172.16.0.0", 12),
            range("192.168.0.0", 16),
            range("224.0.0.0", 3),
            range("::", 127), // the unspecified address, and loopback
            range("fc00::", 7),
            range("fe80::", 10),
            range("ff00::", 8));

    private final FindingList findings;
    private final AddressSet passing = new AddressSet();
    private final AddressSet decided = new AddressSet();
    private final List<PlacedTerm> earlier = new ArrayList<>();
    private boolean wide;

    private RangeFindings(FindingList findings) {
        this.findings = findings;
    }

    private static AddressRange range(String network, int prefixLength) {
        return AddressRange.of(IpAddress.of(network), prefixLength);
    }

    static void find(SpfRecord record, Role role, FindingList findings) {
        RangeFindings ranges = new RangeFindings(findings);
        for (PlacedTerm term : PlacedTerm.tested(record)) {
            ranges.look(term, (Directive) term.term());
        }
        ranges.sum(role);
    }

    private void look(PlacedTerm term, Directive directive) {
        Mechanism mechanism = directive.mechanism();
        boolean passes = directive.qualifier() == Qualifier.PASS;
        if (mechanism instanceof Mechanism.Ip ip) {
            lookAtNetwork(term, ip, passes);
        } else if (passes && mechanism instanceof Mechanism.A a) {
            wideCidr(term, a.cidr());
        } else if (passes && mechanism instanceof Mechanism.Mx mx) {
            wideCidr(term, mx.cidr());
        }
    }

    private void lookAtNetwork(PlacedTerm term, Mechanism.Ip ip, boolean passes) {
        AddressRange range = AddressRange.of(ip);
        if (passes && ip.prefixLength() < (range.v4() ? WIDE_V4 : WIDE_V6)) {
            wide(term);
        }
        if (MAPPED.contains(range)) {
            findings.add(
                    Code.MAPPED_RANGE,
                    term,
                    term + " matches nobody: clients with an IPv4-mapped address are compared with ip4.");
        } else if (UNROUTABLE.stream().anyMatch(unroutable -> unroutable.contains(range))) {
            findings.add(Code.UNROUTABLE_RANGE, term, term + " is a range that nothing comes from over the Internet.");
        }
        if (!range.first().equals(AddressRange.number(ip.network()))) {
            findings.add(
                    Code.HOST_BITS,
                    term,
                    term + " is the whole network " + range.firstAddress() + "/" + ip.prefixLength()
                            + ", not one host in it.");
        }
        covered(term, ip, range);
        decide(range, passes);
    }

    // The same network again is a duplicate, which is told elsewhere.
    private void covered(PlacedTerm term, Mechanism.Ip ip, AddressRange range) {
        if (!findings.isFull(Code.COVERED_RANGE)
                && decided.missing(range).isEmpty()
                && earlier.stream().noneMatch(is(ip))) {
            String by = earlier.stream()
                    .filter(other -> AddressRange.of(ip(other)).contains(range))
                    .findFirst()
                    .map(PlacedTerm::toString)
                    .orElse("what the ranges before it are together");
            findings.add(Code.COVERED_RANGE, term, term + " never decides, since " + by + " covers it.");
        }
        earlier.add(term);
    }

    private static Predicate<PlacedTerm> is(Mechanism.Ip ip) {
        return other -> ip(other).equals(ip);
    }

    private static Mechanism.Ip ip(PlacedTerm term) {
        return (Mechanism.Ip) ((Directive) term.term()).mechanism();
    }

    private void decide(AddressRange range, boolean passes) {
        if (passes) {
            decided.missing(range).forEach(passing::add);
        }
        decided.add(range);
    }

    private void wideCidr(PlacedTerm term, DualCidr cidr) {
        if (cidr.v4() < WIDE_V4 || cidr.v6() < WIDE_V6) {
            wide(term);
        }
    }

    private void wide(PlacedTerm term) {
        wide = true;
        findings.add(Code.WIDE_RANGE, term, term + " lets very many addresses pass, hardly all of one owner.");
    }

    // T44
    private void sum(Role role) {
        long v4 = passing.v4Addresses();
        if (v4 >= WORLD_V4 || passing.v6Networks() >= WORLD_V6) {
            findings.add(Code.WORLD_PASSES, "The ranges together let half of all addresses pass, or more.");
        } else if (v4 > MANY_V4 && !wide && role == Role.ALONE) {
            findings.add(Code.MANY_ADDRESSES, "The ranges together let " + v4 + " addresses of IPv4 pass.");
        }
    }
}
