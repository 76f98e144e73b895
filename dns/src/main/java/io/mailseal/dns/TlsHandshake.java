package io.mailseal.dns;

import io.mailseal.core.DomainName;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * The beginning of DNS over TLS, by the strict profile: the server shows a certificate for the name that it is known
 * by, or nothing is said to it.
 *
 * @rfc 8310 5
 */
final class TlsHandshake {

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2"); // RFC 9325 §3.1.1
    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6: the dNSName among the subjectAltNames

    private TlsHandshake() {}

    /** A secure socket over this connection, which stays the one to be closed. */
    static Socket secured(Socket connection, DomainName serverName, SSLContext tls) throws IOException {
        String name = serverName.toString();
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(connection, name, connection.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(Arrays.stream(secured.getSupportedProtocols())
                .filter(VERSIONS::contains)
                .toArray(String[]::new));
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        requireDnsName(secured.getSession().getPeerCertificates());
        return secured;
    }

    // RFC 8310 §8.1: the JDK takes the common name for a host name where there is no other; here it does not count.
    private static void requireDnsName(Certificate[] chain) throws SSLPeerUnverifiedException {
        try {
            Collection<List<?>> names = ((X509Certificate) chain[0]).getSubjectAlternativeNames();
            if (names != null && names.stream().anyMatch(name -> name.get(0).equals(DNS_NAME))) {
                return;
            }
        } catch (CertificateParsingException unreadable) {
            // As good as none.
        }
        throw new SSLPeerUnverifiedException("no dNSName in the certificate");
    }
}
