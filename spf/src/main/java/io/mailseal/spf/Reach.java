package io.mailseal.spf;

import io.mailseal.core.IpAddress;

/** Whom a term or a record lets in, and what it costs to find out where nothing matches. It grows. */
final class Reach {

    /** Costs stop here: records that are included again and again may come to any number. */
    private static final int MOST = 1_000_000;

    private static final AddressRange ALL_V4 = AddressRange.of(IpAddress.of("0.0.0.0"), 0);
    private static final AddressRange ALL_V6 = AddressRange.of(IpAddress.of("::"), 0);

    private final AddressSet addresses = new AddressSet();
    private boolean exact = true;
    private int dnsTerms;
    private int voidLookups;
    private int voidLookupsOverIpv6;

    static Reach everybody() {
        Reach reach = new Reach();
        reach.addEverybody();
        return reach;
    }

    /** Whoever it may be. */
    static Reach unknown() {
        Reach reach = new Reach();
        reach.addUnknown();
        return reach;
    }

    void addEverybody() {
        addresses.add(ALL_V4);
        addresses.add(ALL_V6);
    }

    void add(AddressRange range) {
        addresses.add(range);
    }

    /** There are others, whoever they may be. */
    void addUnknown() {
        exact = false;
    }

    /** A term that asks DNS. */
    void addDnsTerm() {
        dnsTerms = sum(dnsTerms, 1);
    }

    /** A lookup that finds nothing, of a client of one family. */
    void addVoid(boolean v4) {
        voidLookups = sum(voidLookups, v4 ? 1 : 0);
        voidLookupsOverIpv6 = sum(voidLookupsOverIpv6, v4 ? 0 : 1);
    }

    /** A lookup that finds nothing, whoever the client is. */
    void addVoid() {
        addVoid(true);
        addVoid(false);
    }

    /** What another costs. */
    void addCosts(Reach other) {
        exact &= other.exact;
        dnsTerms = sum(dnsTerms, other.dnsTerms);
        voidLookups = sum(voidLookups, other.voidLookups);
        voidLookupsOverIpv6 = sum(voidLookupsOverIpv6, other.voidLookupsOverIpv6);
    }

    private static int sum(int one, int other) {
        return Math.min(one + other, MOST);
    }

    AddressSet addresses() {
        return addresses;
    }

    boolean isExact() {
        return exact && !addresses.isFull();
    }

    int dnsTerms() {
        return dnsTerms;
    }

    int voidLookups() {
        return voidLookups;
    }

    int voidLookupsOverIpv6() {
        return voidLookupsOverIpv6;
    }

    SpfAddressCount count() {
        return new SpfAddressCount(addresses.v4Addresses(), addresses.v6Networks(), isExact());
    }
}
