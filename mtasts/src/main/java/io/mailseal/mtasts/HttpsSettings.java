package io.mailseal.mtasts;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** How policies are fetched. */
record HttpsSettings(
        PolicyFetchLimits limits,
        CertificateTrust trust,
        AddressGuard guard,
        int port,
        @Nullable InetSocketAddress proxy) {}
