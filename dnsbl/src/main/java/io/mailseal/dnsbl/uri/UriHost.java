package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host that a URI leads to: a domain name, or an address. Immutable; two are equal if they are the same name or
 * the same address.
 */
public final class UriHost {

    private final @Nullable DomainName name;
    private final @Nullable IpAddress address;

    private UriHost(@Nullable DomainName name, @Nullable IpAddress address) {
        this.name = name;
        this.address = address;
    }

    /** A host with this name. */
    public static UriHost of(DomainName name) {
        return new UriHost(Objects.requireNonNull(name, "name"), null);
    }

    /** A host with this address; an IPv4-mapped one is the IPv4 address that it stands for. */
    public static UriHost of(IpAddress address) {
        return new UriHost(null, address.unmapped());
    }

    /**
     * Reads a host as a browser does where it stands in a URI: percent-encoded or not, in ASCII or in Unicode, an IPv6
     * address in brackets, an IPv4 address also as {@code 2130706433}, {@code 0x7f.1} or {@code 0177.0.0.1}. Empty if
     * it can't be one.
     */
    public static Optional<UriHost> parse(String host) {
        return Optional.ofNullable(HostText.read(host));
    }

    /**
     * The host of a URI of {@code http}, {@code https} or {@code ftp}, or of text that lacks the scheme and perhaps
     * more, such as {@code example.com/path}; read as a browser would that is given it as a place to go to. Empty
     * without a host.
     */
    public static Optional<UriHost> ofUri(String uri) {
        return Optional.ofNullable(UriReader.host(uri));
    }

    /** The name, in lower case, with A-labels; empty for an address. */
    public Optional<DomainName> name() {
        return Optional.ofNullable(name);
    }

    /** The address; empty for a name. */
    public Optional<IpAddress> address() {
        return Optional.ofNullable(address);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UriHost that
                && Objects.equals(name, that.name)
                && Objects.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, address);
    }

    /** As in a URI: an IPv6 address has its brackets. */
    @Override
    public String toString() {
        if (address != null) {
            return address.isV6() ? "[" + address + "]" : address.toString();
        }
        return String.valueOf(name);
    }
}
