package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which list is asked about what, within the limits: decided before anything is asked. Accumulates; for one request. */
final class RequestPlan {

    private final ClientSettings settings;
    private final Map<BlocklistProfile, List<Lookup>> lookups = new LinkedHashMap<>();
    private final Set<DomainName> names = new HashSet<>();
    private int leftOut;

    private RequestPlan(ClientSettings settings, Predicate<BlocklistProfile> those) {
        this.settings = settings;
        settings.profiles().stream().filter(those).forEach(profile -> lookups.put(profile, new ArrayList<>()));
    }

    static RequestPlan of(BlocklistRequest request, ClientSettings settings, Predicate<BlocklistProfile> those) {
        RequestPlan plan = new RequestPlan(settings, those);
        // Subject by subject, so that each of the first ones is asked about on all lists.
        request.firstOfEach(settings.limits().subjectsPerSource(), plan::takes).forEach(plan::add);
        plan.leftOut = request.leftOutBy(settings.limits().subjectsPerSource(), plan::takes);
        return plan;
    }

    // Digests that no list knows are not to take the place of what one may know.
    private boolean takes(BlocklistSubject subject) {
        return lookups.keySet().stream().anyMatch(profile -> Lookup.isPossible(profile, subject));
    }

    private void add(BlocklistSubject subject, Set<SubjectSource> sources) {
        lookups.forEach((profile, ofList) -> {
            Optional<Lookup> lookup = Lookup.of(profile, subject, sources, settings.registeredDomains());
            lookup.ifPresent(wanted -> ofList.add(within(wanted)));
        });
    }

    // T93: what another subject asks for, too, is asked for once.
    private Lookup within(Lookup lookup) {
        DomainName name = lookup.query().name().orElse(null);
        if (name == null || names.contains(name)) {
            return lookup;
        }
        if (names.size() >= settings.limits().lookups()) {
            return lookup.without(NotAsked.LIMIT);
        }
        names.add(name);
        return lookup;
    }

    /** What is to be asked of each list, in the order of the lists; those that are not about any subject are left out. */
    Map<BlocklistProfile, List<Lookup>> lookups() {
        lookups.values().removeIf(List::isEmpty);
        return lookups;
    }

    /** How many subjects were too many. */
    int leftOut() {
        return leftOut;
    }
}
