package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import java.util.Objects;

/**
 * A test of the client. Where a target is left out, it is {@link DomainSpec#RECORD_DOMAIN}.
 *
 * @rfc 7208 5
 */
public sealed interface Mechanism {

    /** Its name, in lower case. */
    String name();

    /** The way to write it, without a qualifier. */
    String format();

    /**
     * Whether it counts among the terms that ask DNS.
     *
     * @rfc 7208 4.6.4
     */
    default boolean asksDns() {
        return true;
    }

    /**
     * Everybody.
     *
     * @rfc 7208 5.1
     */
    record All() implements Mechanism {
        @Override
        public String name() {
            return "all";
        }

        @Override
        public String format() {
            return name();
        }

        @Override
        public boolean asksDns() {
            return false;
        }
    }

    /**
     * Whoever passes by the record of another domain.
     *
     * @param target the domain with that record
     * @rfc 7208 5.2
     */
    record Include(DomainSpec target) implements Mechanism {

        /**
         * The mechanism.
         *
         * @throws IllegalArgumentException for {@link DomainSpec#RECORD_DOMAIN}: the target can't be left out
         */
        public Include {
            target.requireWritten("include");
        }

        @Override
        public String name() {
            return "include";
        }

        @Override
        public String format() {
            return name() + ":" + target;
        }
    }

    /**
     * The hosts of a name.
     *
     * @param target their name
     * @param cidr how much of an address counts
     * @rfc 7208 5.3
     */
    record A(DomainSpec target, DualCidr cidr) implements Mechanism {

        /** The mechanism. */
        public A {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(cidr, "cidr");
        }

        @Override
        public String name() {
            return "a";
        }

        @Override
        public String format() {
            return name() + target.afterColon() + cidr;
        }
    }

    /**
     * The mail exchangers of a domain.
     *
     * @param target the domain
     * @param cidr how much of an address counts
     * @rfc 7208 5.4
     */
    record Mx(DomainSpec target, DualCidr cidr) implements Mechanism {

        /** The mechanism. */
        public Mx {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(cidr, "cidr");
        }

        @Override
        public String name() {
            return "mx";
        }

        @Override
        public String format() {
            return name() + target.afterColon() + cidr;
        }
    }

    /**
     * Clients that have a name in a domain, which is not to be published any more.
     *
     * @param target the domain that the names must be in
     * @rfc 7208 5.5
     */
    record Ptr(DomainSpec target) implements Mechanism {

        /** The mechanism. */
        public Ptr {
            Objects.requireNonNull(target, "target");
        }

        @Override
        public String name() {
            return "ptr";
        }

        @Override
        public String format() {
            return name() + target.afterColon();
        }
    }

    /**
     * A network: {@code ip4} or {@code ip6}, by the family of its address.
     *
     * @param network the address as written
     * @param prefixLength how many leading bits count
     * @rfc 7208 5.6
     */
    record Ip(IpAddress network, int prefixLength) implements Mechanism {

        /**
         * The mechanism.
         *
         * @throws IllegalArgumentException for a prefix that is not 0 to 32 or 128 bits long
         */
        public Ip {
            if (prefixLength < 0 || prefixLength > network.bits()) {
                throw new IllegalArgumentException("prefix length " + prefixLength + " of " + network);
            }
        }

        @Override
        public String name() {
            return network.isV4() ? "ip4" : "ip6";
        }

        @Override
        public String format() {
            return name() + ":" + network + (prefixLength == network.bits() ? "" : "/" + prefixLength);
        }

        @Override
        public boolean asksDns() {
            return false;
        }
    }

    /**
     * Whoever makes the target a name that has an IPv4 address.
     *
     * @param target the name, mostly with macros for what is known of the client
     * @rfc 7208 5.7
     */
    record Exists(DomainSpec target) implements Mechanism {

        /**
         * The mechanism.
         *
         * @throws IllegalArgumentException for {@link DomainSpec#RECORD_DOMAIN}: the target can't be left out
         */
        public Exists {
            target.requireWritten("exists");
        }

        @Override
        public String name() {
            return "exists";
        }

        @Override
        public String format() {
            return name() + ":" + target;
        }
    }

    /**
     * How many leading bits of an address found in DNS count, by family.
     *
     * @param v4 0 to 32
     * @param v6 0 to 128
     * @rfc 7208 5.6
     */
    record DualCidr(int v4, int v6) {

        /** All bits of both: the address alone. */
        public static final DualCidr WHOLE = new DualCidr(32, 128);

        /**
         * Two prefix lengths.
         *
         * @throws IllegalArgumentException if they are not 0 to 32, and 0 to 128
         */
        public DualCidr {
            if (v4 < 0 || v4 > 32 || v6 < 0 || v6 > 128) {
                throw new IllegalArgumentException("prefix lengths " + v4 + " and " + v6);
            }
        }

        boolean covers(IpAddress host, IpAddress client) {
            return client.isIn(host, host.isV4() ? v4 : v6);
        }

        /** As it is written: {@code /24//64}, {@code /24}, {@code //64} or nothing. */
        @Override
        public String toString() {
            return (v4 == 32 ? "" : "/" + v4) + (v6 == 128 ? "" : "//" + v6);
        }
    }
}
