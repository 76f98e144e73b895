package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.TrustAnchors;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Whom to ask, how, and who is believed about DNSSEC; the same on every command that asks DNS. */
final class DnsOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--dns",
            paramLabel = "FILE.zone",
            description = "Answer every question from this master file; nothing is asked on the network.")
    @Nullable
    String zone;

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description =
                    "Ask this name server, an IP address; may be given several times. By default those of the system"
                            + " are asked.")
    List<String> servers = new ArrayList<>();

    @Option(
            names = "--tls-name",
            paramLabel = "NAME",
            converter = HostNameConverter.class,
            description = "Ask the servers over TLS (port 853 unless said otherwise), if their certificate proves this"
                    + " name.")
    @Nullable
    DomainName tlsName;

    @Option(names = "--tcp", description = "Ask by TCP only.")
    boolean tcp;

    @Option(names = "--validate", description = "Validate DNSSEC: prove each answer, from the trust anchors down.")
    boolean validate;

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description =
                    "The trust anchors for --validate: DS or DNSKEY records, or the XML of IANA. By default the keys"
                            + " of the root.")
    @Nullable
    String anchors;

    @Option(
            names = "--trust-ad",
            description = "Believe the servers about DNSSEC (AD bit); for servers on this machine or over TLS.")
    boolean trustAd;

    @Option(names = "--trace", description = "Show every question with its answer, and what proves it.")
    boolean trace;

    /** The resolver, which takes notes. */
    TracingResolver open() throws UnreadableInput {
        requireSense();
        if (zone != null) {
            return TracingResolver.over(load(InputFile.named(zone)), zone);
        }
        DnsClient.Builder client = DnsClient.builder();
        addServers(client);
        if (tcp) {
            client.tcpOnly();
        }
        if (validate) {
            return TracingResolver.over(validating(client), DnssecMode.VALIDATING);
        }
        return trustAd
                ? TracingResolver.over(trusting(client), DnssecMode.TRUSTING)
                : TracingResolver.over(client.withoutDnssec().build(), DnssecMode.NONE);
    }

    private void requireSense() {
        Map<String, Boolean> forServers = Map.of(
                "--server",
                !servers.isEmpty(),
                "--tls-name",
                tlsName != null,
                "--tcp",
                tcp,
                "--validate",
                validate,
                "--trust-ad",
                trustAd,
                "--anchors",
                anchors != null);
        forServers.keySet().stream()
                .filter(option -> zone != null && forServers.getOrDefault(option, false))
                .sorted()
                .findFirst()
                .ifPresent(option -> {
                    throw misuse(option + " is for name servers, and --dns asks none");
                });
        if (validate && trustAd) {
            throw misuse("--validate and --trust-ad exclude each other");
        }
        if (anchors != null && !validate) {
            throw misuse("--anchors is for --validate");
        }
        if (tlsName != null && servers.isEmpty()) {
            throw misuse("--tls-name says nothing without --server");
        }
    }

    private void addServers(DnsClient.Builder client) {
        if (servers.isEmpty()) {
            client.systemServers();
        }
        for (String server : servers) {
            try {
                if (tlsName == null) {
                    client.server(server);
                } else {
                    client.serverOverTls(server, tlsName);
                }
            } catch (IllegalArgumentException wrong) {
                throw misuse("Invalid value for option '--server': " + wrong.getMessage());
            }
        }
    }

    private DnsClient validating(DnsClient.Builder client) throws UnreadableInput {
        TrustAnchors trusted = anchors == null ? TrustAnchors.iana() : loadAnchors(InputFile.named(anchors));
        try {
            return client.validating(trusted).build();
        } catch (IllegalStateException unusable) {
            throw new UnreadableInput("'" + anchors + "' is of no use: " + unusable.getMessage(), unusable);
        }
    }

    private DnsClient trusting(DnsClient.Builder client) {
        try {
            return client.trustingAuthenticatedData().build();
        } catch (IllegalStateException refused) {
            throw misuse(
                    "--trust-ad: the AD bit of a server in a network can be forged; use one on this machine, or --tls-name");
        }
    }

    private static InMemoryDns load(Path zone) throws UnreadableInput {
        try {
            return InMemoryDns.load(zone);
        } catch (IOException failed) {
            throw InputFile.unreadable(zone, failed);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableInput("'" + zone + "' is no master file: " + wrong.getMessage(), wrong);
        }
    }

    private static TrustAnchors loadAnchors(Path file) throws UnreadableInput {
        try {
            return TrustAnchors.load(file);
        } catch (IOException failed) {
            throw InputFile.unreadable(file, failed);
        } catch (IllegalArgumentException wrong) {
            throw new UnreadableInput("no trust anchors: " + wrong.getMessage(), wrong);
        }
    }

    private RuntimeException misuse(String message) {
        return command == null
                ? new IllegalStateException("made by picocli")
                : new ParameterException(command.commandLine(), message);
    }

    /** A name that a certificate can have. */
    static final class HostNameConverter implements ITypeConverter<DomainName> {
        @Override
        public DomainName convert(String text) {
            return DomainName.ofUnicode(text)
                    .filter(DomainName::isHostName)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no host name"));
        }
    }
}
