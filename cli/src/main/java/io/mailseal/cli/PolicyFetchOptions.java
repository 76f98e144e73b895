package io.mailseal.cli;

import io.mailseal.core.dns.DnsResolver;
import io.mailseal.mtasts.CertificateTrust;
import io.mailseal.mtasts.HttpsPolicyFetcher;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a laboratory needs to have its policies fetched; without any of it they are fetched as the RFC says. */
final class PolicyFetchOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--allow-address",
            paramLabel = "ADDRESS[/LENGTH]",
            converter = AddressNetwork.Converter.class,
            description = "Connect to policy hosts in this network, too, although nobody on the Internet has such"
                    + " addresses; may be given several times.")
    List<AddressNetwork> allowed = new ArrayList<>();

    @Option(
            names = "--nat64",
            paramLabel = "PREFIX/LENGTH",
            converter = AddressNetwork.Converter.class,
            description =
                    "The network translates these addresses to IPv4 (NAT64): judge them by the address inside; may be"
                            + " given several times.")
    List<AddressNetwork> translated = new ArrayList<>();

    @Option(names = "--allow-port", paramLabel = "N", description = "Connect to this port instead of 443.")
    @Nullable
    Integer port;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Believe the authorities in this file, certificates in PEM, and no others.")
    @Nullable
    String authorities;

    /** A fetcher that asks there for addresses. */
    HttpsPolicyFetcher fetcher(DnsResolver dns) throws UnreadableInput {
        HttpsPolicyFetcher.Builder builder = HttpsPolicyFetcher.builder().resolver(dns);
        allowed.forEach(network -> builder.allowAddresses(network.address(), network.prefixLength()));
        translated.forEach(
                network -> set("--nat64", () -> builder.nat64Prefix(network.address(), network.prefixLength())));
        if (port != null) {
            int number = port;
            set("--allow-port", () -> builder.allowPort(number));
        }
        if (authorities != null) {
            builder.trust(CertificateTrust.of(load(InputFile.named(authorities))));
        }
        return builder.build();
    }

    private void set(String option, Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException wrong) {
            if (command == null) {
                throw new IllegalStateException("made by picocli", wrong);
            }
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '" + option + "': " + wrong.getMessage());
        }
    }

    private static List<X509Certificate> load(Path file) throws UnreadableInput {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException("there is none in it");
            }
            return certificates;
        } catch (IOException failed) {
            throw InputFile.unreadable(file, failed);
        } catch (CertificateException wrong) {
            throw new UnreadableInput("'" + file + "' has no certificates in PEM: " + wrong.getMessage(), wrong);
        }
    }
}
