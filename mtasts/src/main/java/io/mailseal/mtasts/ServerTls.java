package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS with one server, once: TLS 1.2 or later, and the server is told by which name it is to show itself. A context of its
 * own for each handshake, since one that is resumed shows no certificate.
 *
 * @rfc 8461 7.1
 * @rfc 9325 3.1.1
 */
record ServerTls(DomainName host, CertificateCheck check) {

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {check}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the Java runtime has no TLS", impossible);
        }
    }

    SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(
                Arrays.stream(context.getSupportedSSLParameters().getProtocols())
                        .filter(VERSIONS::contains)
                        .toArray(String[]::new));
        // RFC 6066 §3: names of hosts alone; no certificate is for another one.
        parameters.setServerNames(HostName.isOne(host) ? List.of(new SNIHostName(host.toString())) : List.of());
        return parameters;
    }
}
