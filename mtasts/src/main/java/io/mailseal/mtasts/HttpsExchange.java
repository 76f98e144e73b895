package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One GET over one connection, on a thread that may block. The connection goes to an address that was vetted, and to no
 * other: nothing here looks up a name. {@link #abort} ends it from any other thread.
 *
 * @rfc 8461 3.3
 */
final class HttpsExchange {

    static final String PATH = "/.well-known/mta-sts.txt";

    private final DomainName host;
    private final HttpsSettings settings;
    private @Nullable Socket open;
    private boolean aborted;

    HttpsExchange(DomainName host, HttpsSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /** Tries the addresses in turn. The first that lets itself be connected to decides. */
    PolicyResponse run(List<IpAddress> addresses) {
        for (IpAddress address : addresses) {
            try (Socket connection = new Socket(Proxy.NO_PROXY)) { // nor the system's for SOCKS
                if (!register(connection)) {
                    break;
                }
                if (connect(connection, address)) {
                    return exchange(connection, address);
                }
            } catch (ResponseProblem proxy) {
                return new PolicyResponse.Failed(proxy.problem());
            } catch (IOException closing) {
                // Nobody is interested any more.
            }
        }
        return PolicyResponse.Failed.of(
                MtaStsProblem.Kind.CONNECTION_FAILED,
                "No connection to " + host + " at " + shown(addresses) + ", port " + settings.port() + ".");
    }

    private static String shown(List<IpAddress> addresses) {
        return String.join(", ", addresses.stream().map(IpAddress::toString).toList());
    }

    private synchronized boolean register(Socket connection) {
        open = connection;
        return !aborted;
    }

    /** Ends it at once. What is read or written fails; closing TLS properly could block. */
    synchronized void abort() {
        aborted = true;
        Socket connection = open;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException closing) {
                // It is of no use any more, closed or not.
            }
        }
    }

    private boolean connect(Socket connection, IpAddress address) throws IOException {
        InetSocketAddress proxy = settings.proxy();
        if (proxy == null) {
            return reaches(connection, socketAddress(address));
        }
        if (!reaches(connection, proxy)) {
            throw proxyFailed("can't be connected to");
        }
        return tunnel(connection, address);
    }

    private boolean reaches(Socket connection, InetSocketAddress target) {
        try {
            connection.connect(target, connectMillis());
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    private int connectMillis() {
        return (int) settings.limits().connectTime().toMillis();
    }

    // The proxy is there; whether the host is, it has to find out in the same time. What it wants of us (407) or
    // does not let us do (403) is no matter of the host's.
    private boolean tunnel(Socket connection, IpAddress address) throws ResponseProblem {
        int status;
        try {
            connection.setSoTimeout(connectMillis());
            status = askForTunnel(connection, address);
            connection.setSoTimeout(0);
        } catch (IOException notThrough) {
            return false;
        }
        if (status / 100 == 4) {
            throw proxyFailed("refuses with status " + status);
        }
        return status / 100 == 2;
    }

    private static ResponseProblem proxyFailed(String what) {
        return new ResponseProblem(
                MtaStsProblem.Kind.PROXY_FAILED, "The proxy that policies are fetched through " + what + ".");
    }

    private InetSocketAddress socketAddress(IpAddress address) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(host.toString(), address.toByteArray()), settings.port());
    }

    // RFC 9110 §9.3.6: to the address that was vetted, not to a name that the proxy would look up.
    private int askForTunnel(Socket connection, IpAddress address) throws IOException {
        String target = (address.isV4() ? address.toString() : "[" + address + "]") + ":" + settings.port();
        write(connection, "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
        // Not buffered: what comes after the head is TLS.
        return new ResponseReader(connection.getInputStream(), settings.limits())
                .readHead()
                .status();
    }

    private PolicyResponse exchange(Socket connection, IpAddress address) {
        CertificateCheck check = new CertificateCheck(host, settings.trust(), true);
        try {
            SSLSocket secured = secure(connection, check);
            TlsOutcome outcome = check.outcome();
            if (outcome == null || !outcome.isAuthenticated()) {
                return certificateInvalid(address, outcome); // not reached: the handshake had failed
            }
            write(secured, request());
            return new ResponseReader(new BufferedInputStream(secured.getInputStream()), settings.limits()).read();
        } catch (ResponseProblem problem) {
            return new PolicyResponse.Failed(problem.problem());
        } catch (IOException failure) {
            TlsOutcome outcome = check.outcome();
            if (outcome != null && !outcome.isAuthenticated()) {
                return certificateInvalid(address, outcome);
            }
            return failure instanceof SSLException
                    ? failed(MtaStsProblem.Kind.TLS_FAILED, address, "did not come to TLS", failure)
                    : failed(MtaStsProblem.Kind.CONNECTION_LOST, address, "lost the connection", failure);
        }
    }

    private SSLSocket secure(Socket connection, CertificateCheck check) throws IOException {
        ServerTls tls = new ServerTls(host, check);
        SSLContext context = tls.context();
        // The connection stays the one to be closed.
        SSLSocket secured = (SSLSocket)
                context.getSocketFactory().createSocket(connection, host.toString(), settings.port(), false);
        secured.setSSLParameters(tls.parameters(context));
        secured.startHandshake();
        return secured;
    }

    // No Accept-Encoding, so that nothing is compressed; no cache on the way, and no second request.
    private String request() {
        String authority = settings.port() == 443 ? host.toString() : host + ":" + settings.port();
        return "GET " + PATH + " HTTP/1.1\r\nHost: " + authority
                + "\r\nUser-Agent: Mailseal\r\nAccept: text/plain\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private PolicyResponse certificateInvalid(IpAddress address, @Nullable TlsOutcome outcome) {
        String reason = outcome == null ? "none was shown" : outcome.kind() + ", " + outcome.reason();
        return PolicyResponse.Failed.of(
                MtaStsProblem.Kind.CERTIFICATE_INVALID,
                "The certificate of " + host + " at " + address + " is not in order: " + reason + ".");
    }

    private PolicyResponse failed(MtaStsProblem.Kind kind, IpAddress address, String what, IOException failure) {
        String reason = TlsOutcome.failed(String.valueOf(failure.getMessage())).reason();
        return PolicyResponse.Failed.of(kind, host + " at " + address + " " + what + ": " + reason + ".");
    }
}
