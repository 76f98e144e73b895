package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;

/**
 * Where a name server listens: an IP address, since there is nobody yet to ask for a name, and a port. If it has a
 * name to be authenticated by, it is talked to by TLS only.
 *
 * @param name that name, as its certificate has it, or null
 */
record ServerAddress(InetSocketAddress socket, @Nullable DomainName name) {

    private static final int DNS_PORT = 53;
    private static final int TLS_PORT = 853; // RFC 7858 §3.1

    /** @throws IllegalArgumentException for a port outside of 1..65535 */
    static ServerAddress of(IpAddress host, int port) {
        return new ServerAddress(socket(host, port), null);
    }

    /**
     * A server that is talked to by TLS.
     *
     * @throws IllegalArgumentException for a port outside of 1..65535, and for a name that is no host name
     */
    static ServerAddress overTls(IpAddress host, int port, DomainName name) {
        return new ServerAddress(socket(host, port), hostName(name));
    }

    /**
     * A server that is talked to by TLS, its address as for {@link #parse}; the port is 853 unless said otherwise.
     *
     * @throws IllegalArgumentException for another address, and for a name that is no host name
     */
    static ServerAddress parseOverTls(String address, DomainName name) {
        return new ServerAddress(parse(address, TLS_PORT), hostName(name));
    }

    private static DomainName hostName(DomainName name) {
        if (!name.isHostName() || IpAddress.parse(name.toString()).isPresent()) {
            throw new IllegalArgumentException("not the name of a host: " + name);
        }
        return name;
    }

    private static InetSocketAddress socket(IpAddress host, int port) {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host.toByteArray()), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("not an address: " + host, impossible);
        }
    }

    /**
     * Reads {@code 192.0.2.1}, {@code 192.0.2.1:53}, {@code 2001:db8::1}, {@code [2001:db8::1]} or
     * {@code [2001:db8::1]:53}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static ServerAddress parse(String text) {
        return new ServerAddress(parse(text, DNS_PORT), null);
    }

    private static InetSocketAddress parse(String text, int defaultPort) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            IpAddress host = host(end < 0 ? "" : text.substring(1, end), text);
            if (host.isV4()) {
                throw notAServer(text);
            }
            return socket(host, end == text.length() - 1 ? defaultPort : port(text, end + 1));
        }
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
            return socket(host(text, text), defaultPort);
        }
        return socket(host(text.substring(0, colon), text), port(text, colon));
    }

    private static IpAddress host(String host, String text) {
        return IpAddress.parse(host).orElseThrow(() -> notAServer(text));
    }

    // A colon and one to five digits, from there to the end.
    private static int port(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            throw notAServer(text);
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw notAServer(text);
            }
            port = 10 * port + c - '0';
        }
        return port;
    }

    private static IllegalArgumentException notAServer(String text) {
        return new IllegalArgumentException("not an IP address with or without a port: " + text);
    }

    /**
     * The servers that this machine is set up to use. dnsjava finds them ({@code dns.server} among the system
     * properties, {@code /etc/resolv.conf}, the settings of Windows, JNDI) and remembers them as long as the JVM
     * lives; without any it is 127.0.0.1.
     */
    static List<ServerAddress> ofThisMachine() {
        List<ServerAddress> servers = ResolverConfig.getCurrentConfig().servers().stream()
                .filter(server -> !server.isUnresolved())
                .map(server -> new ServerAddress(server, null))
                .distinct()
                .toList();
        return servers.isEmpty() ? List.of(of(IpAddress.of("127.0.0.1"), DNS_PORT)) : servers;
    }

    boolean isOverTls() {
        return name != null;
    }

    /** {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}; with a name {@code 192.0.2.1:853#dns.example}. */
    @Override
    public String toString() {
        IpAddress host = IpAddress.of(socket.getAddress());
        String address = (host.isV4() ? host : "[" + host + "]") + ":" + socket.getPort();
        return name == null ? address : address + "#" + name;
    }
}
