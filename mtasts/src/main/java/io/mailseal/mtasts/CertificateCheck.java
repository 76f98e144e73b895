package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificate that a server shows in one handshake: is it for this host, and does somebody vouch for it? It
 * remembers what it found; and where that does not matter, it lets the handshake go on all the same.
 *
 * @rfc 8461 4.2
 */
final class CertificateCheck extends X509ExtendedTrustManager {

    private final DomainName host;
    private final X509TrustManager trust;
    private final boolean required;
    private volatile @Nullable TlsOutcome outcome;

    /** @param required whether a handshake ends where the certificate is not in order */
    CertificateCheck(DomainName host, CertificateTrust trust, boolean required) {
        this.host = host;
        this.trust = trust.manager();
        this.required = required;
    }

    /** What was found; null before a certificate was shown. */
    @Nullable
    TlsOutcome outcome() {
        return outcome;
    }

    /** What the rest of the judgement is left to. */
    @FunctionalInterface
    private interface ChainCheck {
        void check() throws CertificateException;
    }

    private void check(X509Certificate[] chain, ChainCheck check) throws CertificateException {
        try {
            // Before the chain, so that a trust manager which compares names as well does not hide what is wrong.
            requireHost(chain);
            check.check();
            outcome = TlsOutcome.authenticated();
        } catch (CertificateException refused) {
            outcome = outcome(refused);
            if (required) {
                throw refused;
            }
        }
    }

    private void requireHost(X509Certificate[] chain) throws CertificateException {
        CertificateNames names = CertificateNames.of(chain[0]);
        if (!names.include(host)) {
            throw new HostMismatch("the certificate is not for " + host + ", but for " + names.names());
        }
    }

    private static final class HostMismatch extends CertificateException {
        private static final long serialVersionUID = 1;

        HostMismatch(String message) {
            super(message);
        }
    }

    private static TlsOutcome outcome(CertificateException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof HostMismatch) {
                return new TlsOutcome(TlsOutcome.Kind.HOST_MISMATCH, String.valueOf(cause.getMessage()));
            }
            boolean expired = cause instanceof CertificateExpiredException
                    || cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == CertPathValidatorException.BasicReason.EXPIRED;
            if (expired) {
                return new TlsOutcome(TlsOutcome.Kind.EXPIRED, String.valueOf(cause.getMessage()));
            }
        }
        return new TlsOutcome(TlsOutcome.Kind.NOT_TRUSTED, String.valueOf(refused.getMessage()));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> {
            if (trust instanceof X509ExtendedTrustManager extended) {
                extended.checkServerTrusted(chain, type, socket);
            } else {
                trust.checkServerTrusted(chain, type);
            }
        });
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> {
            if (trust instanceof X509ExtendedTrustManager extended) {
                extended.checkServerTrusted(chain, type, engine);
            } else {
                trust.checkServerTrusted(chain, type);
            }
        });
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> trust.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw ofServersOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw ofServersOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw ofServersOnly();
    }

    private static CertificateException ofServersOnly() {
        return new CertificateException("this is for the certificates of servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
