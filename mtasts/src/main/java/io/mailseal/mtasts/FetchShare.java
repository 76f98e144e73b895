package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How many fetches somebody may have at the same time. A stranger with one wildcard in DNS has as many policy hosts as he
 * likes, and can keep us waiting for a minute at each of them; so what belongs to one owner, by the end of its name, is
 * bounded, and so is what goes to one network.
 *
 * <p>Nobody here has a list of public suffixes. Where several owners are taken for one, they wait for each other, and one of
 * them who asks for too much can keep the others waiting: mail for them waits, too, unless a policy is kept.
 *
 * @param of whose it is: the end of a name, or the first address of a network
 * @param running how many are under way
 * @param waiting how many wait behind them
 */
record FetchShare(Object of, int running, int waiting) {

    private static final int OWNERS_RUNNING = 4;
    private static final int OWNERS_WAITING = 100;
    private static final int NETWORKS_RUNNING = 16;
    private static final int NETWORKS_WAITING = 1000;
    private static final int ALL_WAITING = 4000;

    // What countries use at the second level, so that it takes one label more to tell owners apart.
    private static final Set<String> SECOND_LEVELS = Set.of(
            "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "ltd", "me", "mil", "ne", "net", "nhs", "nom", "or",
            "org", "plc", "sch");

    // What one site mostly has.
    private static final int V4_NETWORK_OCTETS = 3;
    private static final int V6_NETWORK_OCTETS = 6;

    /** That of everybody together. */
    static FetchShare ofAll(int running) {
        return new FetchShare("all", running, ALL_WAITING);
    }

    /** Those that a fetch takes part in: its owner's, and that of each network it may go to. */
    static List<FetchShare> of(DomainName policyHost, List<IpAddress> addresses) {
        List<FetchShare> shares = new ArrayList<>();
        shares.add(new FetchShare(owner(policyHost), OWNERS_RUNNING, OWNERS_WAITING));
        addresses.stream()
                .map(FetchShare::network)
                .distinct()
                .forEach(network -> shares.add(new FetchShare(network, NETWORKS_RUNNING, NETWORKS_WAITING)));
        return shares;
    }

    private static DomainName owner(DomainName policyHost) {
        DomainName lastTwo = policyHost.suffix(Math.min(2, policyHost.labelCount()));
        boolean below = lastTwo.labelCount() == 2
                && lastTwo.suffix(1).toString().length() == 2
                && SECOND_LEVELS.contains(lastTwo.labels().get(0).toLatin1());
        return below ? policyHost.suffix(Math.min(3, policyHost.labelCount())) : lastTwo;
    }

    private static IpAddress network(IpAddress address) {
        byte[] octets = address.toByteArray();
        Arrays.fill(octets, address.isV4() ? V4_NETWORK_OCTETS : V6_NETWORK_OCTETS, octets.length, (byte) 0);
        return IpAddress.ofBytes(octets);
    }
}
