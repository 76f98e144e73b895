package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import java.util.Objects;

/** The one implementation of {@link SpfRequest}. */
record ClaimedIdentity(IpAddress client, String helo, String mailFrom, SpfIdentity identity) implements SpfRequest {

    ClaimedIdentity {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(helo, "helo");
        Objects.requireNonNull(mailFrom, "mailFrom");
        Objects.requireNonNull(identity, "identity");
    }
}
