package io.mailseal.mtasts;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which authorities are believed when they vouch for a server. Immutable. Nothing is fetched to check a certificate: no
 * missing issuer, no revocation list; what the server staples, the JDK's own properties rule.
 *
 * @rfc 8461 3.3
 */
public final class CertificateTrust {

    private static final CertificateTrust SYSTEM = new CertificateTrust(of((KeyStore) null));

    private final X509TrustManager manager;

    private CertificateTrust(X509TrustManager manager) {
        this.manager = manager;
    }

    /** The authorities that the Java runtime comes with, or that its properties name. */
    public static CertificateTrust system() {
        return SYSTEM;
    }

    /**
     * These authorities, and no others.
     *
     * @throws IllegalArgumentException for none at all
     */
    public static CertificateTrust of(Collection<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("nobody would be trusted");
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority" + count++, authority);
            }
            return new CertificateTrust(of(store));
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("the Java runtime has no key store", impossible);
        }
    }

    /**
     * Whatever this one trusts. It judges the chain of certificates; for whom they are is judged here, in addition to what
     * it may say about that.
     */
    public static CertificateTrust of(X509TrustManager manager) {
        return new CertificateTrust(Objects.requireNonNull(manager, "manager"));
    }

    private static X509TrustManager of(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("no trust among " + Arrays.toString(factory.getTrustManagers()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the Java runtime has no trust manager", impossible);
        }
    }

    X509TrustManager manager() {
        return manager;
    }
}
