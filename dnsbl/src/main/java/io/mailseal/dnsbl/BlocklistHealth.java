package io.mailseal.dnsbl;

import java.util.List;
import java.util.Optional;

/**
 * Whether the lists of a client are in order, by their test points: in the order in which they were given. A value.
 *
 * @param lists one for each list
 * @rfc 5782 5
 */
public record BlocklistHealth(List<ListHealth> lists) {

    /** The lists are copied. */
    public BlocklistHealth {
        lists = List.copyOf(lists);
    }

    /** That of the list whose profile has this name. */
    public Optional<ListHealth> of(String list) {
        return lists.stream().filter(health -> health.list().equals(list)).findFirst();
    }

    /** Whether none of them is broken, and all could be tested that have something to be tested by. */
    public boolean isHealthy() {
        return lists.stream()
                .map(ListHealth::status)
                .allMatch(status -> status == ListHealth.Status.HEALTHY || status == ListHealth.Status.UNTESTABLE);
    }
}
