package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS with one mail exchanger, for one connection, as a Java SMTP client needs it:
 *
 * <pre>{@code
 * MxHandshake handshake = delivery.handshake(mx, CertificateTrust.system());
 * SSLSocketFactory factory = handshake.sslContext().getSocketFactory();
 * SSLSocket secured = (SSLSocket) factory.createSocket(smtp, mx.toString(), 25, true);
 * secured.setSSLParameters(handshake.sslParameters());
 * TlsOutcome outcome;
 * try {
 *     secured.startHandshake();
 *     outcome = handshake.outcome();
 * } catch (IOException failure) {
 *     outcome = handshake.outcome(failure);
 * }
 * }</pre>
 *
 * <p>Where nothing is enforced, a handshake that failed all the same (no version or cipher in common, no answer) has cost the
 * connection. Mail is then delivered over a new one, as to a host without a policy.
 *
 * <p>The certificate must be for the host itself, by a DNS-ID; that of the policy's pattern does not count, nor that of the
 * domain. Not for a second connection.
 *
 * @rfc 8461 4.2
 * @rfc 8461 7.1
 */
public final class MxHandshake {

    private final DomainName mx;
    private final boolean required;
    private final CertificateCheck check;
    private final SSLContext context;

    MxHandshake(DomainName mx, CertificateTrust trust, boolean required) {
        this.mx = Objects.requireNonNull(mx, "mx");
        this.required = required;
        this.check = new CertificateCheck(mx, trust, required);
        this.context = new ServerTls(mx, check).context();
    }

    /** Whom the certificate must be for: the one reference identifier, and the name that the server is told (SNI). */
    public DomainName referenceIdentifier() {
        return mx;
    }

    /** Whether the handshake fails where the certificate is not in order. Otherwise that is only seen in the outcome. */
    public boolean isRequired() {
        return required;
    }

    /** Judges the certificate, and remembers what it found: for a client that makes its own context. */
    public X509ExtendedTrustManager trustManager() {
        return check;
    }

    /** A context of its own, with the trust manager: a handshake that is resumed shows no certificate. */
    public SSLContext sslContext() {
        return context;
    }

    /**
     * TLS 1.2 or later, and the name for SNI; where the certificate matters, also the JDK's own comparison of names, for
     * whoever uses them with another trust manager.
     */
    public SSLParameters sslParameters() {
        SSLParameters parameters = new ServerTls(mx, check).parameters(context);
        if (required) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    /** How it went, after a handshake that did not throw. */
    public TlsOutcome outcome() {
        TlsOutcome found = check.outcome();
        return found == null ? TlsOutcome.failed("no certificate was shown") : found;
    }

    /** How it went, after a handshake that threw this. */
    public TlsOutcome outcome(IOException failure) {
        TlsOutcome found = check.outcome();
        return found == null || found.isAuthenticated()
                ? TlsOutcome.failed(String.valueOf(failure.getMessage()))
                : found;
    }
}
