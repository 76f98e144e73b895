package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A test of the client. Where a target may be left out, it is null, and means the domain whose record this is.
 *
 * @rfc 7208 5
 */
sealed interface Mechanism {

    /** Whether it counts among the terms that ask DNS (§4.6.4). */
    default boolean asksDns() {
        return true;
    }

    /** §5.1. */
    record All() implements Mechanism {
        @Override
        public boolean asksDns() {
            return false;
        }
    }

    /** §5.2. */
    record Include(DomainSpec target) implements Mechanism {}

    /** §5.3. */
    record A(@Nullable DomainSpec target, DualCidr cidr) implements Mechanism {}

    /** §5.4. */
    record Mx(@Nullable DomainSpec target, DualCidr cidr) implements Mechanism {}

    /** §5.5. */
    record Ptr(@Nullable DomainSpec target) implements Mechanism {}

    /** §5.6: {@code ip4} or {@code ip6}, by the family of the address. */
    record Ip(IpAddress network, int prefixLength) implements Mechanism {
        @Override
        public boolean asksDns() {
            return false;
        }
    }

    /** §5.7. */
    record Exists(DomainSpec target) implements Mechanism {}

    /** §5.6: how many leading bits of an address found in DNS count, by family. */
    record DualCidr(int v4, int v6) {

        static final DualCidr WHOLE = new DualCidr(32, 128);

        boolean covers(IpAddress host, IpAddress client) {
            return client.isIn(host, host.isV4() ? v4 : v6);
        }
    }
}
