package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.dnsbl.uri.UriHost;
import java.util.HexFormat;
import java.util.Objects;

/** One thing that lists are asked about. A value with equality. */
public sealed interface BlocklistSubject {

    /**
     * An IPv4 or IPv6 address.
     *
     * @param address an IPv4-mapped one is asked about as the IPv4 address in it
     */
    record Address(IpAddress address) implements BlocklistSubject {

        /** The address without the mapping. */
        public Address {
            address = address.unmapped();
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /**
     * A domain name from the envelope or the header.
     *
     * @param name the whole name; lists of registered domains are asked about a part of it
     */
    record Domain(DomainName name) implements BlocklistSubject {

        /** The name must be there. */
        public Domain {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return name.toString();
        }
    }

    /**
     * The host of a URI.
     *
     * @param host a name or an address
     */
    record Host(UriHost host) implements BlocklistSubject {

        /** The host must be there. */
        public Host {
            Objects.requireNonNull(host, "host");
        }

        @Override
        public String toString() {
            return host.toString();
        }
    }

    /**
     * What lists know by its digest alone.
     *
     * @param type what it is
     * @param value an e-mail address, a URL or the address of a wallet as text; of a file its digest, in hexadecimal digits
     */
    record Hashed(HashSubject type, String value) implements BlocklistSubject {

        /**
         * Both must be there.
         *
         * @throws IllegalArgumentException for a file, if the value is not pairs of hexadecimal digits
         */
        public Hashed {
            Objects.requireNonNull(value, "value");
            if (Objects.requireNonNull(type, "type") == HashSubject.FILE && !isHex(value)) {
                throw new IllegalArgumentException("the digest of a file is written in pairs of hexadecimal digits");
            }
        }

        private static boolean isHex(String value) {
            return value.length() % 2 == 0 && value.chars().allMatch(HexFormat::isHexDigit);
        }

        @Override
        public String toString() {
            return ListText.visible(value);
        }
    }

    /** For people: the address, the name, the text; visible ASCII, and short. */
    @Override
    String toString();
}
