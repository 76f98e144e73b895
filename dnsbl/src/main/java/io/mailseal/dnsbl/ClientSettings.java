package io.mailseal.dnsbl;

import io.mailseal.dnsbl.uri.RegisteredDomains;
import java.util.List;

/** What a client was built with, as far as the rules need it. */
record ClientSettings(
        List<BlocklistProfile> profiles,
        RegisteredDomains registeredDomains,
        BlocklistLimits limits,
        ShortCircuit shortCircuit) {

    ClientSettings {
        profiles = List.copyOf(profiles);
    }
}
