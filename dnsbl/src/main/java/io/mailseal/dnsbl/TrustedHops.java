package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which Received fields are believed. Each host writes its own above those it finds, so whoever sends a message can have written
 * any of them but the newest ones: those of hosts that the receiver knows.
 *
 * @rfc 5321 4.4
 */
public final class TrustedHops {

    private final int newest;
    private final @Nullable Predicate<IpAddress> ours;

    private TrustedHops(int newest, @Nullable Predicate<IpAddress> ours) {
        this.newest = newest;
        this.ours = ours;
    }

    /**
     * The newest fields, by their number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static TrustedHops newest(int fields) {
        if (fields < 0) {
            throw new IllegalArgumentException("a negative number of fields");
        }
        return new TrustedHops(fields, null);
    }

    /**
     * The newest fields up to the one whose client is none of ours: that one was written by a host of ours, too, and its client
     * is the first stranger on the way. Hosts of ours are not asked about.
     *
     * @param ours whether a host with this address writes what is true, such as a relay in front of this one; quick
     */
    public static TrustedHops through(Predicate<IpAddress> ours) {
        return new TrustedHops(Integer.MAX_VALUE, Objects.requireNonNull(ours, "ours"));
    }

    /** The clients that these fields tell of, the newest first. */
    List<IpAddress> clients(HeaderBlock header) {
        List<IpAddress> clients = new ArrayList<>();
        List<HeaderField> fields = header.fields("Received");
        for (HeaderField field : fields.subList(0, Math.min(fields.size(), newest))) {
            Optional<IpAddress> client = ReceivedClient.in(field);
            if (ours == null) {
                client.ifPresent(clients::add);
            } else if (client.isEmpty() || !ours.test(client.get())) {
                client.ifPresent(clients::add);
                return clients;
            }
        }
        return clients;
    }
}
